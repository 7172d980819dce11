"""What a measure of one's own may give."""

from __future__ import annotations

import math
from typing import Any

import pytest

import sim
from tests.scenarios.shipped import FOLDER


@pytest.fixture(scope="module")
def queue() -> sim.Scenario:
    return sim.Scenario.load(FOLDER / "queue.yaml").with_values({"run.length": "2 years"})


@pytest.mark.parametrize("value", [math.inf, -math.inf])
def test_an_infinite_value_is_refused_rather_than_called_identical_in_both_arms(
    queue: sim.Scenario, value: float
) -> None:
    @sim.measure("endless", unit="days")
    def endless(log: object, window: object) -> float:
        return value

    with pytest.raises(sim.SimError, match=r"`endless` gave -?inf"):
        sim.compare(queue, replications=2, measures=[endless])


def test_a_value_that_is_undefined_in_every_run_has_no_mean(queue: sim.Scenario) -> None:
    @sim.measure("undefined", unit="days", better="lower")
    def undefined(log: object, window: object) -> None:
        return None

    found = sim.compare(queue, replications=2, measures=[undefined])
    query = "SELECT mean_a, difference FROM this WHERE measure = 'undefined'"
    ((mean, difference),) = found.comparison.sql(query)
    assert mean is None
    assert difference is None


def test_a_measure_named_in_the_family_and_not_given_is_told_how_to_be_given(
    queue: sim.Scenario,
) -> None:
    named = queue.with_values({"compare.family": ["long_waits"]})
    with pytest.raises(sim.ScenarioFaults, match="measures="):
        sim.compare(named, replications=2)


def test_a_measure_shows_itself_without_addresses(queue: sim.Scenario) -> None:
    @sim.measure("waits", unit="waits")
    def waits(log: sim.RunLog, window: object) -> int:
        return len(log.waits("group").person)

    assert "0x" not in repr(waits)
    question = {"people.arrivals.newcomers.rate": ("0.4 per day", "0.6 per day")}
    found = sim.sensitivity(queue, question, replications=2, measures=[waits], outcomes=[waits])
    assert repr(found).startswith("Answer(scenario=")
    assert "\n" not in repr(found)
    assert len(repr(found)) < 400


NEED_HELPERS = ["in_need", "covered", "unmet"]


@pytest.mark.parametrize("need", [None, "distress", "social"])
def test_stretches_of_need_are_whole_and_add_up_to_the_measures_of_every_run(
    need: str | None,
) -> None:
    broken: list[tuple[str, int]] = []

    def stretches(log: sim.RunLog, name: str) -> Any:
        found = getattr(log, name)(need)
        follow = found.person[1:] == found.person[:-1]
        touching = follow & (found.opens[1:] <= found.closes[:-1])
        broken.append((name, int(touching.sum())))
        return found

    @sim.measure("unmet_days", unit="days per person-year")
    def unmet_days(log: sim.RunLog, window: object) -> float:
        in_need, covered, unmet = (stretches(log, name) for name in NEED_HELPERS)
        assert in_need.minutes.sum() == covered.minutes.sum() + unmet.minutes.sum()
        assert set(unmet.need) == {-1 if need is None else log.needs.index(need)}
        return float(unmet.minutes.sum()) / 1440 / log.person_years

    community = sim.Scenario.load(FOLDER / "cen_community.yaml").with_values(
        {
            "run.length": "2 years",
            "run.change": "1 year",
            "people.cohort": 240,
            "people.arrivals.newcomers.rate": "10 per year",
        }
    )
    found = sim.run(
        community,
        replications=1,
        measures=[unmet_days],
        execution=sim.Execution(arms=["handed_on"]),
    )
    assert dict(broken) == dict.fromkeys(NEED_HELPERS, 0)
    assert all(number == 0 for _, number in broken)
    if need is None:
        query = "SELECT measure, value FROM this WHERE \"group\" = 'everyone'"
        values: dict[str, float] = dict(found.measures.sql(query))
        assert values["unmet_days"] == pytest.approx(values["unmet_need_days"])
