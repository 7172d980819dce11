"""Workers who are away: leave, sickness, training and bank holidays."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engines.reference import Reference
from sim.events import EventKind
from sim.units import DAY, HOUR, WEEK
from tests.engines import worlds
from tests.engines.worlds import (
    HEAD,
    SEEKING_THE_FIRST,
    STEADY_NEED,
    clinic,
    engine,
    minutes_of,
    play,
    world,
)

CONTACT = EventKind.CONTACT
SEED = 2


def away_days(running: Reference, days: int) -> list[bool]:
    """Whether the first worker is away, by day of the run."""
    worker = running.world.workers[0]
    return [running.world.absence.is_away(worker, day) for day in range(days)]


def test_in_the_long_run_workers_are_away_for_their_share_of_days(tmp_path: Path) -> None:
    spells = "{exponential: {mean: 4 days}}"
    hours = f"contact_hours: 20, away: {{share: 0.18, spells: {spells}}}"
    text = clinic("{every: 8 weeks, length: 60 minutes}", hours=hours)
    running = engine(world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text))
    running.world.env.run(until=2)

    away = np.array(away_days(running, 20_000))
    assert away.mean() == pytest.approx(0.18, abs=0.03)
    first_days = np.flatnonzero(away[1:] & ~away[:-1])
    assert 600 < len(first_days) < 1_200, "spells, not single days by chance"


def test_who_is_away_holds_no_contact_and_keeps_their_people(tmp_path: Path) -> None:
    hours = "contact_hours: 20, away: {share: 0.4, spells: 9 days}"
    text = clinic("{every: 1 day, length: 60 minutes}", hours=hours)
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text)
    run = play(resolved, SEED)
    running = engine(resolved, SEED)
    running.world.env.run(until=2)

    away = away_days(running, 84)
    held = {minute // DAY for minute in minutes_of(run, CONTACT)}
    assert not any(away[day] for day in held)
    assert held == {day for day in range(84) if day % 7 < 5 and not away[day]}
    assert minutes_of(run, EventKind.UNALLOCATED) == []


def test_a_week_gives_the_minutes_of_the_days_on_which_the_worker_is_there(
    tmp_path: Path,
) -> None:
    """Five hours a week, one each day: with more to do than time, one contact each day at work."""
    hours = "contact_hours: 5, away: {share: 0.4, spells: 9 days}"
    text = clinic("{every: 1 day, length: 60 minutes}", people=9, hours=hours)
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text)
    run = play(resolved, SEED)
    running = engine(resolved, SEED)
    running.world.env.run(until=2)

    there = [day % 7 < 5 and not is_away for day, is_away in enumerate(away_days(running, 84))]
    by_week = np.bincount([minute // WEEK for minute in minutes_of(run, CONTACT)], minlength=12)
    assert by_week.tolist() == [sum(there[7 * week : 7 * week + 7]) for week in range(12)]
    assert by_week.min() < 5


def test_nobody_works_on_a_bank_holiday(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run begins on a Thursday; Friday and Monday are closed, and Saturday is none anyway."""
    hours = "contact_hours: 20, bank_holidays: [2027-04-02, 2027-04-03, 2027-04-05, 2020-01-01]"
    text = clinic("{every: 1 day, length: 60 minutes}", hours=hours)
    monkeypatch.setattr(worlds, "HEAD", HEAD.replace("length:", "begins: 2027-04-01, length:"))
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text)

    days = [minute // DAY for minute in minutes_of(play(resolved), CONTACT)]
    assert days[:4] == [0, 5, 6, 7]


def test_absences_are_the_workers_own_whatever_happens_elsewhere(tmp_path: Path) -> None:
    """They are drawn by the worker's number: more people and longer contacts change nothing."""
    hours = "contact_hours: 20, away: {share: 0.3, spells: {exponential: {mean: 5 days}}}"
    texts = (
        clinic("{every: 1 week, length: 60 minutes}", hours=hours),
        clinic("{every: 1 day, length: 200 minutes}", people=7, hours=hours),
    )
    found = []
    for text in texts:
        running = engine(world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text))
        running.world.env.run(until=8 * WEEK + 9 * HOUR)
        found.append(away_days(running, 300))

    assert found[0] == found[1]
    assert any(found[0])
