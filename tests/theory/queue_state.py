"""What a reader of the log of a run must know at any minute: spells, workers, and what waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sim.events import Run
from sim.resolved import Resolved

DAY = 1_440
CONTACT, FOLLOWED, TOGETHER, ADVICE, HANDOVER = range(5)


@dataclass(eq=False)
class Item:
    """Something that waits."""

    kind: int
    spell: Spell
    due: int
    minutes: int
    ordinal: int = 0
    urgent: bool = False
    length: int = 0
    workers: tuple[int, ...] = ()


@dataclass(eq=False)
class Spell:
    """An open spell."""

    number: int
    person: int
    service: int
    worker: int
    last: int
    clock: int | None = None
    starts: bool = True
    contact: Item | None = None
    joint: Item | None = None
    advice: Item | None = None
    handover: Item | None = None
    hands_to: int | None = None
    earlier: Spell | None = None
    stopped: bool = False


@dataclass
class Person:
    """A worker, as a queue."""

    service: int
    key: int
    counts_from: int
    week: int
    busy: int = 0
    used: int = 0
    over: int = 0
    shut: int = -1
    there: bool = True
    leaving: bool = False


@dataclass
class Known:
    """What is known of a run at some minute of its log."""

    run: Run
    resolved: Resolved
    seed: int
    replication: int
    level: dict[int, int] = field(default_factory=dict)
    ordinals: dict[tuple[int, int], int] = field(default_factory=dict)
    spells: dict[int, Spell] = field(default_factory=dict)
    staff: dict[int, Person] = field(default_factory=dict)
    cancelled: list[tuple[int, int, int]] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    teams: dict[int, Any] = field(default_factory=dict)
    joined: set[int] = field(default_factory=set)
    absences: dict[int, list[int]] = field(default_factory=dict)
    """By worker: when they start, then from when to when they are away."""
