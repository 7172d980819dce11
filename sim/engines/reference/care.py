"""Start, continue and end spells."""

from __future__ import annotations

from functools import partial

from sim.draws import Purpose
from sim.engines.order import StepKind
from sim.engines.reference.state import Spell, Stage, Worker
from sim.engines.reference.world import Part
from sim.engines.start import AlreadyHere
from sim.events import NOWHERE, Ending, EventKind
from sim.resolved import MISSING, Pause
from sim.rules.ending import (
    count_anew,
    count_from_before,
    draws_settled_share,
    is_felt,
    settling_time,
    watches_levels,
)
from sim.rules.relationship import fall
from sim.units import FOREVER


class Care(Part):
    """The start, course and end of spells."""

    def start(self, spell: Spell, worker: Worker | None, before: AlreadyHere | None = None) -> None:
        """Begin a spell; `before` describes a person who was here before minute 0."""
        person, service = spell.person, spell.service
        spell.stop(StepKind.PATIENCE_ENDS)
        spell.stage = Stage.OPEN
        spell.last_contact = self.world.now
        service.occupied += 1
        self.world.caseloads.weigh_first(spell)
        if worker is not None:
            self.meet_worker(spell, worker)
        if before is not None:
            self._carry_on(spell, before)
        self.world.note_spell(
            EventKind.SPELL_STARTED, spell, due=spell.referred_at, detail=spell.came_from
        )
        self.world.caseloads.note_weight(spell)
        if before is not None:
            self.world.planning.begin(spell)
        self._close_what_cannot_stay_open(spell)
        if spell.hands_over_from is not None:
            self.world.handoff.taken_over(spell.hands_over_from)
        self._set_stay(spell, before.stay if before is not None else None)
        self.watch_settling(spell)
        self.support_changes(spell)
        if before is not None:
            self.world.contacts.next_contact(spell)
        elif service.has_contacts:
            self.world.contacts.fall_due(spell, self.world.now)
        self.world.seeking.reconsider_seeking(person)

    def _carry_on(self, spell: Spell, before: AlreadyHere) -> None:
        """Continue a spell that began before minute 0.

        The person knows the worker, and is part of the way through intervals and counts of
        contacts.
        """
        row = spell.service.row
        if spell.worker is not None:
            spell.person.told = True
            spell.relationship, spell.retellings_left = before.relationship, 0
        _, level = self.world.worst_need(spell.person, spell.service)
        settled = 0.0
        if draws_settled_share(row):
            settled = self.world.uniform(
                Purpose.SETTLED_SHARE, spell.service.name, spell.person.key, 0
            )
        count_from_before(row, spell, level, before.phase, settled, self.world.now)
        interval = self.world.contacts.interval_now(spell)
        if interval < FOREVER:
            spell.last_contact = self.world.now - int(before.phase * interval)

    def meet_worker(self, spell: Spell, worker: Worker) -> None:
        """Let a worker take on a person.

        If this was the person's last worker at the service, their relationship continues.
        """
        person = spell.person
        self.world.caseloads.take_on(worker, spell)
        spell.met_here = 0
        known = person.known.get(spell.service.index)
        if known is not None and known[0] is worker:
            spell.relationship, spell.retellings_left = known[1], 0
        else:
            spell.relationship = self.world.persons.relationship_start[person.group]
            spell.retellings_left = self.world.planning.retellings(person, worker)

    @staticmethod
    def carry_over(spell: Spell, relationship: float) -> None:
        """Raise a relationship to at least this value after a handover, and cancel retelling."""
        spell.relationship = max(spell.relationship, relationship)
        spell.retellings_left = 0

    def _close_what_cannot_stay_open(self, spell: Spell) -> None:
        """End the person's other spells that cannot stay open beside this one."""
        if spell.service.row.parallel or spell.service.row.lead:
            return
        for other in list(spell.person.spells):
            if (
                other is not spell
                and other.stage is Stage.OPEN
                and other.next is not spell
                and not other.service.row.parallel
                and not other.service.row.lead
            ):
                self.end(other, Ending.MOVED_ON, planned=False, to=spell.service.index)

    def _set_stay(self, spell: Spell, stay: int | None = None) -> None:
        person, service = spell.person, spell.service
        if stay is None:
            ordinal = person.count(person.stays, service.index)
            law = int(self.world.of_person(person, self.world.ways.stay[service.index]))
            stay = self.world.lasts(law, Purpose.STAY, service.name, person.key, ordinal)
        if stay < FOREVER:
            self.world.set_timer(
                spell,
                StepKind.STAY_ENDS,
                self.world.now + stay,
                partial(self._stay_is_over, ending=Ending.STAY_OVER),
            )

    def begin_again(self, spell: Spell) -> None:
        """Restart the rules that end a spell, after a consultation."""
        count_anew(spell)
        self._set_stay(spell)
        self.watch_settling(spell)

    def _stay_is_over(self, spell: Spell, ending: Ending) -> None:
        if spell.stage is Stage.OPEN and not spell.handing_on and not spell.blocked:
            self.world.handoff.finish(spell, ending)

    def watch_settling(self, spell: Spell) -> None:
        """Start or stop the timer that ends a spell because needs have settled."""
        row = spell.service.row
        if not watches_levels(row):
            spell.stop(StepKind.SETTLED_LONG_ENOUGH)  # a clock from before a change of rules
            return
        _, level = self.world.worst_need(spell.person, spell.service)
        lasting = settling_time(row, spell, level, self.world.now)
        if lasting >= FOREVER:
            spell.stop(StepKind.SETTLED_LONG_ENOUGH)
        elif StepKind.SETTLED_LONG_ENOUGH not in spell.timers:
            self.world.set_timer(
                spell,
                StepKind.SETTLED_LONG_ENOUGH,
                self.world.now + lasting,
                partial(self._stay_is_over, ending=Ending.SETTLED),
            )

    def support_changes(self, spell: Spell) -> None:
        """Pause or resume contacts of a person's spells when a spell has started or ended.

        Contacts pause while the person is in a service that pauses others, such as a hospital.
        """
        pausing = spell.stage is Stage.OPEN and spell.service.row.pauses_others == Pause.PAUSES
        for other in spell.person.spells:
            if other is spell or other.stage is not Stage.OPEN:
                continue
            if pausing:
                self._pause(other, spell)
            if spell.stage is Stage.OPEN and other.service.row.pauses_others == Pause.PAUSES:
                self._pause(spell, other)
        if spell.stage is Stage.ENDED and spell.service.row.pauses_others == Pause.PAUSES:
            for other in spell.person.spells:
                # One that is just starting has not been paused yet.
                if other.stage is Stage.OPEN and other.pauses > 0:
                    self._resume(other)

    def count_pauses_anew(self, spell: Spell) -> None:
        """Pause or resume a spell's contacts by the rules that hold now."""
        pausing = [
            other
            for other in spell.person.spells
            if other is not spell
            and other.stage is Stage.OPEN
            and other.service.row.pauses_others == Pause.PAUSES
        ]
        if pausing and not spell.pauses:
            self._pause(spell, pausing[0])
        elif spell.pauses and not pausing:
            spell.pauses = 1
            self._resume(spell)
        spell.pauses = len(pausing)

    def _pause(self, spell: Spell, by: Spell) -> None:
        spell.pauses += 1
        if spell.pauses == 1:
            self.world.contacts.put_off(spell)
            self.world.note_spell(EventKind.PAUSED, spell, detail=by.service.index)

    def _resume(self, spell: Spell) -> None:
        spell.pauses -= 1
        if spell.pauses == 0:
            self.world.note_spell(EventKind.RESUMED, spell)
            self.take_up_contacts(spell)

    def take_up_contacts(self, spell: Spell) -> None:
        """Let a contact that was put off wait for its worker.

        If none was put off, set the timer of the next contact.
        """
        if spell.contact is not None:
            self.world.contacts.await_contact(spell)
        else:
            self.world.contacts.next_contact_if_none(spell)

    def end(self, spell: Spell, ending: Ending, *, planned: bool, to: int = NOWHERE) -> None:
        """End a spell; its place is free at once or after its exit delay.

        `to` is the service to which the person goes on. It is needed only where no link to a next
        spell shows it.
        """
        person, service = spell.person, spell.service
        self.world.contacts.cancel_contacts(spell)
        if spell.advice is not None:
            self.world.server.remove(spell.advice)
            spell.advice = None
        self.world.notice.drop_handover(spell)
        for kind in list(spell.timers):
            spell.stop(kind)
        event = EventKind.ENDED_PLANNED if planned else EventKind.ENDED_UNPLANNED
        self.world.note_spell(event, spell, detail=int(ending))
        spell.stage = Stage.ENDED
        person.spells.remove(spell)
        self.world.away.watch(person)
        self.world.parted.append(person)
        person.ended_at[service.index] = self.world.now
        if spell.worker is not None:
            person.known[service.index] = (spell.worker, spell.relationship)
        if spell in service.unallocated:
            service.unallocated.remove(spell)
        self.world.choice.ask_no_more(spell)
        if is_felt(ending):
            self._feel_ending(spell, planned=planned)
        self._let_go(spell, ending, to)
        self._unlink(spell, ending)
        self.support_changes(spell)
        self.world.follow_ups.arrange(spell, ending)
        self.world.seeking.reconsider_seeking(person)

    def _feel_ending(self, spell: Spell, *, planned: bool) -> None:
        """Apply the loss that a person feels at an ending, by the strength of the relationship.

        An unplanned ending also reduces trust.
        """
        person, group = spell.person, spell.person.group
        if planned:
            self.world.inner.feel_loss(
                person, self.world.effects.loss_planned_share[group] * spell.relationship
            )
            return
        person.trust = fall(person.trust, self.world.persons.trust_fall_ending[group])
        self.world.inner.reconsider_trust(person)
        self.world.inner.feel_loss(person, spell.relationship)

    def _let_go(self, spell: Spell, ending: Ending, to: int) -> None:
        """Free a spell's place now, or after its exit delay.

        After a blocked handoff or a move by a change of rules, it is free now.
        """
        service, person = spell.service, spell.person
        if ending is Ending.HANDED_OVER and spell.next is not None:
            to = spell.next.service.index
        delay = 0
        if ending not in (Ending.UNBLOCKED, Ending.MOVED_BY_CHANGE):
            own = MISSING if to == NOWHERE else service.row.exit_delay_to[to]
            law = service.row.exit_delay if own == MISSING else own
            delay = self.world.lasts(law, Purpose.EXIT_DELAY, service.name, person.key, spell.visit)
        if delay == 0:
            self.release(spell)
        else:
            person.to_come += 1
            self.world.set_timer(
                spell, StepKind.PLACE_COMES_FREE, self.world.now + delay, self._place_comes_free
            )

    def _place_comes_free(self, spell: Spell) -> None:
        self.world.follow_ups.has_come(spell.person)
        self.release(spell)
        self.world.note(
            EventKind.PLACE_FREED,
            person=spell.person.number,
            service=spell.service.index,
            spell=spell.number,
        )

    def release(self, spell: Spell) -> None:
        """Free a spell's place, and stop counting the spell in the worker's caseload."""
        spell.service.occupied -= 1
        if spell.worker is not None:
            self.world.caseloads.let_go(spell.worker, spell)
        self.world.to_settle.add(spell.service.index)

    def _unlink(self, spell: Spell, ending: Ending) -> None:
        """Cut an ended spell's links with the next spell and with the earlier one.

        The earlier spell's handoff to this one has then failed, unless the person is leaving for
        good.
        """
        if spell.next is not None and spell.next.hands_over_from is spell:
            spell.next.hands_over_from = None
            spell.next.joint_contact_pending = False
            self.world.contacts.meet_as_it_stands(spell.next)
        hands_over, spell.hands_over_from = spell.hands_over_from, None
        if hands_over is not None and ending is not Ending.EXITED:
            self.world.handoff.fell_through(hands_over)
