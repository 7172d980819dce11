"""A change of rules: the same history for every arm, then each by its own rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engines import fast, reference
from sim.engines.reference.run import Reference
from sim.events import Ending, EventKind, EventLog, Leaving, Run
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.units import WEEK, YEAR
from tests.engines.changing import changing_world

CHANGE = YEAR
WORLD = """
throughline: 2
title: A change of services
source: ours
sources: {ours: {kind: assumption, reference: made up for this test}}
run: {length: 3 years, change: 1 year, replications: 2, seed: 3}
people: {cohort: 50, arrivals: {newcomers: {rate: 20 per year, to: community}}}
leaving: {moving_away: 0.1 per year}
needs:
  distress:
    states: {well: 0, low: 1, bad: 2, crisis: 3}
    transitions:
      - {from: well, to: low, rate: 6 per year}
      - {from: low, to: bad, rate: 6 per year}
      - {from: bad, to: crisis, rate: 2 per year}
      - {from: crisis, to: bad, rate: 50 per year}
      - {from: bad, to: low, rate: 6 per year}
      - {from: low, to: well, rate: 3 per year}
seeking:
  delay: {severe: 2 weeks, crisis: 1 day}
  entry: {severe: {gp: 1}, crisis: {ward: 1}}
  reseek_delay: 3 weeks
services:
  gp:
    contacts: {every: 4 weeks, length: 10 minutes}
    ends: {contacts: 2}
    routes: {finished_in_need: {clinic: 0.5, team: 0.5}}
  clinic:
    decision_delay: 1 week
    capacity: {places: 3}
    contacts: {every: 2 weeks, length: 30 minutes}
    ends: {stay: 30 weeks}
    patience: {exponential: {mean: 30 weeks}}
    handoff: {team: warm}
    warm: {limit: 4 weeks}
    routes: {finished_in_need: {team: 1}}
  team:
    accepts: {probability: 0.9}
    decision_delay: 1 week
    workers:
      posts: 2
      caseload: 6
      contact_hours: 10
      tenure: {exponential: {mean: 1 year}}
      vacancy: 4 weeks
    contacts: {every: 2 weeks, length: 50 minutes}
    ends: {stay: 20 weeks}
    patience: {exponential: {mean: 20 weeks}}
  ward:
    capacity: {places: 2}
    continuous: true
    pauses_others: pause
    ends: {stay: {exponential: {mean: 9 days}}}
    patience: 3 days
arms:
  today: {}
  hub:
    set:
      services:
        clinic: null
        gp: {routes: {finished_in_need: {team: 1}}}
        team: {workers: {posts: 3}, contacts: {every: 1 week}, ends: {stay: 1 year}}
        ward: {capacity: {places: 1}, pauses_others: nothing}
    start_map: {clinic: team}
  closed:
    set: {services: {clinic: null, gp: {routes: {finished_in_need: {team: 1}}}}}
    start_map: {clinic: community}
