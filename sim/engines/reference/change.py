"""Carry out the change of rules from those of an arm's history to the arm's own."""

from __future__ import annotations

from functools import partial

import simpy

from sim.engines.order import StepKind
from sim.engines.reference.state import Person, Service, Spell, Stage
from sim.engines.reference.world import Part
from sim.events import Ending, EventKind, Leaving
from sim.people import Dated
from sim.resolved import MISSING, RulesChange
from sim.rules.ways import ways_from
from sim.units import FOREVER


class Change(Part):
    """The change of rules, and the changes of routes, stays and entry on dates."""

    def await_change(self) -> None:
        """Schedule the change of rules, and everything that is scheduled after it."""
        change = self.world.resolved.change
        self.await_dates(self.world.numbers.dated)
        if change is None or change.time >= self.world.closes:
            return
        step = self.world.step(change.time, StepKind.RULES_CHANGE, 0, 0)
        step.callbacks.append(lambda _: self._rules_change(change))
        self.world.workforce.capacity_steps(self.world.resolved.numbers.changes)
        self.await_dates(self.world.resolved.numbers.dated)

    def await_dates(self, dated: Dated) -> None:
        """Schedule the changes of routes, stays and entry."""
        for date, time in enumerate(dated.time.tolist()):
            if time < self.world.closes:
                step = self.world.step(time, StepKind.RULES_CHANGE, 0, 0)
                step.callbacks.append(partial(self._ways_change, dated, date))

    def _ways_change(self, dated: Dated, date: int, _: simpy.Event) -> None:
        world = self.world
        world.steps += 1
        for service, what in dated.what[dated.what[:, 0] == date, 1:].tolist():
            world.note(EventKind.WAYS_CHANGED, service=service, detail=what)
        world.ways = ways_from(dated, date)

    def _rules_change(self, change: RulesChange) -> None:
        world = self.world
        world.steps += 1
        world.note(EventKind.RULES_CHANGED)
        for worker in world.workers:
            # The check of weekly minutes judges no work that was taken under the earlier rules.
            worker.last_cost = worker.used
        world.live_by(world.resolved.numbers)
        world.phase_in = (change.time + world.since_monday, change.phase_over, change.phase_share)
        world.caseloads.weigh_all()
        world.caseloads.note_all()
        moved_to = change.moved_to.tolist()
        goes_on = [moved_to[service.index][0] == service.index for service in world.services]
        for service in world.services:
            if goes_on[service.index]:
                self._change_places(service)
                for worker in sorted(service.workers, key=lambda each: each.post):
                    world.notice.await_notice(worker)
        present = [person for person in world.people if not (person.gone or person.away)]
        for person in present:
            for spell in list(person.spells):
                if not goes_on[spell.service.index] and spell.active:
                    self._move(person, spell, moved_to[spell.service.index][world.area_of(person)])
        for service in world.services:
            if not goes_on[service.index]:
                self._change_places(service)
        for person in present:
            self._look_again(person)
        world.to_settle.update(service.index for service in world.services)
        world.waiting.settle()

    def _change_places(self, service: Service) -> None:
        held = int(service.row.places), int(service.row.last_share)
        if held != (service.places, service.last_share):
            for post in self.world.workforce.change_places(service, *held):
                self.world.workforce.fill_post(service, post)

    def _look_again(self, person: Person) -> None:
        """Apply the new rules to a person's trust, pauses, settling, contacts and seeking of help.

        Timers that run already keep their times.
        """
        world = self.world
        world.inner.reconsider_trust(person)
        for spell in list(person.spells):
            if spell.stage is Stage.OPEN:
                earlier = spell.hands_over_from
                if spell.joint_contact_pending and not spell.service.has_contacts and earlier:
                    spell.joint_contact_pending = False
                    world.handoff.taken_over(earlier)
                world.care.count_pauses_anew(spell)
                world.care.watch_settling(spell)
                world.contacts.next_contact_if_none(spell)
        world.seeking.reconsider_seeking(person)

    def _move(self, person: Person, spell: Spell, target: int) -> None:
        """Move a person out of a service that no longer exists.

        They go to the service that takes its place, or to the community.
        """
        there = None if target == MISSING else person.spell_at(target)
        if spell.stage is Stage.OPEN:
            self._move_spell(person, spell, target, there)
        else:
            self._move_referral(person, spell, target, there)

    def _move_spell(self, person: Person, spell: Spell, target: int, there: Spell | None) -> None:
        """Move an open spell to another service at once, even if that service has no room."""
        world = self.world
        hands_over, spell.hands_over_from = spell.hands_over_from, None
        world.care.end(spell, Ending.MOVED_BY_CHANGE, planned=True)
        if target == MISSING or (there is not None and there.stage is Stage.OPEN):
            if hands_over is not None:
                world.handoff.fell_through(hands_over)
            return
        service = world.services[target]
        if there is None:
            there = world.referral.make_referral(person, service, spell.service.index, hands_over)
        else:
            if there.stage is Stage.WAITING:
                service.remove_waiting(there)
            there.stop(StepKind.DECISION_FALLS_DUE)
            if hands_over is not None:
                world.referral.meet_known(there, hands_over)
        world.waiting.start_at_once(there)

    def _move_referral(
        self, person: Person, spell: Spell, target: int, there: Spell | None
    ) -> None:
        """Move a referral or a place on a waiting list to another service.

        The time waited so far still counts.
        """
        world = self.world
        waits, joined = spell.stage is Stage.WAITING, spell.place_in_list[1]
        kind = StepKind.PATIENCE_ENDS if waits else StepKind.DECISION_FALLS_DUE
        rings = spell.timers[kind].time if kind in spell.timers else FOREVER
        hands_over, spell.hands_over_from = spell.hands_over_from, None
        if waits:
            spell.service.remove_waiting(spell)
        world.note_spell(EventKind.LEFT_WAITING, spell, detail=int(Leaving.MOVED_BY_CHANGE))
        world.referral.close_referral(spell)
        if there is not None:
            if hands_over is not None:
                world.referral.meet_known(there, hands_over)
            return
        if target == MISSING:
            if hands_over is not None:
                world.handoff.fell_through(hands_over)
            return
        service = world.services[target]
        there = world.referral.make_referral(person, service, spell.service.index, hands_over)
        there.referred_at, there.in_crisis = spell.referred_at, spell.in_crisis
        if waits:
            there.patience_left = rings - world.now if rings < FOREVER else FOREVER
            world.waiting.join_list(there, joined)
        else:
            world.note_spell(EventKind.REFERRED, there, detail=spell.service.index)
            world.set_timer(there, StepKind.DECISION_FALLS_DUE, rings, world.referral.decide)
