"""Staff hours and places of the arms, and when they may not be compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from sim.network import WorkforceCheck, check_workforce
from sim.network.staff_words import staff_words
from sim.network.workforce import Resource, ResourceKind, against_the_rule
from sim.resolving import resolve
from tests.resolving.worlds import a_scenario

WORLD = """
people: {arrivals: {newcomers: {rate: 1 per day, to: line}}}
services:
  line:
    capacity: unlimited
    contacts: {every: 1 week, length: 10 minutes}
    ends: {contacts: 2}
    routes: {finished_settled: {old: 0.5, new: 0.5}}
  old: {workers: {posts: 4, contact_hours: 15, caseload: 20}, ends: {stay: 1 year}}
  new: {workers: {posts: 2, contact_hours: 10, caseload: 20}, ends: {stay: 1 year}}
  north:
    kind: ward
    capacity: {places: 6, changes: [{from: 1 year, places: 8}]}
    ends: {stay: 1 day}
  south: {kind: ward, capacity: {places: 4}, ends: {stay: 1 day}}
arms:
  now: {}
  then: {set: {services: CHANGES}}
""".replace("{old: 0.5, new: 0.5}", "{old: 0.25, new: 0.25, north: 0.25, south: 0.25}")


def check(folder: Path, changes: str, tolerance: float = 0.0, reason: str = "") -> WorkforceCheck:
    scenario = a_scenario(folder, WORLD.replace("CHANGES", changes))
    arms = {arm: resolve(scenario, arm) for arm in scenario.arm_names}
    return check_workforce(arms, tolerance, reason)


def told(found: WorkforceCheck) -> str:
    return " ".join(part for said in staff_words(found) for part in (said.words, *said.figures))


MOVED = "{old: {workers: {posts: 2}}, new: {workers: {posts: 5}}}"
NOTHING = "{old: {support: 0}}"


def test_hours_may_move_between_teams_and_places_within_a_kind(tmp_path: Path) -> None:
    moved = MOVED.replace(
        "}}}",
        "}}, south: {capacity: {places: 5}},"
        " north: {capacity: {places: 5, changes: [{from: 1 year, places: 7}]}}}",
    )
    found = check(tmp_path, moved)
    assert not found.problems
    amounts = {each.name: dict(each.amounts) for each in found.resources}
    assert amounts["Staff: old"] == {"now": 60, "then": 30}
    assert amounts["Staff contact-hours in all"] == {"now": 80, "then": 80}
    assert amounts["Places: ward"] == {"now": pytest.approx(11), "then": pytest.approx(11)}


def test_hours_that_move_are_told_service_by_service_and_are_not_called_the_same(
    tmp_path: Path,
) -> None:
    found = check(tmp_path, MOVED)
    assert [each.key for each in found.moved] == ["old", "new"]
    words = told(found)
    assert "same staff hours in all, 80 contact hours a week, divided differently" in words
    assert "Staff: old: 60 hours a week in now, 30 in then. " in words
    assert "Staff: new: 20 hours a week in now, 50 in then." in words
    assert "same staff in every service" not in words


def test_the_same_staff_is_said_with_the_figure_where_every_team_is_the_same(
    tmp_path: Path,
) -> None:
    found = check(tmp_path, NOTHING, reason="nobody asked")
    assert not found.differing()
    assert not found.unlimited
    words = told(found)
    assert "Every arm has the same staff in every service, 80 contact hours a week in all." in words
    assert "same places: ward 11." in words
    assert "nobody asked" not in words


def test_more_hours_in_one_arm_are_refused_with_the_figures_of_service_and_sum(
    tmp_path: Path,
) -> None:
    found = check(tmp_path, "{new: {workers: {posts: 3}}}")
    assert found.problems == (
        "Staff: new: 20 hours a week in now, 30 in then.",
        "Staff contact-hours in all: 80 hours a week in now, 90 in then.",
    )
    assert found.refused
    assert "the same" not in told(found).replace("do not have the same", "")


@pytest.mark.parametrize("tolerance", [0.0, 0.001, 0.01, 0.4])
def test_a_small_team_that_is_doubled_is_refused_however_large_the_others_are(
    tmp_path: Path, tolerance: float
) -> None:
    large = WORLD.replace("posts: 4, contact_hours: 15", "posts: 100, contact_hours: 20")
    doubled = large.replace("posts: 2, contact", "posts: 1, contact")
    scenario = a_scenario(tmp_path, doubled.replace("CHANGES", "{new: {workers: {posts: 2}}}"))
    arms = {arm: resolve(scenario, arm) for arm in scenario.arm_names}
    found = check_workforce(arms, tolerance)
    assert found.refused
    assert "Staff: new: 10 hours a week in now, 20 in then." in found.problems
    if tolerance < 0.01:
        assert (
            "Staff contact-hours in all: 2,010 hours a week in now, 2,020 in then."
            in found.problems
        )


def test_a_reason_lets_unequal_arms_be_compared_and_stays_with_them(tmp_path: Path) -> None:
    found = check(tmp_path, "{new: {workers: {posts: 3}}}", reason="staffing is the question")
    assert found.problems
    assert not found.refused
    assert found.reason == "staffing is the question"


@pytest.mark.parametrize(("tolerance", "refused"), [(0.12, True), (0.33, True), (0.34, False)])
def test_the_tolerance_is_a_share_of_the_hours_of_the_service_that_differs(
    tmp_path: Path, tolerance: float, refused: bool
) -> None:
    # 20 against 30 hours: a third of 30. In all it is 80 against 90, 11 per cent.
    found = check(tmp_path, "{new: {workers: {posts: 3}}}", tolerance)
    assert found.refused is refused
    if not refused:
        words = told(found)
        assert "differ by no more than `workforce.tolerance` allows" in words
        assert "Staff: new: 20 hours a week in now, 30 in then." in words
        assert "the same staff" not in words


@pytest.mark.parametrize(
    ("amounts", "same"),
    [
        ((80.0, 80.0), True),
        ((80.0, 80.4), True),  # the same whole hour
        ((80.0, 80.6), False),
        ((2000.0, 2001.0), False),  # a twentieth of a per cent, and an hour
        ((2.0, 2.4), False),  # less than half an hour, and a fifth
        ((0.0, 0.0), True),
        ((0.0, 0.3), False),
    ],
)
def test_hours_are_the_same_to_the_whole_hour(amounts: tuple[float, float], same: bool) -> None:
    by_arm = dict(zip(("a", "b"), amounts, strict=True))
    assert Resource("x", "hours a week", by_arm, ResourceKind.TEAM).same is same


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=4),
    st.floats(0, 1),
)
def test_whatever_passes_has_the_same_sum_or_differs_by_the_tolerance_in_every_service(
    teams: list[tuple[int, int]], tolerance: float
) -> None:
    parts = [
        Resource(f"Staff: {place}", "hours a week", {"a": one, "b": two}, ResourceKind.TEAM)
        for place, (one, two) in enumerate(teams)
    ]
    sums = {"a": sum(one for one, _ in teams), "b": sum(two for _, two in teams)}
    total = Resource("Staff contact-hours in all", "hours a week", sums, ResourceKind.STAFF)
    more = against_the_rule([*parts, total], tolerance)
    if not more:
        assert sums["a"] == sums["b"] or all(
            abs(one - two) <= tolerance * max(one, two) + 1e-6 for one, two in teams
        )
    found = WorkforceCheck((*parts, total), tuple(more), (), "")
    if any(one != two for one, two in teams):
        assert "the same staff in every service" not in told(found)
    else:
        assert not more


def test_less_than_an_hour_each_is_refused_where_it_adds_up_to_more() -> None:
    unit, team = "hours a week", ResourceKind.TEAM
    parts = [Resource(f"Staff: {n}", unit, {"a": 50, "b": 50.4}, team) for n in range(10)]
    total = Resource("All", unit, {"a": 500, "b": 504}, ResourceKind.STAFF)
    assert against_the_rule([*parts, total], 0.0) == [total]


def test_two_teams_with_one_label_are_added_up_one_by_one(tmp_path: Path) -> None:
    alike = WORLD.replace("old: {workers", "old: {label: Team, workers")
    alike = alike.replace("new: {workers", "new: {label: Team, workers")
    scenario = a_scenario(tmp_path, alike.replace("CHANGES", "{old: {workers: {posts: 5}}}"))
    arms = {arm: resolve(scenario, arm) for arm in scenario.arm_names}
    assert check_workforce(arms, 0.0).problems == (
        "Staff: Team (old): 60 hours a week in now, 75 in then.",
        "Staff contact-hours in all: 80 hours a week in now, 95 in then.",
    )


def test_more_places_of_a_kind_are_refused(tmp_path: Path) -> None:
    found = check(tmp_path, "{south: {capacity: {places: 5}}}")
    assert found.problems == ("Places: ward: 11 in now, 12 in then.",)


def test_unlimited_services_must_offer_the_same(tmp_path: Path) -> None:
    longer = check(tmp_path, "{line: {contacts: {length: 20 minutes}}}")
    assert longer.problems == ("line is unlimited, and its contacts or stays differ between arms.",)
    missing = check(tmp_path, "{old: {workers: null, capacity: unlimited}}")
    assert "old is unlimited, but not in now." in missing.problems


def test_routes_and_refusals_of_unlimited_services_may_differ(tmp_path: Path) -> None:
    assert not check(tmp_path, "{line: {accepts: {probability: 0.5}}}").problems


def test_equal_mixtures_are_equal_whatever_rows_they_are_in(tmp_path: Path) -> None:
    stay = "{mixture: [{share: 0.5, of: 1 day}, {share: 0.5, of: 9 days}]}"
    mixed = WORLD.replace("ends: {contacts: 2}", f"ends: {{stay: {stay}}}")
    changes = "{old: {patience: 9 days}, line: {decision_delay: 3 days}}"
    scenario = a_scenario(tmp_path, mixed.replace("CHANGES", changes))
    arms = {arm: resolve(scenario, arm) for arm in scenario.arm_names}
    rows = {arm: each.numbers.services.stay[0] for arm, each in arms.items()}
    assert rows["now"] != rows["then"]
    assert not check_workforce(arms, 0.0).problems
