"""At every minute a person's latest row of the animation says where the log has them."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
import pytest

from sim.engines.reference import Reference
from sim.events import EventKind, EventLog, Run
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load
from sim.tables.animation import COMMUNITY, animation_table
from tests.engines.runs import WORLDS, checked, small
from tests.measures.random_logs import random_journey

OVER = (EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED)
Rows = list[tuple[int, int, str, str, int]]  # entity, time, event type, event, resource

HANDOFF = """
throughline: 2
title: Moved on
question: q
source: x
sources: {{x: {{kind: assumption, reference: r}}}}
run: {{length: 60 days, warm_up: 0 days, replications: 1, seed: 1}}
people: {{arrivals: {{n: {{rate: 1 per day, to: a}}}}}}
services:
  a: {{capacity: {{places: 5}}, ends: {{stay: 5 days}}, routes: {{finished_settled: {{b: 1}}}},
      handoff: {handoff}}}
  b: {{capacity: {{places: 5}}, ends: {{stay: 3 days}},
      contacts: {{every: 1 day, length: 30 minutes}}}}
"""
HANDOFFS = ("cold", "warm, warm: {limit: 8 weeks}", "blocked")


def rows_of(run: Run, resolved: Resolved) -> Rows:
    table = animation_table(run, resolved)
    resource = [0 if number is None else number for number in table["resource_id"].tolist()]
    names = ("entity_id", "time", "event_type", "event")
    return list(zip(*(table[name].tolist() for name in names), resource, strict=True))


def where(log: EventLog, names: tuple[str, ...]) -> str:
    """Where the rows of one person, up to now, have them: a rule read off the log, row by row."""
    if not len(log):
        return "not here yet"
    comes_and_goes = log["event"][np.isin(log["event"], (EventKind.EXITED, EventKind.RETURNED))]
    if comes_and_goes.tolist()[-1:] == [EventKind.EXITED]:
        return "depart"
    over = log["spell"][np.isin(log["event"], OVER)]
    started = log[log["event"] == EventKind.SPELL_STARTED]
    inside = started[~np.isin(started["spell"], over)]
    if len(inside):
        return names[int(inside["service"][-1])]
    left = log["spell"][log["event"] == EventKind.LEFT_WAITING]
    listed = log[log["event"] == EventKind.WAITING]
    awaited = listed[~np.isin(listed["spell"], [*left, *started["spell"]])]
    return f"waiting for {names[int(awaited['service'][-1])]}" if len(awaited) else COMMUNITY.event


def disagreements(run: Run, resolved: Resolved) -> Iterator[tuple[int, int, str, str]]:
    """Person, minute, what the latest row says, what the log says."""
    rows = rows_of(run, resolved)
    for person in range(len(run.people)):
        log = run.log[run.log["person"] == person]
        own = [(time, event) for entity, time, _, event, _ in rows if entity == person]
        for minute in sorted({*log["time"].tolist(), *(time for time, _ in own)}):
            said = [event for time, event in own if time <= minute]
            right = where(log[log["time"] <= minute], resolved.names.services)
            if (said[-1] if said else "not here yet") != right:
                yield person, minute, said[-1] if said else "", right


def handed_on(folder: Path, handoff: str) -> tuple[Run, Resolved]:
    file = folder / "moved.yaml"
    file.write_text(HANDOFF.format(handoff=handoff))
    scenario = load(file)
    resolved = resolve(scenario, next(iter(scenario.arms), "baseline"))
    return Reference(resolved, 1, 1).run_out(), resolved


@pytest.mark.parametrize("handoff", HANDOFFS)
def test_the_latest_row_is_right_at_every_handoff(tmp_path: Path, handoff: str) -> None:
    run, resolved = handed_on(tmp_path, handoff)
    assert list(disagreements(run, resolved)) == []


@pytest.mark.parametrize("number", WORLDS)
def test_the_latest_row_is_right_in_awkward_worlds(number: int) -> None:
    assert list(disagreements(checked(number), small(number))) == []


@pytest.mark.parametrize("seed", range(60))
def test_the_latest_row_is_right_in_random_logs(seed: int) -> None:
    journey = random_journey(Random(seed))
    assert list(disagreements(journey.run, journey.resolved)) == []


@pytest.mark.parametrize("number", WORLDS)
def test_every_use_ends_before_the_next_and_no_number_is_held_twice(number: int) -> None:
    using: dict[int, tuple[str, int]] = {}
    for person, _, kind, event, resource in rows_of(checked(number), small(number)):
        if kind == "resource_use_end":
            assert using.pop(person) == (event.removesuffix(" ends"), resource)
        elif kind == "resource_use":
            assert person not in using
            assert (event, resource) not in using.values()
            using[person] = event, resource
        else:
            assert person not in using


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("handoff", HANDOFFS)
def test_vidigi_finds_as_many_in_each_place_as_the_log_has(tmp_path: Path, handoff: str) -> None:
    prep = pytest.importorskip("vidigi.prep")
    pandas = pytest.importorskip("pandas")
    run, resolved = handed_on(tmp_path, handoff)
    columns = ("entity_id", "time", "event_type", "event", "resource_id")
    log = pandas.DataFrame(rows_of(run, resolved), columns=columns)
    shots = prep.reshape_for_animations(
        log, every_x_time_units=720, limit_duration=86_400, step_snapshot_max=1_000
    )
    shots = shots[shots["event_type"] != "exit"].dropna(subset=["entity_id"])
    for minute in range(0, 86_400, 720):
        seen = shots[shots["snapshot_time"] == minute]
        right = [
            where(run.log[(run.log["person"] == person) & (run.log["time"] <= minute)], ("a", "b"))
            for person in range(len(run.people))
        ]
        for place in ("a", "b", "waiting for a", "waiting for b", COMMUNITY.event):
            assert (seen["event"] == place).sum() == right.count(place)
    in_b = (shots["event"] == "b").sum()
    assert in_b > 200
