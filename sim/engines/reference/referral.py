"""Handle referrals up to the decision: accepted people join the list, others are routed on."""

from __future__ import annotations

from sim.draws import Purpose
from sim.engines.order import STEPS_IN_A_MINUTE, StepKind
from sim.engines.reference.state import CRISIS, Person, Service, Spell, Stage
from sim.engines.reference.world import Part
from sim.errors import EndlessLoop
from sim.events import NOWHERE, EventKind, Reason, Refusal
from sim.resolved import MISSING
from sim.rules.referral import ELIGIBLE, acceptance, eligibility, list_is_full
from sim.rules.relationship import fall


class Referral(Part):
    """Referrals, and the decisions to accept people or turn them away."""

    def refer(
        self, person: Person, target: int, came_from: int, hands_over: Spell | None = None
    ) -> None:
        """Refer a person to a service, and onward from each service that refuses them at once.

        `hands_over` is the spell in a warm or blocked handoff that lasts until another service
        takes over.
        """
        passed: list[int] = []
        while len(passed) < STEPS_IN_A_MINUTE:
            passed.append(target)
            service = self.world.services[target]
            if person.spell_at(target) is not None:
                self._already_known(person, service, came_from, hands_over)
                return
            spell = self.make_referral(person, service, came_from, hands_over)
            self.world.note_spell(EventKind.REFERRED, spell, detail=came_from)
            if self.world.seeking.may_return(person, service):
                self._accept(spell)
                return
            delay = self.world.lasts(
                service.row.decision_delay,
                Purpose.DECISION_DELAY,
                service.name,
                person.key,
                spell.visit,
            )
            if delay > 0:
                due = self.world.now + delay
                self.world.set_timer(spell, StepKind.DECISION_FALLS_DUE, due, self.decide)
                return
            target = self._decide_now(spell)
            if target == NOWHERE:
                return
            came_from = service.index
        names = self.world.resolved.names.services
        who = self.world.people_rows[person.number].name
        loop = sorted({names[service] for service in passed[STEPS_IN_A_MINUTE // 2 :]})
        raise EndlessLoop(who, self.world.now, "referral", loop)

    def make_referral(
        self, person: Person, service: Service, came_from: int, hands_over: Spell | None
    ) -> Spell:
        """Make a referral now and return it; link it with the spell that hands over, if any."""
        _, level = self.world.worst_need(person, service)
        spell = Spell(
            number=self.world.spells,
            person=person,
            service=service,
            came_from=came_from,
            referred_at=self.world.now,
            visit=person.count(person.visits, service.index),
            in_crisis=level == CRISIS,
        )
        self.world.spells += 1
        person.spells.append(spell)
        self.world.away.watch(person)
        if hands_over is not None:
            self._link(hands_over, spell)
        return spell

    @staticmethod
    def _link(hands_over: Spell, spell: Spell) -> None:
        hands_over.next, spell.hands_over_from = spell, hands_over

    def _already_known(
        self, person: Person, service: Service, came_from: int, hands_over: Spell | None
    ) -> None:
        """Handle a referral to a service where the person already is or already waits."""
        need, level = self.world.presenting.worst(person, service)
        self.world.note(
            EventKind.ALREADY_KNOWN,
            person=person.number,
            service=service.index,
            need=need,
            level=level if need >= 0 else -1,
            detail=came_from,
        )
        if hands_over is None:
            return
        there = person.spell_at(service.index)
        assert there is not None
        self.meet_known(there, hands_over)

    def meet_known(self, there: Spell, hands_over: Spell) -> None:
        """Join a handoff with the referral or spell that exists at the next service.

        If they cannot be joined, the handoff has failed.
        """
        is_open, is_free = there.stage is Stage.OPEN, there.hands_over_from is None
        if there is hands_over:
            self.world.handoff.fell_through(hands_over)
        elif is_open and (hands_over.blocked or (is_free and not there.handing_on)):
            hands_over.next = there
            self.world.handoff.taken_over(hands_over)
        elif is_free and not is_open:
            self._link(hands_over, there)
        else:
            # They already hand this person on, or take them over from someone else.
            self.world.handoff.fell_through(hands_over)

    def decide(self, spell: Spell) -> None:
        """Make the decision on a referral, which is now due."""
        target = self._decide_now(spell)
        if target != NOWHERE:
            # What waited for this referral waits for the next one.
            hands_over, spell.hands_over_from = spell.hands_over_from, None
            self.refer(spell.person, target, spell.service.index, hands_over)
            self.world.seeking.reconsider_seeking(spell.person)

    def _decide_now(self, spell: Spell) -> int:
        """Accept a person, or turn them away and return the next service.

        Returns NOWHERE if the person is accepted or has no next service.
        """
        person, service = spell.person, spell.service
        row = service.row
        _, level = self.world.presenting.worst(person, service)
        verdict = eligibility(level, row.level_low, row.level_high, person.attributes, row.excludes)
        if verdict != ELIGIBLE:
            return self._turn_away(spell, Refusal(verdict))
        chance = acceptance(row.accept_probability, row.refusal_penalty, person.refusals)
        chance = self.world.own.acceptance(spell, level, chance)
        if chance < 1.0:
            u = self.world.uniform(Purpose.ACCEPTED, service.name, person.key, spell.visit)
            if u >= chance:
                return self._turn_away(spell, Refusal.NOT_ACCEPTED)
        if self._list_is_full(spell):
            return self._turn_away(spell, Refusal.LIST_FULL)
        self._accept(spell)
        return NOWHERE

    def _list_is_full(self, spell: Spell) -> bool:
        """Return whether the waiting list has reached its limit for this person.

        The limit does not apply to someone in a warm handoff.
        """
        service, earlier = spell.service, spell.hands_over_from
        if service.row.list_limit == MISSING or (earlier is not None and not earlier.blocked):
            return False
        has_room = self.world.waiting.has_room(spell)
        return bool(list_is_full(len(service.waiting), service.row.list_limit, has_room))

    def _accept(self, spell: Spell) -> None:
        self.world.note_spell(EventKind.ACCEPTED, spell)
        self.world.waiting.join_list(spell)

    def _turn_away(self, spell: Spell, why: Refusal) -> int:
        person, service, group = spell.person, spell.service, spell.person.group
        self.world.note_spell(EventKind.TURNED_AWAY, spell, detail=int(why))
        self.close_referral(spell)
        person.refusals += 1
        person.trust = fall(person.trust, self.world.persons.trust_fall_refusal[group])
        self.world.inner.reconsider_trust(person)
        self.world.inner.feel_loss(person, self.world.effects.loss_refusal_share[group])
        target = self.world.route(person, service, Reason.TURNED_AWAY)
        if target == NOWHERE:
            hands_over, spell.hands_over_from = spell.hands_over_from, None
            self.world.seeking.nowhere_to_go(person, service, Reason.TURNED_AWAY)
            if hands_over is not None:
                self.world.handoff.fell_through(hands_over)
        return target

    def close_referral(self, spell: Spell) -> None:
        """End a referral whose spell has not begun."""
        spell.stop(StepKind.DECISION_FALLS_DUE)
        spell.stop(StepKind.PATIENCE_ENDS)
        spell.stage = Stage.ENDED
        spell.person.spells.remove(spell)
        self.world.away.watch(spell.person)
        self.world.parted.append(spell.person)

    def refer_on_in_crisis(self, person: Person, in_care: list[Spell]) -> None:
        """Refer a person in crisis along the crisis route of their first spell that has one.

        `in_care` lists their open spells at services that cover the need.
        """
        for spell in in_care:
            leads_on = self.world.ways.has_crisis_route[spell.service.index]
            if spell.stage is Stage.OPEN and self.world.of_person(person, leads_on):
                target = self.world.route(person, spell.service, Reason.CRISIS)
                if target != NOWHERE:
                    self.refer(person, target, came_from=spell.service.index)
                return
