"""Who is there at minute 0 and where, who arrives, and who leaves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engines.initial_population import initial_population
from sim.engines.reference import Reference
from sim.engines.start import Starter
from sim.events import NOWHERE, Ending, EventKind, Exit, Leaving
from sim.resolved import Resolved
from sim.units import DAY, WEEK, YEAR
from tests.engines.worlds import engine, minutes_of, play, world

STARTED = EventKind.SPELL_STARTED
NEED = """
needs:
  distress:
    largest_ratio: 4
    seek_level: 2
    states: {settled: 0, severe: 2}
    transitions: [{from: settled, to: severe, rate: 0 per year}]
    start: {settled: 0.5, severe: 0.5}
"""
TWO_ARMS = """
people:
  cohort: 40
  groups: {plain: {share: 0.7}, marked: {share: 0.3, attributes: [mark]}}
  start: {full: {relationship: 0.6}}
services:
  team:
    accepts: {levels: [2, 3]}
    workers: {posts: 2, contact_hours: 20, caseload: 4}
    ends: {stay: {exponential: {mean: 30 weeks}}}
  ward:
    accepts: {levels: [0, 3], excludes: [mark]}
    capacity: {places: 5}
    ends: {stay: {exponential: {mean: 3 weeks}}}
  old:
    capacity: {places: 3}
    parallel: true
    ends: {stay: {exponential: {mean: 3 weeks}}}
seeking: {delay: {severe: never}, reseek_delay: never, entry: {severe: {team: 1}}}
workforce: {unequal: a test}
arms:
  as_it_is: {}
  merged: {set: {services: {old: null}}, start_map: {old: WHERE}}
"""


def people_here(resolved: Resolved, seed: int, replication: int) -> list[Starter]:
    return list(initial_population(resolved, seed, replication).starters())


def arm(folder: Path, name: str, where: str = "ward") -> Resolved:
    return world(folder, NEED, TWO_ARMS.replace("WHERE", where), arm=name)


def test_a_full_start_fills_every_place_with_eligible_people(tmp_path: Path) -> None:
    resolved = arm(tmp_path, "as_it_is")
    starters = people_here(resolved, 1, 0)

    for service, room in enumerate((8, 5, 3)):
        there = [s for s in starters if service in [place.service for place in s.places]]
        assert len(there) == room
        if service == 0:
            assert {s.states[0] for s in there} == {1}
        if service == 1:
            assert {s.attributes for s in there} == {0}
    assert all(len({0, 1} & {p.service for p in s.places}) < 2 for s in starters), "not beside"


def test_people_who_are_there_have_the_declared_relationship_and_are_half_way_through(
    tmp_path: Path,
) -> None:
    story = engine(arm(tmp_path, "as_it_is"))
    story.world.env.run(until=1)
    spells = [spell for person in story.world.people for spell in person.spells]

    assert [s.relationship for s in spells if s.worker] == [0.6] * 8
    assert not any(s.retellings_left for s in spells)
    assert len({at.stay for s in people_here(story.world.resolved, 1, 0) for at in s.places}) == 16


@pytest.mark.parametrize(("where", "moved"), [("ward", 1), ("community", None)])
def test_every_arm_starts_with_the_same_people_in_the_same_places(
    tmp_path: Path, where: str, moved: int | None
) -> None:
    """Where an arm lacks a service, `start_map` says where its people are."""
    before = people_here(arm(tmp_path, "as_it_is", where), 1, 0)
    after = people_here(arm(tmp_path, "merged", where), 1, 0)

    for one, other in zip(before, after, strict=True):
        assert one[:6] == other[:6]
        expected = [at for at in one.places if at.service != 2]
        if moved is not None:
            expected += [at._replace(service=moved) for at in one.places if at.service == 2]
        assert list(other.places) == expected


def test_people_of_a_starting_table_are_where_it_says_for_as_long_as_it_says(
    tmp_path: Path,
) -> None:
    table = """
    id,service,status,days_so_far,relationship,trust,distress
    ann,team,in_care,3,0.5,0.9,severe
    ben,team,waiting,5,,,severe
    cat,,,,,0.2,settled
    """
    text = """
    people: {start: {from_table: here.csv}}
    services:
      team:
        workers: {posts: 1, contact_hours: 20, caseload: 1}
        ends: {stay: 10 days}
    seeking: {delay: {severe: never}, reseek_delay: never, entry: {severe: {team: 1}}}
    """
    resolved = world(tmp_path, NEED, text, table="\n".join(map(str.strip, table.split("\n"))))
    story = engine(resolved)
    story.world.env.run(until=1)
    relationship = story.world.people[0].spells[0].relationship
    run = story.run_out()

    assert [person.name for person in run.people] == ["ann", "ben", "cat"]
    assert [person.trust for person in story.world.people[:1]] == [0.9]
    assert relationship == 0.5
    assert minutes_of(run, EventKind.ENDED_PLANNED, person=0) == [7 * DAY]
    (waits,) = run.log[(run.log["event"] == EventKind.WAITING) & (run.log["person"] == 1)]
    assert (waits["time"], waits["due"]) == (0, -5 * DAY)
    assert minutes_of(run, STARTED, person=1) == [7 * DAY]
    assert minutes_of(run, EventKind.SPELL_STARTED, person=2) == []


ARRIVING = """
people:
  arrivals:
    walkers: {rate: 20 per week, to: community, changes: [{from: 4 weeks, rate: 60 per week}]}
    sent: {rate: 10 per week, to: team}
