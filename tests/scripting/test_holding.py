"""In a script too, `over` holds from a change of rules on, and `uncertain` from the beginning."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from sim.errors import ScenarioFaults
from sim.units import DAY

CAFES = Path(__file__).parents[1] / "broken_studies" / "scenario" / "moved.yaml"
PLACES = "arms.one_room.set.services.talk.capacity.places"
STAY = "services.talk.ends.stay"
RATE = "people.arrivals.newcomers.rate"
CHANGE = 91 * DAY  # 3 months, and a little less


@pytest.fixture
def cafes() -> sim.Scenario:
    return sim.Scenario.load(CAFES)


def history(found: sim.Sweep, setting: int) -> list[tuple[object, ...]]:
    """The rows of the first arm before the change."""
    events = found.log(setting, "one_room").events
    rows = list(events.sql(f"SELECT * FROM this WHERE time < {CHANGE}"))
    assert len(rows) > 50
    return rows


def test_levers_leave_the_history_alone_and_uncertain_numbers_do_not(cafes: sim.Scenario) -> None:
    tried, outcomes = {STAY: ["1 day", "3 days"]}, ["list_length"]

    levers = sim.sweep(cafes, tried, replications=1, outcomes=outcomes)
    unknown = sim.sweep(cafes, uncertain=tried, replications=1, outcomes=outcomes)

    assert levers.settings.columns == unknown.settings.columns
    assert history(levers, 1) == history(levers, 2)
    assert history(unknown, 1) != history(unknown, 2)


def test_what_no_arm_can_change_is_refused_as_a_lever_and_taken_as_uncertain(
    cafes: sim.Scenario,
) -> None:
    tried = {RATE: ["1 per day", "2 per day"]}
    with pytest.raises(ScenarioFaults, match=r"cannot hold from the change(.|\n)*`uncertain`"):
        sim.sweep(cafes, tried)

    found = sim.sweep(cafes, uncertain=tried, replications=1, outcomes=["list_length"])
    assert len(list(found.settings)) == 2


def test_one_number_is_not_both(cafes: sim.Scenario) -> None:
    tried = {STAY: ["1 day", "3 days"]}
    with pytest.raises(ScenarioFaults, match="is set by"):
        sim.sweep(cafes, tried, uncertain=tried)


def test_the_report_says_from_when_on_each_number_holds(
    cafes: sim.Scenario, tmp_path: Path
) -> None:
    found = sim.sweep(
        cafes,
        {PLACES: [2, 3]},
        uncertain={STAY: ["1 day", "3 days"]},
        replications=1,
        outcomes=["list_length"],
    )
    page = found.report(tmp_path).read_text(encoding="utf-8")

    assert "from 3 months on" in page
    assert "from the beginning" in page
    assert "What nobody knows holds from the beginning, before the change too." in page
