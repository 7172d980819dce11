"""Handoffs that lead back: people who wait for each other's places, or for themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.events import EventKind
from tests.engines.worlds import (
    ROUND_THE_CLOCK,
    SEEKING_THE_FIRST,
    STEADY_NEED,
    minutes_of,
    play,
    tell,
    world,
)

STARTED = EventKind.SPELL_STARTED
PLANNED, UNPLANNED = EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED


@pytest.mark.parametrize("size", [2, 3])
def test_a_ring_of_blocked_people_swaps_at_once(tmp_path: Path, size: int) -> None:
    services = [f"service_{number}" for number in range(size)]
    text = "people: {start: {from_table: here.csv}}\nservices:\n"
    table = "id,service,status\n"
    for number, service in enumerate(services):
        following = services[(number + 1) % size]
        text += f"""
  {service}:
    capacity: {{places: 1}}
    ends: {{stay: {number + 1} days}}
    handoff: blocked
    routes: {{finished_settled: {{{following}: 1}}}}
"""
        table += f"person {number},{service},in_care\n"
    resolved = world(tmp_path, text, table=table)
    run = play(resolved)

    all_blocked = size * 1_440
    swapped = tell(
        run, resolved, STARTED, columns=("person", "service"), since=1, until=all_blocked
    )
    assert sorted(swapped) == [
        (all_blocked, "SPELL_STARTED", number, services[(number + 1) % size])
        for number in range(size)
    ]


def test_someone_who_swaps_into_a_team_without_workers_waits_for_one(tmp_path: Path) -> None:
    text = """
    people: {start: {from_table: here.csv}}
    services:
      first:
        workers: {posts: 1, contact_hours: 40, caseload: 1, changes: [{from: 1 day, posts: 0}]}
        ends: {stay: 2 days}
        handoff: blocked
        routes: {finished_settled: {second: 1}}
      second:
        capacity: {places: 1}
        ends: {stay: 2 days}
        handoff: blocked
        routes: {finished_settled: {first: 1}}
    """
    table = """
    id,service,status
    ann,first,in_care
    ben,second,in_care
    """
    run = play(world(tmp_path, text, table=table))

    assert minutes_of(run, EventKind.UNALLOCATED, person=0)[0] == 1_440
    assert minutes_of(run, EventKind.UNALLOCATED, person=1)[0] == 2_880


SENT_BACK = f"""
people: {{cohort: 1}}
services:
  first:
    workers: {{posts: 1, caseload: 1, working_hours: {ROUND_THE_CLOCK}}}
    contacts: {{every: 6 hours, length: 60 minutes}}
    ends: {{stay: 1 day}}
    handoff: HOW
    warm: {{carries: 0.5, limit: 7 hours}}
    routes: {{finished_in_need: {{second: 1}}}}
  second:
    accepts: {{levels: [3, 3]}}
    capacity: unlimited
    routes: {{turned_away: {{first: 1}}}}
"""


def test_a_warm_spell_sent_back_to_itself_ends_after_its_limit(tmp_path: Path) -> None:
    text = SENT_BACK.replace("HOW", "warm")
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text)
    run = play(resolved)

    kinds = (EventKind.ALREADY_KNOWN, EventKind.CONTACT, UNPLANNED)
    assert tell(run, resolved, *kinds, since=1_450, until=3_000) == [
        (1450, "ALREADY_KNOWN", "first"),
        (1450, "CONTACT", "first"),
        (1810, "CONTACT", "first"),
        (1870, "ENDED_UNPLANNED", "first"),
    ]


def test_a_blocked_spell_sent_back_to_itself_ends_unplanned_at_once(tmp_path: Path) -> None:
    text = SENT_BACK.replace("HOW", "blocked")
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text)

    kinds = (EventKind.ALREADY_KNOWN, PLANNED, UNPLANNED)
    assert tell(play(resolved), resolved, *kinds, until=3_000) == [
        (1450, "ALREADY_KNOWN", "first"),
        (1450, "ENDED_UNPLANNED", "first"),
    ]


def test_services_that_hand_on_to_each_other_do_not_wait_for_each_other(tmp_path: Path) -> None:
    """The second never meets the person, and hands back while the first still waits for it."""
    staff = f"workers: {{posts: 1, caseload: 1, working_hours: {ROUND_THE_CLOCK}}}"
    text = f"""
    people: {{cohort: 1}}
    services:
      first:
        {staff}
        contacts: {{every: 6 hours, length: 60 minutes}}
        ends: {{stay: 1 day}}
        handoff: warm
        warm: {{limit: 1 hour}}
        routes: {{finished_in_need: {{second: 1}}}}
      second:
        {staff}
        contacts: {{every: 6 hours, length: 60 minutes, attendance: 0}}
        ends: {{stay: 1 day}}
        handoff: warm
        warm: {{limit: 2 hours}}
        routes: {{finished_in_need: {{first: 1}}}}
    """
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text)

    told = tell(play(resolved), resolved, EventKind.ALREADY_KNOWN, UNPLANNED, until=4_000)
    assert told == [
        (1450 + 1440, "ALREADY_KNOWN", "first"),
        (1450 + 1440 + 120, "ENDED_UNPLANNED", "second"),
        (1450 + 1440 + 180, "ENDED_UNPLANNED", "first"),
    ]
