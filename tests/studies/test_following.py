"""Whether a study follows the analysis plan of its scenario, and what it is judged by."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

from sim.resolving import resolve
from sim.scenario import Scenario
from sim.studies.family import family_of, measure_faults
from sim.studies.following import Followed, followed, not_in_the_plan, plan_words
from sim.studies.planning import Choices, settle
from sim.studies.running import compared, plan
from sim.studies.study import EVERYONE, MeasureTable, Series, Verdict
from tests.scenario.trees import scenario as read
from tests.studies.scenarios import CAFES, loaded

PLAN = """\
analysis_plan:
  headline: [list_length, wait_to_start.talk.mean]
  smallest_difference: {list_length: 0.5}
  arms: [one_room, two_rooms, same_again]
  replications: 3
  written: 2026-11-29
"""
TOWN = Path(__file__).parents[1] / "report" / "small.yaml"
ARMS = ("one_room", "two_rooms", "same_again")


@pytest.fixture
def planned(tmp_path: Path) -> Scenario:
    return loaded(tmp_path, CAFES + PLAN)


def departures(scenario: Scenario, **chosen: object) -> tuple[str, ...]:
    found = followed(scenario, settle(scenario, Choices(**chosen)))  # type: ignore[arg-type]
    assert found is not None
    return found.departures


def test_a_run_as_planned_is_said_to_follow_the_plan(planned: Scenario) -> None:
    assert planned.analysis_plan is not None
    settings = settle(planned, Choices())

    assert followed(planned, settings) == Followed(planned.analysis_plan.digest, ())
    assert plan_words(planned, settings) == [
        f"Analysis plan {planned.analysis_plan.digest}, written on 2026-11-29.",
        "This run follows it: the planned arms, 3 replications of each.",
    ]


def test_fewer_and_more_replications_are_departures(planned: Scenario) -> None:
    for many in (2, 30):
        assert departures(planned, replications=many) == (
            f"The plan says 3 replications, and this run has {many}.",
        )
    assert departures(planned, replications=3) == ()


def test_replications_of_the_file_that_differ_are_a_departure_unless_an_option_mends_it(
    tmp_path: Path,
) -> None:
    other = loaded(tmp_path, (CAFES + PLAN).replace("replications: 3,", "replications: 5,"))
    assert departures(other) == ("The plan says 3 replications, and this run has 5.",)
    assert departures(other, replications=3) == ()


def test_other_arms_are_departures_each_by_name(planned: Scenario, tmp_path: Path) -> None:
    assert departures(planned, arms=["one_room", "two_rooms"]) == (
        "Not run, but in the plan: the arm `same_again`.",
    )
    assert departures(planned, arms=["two_rooms", "same_again"]) == (
        "Not run, but in the plan: the arm `one_room`.",
        "So differences are from `two_rooms`, and not from `one_room`.",
    )
    fewer = loaded(tmp_path, CAFES + PLAN.replace(", same_again]", "]"))
    assert departures(fewer) == ("Run, but not in the plan: the arm `same_again`.",)
    assert departures(fewer, arms=["one_room", "two_rooms"]) == ()


def test_the_baseline_is_part_of_the_plan_whether_it_is_named_or_not(tmp_path: Path) -> None:
    unnamed = loaded(tmp_path, CAFES + PLAN.replace("[one_room, ", "["))
    assert departures(unnamed) == ()
    assert departures(unnamed, arms=["two_rooms", "same_again"])[0] == (
        "Not run, but in the plan: the arm `one_room`."
    )


@given(
    named=st.sets(st.sampled_from(ARMS), min_size=1),
    run=st.sets(st.sampled_from(ARMS), min_size=1),
    replications=st.tuples(st.integers(1, 4), st.integers(1, 4)),
)
def test_a_run_departs_exactly_if_its_arms_or_its_replications_are_others(
    named: set[str], run: set[str], replications: tuple[int, int]
) -> None:
    text = PLAN.replace("[one_room, two_rooms, same_again]", f"[{', '.join(sorted(named))}]")
    text = text.replace("replications: 3", f"replications: {replications[0]}")
    scenario = read(CAFES + text)

    found = departures(scenario, arms=sorted(run), replications=replications[1])
    same = named | {"one_room"} == run and replications[0] == replications[1]
    assert (found == ()) is same


def test_without_a_plan_nothing_is_said(tmp_path: Path) -> None:
    without = loaded(tmp_path)
    settings = settle(without, Choices())
    assert followed(without, settings) is None
    assert plan_words(without, settings) == []
    assert not_in_the_plan(without) == []


def test_other_questions_are_said_not_to_be_part_of_the_plan(planned: Scenario) -> None:
    assert planned.analysis_plan is not None
    (words,) = not_in_the_plan(planned)
    assert planned.analysis_plan.digest in words
    assert "not part of it" in words


def test_measures_judged_beside_the_headline_are_named() -> None:
    data = Scenario.load(TOWN).to_dict()
    data["compare"]["family"] = []
    data["analysis_plan"] = {
        "headline": ["unmet_need_days"],
        "arms": list(data["arms"]),
        "replications": 3,
    }
    wanted = {"severe": {"value": "30 minutes per week", "source": next(iter(data["sources"]))}}
    helped = Scenario.of({**data, "measures": {**data["measures"], "wanted": wanted}})

    assert set(family_of(helped)) == {"unmet_need_days", "short_of_help_days", "helped_enough"}
    said = plan_words(helped, settle(helped, Choices()))
    assert "short_of_help_days and helped_enough" in said[-1]

    alone = Scenario.of(data)
    assert family_of(alone) == ("unmet_need_days",)
    assert (
        plan_words(alone, settle(alone, Choices()))[-1]
        == "This run follows it: the planned arms, 3 replications of each."
    )


def test_verdicts_are_by_the_rules_of_the_plan(planned: Scenario) -> None:
    settings = plan(planned, Choices())
    series = (
        Series(EVERYONE, "list_length", "people"),
        Series(EVERYONE, "wait_to_start.talk.mean", "days"),
    )
    values = [[[1.0, 5.0], [2.0, 6.0], [4.0, 9.0]]]
    values += [[[a + 0.1 + a / 1e3, b + 1 + b / 1e3] for a, b in values[0]]] * 2
    table = MeasureTable(ARMS, series, np.array(values))

    rows = {row.series.measure: row for row in compared(settings, table)}
    assert rows["list_length"].smallest_difference == 0.5
    assert rows["list_length"].verdict is Verdict.TOO_SMALL
    assert rows["wait_to_start.talk.mean"].smallest_difference == 0
    assert all(row.in_family for row in rows.values())
    assert family_of(planned) == ("list_length", "wait_to_start.talk.mean")


def test_measures_of_a_plan_that_do_not_exist_are_found_where_they_stand(tmp_path: Path) -> None:
    text = PLAN.replace("[list_length,", "[list_lenth,").replace("{list_length:", "{list_lngth:")
    scenario = loaded(tmp_path, CAFES + text)
    faults = list(measure_faults(scenario, resolve(scenario, "one_room").names))

    line = CAFES.count("\n") + 2
    assert [(f.location.line, f.location.column, f.location.path) for f in faults] == [
        (line, 14, "analysis_plan.headline"),
        (line + 1, 37, "analysis_plan.smallest_difference"),
    ]
    assert "Did you mean `list_length`?" in str(faults[0])
