"""The state of people, their spells, services and workers in the reference engine."""

from __future__ import annotations

import enum
from bisect import bisect_left, insort
from collections import deque
from dataclasses import dataclass, field
from typing import Any

import simpy

from sim.engines.order import StepKind, WorkKind
from sim.events import Exit
from sim.laws import Ints
from sim.resolved import LEVELS
from sim.rules.ending import Counts
from sim.rules.planning import NO_PLAN
from sim.rules.wanted import MILLION
from sim.units import FOREVER

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
        """Cancel the step: it passes without effect."""
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
    first_day: int  # of the run, from which on their days count
    week: int  # of the run, to which `used` belongs
    people: dict[int, Spell] = field(default_factory=dict)  # in the caseload, by spell number
    named: dict[int, Spell] = field(default_factory=dict)  # whom they are to take over
    load: int = 0  # the sum of their weights
    in_post: bool = True
    queue: list[Work] = field(default_factory=list)  # in order
    step: Step | None = None  # when they choose next
    busy_until: int = 0
    used: int = 0  # minutes of this week
    overrun: int = 0  # minutes, carried from the week before
    last_cost: int = 0  # of what they took last in this week; of all, when rules have just changed
    closed_on: int = -1  # the day on which nothing but urgent work is taken any more
    leaves_at: int = FOREVER
    leaving: Step | None = None  # when they leave
    on_notice: bool = False  # will leave, and takes nobody new
    notice: Step | None = None  # when they give it
    started: int = 0
    absences: list[tuple[int, int]] = field(default_factory=list)  # from, to; those known so far

    @property
    def caseload(self) -> int:
        """Return the number of people in the caseload.

        This includes places held after an ending, and people whom the worker will take over.
        """
        return len(self.people) + len(self.named)


@dataclass(slots=True, eq=False)
class Work:
    """A piece of work that waits for a worker: a contact, follow-up, advice, or handover."""

    kind: WorkKind
    spell: Spell  # it is about; of a follow-up the one that has ended
    service: Service  # whose contact it is
    due: int
    cost: int  # minutes for which each worker is busy, if the person comes
    length: int  # minutes for which the person is helped
    ordinal: int
    urgent: bool
    plans: bool = False  # the contact is to make or renew a shared plan
    place: tuple[int, int, int, int, int, int] = (0, 0, 0, 0, 0, 0)
    workers: list[Worker] = field(default_factory=list)  # in whose queues it stands
    alone_from: int = FOREVER  # work for two: the first worker holds it alone from this minute on
    other: Worker | None = None  # the specialist of advice, the earlier worker of a handover
    asked: Service | None = None  # the service of the specialist
    step: Step | None = None  # where no worker is needed


@dataclass(slots=True, eq=False)
class Spell(Counts):
    """One referral and the spell that follows, until it is refused, lapses, or ends."""

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
    weight: int = 0  # of the worker's load, at present
    reserved: int = 0  # of the load of who is to take the person over
    weight_level: int = 0  # by which the weight was set last
    relationship: float = 0.0
    retellings_left: int = 0
    last_contact: int = 0
    supports_since: int | None = None  # last attended contact that was not a retelling
    advised_until: int = -1
    handing_on: bool = False  # warm: goes on until someone else has taken over
    warm_limit: int = 0  # of its warm handoff, as it was when that began
    blocked: bool = False  # place held without contacts
    joint_contact_pending: bool = False  # the earlier spell lasts until a contact is held here
    pauses: int = 0  # open spells that pause this one
    lost_worker: Worker | None = None  # while unallocated
    lost_at: int = -1
    met_here: int = 0  # attended contacts with this worker, in this spell
    left_by_choice: Worker | None = None  # the last worker instead of whom they asked for another
    timers: dict[StepKind, Step] = field(default_factory=dict)
    contact: Work | None = None  # fell due and is not held yet; in no queue while put off
    joint: Work | None = None  # the same, of a contact that waits for two workers
    advice: Work | None = None
    handover: Work | None = None

    @property
    def active(self) -> bool:
        """Return whether the spell is referred, waiting or open."""
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
    level_since: list[int]  # by need; only where needs present themselves over some time
    held: list[Ints]  # by need: the last minute of each level; see `presenting_level`
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
    wants: int = MILLION  # how many times as much help as others, in millionths
    plan_until: int = NO_PLAN  # when their shared plan ceases to be current
    plan_carries: float = 0.0  # share of retelling that it spares
    told: bool = False  # has told their story to a worker before
    disengaged: bool = False
    gone: bool = False
    exit: Step | None = None  # moving away or death, when it is known to come
    exit_how: Exit = Exit.MOVED_AWAY  # of the two
    away: bool = False  # settled for long; needs and exits stand still
    times_away: int = 0
    exit_left: int | None = None  # while away: minutes from the return to moving away or death
    settled: Step | None = None  # leaving as settled; while away, the return
    follow_ups: list[Work] = field(default_factory=list)  # those that wait for a worker
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
        """Return the number of earlier uses of a service, and count this use."""
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
    last_share: int  # thousandths: of the last post
    occupied: int = 0  # places taken, those held after an ending included
    waiting: list[tuple[tuple[int, int, int, int], Spell]] = field(default_factory=list)
    unallocated: list[Spell] = field(default_factory=list)
    asking: list[Spell] = field(default_factory=list)  # for another worker, in order of asking
    workers: list[Worker] = field(default_factory=list)  # in post
    incumbents: dict[int, int] = field(default_factory=dict)  # of each post, so far
    openings: dict[int, int] = field(default_factory=dict)  # of each post: times it has closed

    def add_waiting(self, spell: Spell) -> None:
        """Put a spell on the waiting list, in the order of the list."""
        insort(self.waiting, (spell.place_in_list, spell), key=lambda entry: entry[0])

    def remove_waiting(self, spell: Spell) -> None:
        """Remove a spell from the waiting list."""
        del self.waiting[bisect_left(self.waiting, spell.place_in_list, key=lambda entry: entry[0])]
