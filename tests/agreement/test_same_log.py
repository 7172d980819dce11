"""Both engines write the same log, row for row: in awkward worlds and in the shipped scenarios.

`AGREEMENT_WORLDS=10000 pytest tests/agreement` looks at as many worlds.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.engines import fast
from sim.engines.choosing import Engine
from sim.errors import EnginesDisagree
from sim.events import Run
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load
from sim.studies.engines import ENGINES
from sim.units import WEEK
from tests.agreement.agreement import STAFFED, agree, same, shortened, world_of
from tests.engines.awkward import awkward_world
from tests.scenarios.shipped import SHIPPED

WORLDS = int(os.environ.get("AGREEMENT_WORLDS", "200"))
LONGEST = {"bristol": 2 * WEEK, "cen_community": 26 * WEEK}
FEWER = 2_000
"""People of `large.yaml`, whose places are cut in proportion."""


@settings(max_examples=WORLDS, deadline=None)
@given(number=st.integers(0, 2**32 - 1), seed=st.integers(0, 2**63 - 1))
def test_both_engines_write_the_same_log_in_awkward_worlds(number: int, seed: int) -> None:
    agree(world_of(number), seed, 3)


@settings(max_examples=WORLDS // 2, deadline=None)
@given(number=st.integers(0, 2**32 - 1), seed=st.integers(0, 2**63 - 1))
def test_both_engines_write_the_same_log_in_worlds_of_workers(number: int, seed: int) -> None:
    agree(world_of(STAFFED + number), seed, 3)


def with_fewer_people(resolved: Resolved) -> Resolved:
    """The same arm with a smaller cohort, and as many fewer places and posts."""
    numbers, start = resolved.numbers, resolved.start
    if numbers.cohort <= 100_000:
        return resolved
    share = FEWER / numbers.cohort

    def fewer(places: np.ndarray) -> np.ndarray:
        return np.ceil(places * share).astype(np.int64)

    numbers = numbers._replace(
        cohort=FEWER,
        services=numbers.services._replace(places=fewer(numbers.services.places)),
        workforce=numbers.workforce._replace(posts=fewer(numbers.workforce.posts)),
    )
    return resolved._replace(numbers=numbers, start=start._replace(room=fewer(start.room)))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_both_engines_write_the_same_log_of_every_shipped_scenario(path: Path) -> None:
    scenario = load(path)
    for arm in scenario.arm_names:
        resolved = with_fewer_people(resolve(scenario, arm))

        agree(shortened(resolved, LONGEST.get(path.stem, 40 * WEEK)), 1, 1)


def test_running_both_gives_the_run_that_both_gave() -> None:
    world = awkward_world(7)

    same(ENGINES[Engine.BOTH].run(world, 1, 1), ENGINES[Engine.FAST].run(world, 1, 1))


def test_engines_that_differ_are_told_by_the_first_row_that_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    honest = fast.run

    def spoilt(resolved: Resolved, seed: int, replication: int, every: int) -> Run:
        run = honest(resolved, seed, replication, every)
        run.log["minutes"][5] += 1
        return run

    monkeypatch.setattr(fast, "run", spoilt)

    with pytest.raises(EnginesDisagree, match="row 5"):
        ENGINES[Engine.BOTH].run(awkward_world(7), 1, 1)
