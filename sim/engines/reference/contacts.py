"""Let contacts fall due, wait for a worker, and be attended or missed."""

from __future__ import annotations

from functools import partial

from sim.draws import Purpose
from sim.engines.order import StepKind, WorkKind
from sim.engines.reference.state import Person, Service, Spell, Stage, Work, Worker
from sim.engines.reference.world import Part
from sim.events import NOBODY, Cancelled, ContactFlag, Ending, EventKind
from sim.resolved import MISSING, Pause
from sim.rules.contact import attendance, helps_though_felt, longer_by
from sim.rules.ending import NO_ENDING, REACH_OUT, ending_when_attended, ending_when_missed
from sim.rules.pool import has_pool, member_of_pool
from sim.rules.relationship import fall, grow
from sim.rules.wanted import own_interval
from sim.units import FOREVER


class Contacts(Part):
    """Contacts, from the minute in which they fall due to their effects."""

    def interval_now(self, spell: Spell) -> int:
        """Return the minutes between contacts at the present level of need, or FOREVER.

        FOREVER means that there are no contacts at this level.
        """
        row = spell.service.row
        _, level = self.world.worst_need(spell.person, spell.service)
        interval = int(row.contact_interval[level])
        if row.as_wanted:
            interval = int(own_interval(interval, spell.person.wants))
        return interval if interval >= FOREVER else self.world.own.next_contact(spell, interval)

    def next_contact(self, spell: Spell) -> None:
        """Set the timer of the next contact by the interval for the present level of need."""
        interval = self.interval_now(spell)
        if interval >= FOREVER:
            return
        due = max(spell.last_contact + interval, self.world.now)
        self.world.set_timer(
            spell, StepKind.CONTACT_FALLS_DUE, due, partial(self._falls_due_now, due=due)
        )

    def next_contact_if_none(self, spell: Spell) -> None:
        """Set the timer of the next contact, unless it runs already or a contact waits.

        No timer is set while contacts are paused, blocked, or stopped for a joint contact.
        """
        if (
            spell.contact is None
            and spell.joint is None
            and StepKind.CONTACT_FALLS_DUE not in spell.timers
            and not spell.blocked
            and not spell.pauses
            and not self._stopped_for_joint_contact(spell)
        ):
            self.next_contact(spell)

    @staticmethod
    def _stopped_for_joint_contact(spell: Spell) -> bool:
        """Return whether this spell's contacts have stopped because of a joint contact.

        They stop when the next spell of a warm handoff has started. The joint contact is held
        there.
        """
        return spell.handing_on and spell.next is not None and spell.next.stage is Stage.OPEN

    def _falls_due_now(self, spell: Spell, due: int) -> None:
        self.fall_due(spell, due)

    def fall_due(self, spell: Spell, due: int, *, urgent: bool = False) -> None:
        """Let a contact fall due: it waits for its worker, or is put off for now."""
        if spell.blocked or self._stopped_for_joint_contact(spell):
            return
        spell.stop(StepKind.CONTACT_FALLS_DUE)
        if spell.contact is not None:
            if urgent:
                self._hasten(spell, spell.contact, due)
            return
        person, service = spell.person, spell.service
        ordinal = person.count(person.contacts, service.index)
        if not urgent and self._cancelled(spell, due, ordinal):
            spell.last_contact = due
            self.next_contact_if_none(spell)
            return
        plans = not urgent and self.world.planning.is_due(spell)
        length, cost = self.lengths(person, service, ordinal, plans=plans)
        spell.contact = self.world.server.work(
            WorkKind.CONTACT,
            spell,
            service,
            due=due,
            cost=cost,
            length=length,
            ordinal=ordinal,
            urgent=urgent,
        )
        spell.contact.plans = plans
        self.await_contact(spell)

    def _hasten(self, spell: Spell, work: Work, due: int) -> None:
        """Make the contact that waits urgent, with a new due minute.

        It keeps its number among the person's contacts. Its length is the one drawn for that
        number; no plan is made in it.
        """
        waits = bool(work.workers) or work.step is not None
        if waits and not work.urgent:
            self.world.server.remove(work)
            work.due, work.urgent = due, True
            if work.plans:
                work.plans = False
                work.length, work.cost = self.lengths(spell.person, spell.service, work.ordinal)
            self.await_contact(spell)

    def _cancelled(self, spell: Spell, due: int, ordinal: int) -> bool:
        """Return whether the person or the service cancels a contact before it takes place."""
        row, person = spell.service.row, spell.person
        if row.cancelled_person + row.cancelled_provider <= 0.0:
            return False
        u = self.world.uniform(Purpose.CANCELLED, spell.service.name, person.key, ordinal)
        if u >= row.cancelled_person + row.cancelled_provider:
            return False
        by = Cancelled.PERSON if u < row.cancelled_person else Cancelled.PROVIDER
        self.world.note_spell(EventKind.CONTACT_CANCELLED, spell, due=due, detail=int(by))
        return True

    def lengths(
        self, person: Person, service: Service, ordinal: int, *, plans: bool = False
    ) -> tuple[int, int]:
        """Return a contact's minutes of help to the person, and the minutes of each worker.

        A contact in which a plan is made has a length of its own.
        """
        row, draw = service.row, (Purpose.CONTACT_LENGTH, service.name, person.key, ordinal)
        if plans:
            length = staff = row.plan_length
        else:
            length = staff = self.world.lasts(row.contact_length, *draw)
            if row.contact_staff != MISSING:
                staff = self.world.lasts(row.contact_staff, *draw)
        longer = 0
        if row.contact_per_need > 0:
            longer = int(longer_by(self.world.needs_met(person, service), row.contact_per_need))
        return length + longer, staff + longer + row.contact_overhead

    def await_contact(self, spell: Spell) -> None:
        """Let the contact that fell due wait for the workers it needs, or put it off."""
        work, service = spell.contact, spell.service
        assert work is not None
        if spell.pauses or (service.team is not None and spell.worker is None):
            work.urgent = False
        elif spell.worker is None:
            self._await_nobody(spell, work)
        elif not work.urgent and self._earlier_worker(spell) is not None:
            earlier = spell.hands_over_from
            assert earlier is not None
            assert earlier.worker is not None
            spell.contact, spell.joint = None, work
            work.kind, work.alone_from = WorkKind.JOINT, work.due + earlier.service.row.joint_limit
            self.world.server.add(work, spell.worker, earlier.worker)
        else:
            work.kind = WorkKind.CONTACT
            self.world.server.add(work, spell.worker)

    def _await_nobody(self, spell: Spell, work: Work) -> None:
        """Hold a contact at a service without workers, at once.

        An urgent contact is held after the minutes of `urgent_within`.
        """
        time = self.world.now + (spell.service.row.urgent_within if work.urgent else 0)

        def happen() -> None:
            spell.contact = work.step = None
            self._happens(spell, work, [])

        work.step = self.world.at(time, StepKind.CONTACT_HAPPENS, spell.person, happen, spell)

    @staticmethod
    def _earlier_worker(spell: Spell) -> Worker | None:
        """Return the worker at the service that hands over, if the next contact is to be joint.

        Otherwise return None.
        """
        if spell.joint_contact_pending and spell.hands_over_from is not None:
            return spell.hands_over_from.worker
        return None

    def cancel_contacts(self, spell: Spell) -> None:
        """Stop the timer of the next contact, and drop all contacts that wait."""
        spell.stop(StepKind.CONTACT_FALLS_DUE)
        for work in (spell.contact, spell.joint):
            if work is not None:
                self.world.server.remove(work)
        spell.contact = spell.joint = None

    def put_off(self, spell: Spell) -> None:
        """Put off the contact that waits, and stop the timer of the next one.

        If an ordinary and a joint contact both wait, only the joint one is kept.
        """
        spell.stop(StepKind.CONTACT_FALLS_DUE)
        kept = spell.joint or spell.contact
        for work in (spell.contact, spell.joint):
            if work is not None:
                self.world.server.remove(work)
        spell.contact, spell.joint = kept, None
        if kept is not None:
            kept.urgent = False

    def meet_as_it_stands(self, spell: Spell) -> None:
        """Let a contact wait for other workers, if it has just become joint or ceased to be so."""
        joint = spell.joint
        if joint is not None:
            self.world.server.remove(joint)
            spell.joint = None
            if spell.contact is not None:
                return  # an urgent one waits, and there is one contact to hold
            spell.contact = joint
            self.await_contact(spell)
        elif (
            spell.contact is not None
            and spell.contact.workers
            and not spell.contact.urgent
            and self._earlier_worker(spell) is not None
        ):
            self.world.server.remove(spell.contact)
            self.await_contact(spell)

    def meet_again(self, earlier: Spell) -> None:
        """Adapt the joint contact when the spell that hands over loses or gets a worker."""
        if earlier.next is not None and earlier.next.hands_over_from is earlier:
            self.meet_as_it_stands(earlier.next)

    def hold(self, work: Work, holders: list[Worker]) -> None:
        """Begin a contact with the worker, or the two workers, for whom it has waited."""
        spell = work.spell
        if spell.joint is work:
            spell.joint = None
        else:
            spell.contact = None
        self._happens(spell, work, holders)

    def _happens(self, spell: Spell, work: Work, holders: list[Worker]) -> None:
        """Begin a contact, and apply all of its effects now."""
        person, service = spell.person, spell.service
        spell.last_contact = self.world.now
        chance = attendance(
            service.row.attendance,
            self.world.persons.attendance_trust[person.group],
            person.trust - self.world.persons.trust_reference[person.group],
            self.world.persons.attendance_relationship[person.group],
            spell.relationship - self.world.persons.relationship_reference[person.group],
        )
        attended = chance >= 1.0 or (
            self.world.uniform(Purpose.ATTENDANCE, service.name, person.key, work.ordinal) < chance
        )
        minutes = work.cost
        if not attended and holders:
            overhead = service.row.contact_overhead
            minutes = round((work.cost - overhead) * service.team.missed_share) + overhead
        self.world.server.occupy(holders, minutes)
        if attended:
            self._attended(spell, work, holders)
        else:
            self._missed(spell, work, holders, minutes)
        if spell.stage is Stage.OPEN:
            self.next_contact_if_none(spell)

    def _flags(self, spell: Spell, work: Work, holders: list[Worker]) -> ContactFlag:
        flags = ContactFlag.URGENT if work.urgent else ContactFlag(0)
        if len(holders) > 1:
            flags |= ContactFlag.JOINT
        in_hospital = any(
            other is not spell
            and other.stage is Stage.OPEN
            and other.service.row.pauses_others == Pause.IN_REACH
            for other in spell.person.spells
        )
        return flags | ContactFlag.IN_REACH if in_hospital else flags

    def _attended(self, spell: Spell, work: Work, holders: list[Worker]) -> None:
        person = spell.person
        flags = self._flags(spell, work, holders)
        earlier = spell.hands_over_from if spell.joint_contact_pending else None
        if earlier is not None and ContactFlag.JOINT in flags:
            carried = earlier.service.row.warm_carries * earlier.relationship
            self.world.care.carry_over(spell, carried)
        if spell.retellings_left > 0:
            flags |= ContactFlag.RETELLING
            spell.retellings_left -= 1
        if self.contact_felt(person, spell.service, work.ordinal):
            flags |= ContactFlag.STIGMATISING
        felt = ContactFlag.STIGMATISING in flags
        if ContactFlag.RETELLING not in flags and self.helps(spell.service, felt):
            spell.supports_since = self.world.now
        if spell.worker is not None:
            person.told = True
            self.world.choice.get_on(spell)
        ending = ending_when_attended(spell.service.row, spell, self.world.now)
        self._note_contact(EventKind.CONTACT, spell, work, holders, flags, work.cost)
        self.world.caseloads.weigh_again(spell)
        if work.plans:
            self.world.planning.make(spell)
        # An urgent contact with the new worker alone leaves the joint one to be held.
        if earlier is not None and (work.kind is WorkKind.JOINT or earlier.worker is None):
            spell.joint_contact_pending = False
            self.world.care.end(earlier, Ending.HANDED_OVER, planned=True)
        if self._may_end(spell):
            self._end_by(spell, self.world.own.ending(spell, work.ordinal, ending))
        self.world.choice.consider(spell)

    @staticmethod
    def helps(service: Service, stigmatising: bool) -> bool:
        """Return whether an attended contact covers and supports needs.

        At some services, stigmatising contacts do not.
        """
        return bool(helps_though_felt(stigmatising, service.row.stigma_helps))

    def stigmatises(self, person: Person, service: Service, ordinal: int) -> bool:
        """Return whether an attended contact is stigmatising."""
        probability = service.row.stigma
        if probability <= 0.0:
            return False
        u = self.world.uniform(Purpose.STIGMA, service.name, person.key, ordinal)
        return bool(u < probability)

    def held_by(self, person: Person, service: Service, work: Work, worker: Worker | None) -> int:
        """Return the number of who holds a contact: the worker, or a member of the pool."""
        if not has_pool(service.row.pool, service.row.team):
            return worker.number if worker is not None else NOBODY
        u = self.world.uniform(Purpose.SEEN_BY, service.name, person.key, work.ordinal)
        return int(member_of_pool(u, service.row.pool))

    def contact_felt(self, person: Person, service: Service, ordinal: int) -> bool:
        """Change trust by an attended contact; return whether the contact was stigmatising."""
        for need, recent in enumerate(person.recent_contacts):
            if service.row.covers[need] and self.world.inner.over_contact_matters:
                recent.append(self.world.now)
        stigmatising = self.stigmatises(person, service, ordinal)
        group = person.group
        if stigmatising:
            person.trust = fall(person.trust, self.world.persons.trust_fall_stigma[group])
        else:
            person.trust = grow(person.trust, self.world.persons.trust_rise[group])
        self.world.inner.reconsider_trust(person)
        return stigmatising

    def _missed(self, spell: Spell, work: Work, holders: list[Worker], minutes: int) -> None:
        flags = self._flags(spell, work, holders)
        self._note_contact(EventKind.CONTACT_MISSED, spell, work, holders, flags, minutes)
        if work.urgent:
            self.world.caseloads.weigh_again(spell)
        ending = ending_when_missed(spell.service.row, spell, self.world.now)
        if ending == REACH_OUT:
            self.fall_due(spell, self.world.now, urgent=spell.service.row.urgent_within != MISSING)
        elif self._may_end(spell):
            self._end_by(spell, ending)

    @staticmethod
    def _may_end(spell: Spell) -> bool:
        """Return whether the service's rules for ending a spell still apply to it."""
        return spell.stage is Stage.OPEN and not spell.handing_on and not spell.blocked

    def _end_by(self, spell: Spell, ending: int) -> None:
        """End a spell by the rule that a contact has met, if it has met one."""
        if ending != NO_ENDING:
            self.world.handoff.finish(spell, Ending(ending))

    def _note_contact(
        self,
        event: EventKind,
        spell: Spell,
        work: Work,
        holders: list[Worker],
        flags: ContactFlag,
        minutes: int,
    ) -> None:
        self.world.note_spell(
            event,
            spell,
            worker=self.held_by(spell.person, spell.service, work, spell.worker),
            other_worker=holders[1].number if len(holders) > 1 else NOBODY,
            due=work.due,
            minutes=minutes,
            length=work.length if event is EventKind.CONTACT else 0,
            detail=int(flags),
        )
