"""Simulate a person's own life: arrival, changing needs, need episodes, moving away."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from functools import partial
from typing import NamedTuple

import numpy as np
import simpy

from sim.draws import LARGEST_KEY, NO_NAME, Purpose
from sim.engines.order import StepKind
from sim.engines.reference.presenting import held_before
from sim.engines.reference.state import CRISIS, Person, Stage, Step
from sim.engines.reference.world import Part, World
from sim.engines.start import RunSeed, Starter, born
from sim.events import BY_RATE, NOWHERE, Ending, EventKind, Exit, Leaving, Person as PersonRow
from sim.laws import Floats, Ints
from sim.resolved import MISSING
from sim.rules.arrival import is_listed, listed_arrival, next_arrival
from sim.rules.constant_rate import minutes_until
from sim.rules.distributions import quantile
from sim.rules.need import (
    RECOVERS,
    STAYS,
    WORSENS,
    moves_to,
    next_candidate,
)
from sim.rules.wanted import in_millionths


class Ways(NamedTuple):
    """The transitions out of one need state, for one group."""

    recover_to: float  # end of the widest recovery that modifiers can make
    neutral: tuple[float, float]
    worsen_from: float  # begin of the widest worsening
    target: Ints
    direction: Ints
    share: Floats


class Life(Part):
    """Arrivals, changes of needs, and departures from the population."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        needs = self.world.numbers.needs
        groups, kinds = needs.seek_level.shape
        self.ways = [
            [
                [self._ways(group, need, state) for state in range(needs.level.shape[1])]
                for need in range(kinds)
            ]
            for group in range(groups)
        ]
        self.candidate_rate: list[list[float]] = needs.candidate_rate.tolist()
        self.levels: list[list[int]] = needs.level.tolist()
        self.need_names: list[int] = needs.name.tolist()
        self.episode_break: list[list[int]] = needs.episode_break.tolist()

    def _ways(self, group: int, need: int, state: int) -> Ways:
        needs = self.world.numbers.needs
        rows = slice(needs.first[need, state], needs.first[need, state] + needs.moves[need, state])
        direction, share = needs.direction[rows], needs.share[group, rows]
        widest = float(needs.largest_ratio[need])
        begin = float(needs.neutral_at[group, need, state])
        return Ways(
            recover_to=widest * float(share[direction < 0].sum()),
            neutral=(begin, begin + float(share[direction == 0].sum())),
            worsen_from=1.0 - widest * float(share[direction > 0].sum()),
            target=np.ascontiguousarray(needs.target[rows]),
            direction=np.ascontiguousarray(direction),
            share=np.ascontiguousarray(share),
        )

    # Arriving.

    def arrivals(self, stream: int) -> Generator[simpy.Event, None, None]:
        """Let the people of one stream arrive.

        The arrival times are those of a Poisson process, rounded to whole minutes, or listed ones.
        """
        arrivals = self.world.numbers.arrivals
        name = int(arrivals.name[stream])
        pieces, rates = arrivals.piece_from[stream], arrivals.piece_rate[stream]
        time, number = 0.0, 0
        while True:
            if is_listed(arrivals.listed[stream]):
                time = listed_arrival(number, arrivals.listed[stream])
            else:
                u = self.world.uniform(Purpose.ARRIVAL, NO_NAME, name, number)
                time = next_arrival(time, u, pieces, rates)
            if time >= self.world.closes - 0.5:
                return
            key = (name + number) % LARGEST_KEY
            kind = StepKind.PERSON_ARRIVES
            yield self.world.step(int(np.rint(time)), kind, key, subject=stream, item=number)
            self.world.steps += 1
            words = f"{self.world.resolved.names.streams[stream]} {number + 1}"
            run_seed = RunSeed(self.world.seed, self.world.replication)
            starter = born(
                self.world.numbers,
                run_seed,
                key,
                words,
                int(arrivals.group[stream]),
                area=int(arrivals.area[stream]),
            )
            to = int(arrivals.to[stream, starter.group % self.world.numbers.persons.areas])
            person = self.arrive(starter, to)
            if to != MISSING:
                self.world.referral.refer(person, to, came_from=NOWHERE)
            self.world.seeking.reconsider_seeking(person)
            self.world.waiting.settle()
            number += 1

    def arrive(self, starter: Starter, service: int = NOWHERE) -> Person:
        """Let a person arrive; `service` is the one to which their stream refers them, if any."""
        kinds = range(len(self.need_names))
        levels = [self.levels[need][state] for need, state in enumerate(starter.states)]
        person = Person(
            number=len(self.world.people),
            key=starter.key,
            group=starter.group,
            attributes=starter.attributes,
            trust=starter.trust,
            states=list(starter.states),
            levels=levels,
            level_since=[self.world.now for _ in kinds],
            held=[held_before(level, self.world.now) for level in levels],
            episode_open=[False for _ in kinds],
            episode_timers=[None for _ in kinds],
            recent_contacts=[deque() for _ in kinds],
        )
        self.world.people.append(person)
        group, area = divmod(person.group, self.world.numbers.persons.areas)
        here = PersonRow(person.key, starter.name, group, person.attributes, self.world.now)
        has_areas = bool(self.world.resolved.names.areas)
        self.world.people_rows.append(here._replace(area=area) if has_areas else here)
        self._begin_life(person, service)
        return person

    def _begin_life(self, person: Person, service: int) -> None:
        group = person.group // self.world.numbers.persons.areas
        self.world.note(EventKind.ARRIVED, person=person.number, service=service, detail=group)
        self.tell_of(person)
        self.world.inner.reconsider_trust(person)
        for need in range(len(person.states)):
            self.level_is(person, need)
            self.begin_weather(person, need, self.world.now)
        self._set_exit(person)

    def tell_of(self, person: Person) -> None:
        """Write the rows of the log about a person who is present from now on.

        They give the area, the help wanted, and the needs.
        """
        if self.world.resolved.names.areas:
            area = person.group % self.world.numbers.persons.areas
            self.world.note(EventKind.LIVES_IN, person=person.number, detail=area)
        self._set_wants(person)
        for need, state in enumerate(person.states):
            self.world.note(
                EventKind.NEED_IS,
                person=person.number,
                need=need,
                level=person.levels[need],
                detail=state,
            )

    def _set_wants(self, person: Person) -> None:
        """Draw the multiple of the usual help that the person wants, if people differ in it."""
        row = int(self.world.persons.wants[person.group])
        if row != MISSING:
            u = self.world.uniform(Purpose.WANTED, NO_NAME, person.key, 0)
            multiple = float(quantile(self.world.numbers.distributions, row, u))
            person.wants = int(in_millionths(multiple))
            self.world.note(EventKind.WANTS, person=person.number, detail=person.wants)

    def _set_exit(self, person: Person) -> None:
        """Draw how and when a person leaves the population: by moving away or by death.

        The earlier of the two counts. If both come in the same minute, the person moves away.
        """
        exits: list[tuple[int, Exit]] = []
        for how in BY_RATE:
            rate = float(self.world.numbers.persons.exit_rates[person.group, how])
            if rate > 0.0:
                u = self.world.uniform(Purpose.EXIT, NO_NAME, person.key, int(how))
                exits.append((self.world.now + int(minutes_until(u, rate)), how))
        if exits:
            time, person.exit_how = min(exits)
            self.await_exit(person, time)

    def await_exit(self, person: Person, time: int) -> None:
        """Let a person move away or die at a minute."""
        action = partial(self.leave, person, person.exit_how)
        person.exit = self.world.at(time, StepKind.PERSON_LEAVES, person, action)

    def leave(self, person: Person, how: Exit) -> None:
        """Let a person move away or die.

        Open referrals and spells end without loss to the person.
        """
        for spell in list(person.spells):
            if spell.stage is Stage.OPEN:
                self.world.care.end(spell, Ending.EXITED, planned=False)
            elif spell.active:
                self.world.waiting.leave_list(spell, Leaving.EXITED)
        person.gone = True
        self.world.away.watch(person)
        self.world.follow_ups.forget(person)
        self.world.note(EventKind.EXITED, person=person.number, detail=int(how))
        self.world.seeking.reconsider_seeking(person)

    def see_off(self, person: Person) -> None:
        """In a scenario without needs, let a person leave who has nothing left to wait for."""
        if self.need_names or person.gone or person.spells or person.to_come:
            return
        if person.exit is not None:
            person.exit.cancel()
        person.gone = True
        self.world.note(EventKind.EXITED, person=person.number, detail=int(Exit.LED_NOWHERE))

    # Needs.

    def begin_weather(self, person: Person, need: int, time: int, ordinal: int = 0) -> None:
        """Let a person's need change from now on.

        So far there have been `ordinal` candidate changes, the last at `time`.
        """
        self.world.env.process(self._weather(person, need, person.times_away, time, ordinal))

    def _weather(
        self, person: Person, need: int, stay: int, time: int, ordinal: int
    ) -> Generator[Step, None, None]:
        """Simulate one need of one person, until they are away or gone.

        The candidate changes come in the same minutes in every arm.
        """
        rate = self.candidate_rate[person.group][need]
        name = self.need_names[need]
        while True:
            ways = self.ways[person.group][need][person.states[need]]
            time, ordinal, toward, distance = next_candidate(
                self.world.seed,
                self.world.replication,
                name,
                person.key,
                rate,
                ordinal,
                time,
                self.world.closes,
                ways.recover_to,
                ways.neutral,
                ways.worsen_from,
            )
            if time >= self.world.closes:
                return
            step = self.world.step(
                time, StepKind.NEED_MAY_CHANGE, person.key, person.number, item=need
            )
            yield step
            if person.gone or person.away or person.times_away != stay:
                return
            self.world.count_step(person, step)
            self._consider(person, need, ways, toward, distance, ordinal)
            self.world.waiting.settle()

    def _consider(
        self, person: Person, need: int, ways: Ways, toward: int, distance: float, ordinal: int
    ) -> None:
        """Decide whether a candidate change alters a need, under the conditions of now."""
        ratio = 1.0
        if toward == RECOVERS:
            ratio = self.world.inner.recovery(person, need)
        elif toward == WORSENS:
            ratio = self.world.inner.worsening(person, need)
        if toward in (RECOVERS, WORSENS):
            ratio = self.world.own.need_rate(person, need, toward, ordinal, ratio)
        state = moves_to(toward, distance, ratio, ways.target, ways.direction, ways.share)
        if state == STAYS:
            return
        before = person.levels[need]
        person.states[need] = state
        person.levels[need] = level = self.levels[need][state]
        self.world.note(
            EventKind.NEED_CHANGED, person=person.number, need=need, level=level, detail=state
        )
        if level != before:
            self.world.presenting.leave_level(person, need, before)
            self.level_is(person, need)
            self._services_notice(person, need, rises_to_crisis=level == CRISIS)

    def level_is(self, person: Person, need: int) -> None:
        """Begin an episode of a need, or set the timer that ends the open one.

        An episode begins at the seek level. The timer runs while the need is below it.
        """
        self.world.away.watch(person)
        timer = person.episode_timers[need]
        if person.levels[need] >= self.world.seek_level[person.group][need]:
            if timer is not None:
                timer.cancel()
                person.episode_timers[need] = None
            if not person.episode_open[need]:
                person.episode_open[need] = True
                self._note_need(EventKind.EPISODE_BEGAN, person, need)
        elif person.episode_open[need] and timer is None:
            time = self.world.now + self.episode_break[person.group][need]
            person.episode_timers[need] = self._episode_timer(person, need, time)

    def _episode_timer(self, person: Person, need: int, time: int) -> Step | None:
        if time >= self.world.closes:
            return None
        step = self.world.step(time, StepKind.EPISODE_ENDS, person.key, person.number, item=need)

        def take(_: simpy.Event) -> None:
            if not person.gone:
                self.world.count_step(person, step)
                self.end_episode(person, need)
                self.world.waiting.settle()

        step.callbacks.append(take)
        return step

    def end_episode(self, person: Person, need: int) -> None:
        """End the open episode of a need.

        The person then leaves the waiting lists that release settled people, except where another
        need that the service covers has an open episode.
        """
        person.episode_timers[need] = None
        person.episode_open[need] = False
        self._note_need(EventKind.EPISODE_ENDED, person, need)
        for spell in list(person.spells):
            covers = spell.service.row.covers
            if (
                spell.stage is Stage.WAITING
                and spell.service.row.opt_out_if_settled
                and covers[need]
                and not any(
                    covered and is_open
                    for covered, is_open in zip(covers, person.episode_open, strict=True)
                )
            ):
                self.world.waiting.leave_list(spell, Leaving.SETTLED)
        if self.world.seeking.persists(person):
            self.world.seeking.reconsider_seeking(person)

    def _note_need(self, event: EventKind, person: Person, need: int) -> None:
        self.world.note(event, person=person.number, need=need, level=person.levels[need])

    def _services_notice(self, person: Person, need: int, *, rises_to_crisis: bool) -> None:
        """Let the spells that cover a need react to its new level."""
        in_care = [
            spell
            for spell in list(person.spells)
            if spell.stage is Stage.OPEN and spell.service.row.covers[need]
        ]
        for spell in in_care:
            self.world.care.watch_settling(spell)
            if rises_to_crisis and spell.service.row.urgent_within != MISSING:
                self.world.contacts.fall_due(spell, self.world.now, urgent=True)
            else:
                self.world.contacts.next_contact_if_none(spell)
        if rises_to_crisis:
            self.world.referral.refer_on_in_crisis(person, in_care)
        self.world.seeking.reconsider_seeking(person)
