"""Posts of which the last one is a part of a whole post."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engines import fast, reference
from sim.events import EventKind, EventLog, Run
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load
from sim.units import DAY, WEEK
from tests.agreement.agreement import same

WORLD = """
throughline: 2
title: A team with a part of a post
source: ours
sources: {ours: {kind: assumption, reference: made up for a test}}
run: {begins: 2027-10-04, length: 40 weeks}
people:
  cohort: 60
  arrivals: {referred: {rate: 1 per day, to: team}}
services:
  team:
    workers: {POSTS, contact_hours: 20, caseload: CASELOAD}
    contacts: {every: 1 day, length: 20 minutes}
    ends: {stay: STAY}
arms:
  baseline: {}
"""
WEEKLY, CONTACT = 1_200, 20
CHANGES = (
    "changes: [{from: 10 weeks, posts: 2}, {from: 20 weeks, posts: 1.25}, "
    "{from: 30 weeks, posts: 1}]"
)


def run_of(
    folder: Path, posts: str, caseload: str = "9", stay: str = "2 years", more: str = ""
) -> tuple[Run, Resolved]:
    """Both engines' log of it."""
    path = folder / "world.yaml"
    text = WORLD.replace("POSTS", posts).replace("CASELOAD", caseload).replace("STAY", stay)
    path.write_text(text + more)
    resolved = resolve(load(path), load(path).arm_names[-1])
    run = fast.run(resolved, 3, 1)
    same(reference.run(resolved, 3, 1), run)
    return run, resolved


def rows(run: Run, *kinds: EventKind) -> EventLog:
    return run.log[np.isin(run.log["event"], kinds)]


def most_people(run: Run, worker: int) -> int:
    """The largest number of open spells of a worker at once."""
    started = rows(run, EventKind.SPELL_STARTED)
    ended = rows(run, EventKind.ENDED_PLANNED)
    changes = [(int(time), 1) for time in started["time"][started["worker"] == worker]]
    changes += [(int(time), -1) for time in ended["time"][ended["worker"] == worker]]
    return int(np.cumsum([more for _, more in sorted(changes)]).max())


def minutes_in_week(run: Run, worker: int, week: int) -> int:
    contacts = rows(run, EventKind.CONTACT)
    here = (contacts["worker"] == worker) & (contacts["time"] // WEEK == week)
    return int(contacts["minutes"][here].sum())


def test_the_last_post_has_its_part_of_the_hours_and_of_the_caseload(tmp_path: Path) -> None:
    run, _ = run_of(tmp_path, "posts: 1.5")

    assert [most_people(run, worker) for worker in (0, 1)] == [9, 4]
    assert {minutes_in_week(run, 0, week) for week in range(6, 39)} == {9 * 5 * CONTACT}
    assert {minutes_in_week(run, 1, week) for week in range(6, 39)} == {4 * 5 * CONTACT}


@pytest.mark.parametrize(("posts", "minutes"), [("1.5", 600), ("1.25", 300), ("1.75", 900)])
def test_a_part_of_a_post_with_more_work_than_time_has_its_part_of_the_time(
    posts: str, minutes: int, tmp_path: Path
) -> None:
    run, _ = run_of(tmp_path, f"posts: {posts}", caseload="30")

    assert {minutes_in_week(run, 0, week) for week in range(12, 39)} == {WEEKLY}
    assert {minutes_in_week(run, 1, week) for week in range(12, 39)} == {minutes}


def test_a_weight_limit_is_divided_too(tmp_path: Path) -> None:
    run, _ = run_of(tmp_path, "posts: 1.5", "{limit: 5, weights: {settled: 1.2}}")

    assert [most_people(run, worker) for worker in (0, 1)] == [4, 2]


def test_people_go_to_the_worker_with_the_smallest_share_of_their_own_limit(tmp_path: Path) -> None:
    run, _ = run_of(tmp_path, "posts: 1.5", caseload="8")
    started = rows(run, EventKind.SPELL_STARTED)["worker"][:12].tolist()

    for so_far in range(1, 13):
        of_whole, of_part = (started[:so_far].count(worker) for worker in (0, 1))
        assert abs(of_whole / 8 - of_part / 4) <= 1 / 4


def test_a_part_becomes_whole_with_the_same_incumbent_and_closes_when_it_is_gone(
    tmp_path: Path,
) -> None:
    run, _ = run_of(tmp_path, f"posts: 1.5, {CHANGES}")
    changes = rows(run, EventKind.CAPACITY_CHANGED)
    moved = rows(run, EventKind.WORKER_STARTED, EventKind.WORKER_LEFT)

    columns = ("time", "detail", "length")
    assert [tuple(int(row[name]) for name in columns) for row in changes] == [
        (10 * WEEK, 2, 0),
        (20 * WEEK, 2, 250),
        (30 * WEEK, 1, 0),
    ]
    assert [(int(row["time"]), int(row["detail"])) for row in moved] == [
        (0, 0),
        (0, 1),
        (30 * WEEK, 1),
    ]


def test_a_larger_part_takes_people_at_once_and_a_smaller_one_sends_nobody_away(
    tmp_path: Path,
) -> None:
    run, _ = run_of(tmp_path, f"posts: 1.5, {CHANGES}")
    started = rows(run, EventKind.SPELL_STARTED)
    lost = rows(run, EventKind.UNALLOCATED)

    assert (started["time"] == 10 * WEEK).sum() == 9 - 4
    assert lost["time"].tolist() == [30 * WEEK] * 9


def test_a_smaller_part_takes_nobody_until_its_people_have_become_fewer(tmp_path: Path) -> None:
    world = "posts: 2, changes: [{from: 10 weeks, posts: 1.25}]"
    run, _ = run_of(tmp_path, world, caseload="8", stay="{exponential: {mean: 12 weeks}}")
    there: dict[int, bool] = {}
    log = rows(run, EventKind.SPELL_STARTED, EventKind.ENDED_PLANNED)
    seen_above = 0
    for row in log[log["worker"] == 1]:
        starts = row["event"] == EventKind.SPELL_STARTED
        if row["time"] >= 10 * WEEK:
            seen_above += len(there) > 2
            assert not starts or len(there) < 2
        if starts:
            there[int(row["spell"])] = True
        else:
            del there[int(row["spell"])]
    assert seen_above > 3


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [("1.5", "2", 2 * 120 + 3 * 240), ("2", "1.5", 2 * 240 + 3 * 120)],
)
def test_in_the_week_of_a_change_each_day_counts_by_its_own_part(
    before: str, after: str, allowed: int, tmp_path: Path
) -> None:
    changes = f"changes: [{{from: {10 * WEEK + 2 * DAY} minutes, posts: {after}}}]"
    run, _ = run_of(tmp_path, f"posts: {before}, {changes}", caseload="30")

    assert minutes_in_week(run, 1, 10) == allowed


