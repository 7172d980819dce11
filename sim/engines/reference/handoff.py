"""Find the route after an ending, and make the handoff to the next service."""

from __future__ import annotations

from sim.engines.order import StepKind, WorkKind
from sim.engines.reference.state import Service, Spell, Stage, Work, Worker
from sim.engines.reference.world import Part
from sim.events import NOBODY, NOWHERE, Ending, EventKind, Reason
from sim.resolved import Handoff
from sim.rules.ending import is_agreed, reason_after


class HandingOn(Part):
    """Cold, warm and blocked handoffs, and consultations without a handoff."""

    def finish(self, spell: Spell, ending: Ending) -> None:
        """Draw the route of a finished spell, and end it or begin its handoff."""
        in_need = self.world.in_need(spell.person, spell.service)
        reason = Reason(reason_after(ending, in_need))
        planned = spell.service.row.planned and is_agreed(ending)
        target = self.world.route(spell.person, spell.service, reason)
        if target == NOWHERE:
            self.world.care.end(spell, ending, planned=planned)
            if reason is not Reason.FINISHED_SETTLED:
                self.world.seeking.nowhere_to_go(spell.person, spell.service, reason)
            return
        how = Handoff(int(spell.service.row.handoff[target]))
        if how is Handoff.CONSULT:
            self._consult(spell, self.world.services[target])
        elif how is Handoff.COLD:
            self._note_handoff(EventKind.HANDED_OFF_COLD, spell, target)
            self.world.care.end(spell, ending, planned=planned, to=target)
            self.world.referral.refer(spell.person, target, spell.service.index)
        elif how is Handoff.WARM:
            self._note_handoff(EventKind.HANDED_OFF_WARM, spell, target)
            spell.handing_on, spell.warm_limit = True, spell.service.row.warm_limit
            self.world.referral.refer(spell.person, target, spell.service.index, spell)
        else:
            self._note_handoff(EventKind.HANDED_OFF_BLOCKED, spell, target)
            self.world.contacts.cancel_contacts(spell)
            spell.blocked = True
            self.world.blocked.append(spell)
            self.world.may_swap = True
            self.world.referral.refer(spell.person, target, spell.service.index, spell)
        self.world.seeking.reconsider_seeking(spell.person)

    def _note_handoff(self, event: EventKind, spell: Spell, target: int) -> None:
        self.world.note_spell(event, spell, detail=target)

    def _consult(self, spell: Spell, specialists: Service) -> None:
        """Ask a specialist, if one is in post, to advise the current worker; the person stays."""
        adviser = None
        if specialists.team is not None:
            adviser = self.world.caseloads.least_loaded_of_all(specialists)
        if spell.advice is not None:
            adviser = spell.advice.other
        self.world.note_spell(
            EventKind.CONSULTED,
            spell,
            other_worker=adviser.number if adviser is not None else NOBODY,
            detail=specialists.index,
        )
        if spell.advice is None and (adviser is not None or specialists.team is None):
            minutes = specialists.row.advice_minutes
            spell.advice = self.world.server.work(
                WorkKind.ADVICE, spell, spell.service, due=self.world.now, cost=minutes
            )
            spell.advice.other, spell.advice.asked = adviser, specialists
            self.queue_advice(spell)
        self.world.care.begin_again(spell)

    def queue_advice(self, spell: Spell) -> None:
        """Let advice wait for the workers who take part; without workers it is given at once.

        If the specialist has left, another one of their service advises; if there is none, it
        lapses.
        """
        work = spell.advice
        if work is None:
            return
        self.world.server.remove(work)
        if work.other is not None and not work.other.in_post:
            assert work.asked is not None
            work.other = self.world.caseloads.least_loaded_of_all(work.asked)
            if work.other is None:
                spell.advice = None
                return
        there = [spell.worker] if spell.worker is not None else []
        if work.other is not None and work.other is not spell.worker:
            there.append(work.other)
        if work.cost > 0 and there:
            self.world.server.add(work, *there)
        else:
            self.hold_advice(work, [])

    def hold_advice(self, work: Work, holders: list[Worker]) -> None:
        """Let a specialist advise the current worker, which helps the person from now on."""
        spell, specialists = work.spell, work.asked
        assert specialists is not None
        spell.advice = None
        self.world.server.occupy(holders, work.cost)
        spell.advised_until = self.world.now + specialists.row.advice_lasts
        another = work.other is not None and work.other is not spell.worker
        self.world.note_spell(
            EventKind.ADVISED,
            spell,
            other_worker=work.other.number if work.other is not None and another else NOBODY,
            due=work.due,
            minutes=work.cost,
            detail=specialists.index,
        )

    def taken_over(self, spell: Spell) -> None:
        """End the earlier spell of a handoff, now that the next one has started.

        In a warm handoff, it goes on until a joint contact. This requires that both spells have
        workers and the next service has contacts.
        """
        following = spell.next
        assert following is not None
        if spell.blocked:
            self._part(spell, following)
            self.world.care.end(spell, Ending.UNBLOCKED, planned=spell.service.row.planned)
        elif self._can_meet(spell, following):
            # Both workers will meet the person together; until then this spell lasts.
            self.world.contacts.cancel_contacts(spell)
            following.hands_over_from = spell
            following.joint_contact_pending = True
        else:
            self._part(spell, following)
            self.world.care.end(spell, Ending.HANDED_OVER, planned=True)

    @staticmethod
    def _can_meet(spell: Spell, following: Spell) -> bool:
        """Return whether a joint contact of both workers can take place."""
        both = spell.worker is not None and following.worker is not None
        return both and following.service.has_contacts

    @staticmethod
    def _part(spell: Spell, following: Spell) -> None:
        if following.hands_over_from is spell:
            following.hands_over_from = None

    def fell_through(self, spell: Spell) -> None:
        """End a spell whose handoff failed: at once if it is blocked, after its limit if warm."""
        spell.next = None
        if spell.stage is not Stage.OPEN:
            return
        if spell.blocked:
            self._end_unheard(spell, Ending.UNBLOCKED)
            return
        limit = self.world.now + spell.warm_limit
        self.world.set_timer(
            spell,
            StepKind.WARM_LIMIT_ENDS,
            limit,
            lambda late: self._end_unheard(late, Ending.HANDOFF_FELL_THROUGH),
        )
        self.world.contacts.next_contact_if_none(spell)

    def _end_unheard(self, spell: Spell, ending: Ending) -> None:
        """End a spell whose handoff failed; if a need is still open, note that it led nowhere."""
        in_need = self.world.in_need(spell.person, spell.service)
        self.world.care.end(spell, ending, planned=False)
        if in_need:
            self.world.seeking.nowhere_to_go(spell.person, spell.service, Reason.FINISHED_IN_NEED)
