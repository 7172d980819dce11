"""Spells that end because needs were settled most of the time: the share, read again from logs."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sim.draws import Purpose, name_key, uniform
from sim.engines import fast
from sim.events import Ending, EventKind, Run
from sim.people import Needs
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load
from sim.units import DAY, WEEK
from tests.engines.changing import changing_world
from tests.engines.worlds import HEAD, minutes_of, play, world

ENDED = (EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED)
RESTLESS = """
people: {{cohort: {people}{where}}}
needs:
  distress:
    seek_level: 2
    states: {{settled: 0, mild: 1, severe: 2}}
    transitions:
      - {{from: settled, to: mild, rate: 0.4 per day}}
      - {{from: mild, to: settled, rate: 0.6 per day}}
      - {{from: mild, to: severe, rate: 0.1 per day}}
      - {{from: severe, to: mild, rate: 0.5 per day}}
    start: {start}
seeking: {{delay: {{severe: 1 hour}}, reseek_delay: 1 week, entry: {{severe: {{clinic: 1}}}}}}
services:
  clinic:
    capacity: {capacity}
    contacts: {{every: 1 day, length: 30 minutes}}
    ends: {{settled: {{level: 1, share: {share}, over: {over}}}{more}}}
    {service}
"""

WORDS = {
    "people": "30",
    "where": "",
    "start": "{severe: 1}",
    "capacity": "unlimited",
    "share": "0.6",
    "over": "4 days",
    "more": "",
    "service": "",
}


def restless(folder: Path, *more: str, **given: str) -> Resolved:
    """People whose needs go up and down, at a clinic that lets them go when mostly settled."""
    return world(folder, RESTLESS.format(**WORDS | given), *more)


def settled_times(run: Run, person: int, level: int) -> list[tuple[int, int]]:
    """The intervals in which the one need of a person is at or below a level."""
    log = run.log
    kinds = (EventKind.NEED_IS, EventKind.NEED_CHANGED)
    rows = log[(log["person"] == person) & np.isin(log["event"], kinds)]
    edges = [*rows["time"].tolist(), run.closes]
    return [
        (begin, end)
        for begin, end, height in zip(edges, edges[1:], rows["level"].tolist(), strict=False)
        if height <= level and begin < end
    ]


def share_of(times: list[tuple[int, int]], since: int, now: int, over: float) -> float:
    """The integral of the weight of recent time over the settled part of it: no recursion."""
    return sum(
        math.exp(-(now - min(end, now)) / over) - math.exp(-(now - max(begin, since)) / over)
        for begin, end in times
        if end > since and begin < now
    )


def said_by(
    run: Run, level: int, share: float, over: int, before: Callable[[int, int], float]
) -> tuple[int, int]:
    """Hold every attended contact against the rule; return how many ended a spell, and how many
    did not.

    `before` gives the share with which the spell of a person that began at a minute began.
    """
    log, ended, went_on = run.log, 0, 0
    over_at = {
        int(row["spell"]): (int(row["time"]), int(row["detail"]))
        for row in log[np.isin(log["event"], ENDED)]
    }
    began = {int(row["spell"]): int(row["time"]) for row in log[log["event"] == STARTED]}
    for row in log[log["event"] == EventKind.CONTACT]:
        spell, now, person = (int(row[name]) for name in ("spell", "time", "person"))
        since, times = began[spell], settled_times(run, person, level)
        settled = any(begin <= now < end for begin, end in times)
        here = share_of(times, since, now, over)
        here += before(person, since) * math.exp(-(now - since) / over)
        assert abs(here - share) > 1e-9
        ends = over_at.get(spell) == (now, Ending.MOSTLY_SETTLED)
        assert ends == (settled and here >= share), (spell, now)
        ended, went_on = ended + ends, went_on + (not ends)
    return ended, went_on


STARTED = EventKind.SPELL_STARTED


def nothing(_: int, __: int) -> float:
    return 0.0


def test_a_contact_ends_a_spell_when_the_need_is_settled_now_and_was_so_for_the_share(
    tmp_path: Path,
) -> None:
    run = play(restless(tmp_path))

    ended, went_on = said_by(run, 1, 0.6, 4 * DAY, nothing)

    assert ended > 40
    assert went_on > 100


def test_who_is_settled_at_minute_0_has_been_so_for_a_uniform_part_of_the_share(
    tmp_path: Path,
) -> None:
    resolved = restless(
        tmp_path,
        where=", start: full",
        people="60",
        start="{severe: 0.5, settled: 0.5}",
        share="0.4",
        capacity="{places: 60}",
        over="8 weeks",
    )
    run = play(resolved)

    def before(person: int, since: int) -> float:
        settled = settled_times(run, person, 1)
        if since > 0 or not settled or settled[0][0] > 0:
            return 0.0
        name = name_key("service:clinic")
        key = run.people[person].key
        return 0.4 * float(uniform(1, 0, int(Purpose.SETTLED_SHARE), name, key, 0))

    ended, went_on = said_by(run, 1, 0.4, 8 * WEEK, before)

    assert ended > 20
    assert went_on > 100
    first = [row for row in run.log[run.log["event"] == STARTED] if row["time"] == 0]
    assert 10 < sum(before(int(row["person"]), 0) > 0 for row in first) < 50


@pytest.mark.parametrize(("planned", "kind"), [("true", ENDED[0]), ("false", ENDED[1])])
def test_such_an_ending_is_planned_where_the_service_plans_its_endings(
    tmp_path: Path, planned: str, kind: EventKind
) -> None:
    run = play(restless(tmp_path, more=f", planned: {planned}"))

    ends = run.log[np.isin(run.log["event"], ENDED)]

    assert len(ends) > 40
    assert set(ends["event"].tolist()) == {kind}
    assert set(ends["detail"].tolist()) == {Ending.MOSTLY_SETTLED}


def test_a_spell_that_is_being_handed_on_is_not_judged(tmp_path: Path) -> None:
    """A warm handoff after two days to a service without room: contacts go on, and end nothing."""
    resolved = restless(
        tmp_path,
        share="0.01",
        more=", stay: 2 days",
        service="""handoff: warm
    warm: {limit: 8 weeks}
    routes: {finished_in_need: {elsewhere: 1}, finished_settled: {elsewhere: 1}}
  elsewhere: {capacity: {places: 0}}""",
    )
    run = play(resolved)
    log = run.log

    handed = {
        int(row["spell"]): int(row["time"])
        for row in log[log["event"] == EventKind.HANDED_OFF_WARM]
        if row["detail"] == 1
    }
    later = [
        row
        for row in log[log["event"] == EventKind.CONTACT]
        if handed.get(int(row["spell"]), run.closes) < row["time"]
    ]
    settled = [row for row in later if row["level"] <= 1]

    assert len(settled) > 20
    ended = {int(row["spell"]) for row in log[np.isin(log["event"], ENDED)]}
    assert not ended & {int(row["spell"]) for row in settled if row["time"] < run.closes}


def test_after_a_consultation_the_share_begins_at_0(tmp_path: Path) -> None:
    """The rule leads to a consultation; the next one comes when the share is reached anew."""
    resolved = restless(
        tmp_path,
        where=", start: full",
        people="1",
        start="{settled: 1}",
        capacity="{places: 1}",
        over="10 days",
        share="0.35",
        service="""handoff: consult
    routes: {finished_settled: {adviser: 1}}
  adviser: {capacity: unlimited, advice: {length: 0 minutes, lasts: 1 day}}""",
    )
    resolved = resolved._replace(numbers=resolved.numbers._replace(needs=still(resolved)))
    run = play(resolved)

    consulted = np.array(minutes_of(run, EventKind.CONSULTED))

    # 1 - exp(-n/10) first reaches 0.35 after 5 contacts a day apart.
    assert len(consulted) > 3
    assert (np.diff(consulted) == 5 * DAY).all()


def still(resolved: Resolved) -> Needs:
    """Needs that never change."""
    needs = resolved.numbers.needs
    return needs._replace(candidate_rate=np.zeros_like(needs.candidate_rate))


CHANGES = """
arms:
  baseline: {{}}
  other: {{set: {{services: {{clinic: {{ends: {{settled: {settled}}}}}}}}}}}
