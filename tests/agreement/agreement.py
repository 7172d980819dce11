"""What it means that both engines agree, and the worlds in which they are asked to."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engines import fast, reference
from sim.errors import EndlessLoop
from sim.events import Run
from sim.resolved import Resolved
from tests.engines.awkward import awkward_world
from tests.engines.changing import changing_world
from tests.engines.staffed import staffed_world
from tests.engines.wide import wide_world

LONGEST = 600


STAFFED = 2**32
"""From this number on, worlds are those of workers."""


def world_of(number: int) -> Resolved:
    """A world made to be awkward: of even numbers a short one, of odd numbers a wide one.

    In every third of the short ones, the rules change during the run.
    """
    if number >= STAFFED:
        return staffed_world(number - STAFFED)
    if number % 2:
        return wide_world(number // 2)
    half = number // 2
    return shortened(awkward_world(half) if half % 3 else changing_world(half), LONGEST)


def shortened(resolved: Resolved, minutes: int) -> Resolved:
    """The same arm, closing after so many minutes if it is open for longer."""
    numbers, change = resolved.numbers, resolved.change
    closes = min(numbers.closes, minutes)
    if change is not None:
        change = change._replace(before=change.before._replace(closes=closes))
    return resolved._replace(numbers=numbers._replace(closes=closes), change=change)


def same(one: Run, other: Run) -> None:
    """Assert that two runs are the same, naming the first row that differs."""
    rows = min(len(one.log), len(other.log))
    differs = np.flatnonzero(one.log[:rows] != other.log[:rows])
    first = int(differs[0]) if differs.size else rows
    assert first == len(one.log) == len(other.log), (
        f"row {first}: {one.log[first : first + 1]} and {other.log[first : first + 1]}"
    )
    assert one.people == other.people
    assert one.workers == other.workers


def agree(world: Resolved, seed: int, replication: int) -> None:
    """Assert that both engines write the same log, or find an endless loop in the same minute."""
    try:
        one = reference.run(world, seed, replication)
    except EndlessLoop as loop:
        with pytest.raises(EndlessLoop) as found:
            fast.run(world, seed, replication)
        assert found.value.minute == loop.minute  # noqa: PT017 -- the other engine is the test
        return
    same(one, fast.run(world, seed, replication))
