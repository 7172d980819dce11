"""The fast engine lets go of the interpreter: runs side by side in threads are the same runs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from sim.engines import fast
from sim.events import Run
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load
from sim.units import WEEK
from tests.engines.runs import small

SCENARIOS = Path(__file__).parents[2] / "scenarios"


class Job(NamedTuple):
    """One run."""

    resolved: Resolved
    replication: int

    def run(self) -> Run:
        """Make it."""
        return fast.run(self.resolved, 1, self.replication)


def jobs() -> list[Job]:
    """Awkward worlds, and a community by three arms, each twice with different seeds."""
    community = load(SCENARIOS / "cen_community.yaml")
    arms = [resolve(community, arm) for arm in community.arm_names]
    short = [arm._replace(numbers=arm.numbers._replace(closes=4 * WEEK)) for arm in arms]
    worlds = [small(number) for number in range(5, 25)]
    return [Job(world, replication) for world in (*short, *worlds) for replication in (1, 2)]


@pytest.fixture(scope="module")
def one_after_the_other() -> list[Run]:
    """All of them, each alone."""
    return [job.run() for job in jobs()]


@pytest.mark.parametrize("threads", [1, 2, 8])
def test_any_number_of_threads_gives_the_same_logs(
    one_after_the_other: list[Run], threads: int
) -> None:
    with ThreadPoolExecutor(threads) as pool:
        made = list(pool.map(Job.run, jobs()))

    assert len({run.log.tobytes() for run in made}) > len(made) // 2
    for run, alone in zip(made, one_after_the_other, strict=True):
        assert run.log.tobytes() == alone.log.tobytes()
        assert run[1:] == alone[1:]
