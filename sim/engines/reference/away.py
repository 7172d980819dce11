"""Let people leave who have been settled for long, and let them return later."""

from __future__ import annotations

from collections.abc import Callable

import simpy

from sim.draws import NO_NAME, Purpose
from sim.engines.order import StepKind
from sim.engines.reference.presenting import held_before
from sim.engines.reference.state import Person, Step
from sim.engines.reference.world import Part
from sim.events import EventKind, Exit
from sim.resolved import MISSING
from sim.rules.constant_rate import minutes_until
from sim.rules.need import candidates_until
from sim.units import FOREVER


class Away(Part):
    """The absence of settled people: the clock until they leave, the time away, and the return."""

    def watch(self, person: Person) -> None:
        """Start or stop the clock after which a settled person leaves.

        It runs while all needs are at or below the settled level and the person has no referral or
        spell.
        """
        highest = self.world.persons.settled_level[person.group]
        if highest == MISSING or person.away:
            return
        settled = not person.gone and not person.spells and max(person.levels) <= highest
        if not settled and person.settled is not None:
            person.settled.cancel()
            person.settled = None
        elif settled and person.settled is None:
            time = self.world.now + self.world.persons.settled_for[person.group]
            person.settled = self._step(person, time, StepKind.PERSON_LEAVES, self.leave)

    def _step(
        self, person: Person, time: int, kind: StepKind, action: Callable[[Person], None]
    ) -> Step | None:
        """Return a step for leaving as settled, or for the return; None if it never comes.

        In the same minute, it comes after moving away and dying.
        """
        if time >= FOREVER:
            return None
        step = self.world.step(time, kind, person.key, person.number, item=1)

        def take(_: simpy.Event) -> None:
            person.settled = None
            self.world.count_step(person, step)
            action(person)
            self.world.waiting.settle()

        step.callbacks.append(take)
        return step

    def leave(self, person: Person) -> None:
        """Let a person be away: their needs and exit stand still, the rest is kept."""
        world = self.world
        if person.settled is not None:  # away at minute 0, where the clock has just begun
            person.settled.cancel()
            person.settled = None
        person.away = True
        for need, is_open in enumerate(person.episode_open):
            if is_open:
                timer = person.episode_timers[need]
                if timer is not None:
                    timer.cancel()
                world.life.end_episode(person, need)
        world.follow_ups.forget(person)
        if person.exit is not None:
            person.exit_left = person.exit.time - world.now
            person.exit.cancel()
            person.exit = None
        world.note(EventKind.EXITED, person=person.number, detail=int(Exit.SETTLED))
        world.seeking.reconsider_seeking(person)
        rate = world.persons.recurrence[person.group]
        if rate > 0.0:
            u = world.uniform(Purpose.RECURRENCE, NO_NAME, person.key, person.times_away)
            time = world.now + int(minutes_until(u, rate))
            person.settled = self._step(person, time, StepKind.PERSON_ARRIVES, self.come_back)
        person.times_away += 1

    def come_back(self, person: Person) -> None:
        """Let a person who was away return; one need takes the state that is set for returns."""
        world, persons = self.world, self.world.persons
        person.away = False
        group = person.group // world.numbers.persons.areas
        world.note(EventKind.RETURNED, person=person.number, detail=group)
        need, state = persons.returns_need[person.group], persons.returns_state[person.group]
        person.states[need] = state
        person.levels[need] = world.life.levels[need][state]
        for each, level in enumerate(person.levels):  # as if each had been at this level before
            person.level_since[each], person.held[each] = world.now, held_before(level, world.now)
        world.life.tell_of(person)
        person.disengaged = False  # until it is told again
        world.inner.reconsider_trust(person)
        for each in range(len(person.states)):
            world.life.level_is(person, each)
            self._go_on(person, each)
        if person.exit_left is not None:
            world.life.await_exit(person, world.now + person.exit_left)
            person.exit_left = None
        world.seeking.reconsider_seeking(person)

    def _go_on(self, person: Person, need: int) -> None:
        """Let the candidate changes of a need take effect again, from now on.

        Those that fell into the time away are passed over.
        """
        world, life = self.world, self.world.life
        time, ordinal = candidates_until(
            world.seed,
            world.replication,
            life.need_names[need],
            person.key,
            life.candidate_rate[person.group][need],
            world.people_rows[person.number].arrived,
            world.now,
        )
        life.begin_weather(person, need, int(time), int(ordinal))
