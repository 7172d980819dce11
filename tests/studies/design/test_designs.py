"""Ranges keep their unit and their ends; designs fill them evenly, and the same way every time."""

import itertools
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from sim.errors import ScenarioFaults
from sim.scenario import Scenario
from sim.studies.design import DesignError, Lever, every_range, lever, said, settings_of
from sim.studies.design.amounts import RangeFault
from sim.studies.design.designs import MORRIS_LEVELS, Design, design
from sim.studies.design.ranges import Span, span
from sim.units import Frequency, Length, parse_frequency, parse_length

HOUSE = Path(__file__).resolve().parents[3]
READ: dict[str, Callable[[str], Length | Frequency]] = {
    "length": parse_length,
    "rate": parse_frequency,
}
CASELOAD = "services.community_team.workers.caseload"


@pytest.fixture(scope="module")
def community() -> Scenario:
    return Scenario.load(HOUSE / "scenarios" / "cen_community.yaml")


def whole(low: int, high: int) -> Lever:
    return Lever("n", ("n",), (), Span(low, high, "", "whole"))


def test_a_range_is_the_scenarios_own_in_the_unit_of_its_value(community: Scenario) -> None:
    assert str(span(community, CASELOAD)) == "25 to 40"
    assert span(community, CASELOAD).kind == "whole"
    patience = span(community, "services.community_team.patience.exponential.mean")
    assert (patience.unit, patience.high) == ("year", 3)
    assert patience.low == pytest.approx(26 * 7 / 365.25)
    assert str(span(community, "leaving.moving_away")) == "0 per year to 0.05 per year"


def test_a_range_inside_a_mechanism_or_an_arm_is_found(community: Scenario) -> None:
    inside = "mechanisms.cold_handoffs.off.services.specialist.warm.limit"
    assert str(span(community, inside)) == "4 weeks to 26 weeks"
    assert span(community, "arms.consult.services.community_team.ends.stay.fixed").unit == "week"


def test_whole_numbers_of_a_range_are_equally_likely() -> None:
    counts = Counter(whole(3, 6).at((n + 0.5) / 1_000) for n in range(1_000))

    assert counts == {3: 250, 4: 250, 5: 250, 6: 250}


@given(
    st.floats(0, 1),
    st.sampled_from(["number", "length", "rate"]),
    st.floats(0.001, 1e4),
    st.floats(1.001, 5),
)
def test_a_drawn_value_lies_in_its_range_and_reads_back(
    share: float, kind: str, low: float, times: float
) -> None:
    unit = "" if kind == "number" else "week"
    between = Span(low, low * times, unit, kind)
    value = between.at(share)

    amount = float(value) if kind == "number" else READ[kind](value).amount
    assert low <= amount <= low * times


def test_every_range_of_the_scenario_is_a_lever_and_no_unused_switch_is(
    community: Scenario,
) -> None:
    names = [each.name for each in every_range(community, ("handed_on", "relational_practice"))]

    assert len(names) == len(set(names)) > 90
    assert "mechanisms.time_limits.off.services.community_team.ends.settled.share" in names
    assert not any(".stigmatising_contacts.off." in name for name in names)
    assert not any(name.startswith("arms.consult") for name in names)
    only = every_range(community, ("handed_on",))
    assert not any(".time_limits.off." in each.name for each in only)


def test_every_value_of_every_range_is_allowed_at_both_ends(community: Scenario) -> None:
    levers = every_range(community, ("handed_on", "relational_practice"))

    for share in (0.0, 0.999999):
        values = {each.name: each.at(share) for each in levers}
        assert community.replacing(values, arms=("handed_on", "relational_practice"))


def test_a_grid_is_every_combination_and_of_a_range_its_ends_and_its_middle(
    community: Scenario,
) -> None:
    levers = [lever(community, "a", [1, 2], [CASELOAD]), lever(community, CASELOAD, "range")]

    assert settings_of(design("grid"), levers) == [
        *((1, 25), (1, 30), (1, 40), (2, 25), (2, 30), (2, 40))
    ]