services:
  team: {capacity: unlimited, ends: {stay: 1 week}}
"""


def test_streams_arrive_at_their_piecewise_rates(tmp_path: Path) -> None:
    """Poisson counts: within 4 standard deviations of 80, 480 and 120."""
    run = play(world(tmp_path, ARRIVING))

    by_stream = {
        stream: np.array([p.arrived for p in run.people if p.name.startswith(stream)])
        for stream in ("walkers", "sent")
    }
    early = (by_stream["walkers"] < 4 * WEEK).sum()
    late = len(by_stream["walkers"]) - early
    for count, mean in ((early, 80), (late, 480), (len(by_stream["sent"]), 120)):
        assert abs(count - mean) < 4 * np.sqrt(mean)


def test_people_sent_straight_to_a_service_are_referred_to_it_and_others_are_not(
    tmp_path: Path,
) -> None:
    run = play(world(tmp_path, ARRIVING))

    for number, person in enumerate(run.people):
        (arrived,) = run.log[
            (run.log["person"] == number) & (run.log["event"] == EventKind.ARRIVED)
        ]
        sent = person.name.startswith("sent")
        assert arrived["service"] == (0 if sent else NOWHERE)
        assert minutes_of(run, STARTED, person=number) == ([person.arrived] if sent else [])


def test_who_leaves_the_area_closes_everything_and_nothing_happens_to_them_any_more(
    tmp_path: Path,
) -> None:
    text = """
    people: {cohort: 200}
    leaving: {moving_away: 3 per year, death: 1 per year}
    seeking: {delay: {severe: 1 day}, reseek_delay: 1 week, entry: {severe: {team: 1}}}
    services:
      team:
        capacity: {places: 40}
        contacts: {every: 1 week, length: 1 hour}
        ends: {stay: 2 weeks}
        exit_delay: 3 days
        follow_up: {within: 72 hours, probability: 1}
    """
    run = Reference(world(tmp_path, NEED, text), 1, 0).run_out()

    exits = run.log[run.log["event"] == EventKind.EXITED]
    share = 1 - np.exp(-4 * 12 * WEEK / YEAR)
    assert abs(len(exits) - 200 * share) < 4 * np.sqrt(200 * share * (1 - share))
    assert set(exits["detail"].tolist()) == {Exit.MOVED_AWAY, Exit.DIED}
    for row in exits:
        theirs = run.log[(run.log["person"] == row["person"]) & (run.log["time"] >= row["time"])]
        after = theirs[theirs["time"] > row["time"]]
        assert set(after["event"].tolist()) <= {EventKind.PLACE_FREED}
    closed = run.log[np.isin(run.log["event"], (EventKind.ENDED_UNPLANNED, EventKind.LEFT_WAITING))]
    assert {(int(r["event"]), int(r["detail"])) for r in closed} == {
        (EventKind.ENDED_UNPLANNED, Ending.EXITED),
        (EventKind.LEFT_WAITING, Leaving.EXITED),
    }
