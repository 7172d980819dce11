"""How well people and workers get on, and people who ask for another worker."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

from sim.draws import NO_NAME, Purpose, uniform_pair
from sim.engines.reference import Reference
from sim.events import ContactFlag, EventKind, EventLog, Run
from sim.rules.relationship import asks_for_another, grow_towards
from sim.units import DAY
from tests.engines.worlds import (
    ROUND_THE_CLOCK,
    SEEKING_THE_FIRST,
    STEADY_NEED,
    engine,
    play,
    tell,
    world,
)

CHANGED, CONTACT, STARTED = EventKind.CHANGED_WORKER, EventKind.CONTACT, EventKind.SPELL_STARTED
POOR_FOR_ALL = "match: {ceiling: 0.2}"
ASKS = "choice: {below: 0.3, after: 3}"


def team(
    workers: str, *, people: int = 1, relationship: str = POOR_FOR_ALL, first: str = ""
) -> str:
    """A team that works round the clock and sees people every day."""
    return f"""
people: {{cohort: {people}}}
relationship: {{growth: 0.5, retelling: 1, {relationship}}}
services:
  first:
    workers: {{{workers}, working_hours: {ROUND_THE_CLOCK}}}
    contacts: {{every: 1 day, length: 30 minutes}}
    {first}
