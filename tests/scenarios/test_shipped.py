"""The shipped scenarios load, resolve, and stay what they say they are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.network.workforce import check_workforce
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import Scenario, load
from sim.units import YEAR
from tests.scenarios.shipped import FOLDER, SHIPPED, all_numbers

COMMUNITY = FOLDER / "cen_community.yaml"
EFFECTS = (
    "effects.support.recovery_ratio",
    "effects.support.worsening_ratio",
    "effects.support.without_relationship",
    "effects.loss.worsening_ratio",
    "effects.waiting.worsening_ratio",
    "effects.advice.recovery_ratio",
    "effects.over_contact.worsening_ratio",
)
SWITCHES = (
    "new_worker_at_each_service",
    "no_choice_of_worker",
    "fixed_intensity",
    "seldom_planned",
    "cold_handoffs",
    "abrupt_endings",
    "turnover_without_handover",
    "discharge_after_missed",
    "single_need_services",
    "no_time_to_reflect",
    "time_limits",
    "reentry_by_referral",
    "thresholds",
    "refusals",
    "exclusions",
    "stigmatising_contacts",
)


@pytest.fixture(scope="module")
def community() -> Scenario:
    return load(COMMUNITY)


@pytest.fixture(scope="module")
def arms(community: Scenario) -> dict[str, Resolved]:
    return {arm: resolve(community, arm) for arm in community.arm_names}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_arm_of_a_shipped_scenario_resolves(path: Path) -> None:
    scenario = load(path)

    for arm in scenario.arm_names:
        assert resolve(scenario, arm).numbers.closes == scenario.run.length.minutes


def test_the_scenarios_are_the_ones_the_table_lists() -> None:
    listed = (FOLDER / "README.md").read_text()

    assert {path.stem for path in SHIPPED} == {
        "queue",
        "cen_community",
        "bristol",
        "leicester",
        "large",
    }
    assert all(f"`{path.name}`" in listed for path in SHIPPED)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_published_number_names_a_work_and_every_assumption_its_range(path: Path) -> None:
    scenario = load(path)

    for where, quantity in all_numbers(scenario):
        source = scenario.sources[quantity.source]
        ranged = getattr(quantity, "low", None) is not None
        if source.kind == "published":
            assert any(digit.isdigit() for digit in source.reference), where
        else:
            general = source.note is not None and "range" in source.note
            assert ranged or general or path.stem == "queue", where


def test_the_arms_have_the_same_staff_hours_and_places(arms: dict[str, Resolved]) -> None:
    assert not check_workforce(arms, tolerance=0.001).problems


def test_no_arm_wins_by_fewer_leavers_or_kinder_contacts(arms: dict[str, Resolved]) -> None:
    first = arms["handed_on"].numbers
    assert first.services.stigma.max() > 0
    for other in arms.values():
        for row in range(len(first.workforce.service)):
            for clock in ("tenure", "vacancy"):
                assert law(first, clock, row) == law(other.numbers, clock, row)
        np.testing.assert_array_equal(other.numbers.services.stigma, first.services.stigma)


def law(numbers: object, clock: str, row: int) -> tuple[float, ...]:
    """Shape, parameters and unit of one team's distribution."""
    place = int(getattr(numbers.workforce, clock)[row])  # type: ignore[attr-defined]
    rows = numbers.distributions  # type: ignore[attr-defined]
    return tuple(float(column[place]) for column in rows[:5])


def test_people_and_their_inner_weather_are_the_same_in_every_arm(
    arms: dict[str, Resolved],
) -> None:
    first = arms["handed_on"].numbers
    for other in arms.values():
        for mine, theirs in zip(first.needs, other.numbers.needs, strict=True):
            np.testing.assert_array_equal(mine, theirs)
        assert other.numbers.cohort == first.cohort
        np.testing.assert_array_equal(other.numbers.arrivals.piece_rate, first.arrivals.piece_rate)


def test_a_need_is_a_candidate_for_change_at_most_sixty_times_a_year(
    arms: dict[str, Resolved],
) -> None:
    for resolved in arms.values():
        assert resolved.numbers.needs.candidate_rate.max() * YEAR <= 60 + 1e-9


def test_what_care_does_to_needs_is_assumed_with_a_range_that_includes_nothing(
    community: Scenario,
) -> None:
    numbers = dict(community.quantities())
    for path in EFFECTS:
        quantity = numbers[path]
        assert community.sources[quantity.source].kind == "assumption"
        assert quantity.low <= 1 <= quantity.high, path  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def single_switches(tmp_path_factory: pytest.TempPathFactory, community: Scenario) -> Scenario:
    """The community scenario with one arm for each switch, and one with none of them."""
    path = tmp_path_factory.mktemp("switches") / "single.yaml"
    lines = [f"  only_{name}: {{mechanisms: [{name}]}}\n" for name in community.mechanisms]
    path.write_text(
        f"extends: {COMMUNITY}\nrun: {{history: none}}\nanalysis_plan: null\n"
        "variants: null\ncompare: {baseline: none}\narms:\n"
        + "".join(f"  {name}: null\n" for name in community.arm_names)
        + "  none: {mechanisms: []}\n"
        + "".join(lines)
    )
    return load(path, allow_outside=True)


@pytest.mark.parametrize("name", SWITCHES)
def test_every_switch_changes_something_by_itself(name: str, single_switches: Scenario) -> None:
    assert single_switches.arm(f"only_{name}").services != single_switches.arm("none").services


def test_no_switch_is_left_untried(community: Scenario) -> None:
    assert set(SWITCHES) == set(community.mechanisms)


def test_handed_on_has_every_switch_on_and_the_relational_arms_drop_two_or_three_families(
    community: Scenario,
) -> None:
    access, stigma = {"thresholds", "refusals", "exclusions"}, {"stigmatising_contacts"}

    assert set(community.arms["handed_on"].mechanisms) == set(community.mechanisms)
    assert set(community.arms["relational_practice"].mechanisms) == access | stigma
    assert set(community.arms["relational_open"].mechanisms) == stigma
    assert set(community.arms["consult"].mechanisms) == set(community.mechanisms)
