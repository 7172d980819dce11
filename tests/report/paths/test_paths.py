"""A path is said in words with its unit wherever people look at what was varied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from matplotlib.figure import Figure

from sim.charts.levers import Cloud, draw_clouds
from sim.report.paths import axis_label, in_words, unit_of
from sim.report.paths.labels import Labels
from sim.report.paths.reading import said_of
from sim.report.sweeps import SweepPage
from sim.scenario import Scenario, load
from sim.scenario.quantities import Share, SomeCount, SomePosts
from sim.scenario.written_ranges import ranges_in
from sim.studies.design.levers import every_range, lever
from sim.studies.design.ranges import quantity_at
from sim.studies.sweeps.study_file import read_study
from tests.report.test_sweeps import HIGH, LOW, page
from tests.scenarios.shipped import FOLDER, SHIPPED

EXAMPLE = Path(__file__).parents[2] / "scenario" / "example.yaml"  # which uses every key
SCENARIOS = [*SHIPPED, EXAMPLE]
STUDIES = sorted((FOLDER / "studies").glob("*.yaml"))
A_PATH = re.compile(r"\w+(\.\w+)+|\w_\w")


def paths_of(scenario: Scenario) -> Iterator[str]:
    """Every number that may be varied: of the scenario, its mechanisms and its arms."""
    numbers = [path for path, _ in scenario.quantities(built_in=True)]
    for arm in scenario.arm_names:
        numbers += [path for path, _ in scenario.changed_quantities(arm)]
    for path in dict.fromkeys([*numbers, *ranges_in(scenario.tree)]):
        if not path.startswith("targets."):  # which no run reads
            yield path


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_number_of_a_scenario_has_words_that_are_no_path(path: Path) -> None:
    scenario = load(path)
    labels = Labels(scenario)

    said = {each: said_of(each, labels) for each in paths_of(scenario)}
    assert len(said) > 5
    assert [each for each, words in said.items() if not words.known] == []
    assert [words for words in said.values() if A_PATH.search(words.words)] == []


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_no_two_ranges_of_a_scenario_have_the_same_words(path: Path) -> None:
    scenario = load(path)

    said = [in_words(scenario, each) for each in every_range(scenario, scenario.arm_names)]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_an_axis_has_the_unit_wherever_the_number_has_one(path: Path) -> None:
    scenario = load(path)

    for each in every_range(scenario, scenario.arm_names):
        label, number = axis_label(scenario, each), quantity_at(scenario, each.paths[0])
        assert number is not None
        assert each.span is not None
        if each.span.unit:
            assert each.span.unit in label.rpartition("(")[2], label
        elif isinstance(number, Share | SomeCount | SomePosts):
            assert unit_of(scenario, each), label
        assert unit_of(scenario, each).lower() in label.lower()


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_plain_share_or_count_says_what_it_is_in(path: Path) -> None:
    scenario = load(path)
    labels = Labels(scenario)

    for each, number in scenario.quantities(built_in=True):
        if isinstance(number, Share | SomeCount | SomePosts):
            assert said_of(each, labels).unit, each


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.stem)
def test_what_a_shipped_study_varies_is_said_in_words(path: Path) -> None:
    base = read_study(path).base
    for each in (*base.levers, *base.uncertainties):
        for label in (axis_label(base.scenario, each), axis_label(base.scenario, each, [1, 2])):
            assert not A_PATH.search(label), label


SAID = [
    ("services.community_team.workers.posts", "Posts at Community mental health team"),
    (
        "services.inpatient.ends.stay.lognormal.mean",
        "Mean length of stay at Hospital ward (days)",
    ),
    ("people.cohort", "People at the beginning"),
    ("measures.wanted.crisis", "Help wanted in crisis (hours per week)"),
    (
        "mechanisms.refusals.on.services.access_point.accepts.probability",
        "Probability of being accepted at Single point of access, "
        "where “Referrals refused” is on (0 to 1)",
    ),
    (
        "arms.consult.set.services.community_team.ends.stay",
        "Length of stay at Community mental health team, with “Advise, do not transfer” (weeks)",
    ),
    (
        "needs.distress.transitions.4.rate",
        "Moves of “Emotional distress” from active bad to crisis (per year)",
    ),
]


@pytest.mark.parametrize(("path", "label"), SAID, ids=[path for path, _ in SAID])
def test_a_path_reads_as_a_planner_would_write_it(path: str, label: str) -> None:
    scenario = load(FOLDER / "cen_community.yaml")
    found = next(e for e in every_range(scenario, scenario.arm_names) if path in e.paths)

    assert axis_label(scenario, found) == label


def test_values_that_say_their_own_unit_have_none_on_the_axis() -> None:
    scenario = load(FOLDER / "cen_community.yaml")
    name = "services.community_team.workers.tenure.exponential.mean"
    found = lever(scenario, name, ["18 months", "3 years"])

    assert axis_label(scenario, found, found.values).endswith("Community mental health team")
    assert axis_label(scenario, found).endswith("Community mental health team (months)")


def test_a_lever_of_several_numbers_keeps_its_own_name_with_their_unit() -> None:
    asked = read_study(FOLDER / "studies" / "caseload_and_turnover.yaml")
    caseload, turnover = asked.base.levers

    assert axis_label(asked.base.scenario, caseload) == "Caseload (people)"
    assert axis_label(asked.base.scenario, turnover) == "Turnover (months)"


def test_a_service_that_stands_in_each_area_is_called_as_where_it_is_written() -> None:
    scenario = load(EXAMPLE)
    found = lever(scenario, "services.visiting.workers.posts", [1, 2])

    assert in_words(scenario, found) == "posts at visiting"


@given(st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,8}|\d{1,2}", fullmatch=True), min_size=1))
def test_any_path_is_said_and_never_as_a_path(steps: list[str]) -> None:
    said = said_of(".".join(steps), Labels(SMALLEST))

    assert said.words
    assert "_" not in said.words
    assert "." not in said.words


SMALLEST = load(FOLDER / "queue.yaml")


def test_the_pictures_and_tables_of_a_sweep_name_no_path_but_where_they_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def noted(clouds: Sequence[Cloud], outcome: str) -> Figure:
        drawn.extend(cloud.lever for cloud in clouds)
        return draw_clouds(clouds, outcome)

    monkeypatch.setattr("sim.report.sweeps.charts.draw_clouds", noted)
    made = page(tmp_path, [[HIGH, LOW], [LOW, HIGH], [HIGH, LOW[::-1]]])
    said = "".join(repr(each) for each in made.by_outcome())

    assert set(drawn) == {"Places at Group", "Arrivals: newcomers (per day)"}
    assert "services.group" not in said
    assert "people.arrivals" not in said
    assert "services.group.capacity.places" in repr(SweepPage(made.outcomes).varied())
