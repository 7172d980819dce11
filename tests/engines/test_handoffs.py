"""The four handoffs, row by row, on two services and one person.

People seek help at minute 10 and stay a day with `first`, so that it hands on at 1450.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.events import ContactFlag, Ending, EventKind, Reason, Refusal, Run
from sim.resolved import Resolved
from tests.engines.worlds import (
    ROUND_THE_CLOCK,
    SEEKING_THE_FIRST,
    STEADY_NEED,
    engine,
    minutes_of,
    play,
    tell,
    world,
)

ENDS = 1_450
CONTACT, STARTED = EventKind.CONTACT, EventKind.SPELL_STARTED
PLANNED, UNPLANNED = EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED


def two_services(
    folder: Path,
    how: str,
    *,
    people: int = 1,
    limit: str = "3 hours",
    accepts: str = "[2, 3]",
    posts: int = 1,
    contacts: str = "{every: 6 hours, length: 30 minutes}",
    exit_delay: str = "0 hours",
    effects: str = "",
) -> Resolved:
    text = f"""
    people: {{cohort: {people}}}
    relationship: {{growth: 0.5, retelling: 2}}
    services:
      first:
        workers: {{posts: 1, caseload: 1, working_hours: {ROUND_THE_CLOCK}}}
        contacts: {{every: 6 hours, length: 60 minutes}}
        ends: {{stay: 1 day}}
        handoff: {how}
        exit_delay: {exit_delay}
        warm: {{carries: 0.5, limit: {limit}}}
        routes: {{finished_in_need: {{second: 1}}}}
      second:
        decision_delay: 2 hours
        accepts: {{levels: {accepts}}}
        workers: {{posts: {posts}, caseload: 1, working_hours: {ROUND_THE_CLOCK}}}
        patience: 1 hour
        contacts: {contacts}
        advice: {{length: 20 minutes, lasts: 2 hours}}
        routes: {{turned_away: {{nowhere: 1}}, left_waiting: {{nowhere: 1}}}}
    """
    return world(folder, effects, STEADY_NEED, SEEKING_THE_FIRST, text)


def at_the_end(run: Run, resolved: Resolved) -> list[tuple[int | str, ...]]:
    """What happens from the end of the day with `first` until the first contact elsewhere."""
    kinds = [
        EventKind.HANDED_OFF_COLD,
        EventKind.HANDED_OFF_WARM,
        EventKind.HANDED_OFF_BLOCKED,
        EventKind.CONSULTED,
        EventKind.ADVISED,
        EventKind.REFERRED,
        EventKind.TURNED_AWAY,
        EventKind.ACCEPTED,
        EventKind.LEFT_WAITING,
        EventKind.NOWHERE_TO_GO,
        STARTED,
        CONTACT,
        PLANNED,
        UNPLANNED,
    ]
    columns = ("service", "worker", "other_worker", "minutes", "detail")
    return tell(run, resolved, *kinds, columns=columns, since=ENDS, until=ENDS + 120)


def test_a_cold_handoff_closes_the_spell_before_the_next_service_has_even_decided(
    tmp_path: Path,
) -> None:
    resolved = two_services(tmp_path, "cold")

    assert at_the_end(play(resolved), resolved) == [
        (1450, "HANDED_OFF_COLD", "first", 0, -1, 0, 1),
        (1450, "ENDED_PLANNED", "first", 0, -1, 0, Ending.STAY_OVER),
        (1450, "REFERRED", "second", -1, -1, 0, 0),
        (1570, "ACCEPTED", "second", -1, -1, 0, -1),
        (1570, "SPELL_STARTED", "second", 1, -1, 0, 0),
        (1570, "CONTACT", "second", 1, -1, 30, ContactFlag.RETELLING),
    ]


def test_a_warm_handoff_keeps_worker_and_contacts_until_a_joint_contact_is_held(
    tmp_path: Path,
) -> None:
    resolved = two_services(tmp_path, "warm")

    assert at_the_end(play(resolved), resolved) == [
        (1450, "HANDED_OFF_WARM", "first", 0, -1, 0, 1),
        (1450, "REFERRED", "second", -1, -1, 0, 0),
        (1450, "CONTACT", "first", 0, -1, 60, 0),
        (1570, "ACCEPTED", "second", -1, -1, 0, -1),
        (1570, "SPELL_STARTED", "second", 1, -1, 0, 0),
        (1570, "CONTACT", "second", 1, 0, 30, ContactFlag.JOINT),
        (1570, "ENDED_PLANNED", "first", 0, -1, 0, Ending.HANDED_OVER),
    ]


def test_a_joint_contact_carries_a_share_of_the_relationship_which_then_grows(
    tmp_path: Path,
) -> None:
    story = engine(two_services(tmp_path, "warm"))

    story.world.env.run(until=1_571)

    after_five = 1 - 0.5**5
    (spell,) = story.world.people[0].spells
    assert spell.relationship == 0.5 * after_five + 0.5 * (1 - 0.5 * after_five)


def test_a_joint_contact_takes_the_time_of_both_workers(tmp_path: Path) -> None:
    story = engine(two_services(tmp_path, "warm", people=2))
    story.world.env.run(until=1_572)
    first, second = story.world.workers
    used = [worker.used for worker in story.world.workers]
    run = story.run_out()

    assert first.week == second.week
    assert used[0] == 5 * 60 + 30
    assert used[1] == 30
    # The next person takes the place at 1570; their first hour follows the half hour together.
    assert 1_600 in minutes_of(run, CONTACT, worker=0, person=1)


def test_a_joint_contact_that_is_missed_takes_the_time_of_both_workers_too(
    tmp_path: Path,
) -> None:
    contacts = "{every: 6 hours, length: 30 minutes, attendance: 0}"
    resolved = two_services(tmp_path, "warm", contacts=contacts)
    run = play(resolved)

    rows = run.log[run.log["event"] == EventKind.CONTACT_MISSED]
    first = rows[rows["service"] == 1][0]
    assert (first["worker"], first["other_worker"], first["minutes"]) == (1, 0, 30)
    assert first["detail"] == ContactFlag.JOINT


@pytest.mark.parametrize(("how", "freed"), [("cold", 1_450), ("warm", 1_570), ("blocked", 1_570)])
def test_warm_and_blocked_handoffs_hold_the_place_and_cold_ones_do_not(
    tmp_path: Path, how: str, freed: int
) -> None:
    run = play(two_services(tmp_path, how, people=2))

    assert minutes_of(run, STARTED, service=0)[:2] == [10, freed]


@pytest.mark.parametrize(("how", "freed"), [("cold", 1_750), ("warm", 1_870), ("blocked", 1_570)])
def test_an_exit_delay_holds_the_place_after_every_handoff_but_a_blocked_one(
    tmp_path: Path, how: str, freed: int
) -> None:
    run = play(two_services(tmp_path, how, people=2, exit_delay="5 hours"))

    assert minutes_of(run, STARTED, service=0)[:2] == [10, freed]


def test_nor_does_it_after_a_blocked_handoff_that_nobody_takes(tmp_path: Path) -> None:
    nobody = two_services(tmp_path, "blocked", people=2, accepts="[3, 3]", exit_delay="5 hours")
    run = play(nobody)

    assert minutes_of(run, UNPLANNED)[0] == 1_570
    assert minutes_of(run, STARTED, service=0)[:2] == [10, 1_570]


def test_a_blocked_person_has_no_contacts_until_the_next_service_starts(tmp_path: Path) -> None:
    resolved = two_services(tmp_path, "blocked")

    assert at_the_end(play(resolved), resolved) == [
        (1450, "HANDED_OFF_BLOCKED", "first", 0, -1, 0, 1),
        (1450, "REFERRED", "second", -1, -1, 0, 0),
        (1570, "ACCEPTED", "second", -1, -1, 0, -1),
        (1570, "SPELL_STARTED", "second", 1, -1, 0, 0),
        (1570, "ENDED_PLANNED", "first", 0, -1, 0, Ending.UNBLOCKED),
        (1570, "CONTACT", "second", 1, -1, 30, ContactFlag.RETELLING),
    ]


def test_a_consultation_moves_nobody_and_takes_time_of_both_workers(tmp_path: Path) -> None:
    resolved = two_services(tmp_path, "consult")
    run = play(resolved)

    assert at_the_end(run, resolved) == [
        (1450, "CONSULTED", "first", 0, 1, 0, 1),
        (1450, "CONTACT", "first", 0, -1, 60, 0),  # due in the same minute: a contact comes first
        (1510, "ADVISED", "first", 0, 1, 20, 1),
    ]
    again = minutes_of(run, EventKind.CONSULTED)
    assert again[:3] == [1_450, 2_890, 4_330], "the rules that end a spell count anew"


def test_advice_helps_recovery_from_when_it_is_held_for_as_long_as_it_lasts(
    tmp_path: Path,
) -> None:
    effects = "effects: {advice: {recovery_ratio: 1.1}}\n"
    story = engine(two_services(tmp_path, "consult", effects=effects))

    ratios = []
    for minute in (1_451, 1_510, 1_511, 1_629, 1_630):
        story.world.env.run(until=minute)
        ratios.append(story.world.inner.recovery(story.world.people[0], 0))
    assert ratios == [1.0, 1.0, 1.1, 1.1, 1.0]


def test_after_a_refusal_a_warm_spell_goes_on_for_its_limit_and_ends_unplanned(
    tmp_path: Path,
) -> None:
    resolved = two_services(tmp_path, "warm", accepts="[3, 3]")
    run = play(resolved)

    kinds = (EventKind.TURNED_AWAY, UNPLANNED, EventKind.NOWHERE_TO_GO)
    assert tell(run, resolved, *kinds, columns=("service", "detail"), until=2_000) == [
        (1570, "TURNED_AWAY", "second", Refusal.LEVEL),
        (1570, "NOWHERE_TO_GO", "second", Reason.TURNED_AWAY),
        (1750, "ENDED_UNPLANNED", "first", Ending.HANDOFF_FELL_THROUGH),
        (1750, "NOWHERE_TO_GO", "first", Reason.FINISHED_IN_NEED),
    ]


def test_when_the_person_leaves_the_next_list_a_warm_spell_goes_on_for_its_limit(
    tmp_path: Path,
) -> None:
    run = play(two_services(tmp_path, "warm", posts=0, limit="7 hours"))

    left = ENDS + 120 + 60
    assert minutes_of(run, EventKind.LEFT_WAITING)[0] == left
    assert minutes_of(run, UNPLANNED)[0] == left + 420
    assert minutes_of(run, CONTACT, service=0)[4:6] == [1_450, 1_810], "contacts go on"


def test_a_blocked_person_whom_nobody_takes_ends_unplanned_at_once(tmp_path: Path) -> None:
    resolved = two_services(tmp_path, "blocked", accepts="[3, 3]")
    run = play(resolved)

    assert tell(run, resolved, UNPLANNED, columns=("service", "detail"), until=2_000) == [
        (1570, "ENDED_UNPLANNED", "first", Ending.UNBLOCKED)
    ]


def test_a_warm_handoff_to_a_team_without_contacts_is_over_when_it_starts(tmp_path: Path) -> None:
    resolved = two_services(tmp_path, "warm", contacts="null")
    run = play(resolved)

    assert minutes_of(run, PLANNED, detail=Ending.HANDED_OVER)[0] == 1_570
