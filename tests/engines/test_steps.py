"""What counts as a step: one that was taken, the beginning included; none that was called off."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.engines.fast import Fast
from sim.engines.reference import Reference
from sim.resolved import Resolved
from tests.agreement.agreement import world_of
from tests.engines.worlds import world


def steps(resolved: Resolved) -> tuple[int, int]:
    """Steps taken by the readable engine and by the compiled one."""
    readable, compiled = Reference(resolved, 1, 1), Fast(resolved, 1, 1)
    readable.run_out()
    compiled.run_out()
    return readable.steps, compiled.steps


@pytest.mark.parametrize("number", range(60))
def test_both_engines_count_the_same_steps(number: int) -> None:
    readable, compiled = steps(world_of(number))

    assert readable == compiled


def staffed(workers: str) -> str:
    """A service with one worker at a time and nobody to see."""
    return f"""
people: {{arrivals: {{nobody: {{rate: 0 per year, to: first}}}}}}
services:
  first:
    workers: {{posts: 1, caseload: 1, contact_hours: 20, {workers}}}
    contacts: {{every: 1 day, length: 30 minutes}}
"""


def test_the_beginning_is_a_step(tmp_path: Path) -> None:
    assert steps(world(tmp_path, staffed("tenure: never"))) == (1, 1)


def test_each_worker_who_leaves_or_starts_is_a_step(tmp_path: Path) -> None:
    # In 84 days: leaving on days 20, 50 and 80, starting on days 30 and 60.
    assert steps(world(tmp_path, staffed("tenure: 20 days, vacancy: 10 days"))) == (6, 6)


def test_a_leaving_that_a_closed_post_called_off_is_no_step(tmp_path: Path) -> None:
    closing = "tenure: 20 days, changes: [{from: 5 days, posts: 0}]"

    assert steps(world(tmp_path, staffed(closing))) == (2, 2)
