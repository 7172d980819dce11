"""Places and posts that vary with the week and the year."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sim.engines import fast, reference
from sim.events import EventKind, Run
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load
from sim.units import DAY
from tests.agreement.agreement import same

WORLD = """
throughline: 2
title: A ward that closes for weekends, and a team with winter posts
source: ours
sources: {ours: {kind: assumption, reference: made up for a test}}
run: {begins: 2027-10-07, length: 26 weeks}
people:
  arrivals:
    admitted: {rate: 4 per week, to: ward}
    referred: {rate: 2 per week, to: team}
services:
  ward:
    capacity: {places: 4, week: {sat: 0, sun: 0}, season: {dec: 0.5}}
    ends: {stay: {exponential: {mean: 3 days}}}
  team:
    workers: {posts: 2, contact_hours: 10, caseload: 8, season: {dec: 1.5, jan: 1.5}}
    contacts: {every: 1 week, length: 1 hour}
    ends: {stay: 12 weeks}
"""
WARD, TEAM = 0, 1
THURSDAY = 3  # of minute 0
DECEMBER, FEBRUARY = 55 * DAY, 117 * DAY


def run_of(folder: Path) -> tuple[Run, Resolved]:
    """Both engines' log of it."""
    path = folder / "world.yaml"
    path.write_text(WORLD)
    resolved = resolve(load(path), "baseline")
    run = fast.run(resolved, 3, 1)
    same(reference.run(resolved, 3, 1), run)
    return run, resolved


def test_nobody_starts_where_there_are_no_places_and_nobody_is_sent_away(tmp_path: Path) -> None:
    run, _ = run_of(tmp_path)
    log = run.log[run.log["service"] == WARD]
    started = log["time"][log["event"] == EventKind.SPELL_STARTED]
    ended = log["time"][log["event"] == EventKind.ENDED_PLANNED]

    weekday = (started // DAY + THURSDAY) % 7
    assert started.size > 50
    assert (weekday < 5).all()
    assert ((ended // DAY + THURSDAY) % 7 >= 5).sum() > 5, "who is there stays for the weekend"


def test_places_lost_for_a_month_are_taken_away_only_once_free(tmp_path: Path) -> None:
    run, _ = run_of(tmp_path)
    log = run.log[run.log["service"] == WARD]
    places, there = 4, 0
    above = 0
    for row in log:
        kind = EventKind(row["event"])
        if kind is EventKind.CAPACITY_CHANGED:
            places = int(row["detail"])
        elif kind is EventKind.SPELL_STARTED:
            there += 1
            assert there <= places
        elif kind in (EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED):
            there -= 1
        above += there > places
    assert above > 10


def test_posts_of_a_season_open_and_close_with_their_workers(tmp_path: Path) -> None:
    run, _ = run_of(tmp_path)
    log = run.log[run.log["service"] == TEAM]
    changes = log[log["event"] == EventKind.CAPACITY_CHANGED]
    moved = log[np.isin(log["event"], [EventKind.WORKER_STARTED, EventKind.WORKER_LEFT])]

    assert list(zip(changes["time"].tolist(), changes["detail"].tolist(), strict=True)) == [
        (DECEMBER, 3),
        (FEBRUARY, 2),
    ]
    assert [(int(row["time"]), int(row["detail"])) for row in moved] == [
        (0, 0),
        (0, 1),
        (DECEMBER, 2),
        (FEBRUARY, 2),
    ]
