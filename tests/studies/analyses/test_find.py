"""How much of a lever is enough: what is tried, in which futures, and what is looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.measures.monthly import columns_of, cuts_of
from sim.report.finding import answer, beside, method, question
from sim.scenario import Scenario
from sim.studies.analyses.by_month import months_of, series_of
from sim.studies.analyses.find import FindAsked, FoundLever
from sim.studies.design.arms import arms_at
from sim.studies.keys import resolved_digest
from sim.studies.sweeps.study_file import read_study
from tests.studies.analyses.worlds import done, written

PLACES = "services.talk.capacity.places"
RATE = "people.arrivals.newcomers.rate"


def block(**keys: Any) -> str:
    """A study of one arm that asks how many places are enough."""
    usual = {
        "least": PLACES,
        "low": 1,
        "high": 6,
        "so_that": "list_length.talk <= 2",
        "futures": 20,
    }
    inside = ", ".join(f"{k}: {v}" for k, v in (usual | keys).items() if v is not None)
    return f"arms: [one_room]\nfind: {{{inside}}}\n"


def asked(folder: Path, **keys: Any) -> FindAsked:
    (found,) = read_study(written(folder, block(**keys))).analyses
    assert isinstance(found, FindAsked)
    return found


def found(folder: Path, **keys: Any) -> tuple[FindAsked, FoundLever]:
    ((question_of_it, answer_to_it),) = done(folder, block(**keys)).answers
    assert isinstance(question_of_it, FindAsked)
    return question_of_it, answer_to_it


@pytest.mark.parametrize(
    ("keys", "values"),
    [
        ({}, [1, 2, 3, 4, 5, 6]),
        ({"step": 2}, [1, 3, 5, 6]),
        ({"least": None, "most": PLACES, "high": 3}, [3, 2, 1]),
        (
            {"least": RATE, "low": "1 per day", "high": "2 per day", "step": "0.5 per day"},
            ["1 per day", "1.5 per day", "2 per day"],
        ),
    ],
)
def test_the_values_go_from_the_end_where_it_holds_least_to_the_other(
    tmp_path: Path, keys: dict[str, Any], values: list[Any]
) -> None:
    assert list(asked(tmp_path, **keys).values) == values


def test_a_range_without_steps_is_divided_into_sixteen_and_the_scenarios_range_is_the_usual(
    tmp_path: Path,
) -> None:
    question_of_it = asked(tmp_path, least=RATE, low=None, high=None)
    assert len(question_of_it.values) == 17
    assert (question_of_it.values[0], question_of_it.values[-1]) == ("0.5 per day", "2 per day")


def test_numbers_with_a_range_differ_between_futures_but_not_the_one_that_is_set(
    tmp_path: Path,
) -> None:
    futures = asked(tmp_path).futures
    assert [each.name for each in futures.uncertain] == [RATE]
    assert len(futures.usable) == 20
    assert len({resolved_digest(futures.resolved(each, 0)) for each in futures.usable}) == 20
    assert not asked(tmp_path, least=RATE, low=None, high=None).futures.uncertain
    assert not asked(tmp_path, vary="chance").futures.uncertain


def test_a_future_is_the_same_at_every_value_of_the_lever(tmp_path: Path) -> None:
    futures = asked(tmp_path).futures
    levers = [*(each.lever for each in futures.uncertain), futures.lever]
    (rate,) = futures.uncertain
    for at, places in ((0, 1), (5, 6)):
        setting = [rate.at(futures._sample.inputs.values[3, 0]), places]
        by_hand = arms_at(futures.scenario, levers, setting, ("one_room",))["one_room"]
        assert resolved_digest(futures.resolved(3, at)) == resolved_digest(by_hand)


def test_a_lever_holds_from_the_change_of_rules_and_what_is_uncertain_from_the_start(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, block())
    length = "run.length: 20 weeks"
    text = path.read_text(encoding="utf-8")
    assert length in text
    path.write_text(
        text.replace(length, f"{length}, run.warm_up: 8 weeks, run.change: 8 weeks"),
        encoding="utf-8",
    )
    (question_of_it,) = read_study(path).analyses
    assert isinstance(question_of_it, FindAsked)
    futures = question_of_it.futures
    levers = [*(each.lever for each in futures.uncertain), futures.lever]
    (rate,) = futures.uncertain
    setting = [rate.at(futures._sample.inputs.values[3, 0]), 6]
    by_hand = arms_at(futures.scenario, levers, setting, ("one_room",))["one_room"]
    found = futures.resolved(3, 5)
    assert found.change is not None
    assert resolved_digest(found) == resolved_digest(by_hand)


def test_the_least_number_of_places_is_found_with_what_it_reaches(tmp_path: Path) -> None:
    question_of_it, answer_to_it = found(tmp_path)
    search = answer_to_it.found
    assert search.at is not None
    assert search.at > 0
    tried = search.of(search.at)
    before = search.of(search.at - 1)
    assert tried is not None
    assert before is not None
    assert before.share < 0.8 <= tried.share
    at = next(each for each in answer_to_it.at if each.position == search.at)
    assert at.middle <= at.reached <= 2
    # As the scenario is written there is one place, the first value.
    assert answer_to_it.today.tried.holds == search.tried[0].holds
    assert answer_to_it.cost is None
    assert answer_to_it.runs <= question_of_it.most_runs
    said = answer(question_of_it, answer_to_it)
    assert said.startswith(f"{search.at + 1} is enough: the target holds in {tried.holds} of 20")
    assert "in at least 80 % of possible futures" in question(question_of_it)


def test_what_cannot_be_reached_and_what_holds_already_are_answers(tmp_path: Path) -> None:
    never = found(tmp_path / "never", so_that="list_length >= 9000", high=2, vary="chance")
    assert answer(*never).startswith(
        "It cannot be reached within the range: at 1 it holds in 0 of 20"
    )
    assert "this is chance alone" in " ".join(method(*never))
    already = found(tmp_path / "already", so_that="list_length >= 0", high=2, vary="chance")
    assert answer(*already).startswith("It already holds at the low end of the range: with 1, in")


def test_what_has_no_value_counts_as_missed_and_is_said(tmp_path: Path) -> None:
    nobody = found(
        tmp_path, so_that="wait_to_start.group.mean <= 9000", high=2, vary="chance", by=None
    )
    assert not any(each.unknown for each in nobody[1].at)
    target = nobody[0].target
    assert target.holds(np.array([np.nan, 1.0, 9001.0])).tolist() == [False, True, False]
    assert "counts as missed" not in " ".join(beside(*nobody))


SCENARIO = Scenario.load(
    Path(__file__).parents[2] / "broken_studies" / "scenario" / "cafes.yaml"
).with_values({"measures.wait_weeks": [4], "run.length": "1 year"})


def test_a_series_by_months_is_the_sum_over_services_and_a_share_is_of_the_list() -> None:
    arm = arms_at(SCENARIO, [], [], ("one_room",))["one_room"]
    columns = columns_of(arm)
    months = months_of("month 5", 2, arm)
    assert (months.first, months.last, months.number) == (3, 4, 5)
    values = np.zeros((cuts_of(arm).months.size - 1, len(columns)))
    for position, (service, measure, _) in enumerate(columns):
        if measure == "list":
            values[3:5, position] = (10, 30) if service == "talk" else (10, 10)
        if measure == "waiting_over_4_weeks":
            values[3:5, position] = (5, 15) if service == "talk" else (0, 1)
        if measure == "starts":
            values[3:5, position] = (4, 8)

    def read(name: str) -> float:
        series, _ = series_of(name, arm)
        assert series is not None
        (value,) = series.reader(months)(values.ravel())
        return float(value)

    assert read("list.talk") == pytest.approx(20)
    assert read("list") == read("list_length") == pytest.approx(30)
    assert read("share_waiting_over_4_weeks.talk") == pytest.approx(0.5)
    assert read("share_waiting_over_4_weeks") == pytest.approx(21 / 60)
    assert read("starts.talk") == 6
    assert read("full_days.talk") == 0
    values[:] = 0
    assert read("share_waiting_over_4_weeks.talk") == 0  # nobody waits, so nobody for long


def test_months_are_counted_from_the_change_of_rules_and_dates_stand_for_months() -> None:
    dated = SCENARIO.with_values(
        {"run.begins": "2027-04-01", "run.change": "2027-07-01", "run.warm_up": "120 days"}
    )
    arm = arms_at(dated, [], [], ("one_room",))["one_room"]
    months = months_of("month 2", 1, arm)
    assert (months.first, months.date, months.after_change) == (4, "August 2027", True)
    assert months_of("2027-08", 1, arm) == months_of("2027-08-31", 1, arm) == months


def test_the_share_of_a_list_over_the_window_is_that_of_its_two_measures(tmp_path: Path) -> None:
    path = written(tmp_path, block(so_that="share_waiting_over_4_weeks.talk <= 5 %"))
    path.write_text(path.read_text().replace("20 weeks}", "20 weeks, measures.wait_weeks: [4]}"))
    (analysis,) = read_study(path).analyses
    assert isinstance(analysis, FindAsked)
    assert analysis.target.of_window == ("waiting_over_4_weeks.talk", "list_length.talk")
    values = np.array([[1.0, 4.0, np.nan], [0.0, 0.0, 3.0]])
    assert analysis._looked_at(values)[:, 0].tolist() == [0.25, 0.0]