def test_the_smallest_part_of_a_post_has_one_person_and_some_work(tmp_path: Path) -> None:
    run, _ = run_of(tmp_path, "posts: 1.001")
    contacts = rows(run, EventKind.CONTACT)
    used = contacts["minutes"][contacts["worker"] == 1].sum()

    assert most_people(run, 1) == 1
    assert 40 - CONTACT < used <= 40 + CONTACT, "a minute a week, and the contact taken last"


def test_a_season_resizes_the_last_post_and_keeps_its_worker(tmp_path: Path) -> None:
    run, _ = run_of(tmp_path, "posts: 2, season: {dec: 1.25, jan: 0.75}")
    changes = rows(run, EventKind.CAPACITY_CHANGED)
    left = rows(run, EventKind.WORKER_LEFT)

    assert list(zip(changes["detail"].tolist(), changes["length"].tolist(), strict=True)) == [
        (3, 500),
        (2, 500),
        (2, 0),
    ]
    assert left["detail"].tolist() == [2]


def test_an_arm_can_change_the_part_of_a_post(tmp_path: Path) -> None:
    more = "  halved: {set: {services: {team: {workers: {posts: 1.5}}}}}\n"
    text = WORLD.replace("length: 40 weeks", "length: 40 weeks, change: 10 weeks")
    text = text.replace("POSTS", "posts: 2").replace("CASELOAD", "30").replace("STAY", "2 years")
    path = tmp_path / "world.yaml"
    path.write_text(text + more + "workforce: {unequal: for a test}\n")
    resolved = resolve(load(path), "halved")
    run = fast.run(resolved, 3, 1)
    same(reference.run(resolved, 3, 1), run)

    changes = rows(run, EventKind.CAPACITY_CHANGED)
    assert [(int(row["time"]), int(row["length"])) for row in changes] == [(10 * WEEK, 500)]
    assert minutes_in_week(run, 1, 9) == WEEKLY
    assert minutes_in_week(run, 1, 12) == WEEKLY / 2
    assert not rows(run, EventKind.WORKER_LEFT).size


def test_supervision_is_taken_from_a_part_of_a_post_in_part(tmp_path: Path) -> None:
    run, _ = run_of(tmp_path, "posts: 1.5, supervision: 2 hours per week", caseload="30")

    assert minutes_in_week(run, 0, 20) == WEEKLY - 120
    assert minutes_in_week(run, 1, 20) == (WEEKLY - 120) / 2
