"""Blocked people who wait for each other's places."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.events import EventKind
from tests.engines.worlds import minutes_of, play, tell, world

STARTED = EventKind.SPELL_STARTED


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
