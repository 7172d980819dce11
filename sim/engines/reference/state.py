"""The state of people, their spells, services and workers in the reference engine."""

from __future__ import annotations

import enum
from bisect import bisect_left, insort
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import simpy

from sim.engines.order import StepKind
from sim.resolved import LEVELS

CRISIS = LEVELS - 1
"""The highest level of a need."""


class Step(simpy.Event):
    """A timeout with an explicit priority among simultaneous steps.

    SimPy's own events have priorities 0 and 1. Every step has a lower priority, so that everything
    that one step causes in its minute is finished before the next step is taken.
    """

    def __init__(
        self,
        env: simpy.Environment,
        time: int,
        kind: StepKind,
        tie_break: int,
        subject: int,
        item: int,
    ) -> None:
        super().__init__(env)
        self._ok, self._value = True, None
        self.time, self.kind, self.subject = time, kind, subject
        rank = 2 + (((((int(kind) << 32) + tie_break) << 32) + subject) << 32) + item
        schedule: Any = env.schedule  # declared for SimPy's own two priorities
        schedule(self, priority=rank, delay=time - env.now)

    def cancel(self) -> None:
        """Let the step pass without effect."""
        self.callbacks = []


class Stage(enum.Enum):
    """The stage of a referral."""

    REFERRED = "referred"
    WAITING = "waiting"
    OPEN = "open"
    ENDED = "ended"


@dataclass(slots=True, eq=False)
class Worker:
    """One worker in one post of a team."""

    number: int
    key: int
    service: Service
    post: int
    caseload: int = 0
    free_from: int = 0  # in working minutes: the diary is taken up to here
    in_post: bool = True


@dataclass(slots=True, eq=False)
class Booking:
    """A contact in a diary."""

    step: Step
    due: int
    length: int
    ordinal: int
    cost: int  # working minutes of the diary
    urgent: bool


@dataclass(slots=True, eq=False)
class Spell:
    """One referral and its course, until it is refused, ends undecided, or its spell ends."""

    number: int
    person: Person
    service: Service
    came_from: int
    referred_at: int
    visit: int  # how many earlier referrals to this service
    in_crisis: bool  # a covered need was in crisis at the referral
    stage: Stage = Stage.REFERRED
    hands_over_from: Spell | None = None  # a warm or blocked spell that waits for this one
    next: Spell | None = None  # the referral this warm or blocked spell waits for
    patience_left: int | None = None  # of people already waiting at minute 0
    place_in_list: tuple[int, int, int, int] = (0, 0, 0, 0)
    worker: Worker | None = None
    relationship: float = 0.0
    retellings_left: int = 0
    attended: int = 0
    missed_in_row: int = 0
    last_contact: int = 0
    supports_since: int | None = None  # last attended contact that was not a retelling
    advised_until: int = -1
    handing_on: bool = False  # warm: goes on until someone else has taken over
    blocked: bool = False  # place held without contacts
    joint_contact_pending: bool = False  # the next contact is held with the earlier worker
    pauses: int = 0  # open spells that pause this one
    put_off_due: int | None = None  # a contact fell due that cannot be booked yet
    lost_worker: Worker | None = None  # while unallocated
    lost_at: int = -1
    timers: dict[StepKind, Step] = field(default_factory=dict)
    booking: Booking | None = None

    @property
    def active(self) -> bool:
        """Whether the spell is referred, waiting or open."""
        return self.stage is not Stage.ENDED

    def stop(self, kind: StepKind) -> None:
        """Cancel a timer, if it is running."""
        step = self.timers.pop(kind, None)
        if step is not None:
            step.cancel()


@dataclass(slots=True, eq=False)
class Person:
    """One person: needs, trust, relationships, and their spells at services."""

    number: int
    key: int
    group: int
    attributes: int
    trust: float
    states: list[int]
    levels: list[int]
    episode_open: list[bool]
    episode_timers: list[Step | None]
    recent_contacts: list[deque[int]]  # by need, where too much contact can harm
    spells: list[Spell] = field(default_factory=list)  # active ones, in order of referral
    known: dict[int, tuple[Worker, float]] = field(default_factory=dict)  # by service: the last
    ended_at: dict[int, int] = field(default_factory=dict)  # by service
    visits: dict[int, int] = field(default_factory=dict)  # by service: referrals so far
    stays: dict[int, int] = field(default_factory=dict)
    contacts: dict[int, int] = field(default_factory=dict)
    routed: dict[int, int] = field(default_factory=dict)
    routed_in_crisis: dict[int, int] = field(default_factory=dict)
    losses: list[tuple[float, int]] = field(default_factory=list)  # (strength, until), falling
    refusals: int = 0
    told: bool = False  # has told their story to a worker before
    disengaged: bool = False
    gone: bool = False
    exit: Step | None = None  # moving away or death, when it is known to come
    to_come: int = 0  # places still held after an ending, and contacts promised after one
    seeking: Step | None = None
    seeking_level: int = -1  # of the need the clock was set for; -1 without a clock
    seeks: int = 0
    reseeks: int = 0
    sought: int = 0
    minute: int = -1
    steps_in_minute: int = 0

    def spell_at(self, service: int) -> Spell | None:
        """Return the active referral or spell at a service; there is at most one."""
        for spell in self.spells:
            if spell.service.index == service:
                return spell
        return None

    @staticmethod
    def count(uses: dict[int, int], service: int) -> int:
        """Return the number of earlier uses at a service, and count this use from now on."""
        ordinal = uses.get(service, 0)
        uses[service] = ordinal + 1
        return ordinal


@dataclass(slots=True, eq=False)
class Service:
    """The present state of a service."""

    index: int
    name: int
    row: Any  # its column of resolved.Services, as plain numbers
    team: Any  # its column of resolved.Workforce, or None
    has_contacts: bool
    has_exit_delay: bool
    places: int
    occupied: int = 0  # places taken, those held after an ending included
    waiting: list[tuple[tuple[int, int, int, int], Spell]] = field(default_factory=list)
    unallocated: list[Spell] = field(default_factory=list)
    workers: list[Worker] = field(default_factory=list)  # in post
    incumbents: dict[int, int] = field(default_factory=dict)  # of each post, so far
    openings: dict[int, int] = field(default_factory=dict)  # of each post: times it has closed

    def add_waiting(self, spell: Spell) -> None:
        """Put a spell on the waiting list, in the order of the list."""
        insort(self.waiting, (spell.place_in_list, spell), key=lambda entry: entry[0])

    def remove_waiting(self, spell: Spell) -> None:
        """Remove a spell from the waiting list."""
        del self.waiting[bisect_left(self.waiting, spell.place_in_list, key=lambda entry: entry[0])]
