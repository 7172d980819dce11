"""Contacts: when they fall due, when a diary has room for them, who comes, what they leave."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from sim.draws import Purpose, uniform
from sim.events import ContactFlag, EventKind
from sim.units import DAY, HOUR, WEEK
from tests.engines.worlds import (
    ROUND_THE_CLOCK,
    SEEKING_THE_FIRST,
    STEADY_NEED,
    clinic,
    engine,
    minutes_of,
    play,
    tell,
    world,
)

CONTACT, MISSED = EventKind.CONTACT, EventKind.CONTACT_MISSED


def test_an_overloaded_worker_s_contacts_slip_as_reckoned_by_hand(tmp_path: Path) -> None:
    """20 contact hours a week over five days: four hours a day.

    Five people turn up before nine on Monday. Four are seen from 9 to 13, one after another, and
    the fifth on Tuesday at 9.
    """
    text = clinic("{every: 8 weeks, length: 60 minutes}", people=5)
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text)

    told = tell(play(resolved), resolved, CONTACT, columns=("due", "minutes"), until=WEEK)
    assert told == [
        (time, "CONTACT", 10, 60)
        for time in (9 * HOUR, 10 * HOUR, 11 * HOUR, 12 * HOUR, DAY + 9 * HOUR)
    ]


def test_contacts_are_held_in_working_hours_only(tmp_path: Path) -> None:
    hours = "contact_hours: 4, working_hours: {days: [tue, sat], from: '10:00', to: '12:00'}"
    text = clinic("{every: 1 hour, length: 60 minutes}", hours=hours)
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text)

    first = [(1, 10), (1, 11), (5, 10), (5, 11), (8, 10), (8, 11)]
    assert minutes_of(play(resolved), CONTACT)[:6] == [
        day * DAY + hour * HOUR for day, hour in first
    ]


def test_supervision_comes_off_the_contact_hours_of_a_week(tmp_path: Path) -> None:
    """20 contact hours of which five are supervision: three hours a day."""
    hours = "contact_hours: 20, supervision: 5 hours per week"
    text = clinic("{every: 8 weeks, length: 60 minutes}", people=4, hours=hours)
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text)

    times = [9 * HOUR, 10 * HOUR, 11 * HOUR, DAY + 9 * HOUR]
    assert minutes_of(play(resolved), CONTACT)[:4] == times


def test_a_missed_contact_uses_its_share_of_the_time(tmp_path: Path) -> None:
    """One person, one contact missed: a quarter of its hour is used."""
    hours = "contact_hours: 20, missed_share: 0.25"
    text = clinic("{every: 8 weeks, length: 60 minutes, attendance: 0}", hours=hours)
    story = engine(world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text))

    story.world.env.run(until=9 * HOUR + 1)

    (worker,) = story.world.workers
    assert (worker.used, worker.busy_until) == (15, 9 * HOUR + 15)
    (row,) = [row for row in story.world.rows if row[2] == MISSED]
    assert row[10] == 15


def test_a_person_is_helped_for_the_length_of_an_attended_contact_and_not_by_a_missed_one(
    tmp_path: Path,
) -> None:
    text = clinic(
        "{every: 1 day, length: {uniform: {low: 20 minutes, high: 90 minutes}}, attendance: 0.6}"
    )
    log = play(world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text)).log
    attended, missed = log[log["event"] == CONTACT], log[log["event"] == MISSED]

    assert (attended["length"] == attended["minutes"]).all()
    assert len(set(attended["length"].tolist())) > 5
    assert len(missed) > 5
    assert (missed["length"] == 0).all()
    assert (log["length"][(log["event"] != CONTACT)] == 0).all()


def test_a_contact_that_waits_falls_away_with_its_spell_and_takes_no_time(tmp_path: Path) -> None:
    """The spell ends at 7:10 on Monday, before its first contact."""
    more = "ends: {stay: 7 hours}"
    text = clinic("{every: 1 week, length: 60 minutes}", more=more)
    story = engine(world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text))
    story.world.env.run(until=400)
    (worker,) = story.world.workers
    waited = len(worker.queue)
    story.world.env.run(until=440)

    assert (waited, len(worker.queue), worker.used) == (1, 0, 0)


TWO_NEEDS = """
needs:
  distress:
    largest_ratio: 4
    seek_level: 2
    states: {settled: 0, severe: 2}
    transitions: [{from: settled, to: severe, rate: 0 per year}]
    start: {severe: 1}
  drinking:
    largest_ratio: 1
    seek_level: 1
    states: {settled: 0, mild: 1}
    transitions:
      - {from: mild, to: settled, rate: 1 per week}
      - {from: settled, to: mild, rate: 1 per week}
    start: {mild: 0.5, settled: 0.5}
"""


def test_a_contact_is_longer_for_each_need_beyond_the_first_that_is_there_when_it_falls_due(
    tmp_path: Path,
) -> None:
    contacts = (
        "{every: 1 week, length: 60 minutes, overhead: 5 minutes, attendance: 0.7, "
        "per_extra_need: 10 minutes}"
    )
    text = clinic(contacts, people=9, hours="contact_hours: 5, missed_share: 0.5")
    run = play(world(tmp_path, TWO_NEEDS, SEEKING_THE_FIRST, text))

    changes = run.log[np.isin(run.log["event"], (EventKind.NEED_IS, EventKind.NEED_CHANGED))]
    drinking = changes[changes["need"] == 1]
    seen = set()
    for row in run.log[np.isin(run.log["event"], (CONTACT, MISSED))]:
        theirs = drinking[drinking["person"] == row["person"]]
        both = theirs["level"][theirs["time"] <= row["due"]][-1] == 1
        longer = 10 * int(both)
        attended = row["event"] == CONTACT
        assert row["minutes"] == 5 + (60 + longer) * (1 if attended else 0.5)
        assert row["length"] == (60 + longer if attended else 0)
        late = theirs["level"][theirs["time"] <= row["time"]][-1]
        seen.add((bool(both), bool(attended), int(late) == int(both)))
    assert len(seen) == 8, "held later than due, with the need gone or come by then"


RESTLESS = """
needs:
  distress:
    largest_ratio: 4
    seek_level: 2
    states: {severe: 2, crisis: 3}
    transitions: [{from: severe, to: crisis, rate: 1 per week}]
    start: {severe: 1}
