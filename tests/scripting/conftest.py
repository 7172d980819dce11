"""The small scenario of `cafes`, loaded once for each module."""

import pytest

import sim
from tests.studies.sweeps.studies import HERE


@pytest.fixture(scope="module")
def cafes() -> sim.Scenario:
    return sim.Scenario.load(HERE).with_values({"run.length": "12 weeks"})
