"""Ranges that scenarios give beside numbers."""

from pathlib import Path

import pytest

from sim.scenario import load
from sim.studies.design import every_range
from sim.studies.design.ranges import ranges_in
from tests.scenarios.shipped import FOLDER

SHIPPED = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_number_with_a_range_is_varied_unless_no_arm_has_its_mechanism_switched_so(
    path: Path,
) -> None:
    scenario = load(path)
    varied = {each.name for each in every_range(scenario, scenario.arm_names)}
    for name in ranges_in(scenario.tree):
        first, mechanism, side, *_ = (*name.split("."), "", "")
        used = first != "mechanisms" or any(
            (mechanism in arm.mechanisms) == (side == "on") for arm in scenario.arms.values()
        )
        assert (name in varied) == used, name
