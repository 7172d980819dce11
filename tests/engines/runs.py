"""Runs of awkward worlds that several tests read; each is run once."""

from __future__ import annotations

from functools import cache

from sim.engines.reference import Reference
from sim.events import Run
from sim.resolved import Resolved
from tests.engines.awkward import awkward_world
from tests.engines.changing import changing_world

COSTLY = (0, 3, 4, 14)
"""Worlds that go round so fast that they say little more in much more time."""

CHANGING = 44
"""From this number on, the rules of a world change during the run."""

WORLDS = tuple(number for number in range(56) if number not in COSTLY)
CLOSES = 300


@cache
def small(number: int) -> Resolved:
    """An awkward world, short and with few people."""
    resolved = awkward_world(number) if number < CHANGING else changing_world(number)
    numbers, change = resolved.numbers, resolved.change
    cohort = min(numbers.cohort, 8)
    if change is not None:
        change = change._replace(before=change.before._replace(closes=CLOSES, cohort=cohort))
    return resolved._replace(numbers=numbers._replace(closes=CLOSES, cohort=cohort), change=change)


@cache
def checked(number: int) -> Run:
    """A run of it that checks conservation after every step."""
    return Reference(small(number), 0, 0, check_every_step=True).run_out()
