"""What `sim check` says about pools before a run."""

from __future__ import annotations

from pathlib import Path

from sim.network import check_text
from sim.network.pools import pool_text
from sim.resolving import resolve
from tests.resolving.worlds import a_scenario, resolved

CARE = """
people: {arrivals: {newcomers: {rate: 1 per day, to: gp}}}
services:
  gp:
    contacts: {every: 1 week, length: 10 minutes}
    ends: {stay: 12 weeks}
    routes: {finished_in_need: {nurse: 1}}
    SEEN
  nurse:
    contacts: {every: 1 week, length: 10 minutes}
    ends: {stay: 12 weeks}
"""


def test_a_pool_is_told_with_how_often_the_same_person_comes(tmp_path: Path) -> None:
    world = resolved(tmp_path, CARE.replace("SEEN", "seen_by: {pool: 8}"))

    assert list(pool_text(world)) == [
        "gp: each contact is with one of 8 named people, drawn anew, so two contacts are with the "
        "same one in 1 of 8 cases. They have no caseload, no hours and no relationship.",
        "Contacts with nobody named: nurse.",
    ]


def test_a_pool_of_one_is_told_as_such(tmp_path: Path) -> None:
    found = list(pool_text(resolved(tmp_path, CARE.replace("SEEN", "seen_by: {pool: 1}"))))

    assert found[0].startswith("gp: each contact is with one named person, drawn anew")


def test_nothing_is_told_where_there_are_no_pools(tmp_path: Path) -> None:
    assert list(pool_text(resolved(tmp_path, CARE.replace("SEEN", "")))) == []


def test_a_pool_of_one_arm_is_told_for_that_arm(tmp_path: Path) -> None:
    arms = """arms:
  baseline: {}
  known: {set: {services: {gp: {seen_by: {pool: 2}}}}}
"""
    scenario = a_scenario(tmp_path, CARE.replace("SEEN", "") + arms)
    text = check_text(scenario, {arm: resolve(scenario, arm) for arm in scenario.arm_names})

    assert "one of 2 named people" in text
    assert "[known]" in text
