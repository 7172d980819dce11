"""A real study of a small town, run once for all tests of the report."""

from pathlib import Path

import pytest

from sim.scenario import load
from sim.studies.planning import Choices
from sim.studies.running import carry_out, plan
from sim.studies.study import Study

SMALL = Path(__file__).parent / "small.yaml"


@pytest.fixture(scope="session")
def small_study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Two arms, three repeats, two groups, one need, three services."""
    planned = plan(load(SMALL), Choices())
    return carry_out(planned, tmp_path_factory.mktemp("kept"), workers=1)


@pytest.fixture(scope="session")
def one_arm_study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The same town with one arm and one repeat."""
    planned = plan(load(SMALL), Choices(arms=["lasting"], replications=1))
    return carry_out(planned, tmp_path_factory.mktemp("kept"), workers=1)
