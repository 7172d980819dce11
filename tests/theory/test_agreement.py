"""Runs of worlds with a known answer give that answer.

The quick suite runs the reference engine. The slow one runs the compiled engine, which writes the
same log (`tests/agreement`) in a fiftieth of the time.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sim.engines.choosing import Engine
from sim.resolving import resolve
from sim.scenario import load
from sim.studies.engines import ENGINES
from tests.theory.judging import Judgement, Rule, judge
from tests.theory.suites import QUICK, SLOW, rule
from tests.theory.worlds import World

Record = Callable[[str, object], None]


def judgements(world: World, by: Rule, folder: Path, engine: Engine) -> dict[str, Judgement]:
    """Run every replication of a world and judge each of its figures."""
    path = folder / "world.yaml"
    path.write_text(json.dumps(world.document))
    resolved = resolve(load(path), "baseline")
    seen, controls = [], []
    for replication in range(1, world.replications + 1):
        result = ENGINES[engine].run(resolved, 1, replication)
        seen.append(world.look(result, resolved))
        controls.append(world.chance(result, resolved))
    return {
        figure: judge(np.array([row[figure] for row in seen]), theory, by, np.array(controls))
        for figure, theory in world.theory.items()
    }


def agree(world: World, by: Rule, folder: Path, record: Record, engine: Engine) -> None:
    """Judge a world, keep its figures for the summary, and fail naming those that differ."""
    verdicts = judgements(world, by, folder, engine)
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
    agree(world, rule(QUICK, margin=0.05), tmp_path, record_property, Engine.REFERENCE)


@pytest.mark.slow
@pytest.mark.parametrize("world", SLOW, ids=lambda world: world.name)
def test_the_engine_agrees_with_theory_within_two_percent(
    world: World, tmp_path: Path, record_property: Record
) -> None:
    agree(world, rule(SLOW, margin=0.02), tmp_path, record_property, Engine.FAST)