def test_a_latin_hypercube_tries_every_part_of_every_range_once() -> None:
    settings = settings_of(design("latin hypercube", 12), [whole(1, 12), whole(1, 12)], seed=3)

    for column in range(2):
        assert sorted(setting[column] for setting in settings) == list(range(1, 13))


def test_sobol_points_are_balanced() -> None:
    settings = settings_of(design("sobol", 64), [whole(0, 7), whole(0, 7)])

    assert Counter(setting[0] for setting in settings) == dict.fromkeys(range(8), 8)
    quarters = Counter((a > 3, b > 3) for a, b in settings)
    assert set(quarters.values()) == {16}


def test_a_step_of_morris_moves_one_lever() -> None:
    levers = [whole(0, MORRIS_LEVELS - 1)] * 3
    settings = settings_of(design("morris", 5), levers)

    assert len(settings) == 5 * 4
    for trajectory in range(5):
        steps = settings[4 * trajectory : 4 * trajectory + 4]
        for before, after in itertools.pairwise(steps):
            assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


@pytest.mark.parametrize("kind", ["latin hypercube", "sobol", "morris"])
def test_a_design_is_the_same_for_the_same_seed_alone(kind: str) -> None:
    levers = [Lever("x", ("x",), (), Span(0, 1, "", "number"))] * 3
    chosen = design(kind, 8)

    assert settings_of(chosen, levers, 5) == settings_of(chosen, levers, 5)
    assert settings_of(chosen, levers, 5) != settings_of(chosen, levers, 6)


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ([], "nothing to try"),
        ((5, 5), "The range 5 to 5 is empty"),
        ((6, 5), "The range 6 to 5 is empty"),
        ({"low": 5}, "has a `low` and a `high` end"),
        ((2.5, 5), "2.5 is not a whole number"),
        (("a", 5), '"a" is not a number'),
        (7, "neither values nor a range"),
    ],
)
def test_what_is_no_range_is_told(community: Scenario, over: object, words: str) -> None:
    with pytest.raises(RangeFault, match=words):
        lever(community, CASELOAD, over)


def test_a_grid_too_large_to_write_down_is_refused() -> None:
    with pytest.raises(DesignError, match="has 64,000,000 settings"):
        settings_of(design("grid"), [Lever("x", ("x",), tuple(range(400)))] * 3)


def test_a_table_with_a_short_row_is_refused(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("a,b\n1,2\n3\n")

    with pytest.raises(DesignError, match=r"row 3 of .*table.csv has 1 cells, its head 2"):
        design("table.csv", folder=tmp_path)


def test_values_are_said_as_they_are_written() -> None:
    assert [said(v) for v in (True, 3, 3.0, 0.25, "6 weeks", [1, 3], None)] == [
        *("true", "3", "3", "0.25", "6 weeks", "[1, 3]", "")
    ]
    assert isinstance(design("grid"), Design)


def test_a_workbook_given_as_a_table_is_told_how_to_become_one(tmp_path: Path) -> None:
    path = tmp_path / "settings.csv"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")

    with pytest.raises(ScenarioFaults, match=r"settings\.csv:1:1\n.*an Excel workbook"):
        design(str(path))


def test_a_table_with_a_character_that_no_text_has_is_refused_at_its_place(
    tmp_path: Path,
) -> None:
    (tmp_path / "table.csv").write_text("a,b\n1,2\u2028\n", encoding="utf-8")

    with pytest.raises(ScenarioFaults, match=r"table\.csv:2:4\n.*U\+2028"):
        design("table.csv", folder=tmp_path)


@pytest.mark.parametrize(
    "path",
    ["analysis_plan.replications", "compare.baseline", "targets.x.value", "variants.a.label"],
)
def test_what_says_how_results_are_judged_cannot_be_varied(community: Scenario, path: str) -> None:
    with pytest.raises(RangeFault, match="says how results are judged") as caught:
        lever(community, path, [1, 2])

    assert "`analysis_plan`, `compare`, `targets` and `variants`" in caught.value.remedy
