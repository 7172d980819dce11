"""Both engines write the same log, row for row: in awkward worlds and in the shipped scenarios.

`AGREEMENT_WORLDS=10000 pytest tests/agreement` looks at as many worlds.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engines import fast, reference
from sim.engines.choosing import ENGINES, Engine
from sim.errors import EnginesDisagree
from sim.events import Run
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load
from sim.units import WEEK
from tests.engines.awkward import awkward_world

WORLDS = int(os.environ.get("AGREEMENT_WORLDS", "60"))
SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHIPPED = ("queue", "cen_community", "leicester", "bristol")
LONGEST = {"bristol": 2 * WEEK}


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


@settings(max_examples=WORLDS, deadline=None)
@given(number=st.integers(0, 2**32 - 1), seed=st.integers(0, 2**63 - 1))
def test_both_engines_write_the_same_log_in_awkward_worlds(number: int, seed: int) -> None:
    world = awkward_world(number)
    closes = min(world.numbers.closes, 600)
    world = world._replace(numbers=world.numbers._replace(closes=closes))

    same(reference.run(world, seed, 3), fast.run(world, seed, 3))


def shortened(resolved: Resolved, minutes: int) -> Resolved:
    """The same arm, closing earlier."""
    return resolved._replace(numbers=resolved.numbers._replace(closes=minutes))


@pytest.mark.parametrize("name", SHIPPED)
def test_both_engines_write_the_same_log_of_every_shipped_scenario(name: str) -> None:
    scenario = load(SCENARIOS / f"{name}.yaml")
    for arm in scenario.arm_names:
        resolved = resolve(scenario, arm)
        resolved = shortened(resolved, min(resolved.numbers.closes, LONGEST.get(name, 40 * WEEK)))

        same(reference.run(resolved, 1, 1), fast.run(resolved, 1, 1))


def test_running_both_gives_the_run_that_both_gave() -> None:
    world = awkward_world(7)

    same(ENGINES[Engine.BOTH](world, 1, 1), ENGINES[Engine.FAST](world, 1, 1))


def test_engines_that_differ_are_told_by_the_first_row_that_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    honest = fast.run

    def spoilt(resolved: Resolved, seed: int, replication: int) -> Run:
        run = honest(resolved, seed, replication)
        run.log["minutes"][5] += 1
        return run

    monkeypatch.setattr(fast, "run", spoilt)

    with pytest.raises(EnginesDisagree, match="row 5"):
        ENGINES[Engine.BOTH](awkward_world(7), 1, 1)
