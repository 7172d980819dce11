"""Ask the rules that a user wrote, each with the state of the decision that it makes."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.engines.reference.state import Person, Service, Spell, Worker
from sim.engines.reference.world import Part, World
from sim.events import NOWHERE, Ending, Reason
from sim.own_rules import Hook, OwnRule
from sim.own_rules.answers import answer_of, whole_minutes
from sim.own_rules.names import NOWHERE_NUMBER, Numbers
from sim.own_rules.states import (
    AcceptanceState,
    AssignedState,
    EndingState,
    NeedRateState,
    NextContactState,
    RouteState,
    State,
    TenureState,
)
from sim.rules.ending import NO_ENDING
from sim.units import FOREVER


class Own(Part):
    """The user's own rules. Where none is given, the model's own rule decides."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        names = world.resolved.names
        self.rules = world.resolved.own_rules
        self.numbers = Numbers.of(names.services, names.groups, names.needs)

    def _answer(self, rule: OwnRule, state: State) -> Any:
        return answer_of(rule, state, self.numbers.names)

    def _draw(self, hook: Hook, name: int, key: int, ordinal: int) -> float:
        return self.world.uniform(hook.purpose, name, key, ordinal)

    def _service(self, service: Service) -> int:
        return self.numbers.services[service.index]

    def _group(self, person: Person) -> int:
        return self.numbers.groups[person.group // self.world.numbers.persons.areas]

    def acceptance(self, spell: Spell, level: int, usual: float) -> float:
        """Return the chance that an eligible person is accepted."""
        if self.rules.acceptance is None:
            return usual
        person, service = spell.person, spell.service
        state = AcceptanceState(
            usual=float(usual),
            draw=self._draw(Hook.ACCEPTANCE, service.name, person.key, spell.visit),
            minute=self.world.now,
            service=self._service(service),
            group=self._group(person),
            level=level,
            trust=float(person.trust),
            refusals=person.refusals,
            visits=spell.visit,
            waiting=len(service.waiting),
            in_care=service.occupied,
            places=service.places,
        )
        return float(self._answer(self.rules.acceptance, state))

    def route(
        self, person: Person, service: Service, reason: Reason, row: Any, ordinal: int, usual: int
    ) -> int:
        """Return the next service, or NOWHERE. `row` has the cumulative shares of the route."""
        if self.rules.route is None:
            return usual
        shares = np.diff(row, prepend=0.0)
        there = np.flatnonzero(shares > 0.0)
        if len(there) < 2:
            return usual
        numbers = (*self.numbers.services, NOWHERE_NUMBER)
        targets = np.array([numbers[each] for each in there], np.int64)
        shares = shares[there]
        for array in (targets, shares):
            array.flags.writeable = False
        crisis = reason is Reason.CRISIS
        state = RouteState(
            usual=numbers[usual],
            draw=self._draw(Hook.ROUTE, service.name, person.key, 2 * ordinal + crisis),
            minute=self.world.now,
            service=self._service(service),
            group=self._group(person),
            reason=int(reason),
            level=self.world.worst_need(person, service)[1],
            trust=float(person.trust),
            targets=targets,
            shares=shares,
        )
        target = numbers.index(int(self._answer(self.rules.route, state)))
        return NOWHERE if target == len(self.world.services) else target

    def next_contact(self, spell: Spell, usual: int) -> int:
        """Return the minutes to the next contact of an open spell."""
        if self.rules.next_contact is None:
            return usual
        person, service, worker = spell.person, spell.service, spell.worker
        ordinal = person.contacts.get(service.index, 0)
        state = NextContactState(
            usual=usual,
            draw=self._draw(Hook.NEXT_CONTACT, service.name, person.key, ordinal),
            minute=self.world.now,
            service=self._service(service),
            group=self._group(person),
            level=self.world.worst_need(person, service)[1],
            trust=float(person.trust),
            relationship=float(spell.relationship),
            contacts=spell.attended,
            load=0 if worker is None else worker.load,
            limit=0 if worker is None else self.world.caseloads.limit_of(worker),
        )
        return whole_minutes(self._answer(self.rules.next_contact, state))

    def assigned(self, spell: Spell, workers: list[Worker], usual: Worker | None) -> Worker | None:
        """Return which of the workers with room takes a person on."""
        if self.rules.assigned is None or usual is None or len(workers) < 2:
            return usual
        person, service = spell.person, spell.service
        there = sorted(workers, key=lambda worker: worker.number)
        last, _ = person.known.get(service.index, (None, 0.0))
        columns = [
            [each.load for each in there],
            [self.world.caseloads.limit_of(each) for each in there],
            [each.caseload for each in there],
            [self.world.now - each.started for each in there],
        ]
        arrays = [np.array(column, np.int64) for column in columns]
        for array in arrays:
            array.flags.writeable = False
        state = AssignedState(
            there.index(usual),
            self._draw(Hook.ASSIGNED, service.name, person.key, self.world.now),
            self.world.now,
            self._service(service),
            self._group(person),
            self.world.worst_need(person, service)[1],
            float(person.trust),
            there.index(last) if last in there else -1,
            *arrays,
        )
        return there[int(self._answer(self.rules.assigned, state))]

    def ending(self, spell: Spell, ordinal: int, usual: int) -> int:
        """Return by which rule a spell ends after an attended contact, or NO_ENDING."""
        if self.rules.ending is None:
            return usual
        person, service = spell.person, spell.service
        state = EndingState(
            usual=int(usual != NO_ENDING),
            draw=self._draw(Hook.ENDING, service.name, person.key, ordinal),
            minute=self.world.now,
            service=self._service(service),
            group=self._group(person),
            level=self.world.worst_need(person, service)[1],
            trust=float(person.trust),
            relationship=float(spell.relationship),
            contacts=spell.attended,
            waiting=len(service.waiting),
        )
        if not self._answer(self.rules.ending, state):
            return NO_ENDING
        return int(Ending.OWN_RULE) if usual == NO_ENDING else usual

    def need_rate(
        self, person: Person, need: int, direction: int, ordinal: int, usual: float
    ) -> float:
        """Return the ratio that multiplies the rate at which a need moves in a direction."""
        if self.rules.need_rate is None:
            return usual
        name = self.world.life.need_names[need]
        state = NeedRateState(
            usual=float(usual),
            draw=self._draw(Hook.NEED_RATE, name, person.key, ordinal),
            minute=self.world.now,
            group=self._group(person),
            need=self.numbers.needs[need],
            level=person.levels[need],
            direction=direction,
            trust=float(person.trust),
            most=float(self.world.resolved.first_numbers.needs.largest_ratio[need]),
        )
        return float(self._answer(self.rules.need_rate, state))

    def load_has_changed(self, worker: Worker, before: int) -> None:
        """Let a worker leave earlier or later, now that their load is no longer `before`."""
        if self.rules.tenure is None or worker.load == before or not worker.in_post:
            return
        usual = worker.leaves_at - self.world.now
        if worker.on_notice or usual <= 0 or worker.leaves_at >= FOREVER:
            return
        service = worker.service
        state = TenureState(
            usual=usual,
            draw=self._draw(Hook.TENURE, service.team.name, worker.key, self.world.now),
            minute=self.world.now,
            service=self._service(service),
            load_before=before,
            load=worker.load,
            limit=self.world.caseloads.limit_of(worker),
            people=worker.caseload,
            minutes_in_post=self.world.now - worker.started,
        )
        minutes = whole_minutes(self._answer(self.rules.tenure, state))
        if minutes != usual:
            self.world.workforce.leave_at(worker, min(self.world.now + minutes, FOREVER))
