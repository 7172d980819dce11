"""From referral to decision: who is turned away, what that does, and where it leads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.draws import Purpose, uniform
from sim.events import NOWHERE, EventKind, Reason, Refusal
from tests.engines.worlds import (
    SEEKING_THE_FIRST,
    STEADY_NEED,
    engine,
    minutes_of,
    play,
    tell,
    world,
)

TURNED_AWAY = EventKind.TURNED_AWAY


def one_service(accepts: str, more: str = "", people: str = "{cohort: 1}") -> str:
    """A service that decides after a day."""
    return f"""
people: {people}
services:
  first:
    accepts: {accepts}
    decision_delay: 1 day
    capacity: unlimited
    {more}
"""


@pytest.mark.parametrize(
    ("accepts", "why"),
    [
        ("{levels: [3, 3]}", Refusal.LEVEL),
        ("{levels: [0, 1]}", Refusal.LEVEL),
        ("{excludes: [drinking]}", Refusal.EXCLUDED),
        ("{probability: 0}", Refusal.NOT_ACCEPTED),
    ],
)
def test_people_are_turned_away_outside_the_band_by_an_exclusion_or_by_the_draw(
    tmp_path: Path, accepts: str, why: Refusal
) -> None:
    people = "{cohort: 1, groups: {drinkers: {share: 1, attributes: [drinking]}}}"
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, one_service(accepts, people=people))

    told = tell(play(resolved), resolved, TURNED_AWAY, columns=("detail",))
    assert told[0] == (10 + 1_440, "TURNED_AWAY", why)


def test_each_earlier_refusal_lowers_the_chance_of_acceptance(tmp_path: Path) -> None:
    accepts = "{probability: 0.5, penalty_per_refusal: 0.4}"
    text = one_service(accepts, people="{cohort: 30}")
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text)
    run = play(resolved)
    name = int(resolved.numbers.services.name[0])

    decisions = 0
    for number, person in enumerate(run.people):
        rows = run.log[run.log["person"] == number]
        told = rows[np.isin(rows["event"], (TURNED_AWAY, EventKind.ACCEPTED))]
        for earlier, row in enumerate(told):
            u = float(uniform(1, 0, int(Purpose.ACCEPTED), name, person.key, earlier))
            assert (row["event"] == EventKind.ACCEPTED) == (u < 0.5 * 0.6**earlier)
            decisions += 1
    assert decisions > 60


def test_a_refusal_lowers_trust_and_counts_as_a_loss(tmp_path: Path) -> None:
    text = """
    trust: {start: 0.8, refusal_fall: 0.25}
    effects: {loss: {worsening_ratio: 1.5, lasts: 8 weeks, refusal_share: 0.5}}
    """
    story = engine(
        world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text, one_service("{levels: [3, 3]}"))
    )

    story.world.env.run(until=1_451)
    (person,) = story.world.people

    assert person.trust == pytest.approx(0.8 * 0.75)
    assert person.losses == [(0.5, 1_450 + 56 * 1_440)]
    assert story.world.inner.worsening(person, 0) == pytest.approx(1.5**0.5)


def test_a_refusal_follows_its_route(tmp_path: Path) -> None:
    more = "routes: {turned_away: {other: 1}}\n  other: {capacity: unlimited}"
    resolved = world(
        tmp_path, STEADY_NEED, SEEKING_THE_FIRST, one_service("{levels: [3, 3]}", more)
    )

    kinds = (EventKind.REFERRED, EventKind.SPELL_STARTED)
    assert tell(play(resolved), resolved, *kinds, columns=("service", "detail")) == [
        (10, "REFERRED", "first", NOWHERE),
        (1_450, "REFERRED", "other", 0),
        (1_450, "SPELL_STARTED", "other", 0),
    ]


def test_a_refusal_without_a_route_leads_nowhere_and_to_seeking_again(tmp_path: Path) -> None:
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, one_service("{levels: [3, 3]}"))
    run = play(resolved)

    assert minutes_of(run, EventKind.NOWHERE_TO_GO, detail=Reason.TURNED_AWAY)[0] == 1_450
    assert minutes_of(run, EventKind.SOUGHT)[:2] == [10, 1_450 + 7 * 1_440]


def test_the_decision_looks_at_the_level_of_its_own_minute(tmp_path: Path) -> None:
    need = """
    needs:
      distress:
        largest_ratio: 4
        seek_level: 2
        states: {settled: 0, severe: 2}
        transitions: [{from: severe, to: settled, rate: 1 per day}]
        start: {severe: 1}
    """
    text = one_service("{levels: [2, 3]}", people="{cohort: 40}")
    resolved = world(tmp_path, need, SEEKING_THE_FIRST, text)
    run = play(resolved)

    for row in run.log[np.isin(run.log["event"], (TURNED_AWAY, EventKind.ACCEPTED))]:
        settled = minutes_of(run, EventKind.NEED_CHANGED, person=int(row["person"]))
        assert (row["event"] == TURNED_AWAY) == (bool(settled) and settled[0] <= row["time"])


def test_in_crisis_the_first_service_with_a_route_for_crises_sends_the_person_there(
    tmp_path: Path,
) -> None:
    need = """
    needs:
      distress:
        largest_ratio: 4
        seek_level: 2
        states: {severe: 2, crisis: 3}
        transitions: [{from: severe, to: crisis, rate: 1 per week}]
        start: {severe: 1}
    """
    text = """
    people: {cohort: 1}
    services:
      first: {capacity: unlimited, routes: {crisis: {crisis_team: 1}}}
      crisis_team: {capacity: unlimited, parallel: true}
    """
    resolved = world(tmp_path, need, SEEKING_THE_FIRST, text)
    run = play(resolved)

    (crisis,) = minutes_of(run, EventKind.NEED_CHANGED)
    assert minutes_of(run, EventKind.REFERRED, service=1, detail=0) == [crisis]
    assert minutes_of(run, EventKind.ENDED_UNPLANNED) == [], "the first spell goes on"


def test_a_route_in_crisis_leaves_the_luck_of_later_routes_alone(tmp_path: Path) -> None:
    need = """
    needs:
      distress:
        largest_ratio: 4
        seek_level: 2
        states: {severe: 2, crisis: 3}
        transitions: [{from: severe, to: crisis, rate: 1 per week}]
        start: {severe: 1}
    """
    text = """
    people: {cohort: 30}
    services:
      first:
        capacity: unlimited
        ends: {stay: 3 weeks}
        routes: {crisis: {crisis_team: 1}, finished_in_need: {group: 0.5, club: 0.5}}
      crisis_team: {capacity: unlimited, parallel: true}
      group: {capacity: unlimited}
      club: {capacity: unlimited}
    """
    resolved = world(tmp_path, need, SEEKING_THE_FIRST, text)
    run = play(resolved)
    name = int(resolved.numbers.services.name[0])

    handed_on = run.log[run.log["event"] == EventKind.HANDED_OFF_COLD]
    assert len(handed_on) == 30
    for row in handed_on:
        key = run.people[row["person"]].key
        u = float(uniform(1, 0, int(Purpose.ROUTE), name, key, 0))
        assert row["detail"] == (2 if u < 0.5 else 3)
