"""Many people at once: no table is written beyond its end, however many begin in one minute."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engines import fast, reference
from sim.engines.sampling import part_of
from sim.events import EventKind
from sim.resolved import Resolved
from tests.agreement.agreement import same, shortened, world_of
from tests.engines.worlds import SEEKING_THE_FIRST, STEADY_NEED, world

PEOPLE = 40_000


def crowded(folder: Path, delay: str) -> Resolved:
    """Everyone looks for help after the same delay, at a service that takes as many as come."""
    people = f"people: {{cohort: {PEOPLE}}}\n"
    services = "services: {first: {capacity: unlimited, ends: {stay: 1 day}}}\n"
    seeking = SEEKING_THE_FIRST.replace("10 minutes", delay)
    return world(folder, STEADY_NEED, seeking, people, services)


@pytest.mark.parametrize("delay", ["10 minutes", "20 days"])
def test_everyone_may_look_for_help_in_the_same_minute(tmp_path: Path, delay: str) -> None:
    resolved = shortened(crowded(tmp_path, delay), 21 * 24 * 60)

    log = fast.run(resolved, 1, 0).log

    sought = log[log["event"] == EventKind.SOUGHT]
    first = sought["time"] == sought["time"].min()
    assert np.array_equal(np.unique(sought["person"][first]), np.arange(PEOPLE))


@pytest.mark.parametrize("every", [2, 7])
@pytest.mark.parametrize("number", [12, 31, 33])
def test_a_part_of_a_run_is_the_same_whether_it_is_chosen_meanwhile_or_afterwards(
    number: int, every: int
) -> None:
    whole = reference.run(world_of(number), 5, 0)
    part = fast.run(world_of(number), 5, 0, every)

    same(part_of(whole, every), part)
    assert [person.key for person in part.people] == [p.key for p in whole.people[::every]]
    assert set(part.log["person"].tolist()) <= {-1, *range(len(part.people))}
