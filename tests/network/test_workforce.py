"""Staff hours and places of the arms, and when they may not be compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.network import WorkforceCheck, check_workforce
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


def check(folder: Path, changes: str, tolerance: float = 0.01, reason: str = "") -> WorkforceCheck:
    scenario = a_scenario(folder, WORLD.replace("CHANGES", changes))
    arms = {arm: resolve(scenario, arm) for arm in scenario.arm_names}
    return check_workforce(arms, tolerance, reason)


def test_hours_may_move_between_teams_and_places_within_a_kind(tmp_path: Path) -> None:
    moved = (
        "{old: {workers: {posts: 2}}, new: {workers: {posts: 5}}, south: {capacity: {places: 5}},"
        " north: {capacity: {places: 5, changes: [{from: 1 year, places: 7}]}}}"
    )
    found = check(tmp_path, moved)
    assert not found.problems
    amounts = {each.name: dict(each.amounts) for each in found.resources}
    assert amounts["Staff: old"] == {"now": 60, "then": 30}
    assert amounts["Staff contact-hours in all"] == {"now": 80, "then": 80}
    assert amounts["Places: ward"] == {"now": pytest.approx(11), "then": pytest.approx(11)}


def test_more_hours_in_one_arm_are_refused_with_both_figures(tmp_path: Path) -> None:
    found = check(tmp_path, "{new: {workers: {posts: 3}}}")
    assert found.problems == ("Staff contact-hours in all: 80 in now, 90 in then.",)
    assert found.refused


def test_a_reason_lets_unequal_arms_be_compared_and_stays_with_them(tmp_path: Path) -> None:
    found = check(tmp_path, "{new: {workers: {posts: 3}}}", reason="staffing is the question")
    assert found.problems
    assert not found.refused
    assert found.reason == "staffing is the question"


@pytest.mark.parametrize(("tolerance", "refused"), [(0.10, True), (0.12, False)])
def test_the_difference_is_judged_as_a_share_of_the_larger(
    tmp_path: Path, tolerance: float, refused: bool
) -> None:
    # 80 against 90: 11.1 per cent of 90.
    assert check(tmp_path, "{new: {workers: {posts: 3}}}", tolerance).refused is refused


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
    assert not check_workforce(arms, 0.01).problems
