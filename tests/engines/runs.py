"""Runs of awkward worlds that several tests read; each is run once."""

from __future__ import annotations

from functools import cache

from sim.engines.reference import Reference
from sim.events import Run
from sim.resolved import (
    Resolved,
)
from tests.engines.awkward import awkward_world

COSTLY = (0, 3, 4, 14)
"""Worlds that go round so fast that they say little more in much more time."""

WORLDS = tuple(number for number in range(44) if number not in COSTLY)
CLOSES = 300


@cache
def small(number: int) -> Resolved:
    """An awkward world, short and with few people."""
    resolved = awkward_world(number)
    numbers = resolved.numbers
    return resolved._replace(numbers=numbers._replace(closes=CLOSES, cohort=min(numbers.cohort, 8)))


@cache
def checked(number: int) -> Run:
    """A run of it that checks conservation after every step."""
    return Reference(small(number), 0, 0, check_every_step=True).run_out()
