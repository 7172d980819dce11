"""Runs of worlds with a known answer give that answer.

The compiled engine makes the runs, in a fiftieth of the time of the reference engine. In every
world of the quick suite, the reference engine makes one of them again and must write the same log.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sim.engines import fast, reference
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load
from tests.agreement.agreement import same
from tests.theory.judging import Judgement, Rule, judge
from tests.theory.suites import QUICK, SLOW, rule
from tests.theory.worlds import World

Record = Callable[[str, object], None]


def resolved_of(world: World, folder: Path) -> Resolved:
    """The only arm of a world."""
    path = folder / "world.yaml"
    path.write_text(json.dumps(world.document))
    return resolve(load(path), "baseline")


def judgements(world: World, by: Rule, resolved: Resolved) -> dict[str, Judgement]:
    """Run every replication of a world and judge each of its figures."""
    seen, controls = [], []
    for replication in range(1, world.replications + 1):
        result = fast.run(resolved, 1, replication)
        seen.append(world.look(result, resolved))
        controls.append(world.chance(result, resolved))
    return {
        figure: judge(np.array([row[figure] for row in seen]), theory, by, np.array(controls))
        for figure, theory in world.theory.items()
    }


def agree(world: World, by: Rule, resolved: Resolved, record: Record) -> None:
    """Judge a world, keep its figures for the summary, and fail naming those that differ."""
    verdicts = judgements(world, by, resolved)
    for figure, verdict in verdicts.items():
        record("theory", f"{world.name} | {figure} | {describe(verdict)}")
    wrong = {name: describe(verdict) for name, verdict in verdicts.items() if not verdict.equal}
    assert not wrong


def describe(verdict: Judgement) -> str:
    """Theory, what was seen, and the interval that was judged."""
    return (
        f"{verdict.theory:.5f} | {verdict.estimate:.5f} | {verdict.low:.5f} to {verdict.high:.5f}"
    )


@pytest.mark.parametrize("world", QUICK, ids=lambda world: world.name)
def test_the_engine_agrees_with_theory_within_five_percent(
    world: World, tmp_path: Path, record_property: Record
) -> None:
    resolved = resolved_of(world, tmp_path)
    agree(world, rule(QUICK, margin=0.05), resolved, record_property)
    same(reference.run(resolved, 1, 1), fast.run(resolved, 1, 1))


@pytest.mark.slow
@pytest.mark.parametrize("world", SLOW, ids=lambda world: world.name)
def test_the_engine_agrees_with_theory_within_two_percent(
    world: World, tmp_path: Path, record_property: Record
) -> None:
    agree(world, rule(SLOW, margin=0.02), resolved_of(world, tmp_path), record_property)