"""


def story(folder: Path, text: str) -> Reference:
    return engine(world(folder, STEADY_NEED, SEEKING_THE_FIRST, text))


def rows(run: Run, kind: EventKind, person: int = 0) -> EventLog:
    found: EventLog = run.log[(run.log["event"] == kind) & (run.log["person"] == person)]
    return found


@given(value=st.floats(0, 1), share=st.floats(0, 1), ceiling=st.floats(0, 1))
def test_a_relationship_moves_towards_its_ceiling_and_stays_between(
    value: float, share: float, ceiling: float
) -> None:
    moved = grow_towards(value, share, ceiling)

    assert min(value, ceiling) <= moved <= max(value, ceiling) or moved == pytest.approx(ceiling)
    assert 0 <= moved <= 1


def test_the_relationship_of_each_pair_grows_towards_its_own_ceiling(tmp_path: Path) -> None:
    """Drawn by the keys of both, so that no other person, worker or arm changes it."""
    match = "match: {ceiling: {uniform: {low: 0.3, high: 1}}, poor: {share: 0.5, ceiling: 0.1}}"
    text = team("posts: 2, caseload: 9", people=12, relationship=match)
    told = story(tmp_path, text)
    run = told.run_out()

    found = set()
    for person in told.world.people:
        (spell,) = person.spells
        assert spell.worker is not None
        key = run.workers[spell.worker.number].key
        first, second = uniform_pair(1, 0, int(Purpose.MATCH), NO_NAME, person.key, key)
        ceiling, expected = 0.1 if first < 0.5 else 0.3 + 0.7 * second, 0.0
        for _ in rows(run, CONTACT, person.number):
            expected += 0.5 * (ceiling - expected)
        assert spell.relationship == pytest.approx(expected)
        found.add(ceiling == 0.1)
    assert found == {True, False}


def test_after_so_many_contacts_with_too_low_a_relationship_a_person_gets_another_worker(
    tmp_path: Path,
) -> None:
    run = story(tmp_path, team(f"posts: 2, caseload: 3, {ASKS}")).run_out()

    (change,) = rows(run, CHANGED)
    contacts = rows(run, CONTACT)
    assert change["time"] == contacts["time"][2]
    assert change["other_worker"] == rows(run, STARTED)["worker"][0]
    assert contacts["worker"].tolist()[:5] == [change["other_worker"]] * 3 + [change["worker"]] * 2
    assert contacts["detail"][3] == ContactFlag.RETELLING
    assert np.diff(contacts["time"][:5]).tolist() == [DAY] * 4, "the next contact stays booked"


def test_nobody_goes_back_to_the_worker_from_whom_they_changed_last(tmp_path: Path) -> None:
    """Of three workers, each in turn is asked to be replaced; of two, the second one stays."""
    three = story(tmp_path, team(f"posts: 3, caseload: 3, {ASKS}")).run_out()
    two = story(tmp_path, team(f"posts: 2, caseload: 3, {ASKS}")).run_out()

    changes = rows(three, CHANGED)
    assert len(changes) > 5
    assert (changes["worker"][1:] != changes["other_worker"][:-1]).all()
    assert len(rows(two, CHANGED)) == 1


def test_a_good_match_stays(tmp_path: Path) -> None:
    text = team(f"posts: 3, caseload: 3, {ASKS}", relationship="match: {ceiling: 0.35}")

    assert len(rows(story(tmp_path, text).run_out(), CHANGED)) == 0


def test_the_relationship_must_be_below_and_not_at_the_line() -> None:
    assert asks_for_another(3, 0.3, 3, 0.29)
    assert not asks_for_another(3, 0.3, 3, 0.3)
    assert not asks_for_another(3, 0.3, 2, 0.29)
    assert not asks_for_another(-1, 0.3, 9, 0.0)


def test_without_room_people_keep_their_worker_until_a_colleague_has_room(tmp_path: Path) -> None:
    """Both workers are full; on day 20 a third post opens, and everybody in turn can change."""
    text = team(f"posts: 2, caseload: 1, {ASKS}, changes: [{{from: 20 days, posts: 3}}]", people=2)
    run = story(tmp_path, text).run_out()

    changes = run.log[run.log["event"] == CHANGED]
    assert changes["time"][0] == 20 * DAY
    first = changes[changes["time"] == 20 * DAY]
    assert len(first) == 2, "the first to change makes room for the second"
    assert first["worker"][1] == first["other_worker"][0]


def test_who_asks_for_another_worker_comes_before_the_list(tmp_path: Path) -> None:
    """One place opens: it goes to someone who asks, and theirs to the one who waits."""
    text = team(f"posts: 2, caseload: 1, {ASKS}, changes: [{{from: 20 days, posts: 3}}]", people=3)
    resolved = world(tmp_path, STEADY_NEED, SEEKING_THE_FIRST, text)

    told = tell(play(resolved), resolved, CHANGED, STARTED, columns=(), since=DAY, until=20 * DAY)
    assert told == [(20 * DAY, "CHANGED_WORKER")] * 2 + [(20 * DAY, "SPELL_STARTED")]


def test_a_change_that_was_asked_for_is_no_loss_and_costs_no_trust(tmp_path: Path) -> None:
    text = team(f"posts: 2, caseload: 3, {ASKS}") + "\ntrust: {start: 0.5, rise: 0}\n"
    told = story(tmp_path, text)
    told.run_out()

    assert told.world.people[0].losses == []
    assert told.world.people[0].trust == 0.5


def test_with_a_planned_handover_the_story_is_not_told_again_and_takes_the_new_worker_time(
    tmp_path: Path,
) -> None:
    handover = "handover: {planned: true, overlap: 45 minutes, share: 0.5}"
    run = story(tmp_path, team(f"posts: 2, caseload: 3, {ASKS}, {handover}")).run_out()

    (change,) = rows(run, CHANGED)
    (taken,) = rows(run, EventKind.HANDOVER)
    assert change["detail"] == 1
    assert (taken["worker"], taken["other_worker"]) == (change["worker"], change["other_worker"])
    assert taken["minutes"] == 45
    assert not (rows(run, CONTACT)["detail"] & ContactFlag.RETELLING).any()


def test_a_wish_ends_with_the_worker_or_with_a_contact_that_goes_well(tmp_path: Path) -> None:
    """The relationship passes the line at the fifth contact, before the third post opens."""
    grows = "match: {ceiling: 1}, start: 0.05"
    text = team(
        "posts: 2, caseload: 1, choice: {below: 0.9, after: 1}, "
        "changes: [{from: 20 days, posts: 3}]",
        people=2,
        relationship=grows,
    )
    run = story(tmp_path, text).run_out()

    assert len(run.log[run.log["event"] == CHANGED]) == 0
