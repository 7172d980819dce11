"""Labelled variants from a script."""

from pathlib import Path

import pytest

import sim
from tests.studies.scenarios import loaded
from tests.studies.variants.cafes import EQUAL, SAME, text

WAIT = "wait_to_start.talk.mean"


@pytest.fixture
def cafes(tmp_path: Path) -> sim.Scenario:
    return loaded(tmp_path, text(SAME, EQUAL))


def test_variants_are_compared_when_they_are_asked_for(cafes: sim.Scenario, tmp_path: Path) -> None:
    how = sim.Execution(arms=["one_room", "two_rooms"])
    found = sim.compare(cafes, replications=2, execution=how, variants=True)

    assert found.variants is not None
    query = f"SELECT variant, verdict, turns FROM this WHERE measure = '{WAIT}'"
    rows = {row[0]: row[1:] for row in found.variants.sql(query)}
    assert rows["equal"][0] == "identical"
    assert rows["as_it_is"][1] == "no"
    (central,) = found.comparison.sql(f"SELECT difference FROM this WHERE measure = '{WAIT}'")
    query = f"SELECT difference FROM this WHERE measure = '{WAIT}' AND variant = 'as_it_is'"
    assert list(found.variants.sql(query)) == [central]
    page = found.report(tmp_path).read_text(encoding="utf-8")
    assert "We tried the answer in 2 variants" in page


def test_variants_are_not_run_unless_they_are_asked_for(cafes: sim.Scenario) -> None:
    how = sim.Execution(arms=["one_room", "two_rooms"])

    assert sim.compare(cafes, replications=2, execution=how).variants is None


def test_variants_take_true_or_false(cafes: sim.Scenario) -> None:
    with pytest.raises(sim.SimError, match="variants: "):
        sim.compare(cafes, variants="all")  # type: ignore[arg-type]