"""


@pytest.mark.parametrize(
    ("settled", "starts_again"),
    [
        ("{share: 0.6}", False),
        ("{share: 0.61}", True),
        ("{level: 0}", True),
        ("{over: 5 days}", True),
    ],
)
def test_at_a_change_of_rules_the_share_begins_at_0_only_where_the_rule_differs(
    tmp_path: Path, settled: str, starts_again: bool
) -> None:
    head = HEAD.replace("12 weeks", "12 weeks, change: 6 weeks")
    path = tmp_path / "changes.yaml"
    path.write_text(head + RESTLESS.format(**WORDS) + CHANGES.format(settled=settled), "utf-8")
    resolved = resolve(load(path), "other")
    run = play(resolved)
    change, services = 6 * WEEK, resolved.numbers.services
    level, share = int(services.settled_level[0]), float(services.settled_share[0])
    over = int(services.settled_over[0])

    log = run.log
    began = {int(row["spell"]): int(row["time"]) for row in log[log["event"] == STARTED]}
    ends = {int(row["spell"]): int(row["time"]) for row in log[np.isin(log["event"], ENDED)]}
    judged = across = 0
    for row in log[(log["event"] == EventKind.CONTACT) & (log["time"] >= change)]:
        spell, now, person = (int(row[name]) for name in ("spell", "time", "person"))
        times = settled_times(run, person, level)
        since = max(began[spell], change) if starts_again else began[spell]
        here = share_of(times, since, now, over)
        settled_now = any(begin <= now < end for begin, end in times)
        assert (ends.get(spell) == now) == (settled_now and here >= share), (spell, now)
        judged += 1
        across += began[spell] < change
    assert judged > 100
    assert across > 10


def test_awkward_worlds_have_spells_that_end_so_before_and_after_a_change() -> None:
    """Else agreement of the engines in these worlds would say nothing of the rule."""
    found = np.zeros(2, int)
    for number in range(120):
        resolved = changing_world(number)
        run = fast.run(resolved, 1, 0)
        ends = run.log[np.isin(run.log["event"], ENDED)]
        ends = ends[ends["detail"] == Ending.MOSTLY_SETTLED]
        assert resolved.change is not None
        found += np.bincount((ends["time"] >= resolved.change.time).astype(int), minlength=2)
    assert (found > 5).all()
