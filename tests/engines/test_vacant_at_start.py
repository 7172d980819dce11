"""Posts that are vacant when a run begins."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engines import fast, reference
from sim.events import EventKind, Run
from sim.resolving import resolve
from sim.scenario import load
from sim.units import DAY, WEEK
from tests.agreement.agreement import same

WORLD = """
throughline: 2
title: A team with vacant posts
source: ours
sources: {ours: {kind: assumption, reference: made up for a test}}
run: {begins: 2027-10-04, length: 30 weeks}
people:
  cohort: 20
  arrivals: {referred: {rate: 1 per day, to: team}}
  start: START
services:
  team:
    workers: {POSTS, contact_hours: 20, caseload: 6}
    contacts: {every: 1 week, length: 20 minutes}
    ends: {stay: 20 weeks}
arms:
  baseline: {}
"""
STARTED = EventKind.WORKER_STARTED


def run_of(
    folder: Path, posts: str, replication: int = 1, start: str = "empty", more: str = ""
) -> Run:
    """The log of both engines, which is the same."""
    path = folder / "world.yaml"
    path.write_text(WORLD.replace("POSTS", posts).replace("START", start) + more)
    resolved = resolve(load(path), load(path).arm_names[-1])
    run = fast.run(resolved, 3, replication)
    same(reference.run(resolved, 3, replication), run)
    return run


def starts(run: Run) -> dict[int, int]:
    """The minute in which the first worker of each post starts."""
    rows = run.log[run.log["event"] == STARTED]
    first: dict[int, int] = {}
    for post, time in zip(rows["detail"].tolist(), rows["time"].tolist(), strict=True):
        first.setdefault(post, time)
    return first


def test_the_posts_with_the_highest_numbers_are_vacant_for_what_is_left_of_a_vacancy(
    tmp_path: Path,
) -> None:
    first = starts(run_of(tmp_path, "posts: 4.5, vacancy: 8 weeks, vacant_at_start: 1.5"))

    assert {post for post, time in first.items() if time == 0} == {0, 1, 2}
    assert all(0 < first[post] <= 8 * WEEK for post in (3, 4))
    assert first[3] != first[4]


def test_chance_decides_on_a_fraction_of_a_post(tmp_path: Path) -> None:
    posts = "posts: 3, vacancy: 8 weeks, vacant_at_start: 0.5"
    vacant = [starts(run_of(tmp_path, posts, run))[2] > 0 for run in range(40)]

    assert 10 <= sum(vacant) <= 30


def test_a_vacant_post_that_closes_before_it_is_filled_stays_closed(tmp_path: Path) -> None:
    run = run_of(
        tmp_path,
        "posts: 3, tenure: never, vacancy: 50 weeks, vacant_at_start: 2, "
        "changes: [{from: 1 day, posts: 1}, {from: 20 weeks, posts: 2}]",
    )

    assert starts(run) == {0: 0, 1: 20 * WEEK}


def test_what_is_added_by_a_change_of_rules_is_filled_and_what_was_vacant_stays_so(
    tmp_path: Path,
) -> None:
    posts = "posts: 2, tenure: never, vacancy: never, vacant_at_start: 1"
    more = "  more: {set: {services: {team: {workers: {posts: 3}}}}}\n"
    more += 'workforce: {unequal: "one post more"}\n'
    text = WORLD.replace("length: 30 weeks", "length: 30 weeks, change: 10 weeks")
    path = tmp_path / "changed.yaml"
    path.write_text(text.replace("POSTS", posts).replace("START", "empty") + more)
    resolved = resolve(load(path), "more")
    run = fast.run(resolved, 3, 1)
    same(reference.run(resolved, 3, 1), run)

    assert starts(run) == {0: 0, 2: 10 * WEEK}


@pytest.mark.parametrize(("vacant", "people"), [("0", 18), ("1", 12), ("1.5", 9), ("3", 0)])
def test_a_full_start_fills_the_caseloads_of_filled_posts(
    tmp_path: Path, vacant: str, people: int
) -> None:
    posts = f"posts: 3, tenure: never, vacancy: never, vacant_at_start: {vacant}"
    run = run_of(tmp_path, posts, start="full")
    rows = run.log[(run.log["event"] == EventKind.SPELL_STARTED) & (run.log["time"] == 0)]

    assert len(rows) == people


def test_no_draw_of_others_moves_when_a_post_is_vacant(tmp_path: Path) -> None:
    before, after = (
        run_of(tmp_path, f"posts: 3, tenure: never, vacancy: 9 weeks, vacant_at_start: {vacant}")
        for vacant in ("0", "1")
    )
    arrived = [
        each.log[each.log["event"] == EventKind.REFERRED]["time"] for each in (before, after)
    ]

    assert np.array_equal(*arrived)
    assert starts(before)[2] == 0 < starts(after)[2] <= 9 * 7 * DAY
