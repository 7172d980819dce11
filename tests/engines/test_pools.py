"""Named people who share the contacts of a service without caseloads."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sim.engines import fast, reference
from sim.events import FIRST_OF_POOL, NOBODY, ContactFlag, EventKind, EventLog, Run
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load
from sim.units import WEEK
from tests.agreement.agreement import same

WORLD = """
throughline: 2
title: A practice with a pool
source: ours
sources: {ours: {kind: assumption, reference: made up for a test}}
run: {length: 40 weeks}
people:
  AREAS
  arrivals: {referred: {rate: 1 per day, to: gp}}
services:
  gp:
    contacts: {every: 1 week, length: 10 minutes, attendance: 0.8}
    SEEN
    ends: {stay: 12 weeks}
    follow_up: {within: 3 days}
    PER_AREA
arms:
  baseline: {}
"""
HELD = (EventKind.CONTACT, EventKind.CONTACT_MISSED)


def resolved(folder: Path, seen: str, areas: str = "", per_area: str = "") -> Resolved:
    path = folder / "world.yaml"
    text = WORLD.replace("SEEN", seen).replace("PER_AREA", per_area).replace("AREAS", areas)
    path.write_text(text)
    scenario = load(path)
    return resolve(scenario, scenario.arm_names[-1])


def run_of(world: Resolved) -> Run:
    """Both engines' log of it."""
    run = fast.run(world, 3, 1)
    same(reference.run(world, 3, 1), run)
    return run


def contacts(run: Run) -> EventLog:
    return run.log[np.isin(run.log["event"], HELD)]


def test_every_contact_names_somebody_of_the_pool_and_nobody_else(tmp_path: Path) -> None:
    found = contacts(run_of(resolved(tmp_path, "seen_by: {pool: 5}")))

    assert set(found["worker"].tolist()) == {FIRST_OF_POOL - member for member in range(5)}
    assert (found["detail"] & ContactFlag.FOLLOW_UP).any()
    assert (found["event"] == EventKind.CONTACT_MISSED).any()


def test_a_pool_changes_nothing_but_who_is_named(tmp_path: Path) -> None:
    without = run_of(resolved(tmp_path, ""))
    with_pool = run_of(resolved(tmp_path, "seen_by: {pool: 5}"))
    named = with_pool.log.copy()
    named["worker"][np.isin(named["event"], HELD)] = NOBODY

    assert np.array_equal(named, without.log)
    assert with_pool.workers == []


def test_with_whom_a_contact_is_follows_the_person_and_the_contact_alone(tmp_path: Path) -> None:
    larger = contacts(run_of(resolved(tmp_path, "seen_by: {pool: 8}")))
    smaller = contacts(run_of(resolved(tmp_path, "seen_by: {pool: 4}")))

    members = FIRST_OF_POOL - larger["worker"].astype(int), FIRST_OF_POOL - smaller["worker"]
    assert (members[0] // 2 == members[1]).all(), "one uniform number, in eighths and in quarters"


def test_a_pool_of_one_is_always_the_same_person(tmp_path: Path) -> None:
    found = contacts(run_of(resolved(tmp_path, "seen_by: {pool: 1}")))

    assert set(found["worker"].tolist()) == {FIRST_OF_POOL}


def test_each_area_has_a_pool_of_its_own_size(tmp_path: Path) -> None:
    areas = "areas: {north: {share: 0.5}, south: {share: 0.5}}"
    per_area = "per_area: {north: {}, south: {seen_by: {pool: 2}}}"
    found = contacts(run_of(resolved(tmp_path, "seen_by: {pool: 6}", areas, per_area)))

    pools = [set(found["worker"][found["service"] == service].tolist()) for service in (0, 1)]
    assert [len(pool) for pool in pools] == [6, 2]


def test_an_arm_may_have_another_pool_from_the_change_on(tmp_path: Path) -> None:
    path = tmp_path / "world.yaml"
    text = WORLD.replace("SEEN", "seen_by: {pool: 6}").replace("PER_AREA", "").replace("AREAS", "")
    text = text.replace("length: 40 weeks", "length: 40 weeks, change: 20 weeks")
    path.write_text(text + "  fewer: {set: {services: {gp: {seen_by: {pool: 2}}}}}\n")
    found = contacts(run_of(resolve(load(path), "fewer")))

    before = found["time"] < 20 * WEEK
    assert len(set(found["worker"][before].tolist())) == 6
    assert len(set(found["worker"][~before].tolist())) == 2