"""


def test_an_urgent_contact_is_the_next_one_and_interrupts_none(tmp_path: Path) -> None:
    """Five people with three hours each; then one is in crisis while another is being seen."""
    contacts = "{every: {2: 16 hours, 3: 8 weeks}, length: 3 hours, urgent_within: 2 days}"
    text = clinic(contacts, people=5, hours=f"working_hours: {ROUND_THE_CLOCK}")
    run = play(world(tmp_path, RESTLESS, SEEKING_THE_FIRST, text))

    rows = run.log[run.log["event"] == CONTACT]
    busy = rows["time"][:, None] < rows["due"]
    urgent = rows[rows["detail"] == ContactFlag.URGENT]
    assert len(urgent) == 5
    for row in urgent:
        before = rows[rows["time"] < row["due"]]
        free = int((before["time"] + before["minutes"]).max(initial=0))
        others = urgent[(urgent["due"] < row["due"]) & (urgent["time"] > row["due"])]
        assert row["time"] == max(free, row["due"]) + 180 * len(others)
    assert busy.any(), "contacts wait for one another"


def test_an_urgent_contact_waits_for_working_hours_and_its_promise_is_only_measured(
    tmp_path: Path,
) -> None:
    contacts = "{every: 8 weeks, length: 1 hour, urgent_within: 30 minutes}"
    resolved = world(tmp_path, RESTLESS, SEEKING_THE_FIRST, clinic(contacts, people=9))
    run = play(resolved)

    urgent = run.log[(run.log["detail"] == ContactFlag.URGENT) & (run.log["event"] == CONTACT)]
    assert len(urgent) == 9
    assert ((urgent["time"] % WEEK < 5 * DAY) & (urgent["time"] % DAY >= 9 * HOUR)).all()
    assert (urgent["time"] % DAY < 17 * HOUR).all()
    assert (urgent["time"] - urgent["due"]).max() > 30
    assert set(urgent["due"].tolist()) == set(minutes_of(run, EventKind.NEED_CHANGED))


def test_attendance_follows_the_logit_of_base_trust_and_relationship(tmp_path: Path) -> None:
    """Every single contact against its own draw."""
    more = """
trust: {start: 0.2, reference: 0.5}
relationship: {growth: 0.25, start: 0.1, reference: 0.4}
attendance: {trust: 1.5, relationship: 2}
"""
    text = clinic("{every: 1 week, length: 1 hour, attendance: 0.8}", people=9)
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text, more)
    run = play(resolved)
    name = int(resolved.numbers.services.name[0])

    count = 0
    for number, person in enumerate(run.people):
        relationship = 0.1
        rows = run.log[run.log["person"] == number]
        for ordinal, row in enumerate(rows[(rows["event"] == CONTACT) | (rows["event"] == MISSED)]):
            logit = math.log(0.8 / 0.2) + 1.5 * (0.2 - 0.5) + 2 * (relationship - 0.4)
            u = float(uniform(1, 0, int(Purpose.ATTENDANCE), name, person.key, ordinal))
            assert (row["event"] == CONTACT) == (u < 1 / (1 + math.exp(-logit)))
            relationship += 0.25 * (1 - relationship) * (row["event"] == CONTACT)
            count += 1
    assert count > 100


def test_attended_contacts_raise_trust_and_stigmatising_ones_lower_it(tmp_path: Path) -> None:
    more = "trust: {start: 0.4, rise: 0.1, stigma_fall: 0.2}\n"
    text = clinic("{every: 1 day, length: 1 hour, stigma: 0.3}")
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text, more)
    story = engine(resolved)
    run = story.run_out()

    trust = 0.4
    flags = run.log["detail"][run.log["event"] == CONTACT].tolist()
    for flag in flags:
        trust = trust * 0.8 if flag & ContactFlag.STIGMATISING else trust + 0.1 * (1 - trust)
    assert {bool(flag & ContactFlag.STIGMATISING) for flag in flags} == {True, False}
    assert story.world.people[0].trust == pytest.approx(trust)


def test_contacts_are_more_frequent_at_worse_levels_when_flexible(tmp_path: Path) -> None:
    contacts = "{every: {2: 3 days, 3: 1 day}, length: 1 hour}"
    hours = f"working_hours: {ROUND_THE_CLOCK}"
    resolved = world(tmp_path, RESTLESS, SEEKING_THE_FIRST, clinic(contacts, hours=hours))
    run = play(resolved)

    (crisis,) = minutes_of(run, EventKind.NEED_CHANGED)
    dues = run.log["due"][run.log["event"] == CONTACT].tolist()
    intervals = {(due >= crisis): following - due for due, following in pairwise(dues)}
    steady = [(a, b) for a, b in pairwise(dues) if b < crisis or a >= crisis]
    assert all(b - a == (DAY if a >= crisis else 3 * DAY) for a, b in steady)
    assert len(intervals) == 2
