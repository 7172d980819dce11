"""The story's table of contents: what a person's way is made of, and the clock it runs on.

`Story` holds the world of one replication and names every part of a person's way. Each part
is told in a file of its own; together they make the engine (see `sim.engines.reference`).
Time passes in `Step`s of a SimPy environment, in the order that `sim.engines.order` states.
"""

from __future__ import annotations

import abc
from collections.abc import Callable
from typing import Any

import numpy as np
import simpy

from sim.draws import NO_NAME, Purpose, lot, uniform
from sim.engines.order import STEPS_IN_A_MINUTE, StepKind
from sim.engines.reference.state import Person, Service, Spell, Step, Worker
from sim.errors import EndlessLoop
from sim.events import EVENT, NOBODY, NOWHERE, Ending, EventKind, Leaving, Reason, Run
from sim.events import Person as PersonRow
from sim.events import Worker as WorkerRow
from sim.resolved import Resolved, Shape
from sim.rules.distributions import bind
from sim.rules.need import pick
from sim.units import FOREVER

Row = tuple[int, int, int, int, int, int, int, int, int, int, int, int]


class Story(abc.ABC):
    """One replication of one arm as it unfolds."""

    def __init__(self, resolved: Resolved, seed: int, replication: int) -> None:
        self.resolved, self.numbers = resolved, resolved.numbers
        self.seed, self.replication = seed, replication
        self.closes = self.numbers.closes
        self.env = simpy.Environment()
        self.rows: list[Row] = []
        self.people: list[Person] = []
        self.people_rows: list[PersonRow] = []
        self.workers: list[Worker] = []
        self.worker_rows: list[WorkerRow] = []
        self.spells = 0
        self.steps = 0  # taken so far, the beginning included; none that was called off
        self.to_settle: set[int] = set()
        self.joined: list[Spell] = []
        self.parted: list[Person] = []  # something of theirs came to its end in this step
        self.blocked: list[Spell] = []
        self.minutes = bind(self.numbers.distributions)
        self.fixed = self._fixed_minutes()
        self.services = self._services()

    # The parts of a person's way, each told in the file named beside it.

    @abc.abstractmethod
    def reconsider_seeking(self, person: Person, *, again: bool = False) -> None:
        """Start, hasten or stop a person's clock for turning to services (seeking.py)."""

    @abc.abstractmethod
    def nowhere_to_go(self, person: Person, service: Service, reason: Reason) -> None:
        """Note that a route ended nowhere; the person may turn for help again (seeking.py)."""

    @abc.abstractmethod
    def refer(
        self, person: Person, target: int, came_from: int, hands_over: Spell | None = None
    ) -> None:
        """Refer a person to a service, or on from it if it turns them away (referral.py)."""

    @abc.abstractmethod
    def leave_list(self, spell: Spell, why: Leaving) -> None:
        """Take a person off a waiting list, or let a referral lapse (waiting.py)."""

    @abc.abstractmethod
    def settle(self) -> None:
        """Let everything that the present step set off come to rest (waiting.py)."""

    @abc.abstractmethod
    def start(self, spell: Spell, worker: Worker | None) -> None:
        """Begin a spell (care.py)."""

    @abc.abstractmethod
    def end(self, spell: Spell, ending: Ending, *, planned: bool) -> None:
        """End a spell; its place is free at once or after its exit delay (care.py)."""

    @abc.abstractmethod
    def release(self, spell: Spell) -> None:
        """Free the place, and the worker's caseload, that a spell has held (care.py)."""

    @abc.abstractmethod
    def finish(self, spell: Spell, ending: Ending) -> None:
        """Find out where a spell that has run its course leads, and go there (handoff.py)."""

    @abc.abstractmethod
    def fell_through(self, spell: Spell) -> None:
        """Nobody takes over from this warm or blocked spell after all (handoff.py)."""

    @abc.abstractmethod
    def taken_over(self, spell: Spell) -> None:
        """The next service has started: what becomes of the earlier spell (handoff.py)."""

    @abc.abstractmethod
    def fall_due(self, spell: Spell, due: int, *, urgent: bool = False) -> None:
        """A contact falls due: book it, or put it off until it can be (contacts.py)."""

    @abc.abstractmethod
    def next_contact(self, spell: Spell) -> None:
        """Set the clock for the next contact by the level of need now (contacts.py)."""

    @abc.abstractmethod
    def cancel_contacts(self, spell: Spell) -> int | None:
        """Cancel what is due or booked; when it was due, or None (contacts.py)."""

    @abc.abstractmethod
    def next_contact_if_none(self, spell: Spell) -> None:
        """Set the clock for the next contact if neither it nor a booking exists (contacts.py)."""

    @abc.abstractmethod
    def contact_felt(self, person: Person, service: Service, ordinal: int) -> bool:
        """What an attended contact does to trust; whether it was stigmatising (contacts.py)."""

    @abc.abstractmethod
    def refer_on_in_crisis(self, person: Person, in_care: list[Spell]) -> None:
        """Send a person in crisis on by the route of a service they are with (referral.py)."""

    @abc.abstractmethod
    def join_list(self, spell: Spell, since: int | None = None) -> None:
        """Put a person on a waiting list, since now or since before the run (waiting.py)."""

    @abc.abstractmethod
    def watch_settling(self, spell: Spell) -> None:
        """Start or stop the clock of an ending because needs have settled (care.py)."""

    @abc.abstractmethod
    def allocate(self, spell: Spell, worker: Worker) -> None:
        """Give an open spell whose worker has left a new one (workforce.py)."""

    @abc.abstractmethod
    def await_worker(self, spell: Spell, lost: Worker | None) -> None:
        """Put an open spell without a worker on the unallocated list (workforce.py)."""

    @abc.abstractmethod
    def least_loaded(self, service: Service, limit: int) -> Worker | None:
        """The worker in post with the fewest people, if fewer than the limit (workforce.py)."""

    @abc.abstractmethod
    def book(self, worker: Worker, length: int, *, goes_first: bool = False) -> tuple[int, int]:
        """Take diary time: for which minute, and working minutes taken (workforce.py)."""

    @abc.abstractmethod
    def give_back(self, worker: Worker, cost: int) -> None:
        """Free diary time that was not used after all (workforce.py)."""

    @abc.abstractmethod
    def charge(self, worker: Worker, length: int) -> None:
        """Take time of a worker's diary, from the first minute that is free (workforce.py)."""

    @abc.abstractmethod
    def support_changes(self, spell: Spell) -> None:
        """A spell starts or ends beside others that it pauses (care.py)."""

    # The clock, the draws and the log.

    @property
    def now(self) -> int:
        """Minutes since the start."""
        return int(self.env.now)

    def step(
        self, time: int, kind: StepKind, key: int, subject: int, name: int = NO_NAME, item: int = 0
    ) -> Step:
        """A step to wait for, in its stated place among those of its minute."""
        place = lot(self.seed, self.replication, name, key, time)
        return Step(self.env, time, kind, place, subject, item)

    def at(
        self,
        time: int,
        kind: StepKind,
        person: Person,
        action: Callable[[], None],
        spell: Spell | None = None,
    ) -> Step | None:
        """Do something to a person at a later minute, then let it settle; None = never.

        What falls due after the end of the run has a step all the same: whoever asks whether
        something is booked must get the answer that they would get in a longer run.
        """
        if time >= FOREVER:
            return None
        name = spell.service.name if spell else NO_NAME
        step = self.step(time, kind, person.key, person.number, name, spell.number if spell else 0)

        def take(_: simpy.Event) -> None:
            self.count_step(person, step)
            action()
            self.settle()

        step.callbacks.append(take)
        return step

    def set_timer(
        self, spell: Spell, kind: StepKind, time: int, action: Callable[[Spell], None]
    ) -> None:
        """Set one of a spell's clocks, in place of one of that kind that runs."""
        spell.stop(kind)

        def ring() -> None:
            spell.timers.pop(kind, None)
            action(spell)

        step = self.at(time, kind, spell.person, ring, spell)
        if step is not None:
            spell.timers[kind] = step

    def count_step(self, person: Person, step: Step) -> None:
        """Count a step of this person in this minute; too many are a loop, and an error."""
        self.steps += 1
        if person.minute != self.now:
            person.minute, person.steps_in_minute = self.now, 0
        person.steps_in_minute += 1
        if person.steps_in_minute > STEPS_IN_A_MINUTE:
            names = self.resolved.names.services
            recent = (row[3] for row in self.rows[-200:] if row[1] == person.number)
            loop = sorted({names[service] for service in recent if service != NOBODY})
            who = self.people_rows[person.number].name
            raise EndlessLoop(who, self.now, step.kind.name.lower(), loop)

    def uniform(self, purpose: Purpose, name: int, key: int, ordinal: int) -> float:
        """One keyed draw, strictly between 0 and 1."""
        return float(uniform(self.seed, self.replication, int(purpose), name, key, ordinal))

    def lasts(self, row: int, purpose: Purpose, name: int, key: int, ordinal: int) -> int:
        """Minutes drawn from a distribution."""
        fixed = self.fixed[row]
        if fixed is not None:
            return fixed
        return self.minutes(row, self.uniform(purpose, name, key, ordinal))

    def route(self, person: Person, service: Service, reason: Reason) -> int:
        """Where a person goes next from a service, or NOWHERE."""
        purpose, routed = Purpose.ROUTE, person.routed
        if reason is Reason.CRISIS:
            purpose, routed = Purpose.CRISIS_ROUTE, person.routed_in_crisis
        ordinal = person.count(routed, service.index)
        u = self.uniform(purpose, service.name, person.key, ordinal)
        row = self.numbers.services.routes[service.index, int(reason)]
        target = int(pick(row, u))
        return NOWHERE if target == len(self.services) else target

    def note(
        self,
        event: EventKind,
        *,
        person: int = NOBODY,
        service: int = NOBODY,
        spell: int = NOBODY,
        worker: int = NOBODY,
        other_worker: int = NOBODY,
        need: int = NOBODY,
        level: int = NOBODY,
        due: int = 0,
        minutes: int = 0,
        detail: int = NOBODY,
    ) -> None:
        """Write a row of the log."""
        row = (self.now, person, int(event), service, spell, worker, other_worker)
        self.rows.append((*row, need, level, due, minutes, int(detail)))

    def note_spell(self, event: EventKind, spell: Spell, **more: int) -> None:
        """Write a row about a spell, with the worst need that its service covers as it is now."""
        need, level = self.worst_need(spell.person, spell.service)
        more.setdefault("worker", spell.worker.number if spell.worker else NOBODY)
        self.note(
            event,
            person=spell.person.number,
            service=spell.service.index,
            spell=spell.number,
            need=need,
            level=level if need != NOBODY else NOBODY,
            **more,
        )

    def worst_need(self, person: Person, service: Service) -> tuple[int, int]:
        """The worst need that a service covers (ties: file order) and its level.

        (NOBODY, 0) where it covers none, as in a scenario without needs.
        """
        worst, highest = NOBODY, -1
        for need, covered in enumerate(service.row.covers):
            if covered and person.levels[need] > highest:
                worst, highest = need, person.levels[need]
        return worst, max(highest, 0)

    def in_need(self, person: Person, service: Service) -> bool:
        """Whether any need that a service covers is at or above the level people seek help at."""
        seek_level = self.seek_level[person.group]
        return any(
            covered and level >= seek_level[need]
            for need, (covered, level) in enumerate(
                zip(service.row.covers, person.levels, strict=True)
            )
        )

    # Setting up.

    def _fixed_minutes(self) -> list[int | None]:
        """Minutes of the distributions that are always the same; None for the others."""
        table = self.numbers.distributions
        fixed: list[int | None] = []
        for row, shape in enumerate(table.shape.tolist()):
            constant = shape in (Shape.FIXED, Shape.NEVER)
            fixed.append(self.minutes(row, 0.5) if constant else None)
        return fixed

    def _services(self) -> list[Service]:
        self.seek_level: list[list[int]] = self.numbers.needs.seek_level.tolist()
        table, teams = self.numbers.services, self.numbers.workforce
        services = []
        for index, name in enumerate(table.name.tolist()):
            row: Any = type(table)(*(column[index].tolist() for column in table))
            team = None
            if row.team >= 0:
                team = type(teams)(*(column[int(row.team)].tolist() for column in teams))
            has_contacts = bool((table.contact_interval[index] < FOREVER).any())
            has_exit_delay = self.fixed[table.exit_delay[index]] != 0
            places = int(table.places[index])
            services.append(Service(index, name, row, team, has_contacts, has_exit_delay, places))
        return services

    def run_out(self) -> Run:
        """Let time pass to the end of the run."""
        self.env.run(until=self.closes)
        log = np.array(self.rows, dtype=EVENT)
        return Run(log, self.people_rows, self.worker_rows, self.closes)
