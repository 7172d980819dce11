"""Hold the state that all parts of the reference engine share, and the simulation clock.

Time passes in `Step`s of a SimPy environment, in the order of `sim.engines.order`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import simpy

from sim.draws import NO_NAME, Purpose, tie_break, uniform
from sim.engines.order import STEPS_IN_A_MINUTE, StepKind
from sim.engines.reference.state import Person, Service, Spell, Step, Worker
from sim.errors import EndlessLoop
from sim.events import (
    EVENT,
    NOBODY,
    NOWHERE,
    EventKind,
    Person as PersonRow,
    Reason,
    Run,
    Worker as WorkerRow,
)
from sim.laws import Shape
from sim.resolved import MISSING, Numbers, Resolved
from sim.rules.budget import NO_PHASE_IN
from sim.rules.distributions import bind
from sim.rules.need import pick
from sim.rules.presenting import is_as_presented
from sim.rules.ways import ways_of
from sim.units import DAY, FOREVER, WEEK

if TYPE_CHECKING:
    from sim.engines.reference.absence import Absence
    from sim.engines.reference.away import Away
    from sim.engines.reference.care import Care
    from sim.engines.reference.caseloads import Caseloads
    from sim.engines.reference.change import Change
    from sim.engines.reference.choice import Choice
    from sim.engines.reference.contacts import Contacts
    from sim.engines.reference.follow_ups import FollowUps
    from sim.engines.reference.handoff import HandingOn
    from sim.engines.reference.inner import Inner
    from sim.engines.reference.life import Life
    from sim.engines.reference.notice import Notice
    from sim.engines.reference.own import Own
    from sim.engines.reference.planning import Planning
    from sim.engines.reference.presenting import Presenting
    from sim.engines.reference.referral import Referral
    from sim.engines.reference.seeking import Seeking
    from sim.engines.reference.server import Server
    from sim.engines.reference.waiting import Waiting
    from sim.engines.reference.workforce import Workforce

Row = tuple[int, int, int, int, int, int, int, int, int, int, int, int, int]


class World:
    """One replication of one arm while it runs: the people, the clock, the draws and the log.

    The parts of a person's pathway are attributes. Each part reads and changes this state, and
    reaches the other parts through it.
    """

    inner: Inner
    presenting: Presenting
    life: Life
    away: Away
    seeking: Seeking
    referral: Referral
    waiting: Waiting
    care: Care
    follow_ups: FollowUps
    contacts: Contacts
    choice: Choice
    handoff: HandingOn
    workforce: Workforce
    change: Change
    server: Server
    caseloads: Caseloads
    notice: Notice
    planning: Planning
    absence: Absence
    own: Own

    def __init__(self, resolved: Resolved, seed: int, replication: int) -> None:
        self.resolved = resolved
        self.seed, self.replication = seed, replication
        self.closes = resolved.numbers.closes
        self.since_monday = resolved.calendar.since_monday
        self.env = simpy.Environment()
        self.rows: list[Row] = []
        self.people: list[Person] = []
        self.people_rows: list[PersonRow] = []
        self.workers: list[Worker] = []
        self.worker_rows: list[WorkerRow] = []
        self.spells = 0
        self.steps = 0  # taken so far, the beginning included; none that was called off
        self.to_settle: set[int] = set()
        self.may_swap = False  # somebody is newly blocked, perhaps the last one of a ring
        self.joined: list[Spell] = []
        self.parted: list[Person] = []  # something of theirs came to its end in this step
        self.blocked: list[Spell] = []
        self.services: list[Service] = []
        self.phase_in = (0, NO_PHASE_IN, 0)  # when it began, how long it takes, the share at first
        self.live_by(resolved.first_numbers)
        self.after_settling: Callable[[World], None] | None = None

    # The clock, the draws and the log.

    @property
    def now(self) -> int:
        """Return the minutes since the start of the run."""
        return int(self.env.now)

    @property
    def day(self) -> int:
        """Return the days since the Monday of the week in which the run begins."""
        return (self.now + self.since_monday) // DAY

    @property
    def week(self) -> int:
        """Return the weeks since the Monday of the week in which the run begins."""
        return (self.now + self.since_monday) // WEEK

    def step(
        self, time: int, kind: StepKind, key: int, subject: int, name: int = NO_NAME, item: int = 0
    ) -> Step:
        """Return a step for a process to wait for, with its place in the order of steps."""
        draw = tie_break(self.seed, self.replication, name, key, time)
        return Step(self.env, time, kind, draw, subject, item)

    def at(
        self,
        time: int,
        kind: StepKind,
        person: Person,
        action: Callable[[], None],
        spell: Spell | None = None,
    ) -> Step | None:
        """Schedule an action on a person at a minute; FOREVER means never, and returns None.

        What falls due after the end of the run gets a step all the same. Code that asks whether
        something is pending must get the same answer as in a longer run.
        """
        if time >= FOREVER:
            return None
        name = spell.service.name if spell else NO_NAME
        step = self.step(time, kind, person.key, person.number, name, spell.number if spell else 0)

        def take(_: simpy.Event) -> None:
            self.count_step(person, step)
            action()
            self.waiting.settle()

        step.callbacks.append(take)
        return step

    def set_timer(
        self, spell: Spell, kind: StepKind, time: int, action: Callable[[Spell], None]
    ) -> None:
        """Set a timer of a spell; a running timer of the same kind is replaced."""
        spell.stop(kind)

        def ring() -> None:
            spell.timers.pop(kind, None)
            action(spell)

        step = self.at(time, kind, spell.person, ring, spell)
        if step is not None:
            spell.timers[kind] = step

    def count_step(self, person: Person, step: Step) -> None:
        """Count a step of this person in this minute."""
        self.steps += 1
        self.count_for(person, step.kind)

    def count_for(self, person: Person, kind: StepKind) -> None:
        """Count something that happens to a person now; raise `EndlessLoop` if it is too often."""
        if person.minute != self.now:
            person.minute, person.steps_in_minute = self.now, 0
        person.steps_in_minute += 1
        if person.steps_in_minute > STEPS_IN_A_MINUTE:
            names = self.resolved.names.services
            recent = (row[3] for row in self.rows[-200:] if row[1] == person.number)
            loop = sorted({names[service] for service in recent if service != NOBODY})
            who = self.people_rows[person.number].name
            raise EndlessLoop(who, self.now, kind.name.lower(), loop)

    def uniform(self, purpose: Purpose, name: int, key: int, ordinal: int) -> float:
        """Return one keyed draw, strictly between 0 and 1."""
        return float(uniform(self.seed, self.replication, int(purpose), name, key, ordinal))

    def lasts(self, row: int, purpose: Purpose, name: int, key: int, ordinal: int) -> int:
        """Return minutes drawn from a distribution."""
        fixed = self.fixed[row]
        if fixed is not None:
            return fixed
        return self.minutes(row, self.uniform(purpose, name, key, ordinal))

    def area_of(self, person: Person) -> int:
        """Return the area of a person; 0 without areas."""
        return person.group % self.numbers.persons.areas

    def of_person(self, person: Person, column: Any) -> Any:
        """Return the entry for a person's group and area from a service's row of `Ways`."""
        return column[person.group % len(column)]

    def route(self, person: Person, service: Service, reason: Reason) -> int:
        """Draw and return the service to which a person goes next, or NOWHERE."""
        purpose, routed = Purpose.ROUTE, person.routed
        if reason is Reason.CRISIS:
            purpose, routed = Purpose.CRISIS_ROUTE, person.routed_in_crisis
        ordinal = person.count(routed, service.index)
        u = self.uniform(purpose, service.name, person.key, ordinal)
        row = self.of_person(person, self.ways.routes[service.index])[int(reason)]
        target = int(pick(row, u))
        target = NOWHERE if target == len(self.services) else target
        return self.own.route(person, service, reason, row, ordinal, target)

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
        length: int = 0,
        detail: int = NOBODY,
    ) -> None:
        """Write a row of the log."""
        row = (self.now, person, int(event), service, spell, worker, other_worker)
        self.rows.append((*row, need, level, due, minutes, length, int(detail)))

    def note_spell(self, event: EventKind, spell: Spell, **more: int) -> None:
        """Write a row of the log about a spell, with the worst need that its service covers.

        Up to the start of the spell, this is the need that presents itself at the highest level.
        """
        sees = self.presenting.worst if is_as_presented(event) else self.worst_need
        need, level = sees(spell.person, spell.service)
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
        """Return the worst need that a service covers, and its level; ties go by file order.

        Returns (NOBODY, 0) if the service covers no need, as in a scenario without needs.
        """
        worst, highest = NOBODY, -1
        for need, covered in enumerate(service.row.covers):
            if covered and person.levels[need] > highest:
                worst, highest = need, person.levels[need]
        return worst, max(highest, 0)

    def in_need(self, person: Person, service: Service) -> bool:
        """Return whether any need that a service covers is at or above the seek level."""
        return self.needs_met(person, service) > 0

    def needs_met(self, person: Person, service: Service) -> int:
        """Return how many of the needs that a service covers are at or above the seek level."""
        seek_level = self.seek_level[person.group]
        return sum(
            covered and level >= seek_level[need]
            for need, (covered, level) in enumerate(
                zip(service.row.covers, person.levels, strict=True)
            )
        )

    # Setting up.

    def live_by(self, numbers: Numbers) -> None:
        """Apply these rules from now on; the numbers of places and posts stay as they are."""
        self.numbers = numbers
        self.ways = ways_of(numbers)
        self.minutes = bind(numbers.distributions)
        self.fixed = self._fixed_minutes()
        effects, persons = numbers.effects, numbers.persons
        self.effects: Any = type(effects)(*(column.tolist() for column in effects))
        self.persons: Any = type(persons)(*(column.tolist() for column in persons))
        self.seek_level: list[list[int]] = numbers.needs.seek_level.tolist()
        self.presenting_over: list[list[int]] = numbers.needs.presenting_over.tolist()
        table, teams = numbers.services, numbers.workforce
        for index, name in enumerate(table.name.tolist()):
            row: Any = type(table)(*(column[index].tolist() for column in table))
            team = None
            if row.team >= 0:
                team = type(teams)(*(column[int(row.team)].tolist() for column in teams))
            has_contacts = bool((table.contact_interval[index] < FOREVER).any())
            delays = (int(table.exit_delay[index]), *table.exit_delay_to[index].tolist())
            has_exit_delay = any(self.fixed[law] != 0 for law in delays if law != MISSING)
            if index == len(self.services):
                held = int(table.places[index]), int(table.last_share[index])
                service = Service(index, name, row, team, has_contacts, has_exit_delay, *held)
                self.services.append(service)
            else:
                service = self.services[index]
                service.row, service.team = row, team
                service.has_contacts = has_contacts
                service.has_exit_delay |= has_exit_delay  # places may be held since before

    def _fixed_minutes(self) -> list[int | None]:
        """Return the minutes of constant distributions; None for the others."""
        table = self.numbers.distributions
        fixed: list[int | None] = []
        for row, shape in enumerate(table.shape.tolist()):
            constant = shape in (Shape.FIXED, Shape.NEVER)
            fixed.append(self.minutes(row, 0.5) if constant else None)
        return fixed

    def run_out(self) -> Run:
        """Simulate to the end of the run; return the run."""
        self.env.run(until=self.closes)
        log = np.array(self.rows, dtype=EVENT)
        return Run(log, self.people_rows, self.worker_rows, self.closes)


class Part:
    """One part of a person's pathway, with the world that all parts share."""

    def __init__(self, world: World) -> None:
        self.world = world
