"""A run that was kept whole says whether its start is left out for long enough."""

import numpy as np
import pytest

from sim.engines.choosing import Engine
from sim.report.warming import warm_up_blocks
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.studies.courses import course
from sim.studies.engines import ENGINES
from sim.units import WEEK
from tests.studies.sweeps.studies import HERE


@pytest.mark.parametrize(("length", "weeks"), [("1 year", 1), ("5 years", 4)])
def test_a_short_run_is_looked_at_by_weeks(length: str, weeks: int) -> None:
    scenario = Scenario.load(HERE).with_values({"run.length": length})
    resolved = resolve(scenario, "one_room")
    run = ENGINES[Engine.REFERENCE].run(resolved, 1, 1)

    seen = course(run, resolved)
    found = seen.warm_up

    assert (seen.weeks, seen.unmet) == (weeks, False)
    assert found.opens == -(-4 // weeks)
    assert found.series.size == run.closes // (weeks * WEEK)
    assert np.isfinite(found.series).all()


def test_every_arm_has_a_sentence_and_the_baseline_a_picture() -> None:
    scenario = Scenario.load(HERE).with_values({"run.length": "30 weeks"})
    resolved = {arm: resolve(scenario, arm) for arm in ("one_room", "two_rooms")}
    runs = {arm: ENGINES[Engine.REFERENCE].run(each, 1, 1) for arm, each in resolved.items()}

    blocks = warm_up_blocks(runs, resolved, "one_room", str)

    said = repr(blocks)
    assert "people waiting for a start with “one_room”" in said
    assert "people waiting for a start with “two_rooms”" in said
    assert "The run is too short to judge the warm-up by" in said
    assert [block.kind for block in blocks].count("picture") == 1


def test_a_run_of_a_month_says_nothing() -> None:
    scenario = Scenario.load(HERE).with_values({"run.length": "4 weeks", "run.warm_up": "1 week"})
    resolved = {"one_room": resolve(scenario, "one_room")}
    runs = {"one_room": ENGINES[Engine.REFERENCE].run(resolved["one_room"], 1, 1)}

    assert warm_up_blocks(runs, resolved, "one_room", str) == []