"""


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    file = tmp_path_factory.mktemp("change") / "world.yaml"
    file.write_text(WORLD, encoding="utf-8")
    return Scenario.load(file)


def log_of(scenario: Scenario, arm: str, replication: int = 0) -> EventLog:
    return fast.run(resolve(scenario, arm), 3, replication).log


def of(log: EventLog, *kinds: EventKind) -> EventLog:
    found: EventLog = log[np.isin(log["event"], [int(kind) for kind in kinds])]
    return found


@pytest.mark.parametrize("replication", range(3))
@pytest.mark.parametrize("arm", ["hub", "closed"])
def test_all_arms_have_the_same_log_row_for_row_until_the_change(
    scenario: Scenario, arm: str, replication: int
) -> None:
    today, other = (log_of(scenario, name, replication) for name in ("today", arm))

    before = today[today["time"] < CHANGE]
    assert len(before) > 1_000
    assert np.array_equal(before, other[other["time"] < CHANGE])
    assert not np.array_equal(today[today["time"] >= CHANGE], other[other["time"] >= CHANGE])


@pytest.mark.parametrize("arm", ["today", "hub", "closed"])
def test_both_engines_go_through_the_change_alike(scenario: Scenario, arm: str) -> None:
    resolved = resolve(scenario, arm)

    one = Reference(resolved, 3, 1, check_every_step=True).run_out()

    assert np.array_equal(one.log, fast.run(resolved, 3, 1).log)


def test_choosing_another_baseline_alters_no_log(scenario: Scenario) -> None:
    chosen = scenario.with_values({"compare.baseline": "hub", "run.history": "today"})

    for arm in scenario.arm_names:
        assert np.array_equal(log_of(scenario, arm), log_of(chosen, arm))


def test_an_arm_that_is_its_own_history_lives_as_if_nothing_changed(scenario: Scenario) -> None:
    unchanged = Scenario.of(without(scenario.to_dict(), "run", "change"))

    with_row, log = log_of(scenario, "today"), log_of(unchanged, "today")

    rows = with_row[with_row["event"] != EventKind.RULES_CHANGED]
    assert len(rows) == len(with_row) - 1
    assert np.array_equal(rows, log)


def without(data: dict[str, Any], block: str, key: str) -> dict[str, Any]:
    return {**data, block: {name: each for name, each in data[block].items() if name != key}}


def test_people_of_a_service_that_ends_start_in_the_other_at_once(scenario: Scenario) -> None:
    log = log_of(scenario, "hub")
    now = log[log["time"] == CHANGE]
    moved = of(now, EventKind.ENDED_PLANNED)
    moved = moved[moved["detail"] == Ending.MOVED_BY_CHANGE]

    clinic, team = (scenario.arm("today").services, ("clinic", "team"))
    place = list(clinic).index(team[0])
    assert len(moved) == 3  # as many as there are places, and people waited for them
    assert set(moved["service"].tolist()) == {place}
    started = of(now, EventKind.SPELL_STARTED)
    assert set(moved["person"].tolist()) <= set(started["person"].tolist())
    assert not len(
        of(log, EventKind.SPELL_STARTED)[
            (of(log, EventKind.SPELL_STARTED)["service"] == place)
            & (of(log, EventKind.SPELL_STARTED)["time"] >= CHANGE)
        ]
    )


def test_who_waited_for_it_keeps_the_time_waited(scenario: Scenario) -> None:
    now = log_of(scenario, "hub")
    now = now[now["time"] == CHANGE]
    left = of(now, EventKind.LEFT_WAITING)
    left = left[left["detail"] == Leaving.MOVED_BY_CHANGE]
    joined = of(now, EventKind.WAITING)

    assert len(left) > 0
    again = joined[np.isin(joined["person"], left["person"])]
    assert len(again) > 0
    assert (again["due"] < CHANGE).all()  # when they were first referred


def test_people_moved_to_the_community_turn_for_help_again(scenario: Scenario) -> None:
    log = log_of(scenario, "closed")
    ended = of(log, EventKind.ENDED_PLANNED)
    ended = ended[ended["detail"] == Ending.MOVED_BY_CHANGE]
    started = of(log, EventKind.SPELL_STARTED)

    assert len(ended) == 3
    assert not np.isin(started["person"][started["time"] == CHANGE], ended["person"]).any()
    sought = of(log, EventKind.SOUGHT)
    later = sought[(sought["time"] > CHANGE) & (sought["time"] < CHANGE + 26 * WEEK)]
    assert np.isin(ended["person"], later["person"]).any()


@pytest.mark.parametrize("number", [*range(12), 1951])  # 1951: fewer contact hours in mid-week
def test_worlds_whose_rules_change_agree_and_conserve_at_every_step(number: int) -> None:
    world = cut(changing_world(number), 500)

    one = Reference(world, 1, number, check_every_step=True).run_out()

    assert_same(one, fast.run(world, 1, number))
    assert np.count_nonzero(one.log["event"] == EventKind.RULES_CHANGED) == 1


def cut(world: Resolved, closes: int) -> Resolved:
    change = world.change
    assert change is not None
    before = change.before._replace(closes=closes)
    return world._replace(
        numbers=world.numbers._replace(closes=closes), change=change._replace(before=before)
    )


def assert_same(one: Run, other: Run) -> None:
    assert np.array_equal(one.log, other.log)
    assert one.workers == other.workers


def test_the_readable_engine_says_the_same_of_a_whole_run(scenario: Scenario) -> None:
    resolved = resolve(scenario, "hub")

    assert_same(reference.run(resolved, 3, 0), fast.run(resolved, 3, 0))


def test_services_are_numbered_alike_in_all_arms(scenario: Scenario, tmp_path: Path) -> None:
    names = {resolve(scenario, arm).names.services for arm in scenario.arm_names}

    assert names == {("gp", "clinic", "team", "ward")}
