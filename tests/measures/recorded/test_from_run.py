"""The records of a run hold what services write down, and no more."""

import datetime

import numpy as np
import pytest

from sim.endings import Ending
from sim.events import NOBODY, ContactFlag, EventKind, Exit, Leaving, Person, Refusal, Run, Window
from sim.measures.recorded.from_run import UNDATED_BEGINS, recorded
from sim.measures.recorded.tables import NEVER, UNKNOWN, Closed, Outcome, Rejected, Source
from sim.resolved import Resolved
from sim.units import DAY
from tests.measures.recorded.runs import FILES, small
from tests.measures.worlds import Place, log_of, row, world

TEAM, WARD = 0, 1
NOON = DAY // 2


def two_places() -> Resolved:
    places = (Place("team", has_contacts=True), Place("ward", continuous=True))
    resolved = world(places, needs=(), window=Window(0, 100 * DAY))
    services = resolved.numbers.services
    promises = services._replace(follow_up_within=np.array([UNKNOWN, 3 * DAY]))
    return resolved._replace(numbers=resolved.numbers._replace(services=promises))


def run_of(*rows: tuple[int, ...], people: int = 1) -> Run:
    known = [Person(at, f"cohort {at + 1}", 0, 0, 0) for at in range(people)]
    return Run(log_of(*sorted(rows, key=lambda each: each[0])), known, [], 100 * DAY)


def referred(
    spell: int, person: int = 0, service: int = TEAM, detail: int = NOBODY
) -> tuple[int, ...]:
    kind = EventKind.REFERRED
    return row(10 * DAY + 90, kind, person, service=service, spell=spell, detail=detail)


@pytest.mark.parametrize(
    ("kind", "detail", "closed"),
    [
        (EventKind.LEFT_WAITING, Leaving.PATIENCE, Closed.NOT_ATTENDING),
        (EventKind.LEFT_WAITING, Leaving.SETTLED, Closed.ASKED_OR_MOVED),
        (EventKind.ENDED_PLANNED, Ending.STAY_OVER, Closed.COMPLETE),
        (EventKind.ENDED_UNPLANNED, Ending.MISSED_CONTACTS, Closed.NOT_ATTENDING),
        (EventKind.ENDED_UNPLANNED, Ending.MOVED_ON, Closed.REFERRED_ON),
        (EventKind.ENDED_UNPLANNED, Ending.EXITED, Closed.ASKED_OR_MOVED),
    ],
)
def test_a_referral_closes_with_a_reason(kind: EventKind, detail: int, closed: Closed) -> None:
    run = run_of(referred(0), row(20 * DAY, kind, 0, service=TEAM, spell=0, detail=int(detail)))

    made = recorded(run, two_places()).referrals

    assert (made.received[0], made.closed[0]) == (10 * DAY + 90, 20 * DAY)
    assert made.closed_why[0] == closed
    assert made.source[0] == Source.OUTSIDE


def test_a_refusal_is_a_rejection_and_no_closure() -> None:
    refused = row(
        12 * DAY, EventKind.TURNED_AWAY, 0, service=TEAM, spell=0, detail=int(Refusal.LEVEL)
    )

    made = recorded(run_of(referred(0, detail=WARD), refused), two_places()).referrals

    assert (made.rejected[0], made.closed[0]) == (12 * DAY, NEVER)
    assert made.rejected_why[0] == Rejected.INAPPROPRIATE
    assert made.source[0] == Source.INTERNAL


def test_a_death_closes_what_is_open_and_stands_with_the_person() -> None:
    died = row(30 * DAY, EventKind.EXITED, 0, detail=int(Exit.DIED))

    extract = recorded(run_of(referred(0), died), two_places())

    assert extract.referrals.closed[0] == extract.people.died[0] == 30 * DAY
    assert extract.referrals.closed_why[0] == Closed.DIED


def test_who_is_in_care_at_minute_0_was_referred_and_seen_just_before() -> None:
    rows = (
        row(0, EventKind.SPELL_STARTED, 0, service=TEAM, spell=0),
        row(0, EventKind.SPELL_STARTED, 1, service=WARD, spell=1),
        row(0, EventKind.WAITING, 2, service=TEAM, spell=2, due=-5 * DAY),
    )

    extract = recorded(run_of(*rows, people=3), two_places())

    assert extract.referrals.received.tolist() == [-5 * DAY, -1, -1]
    assert extract.contacts.at.tolist() == [-1]
    assert extract.contacts.worker.tolist() == [UNKNOWN]
    assert extract.stays.start.tolist() == [-1]


def test_a_follow_up_belongs_to_the_stay_after_which_it_was_promised() -> None:
    flag = int(ContactFlag.FOLLOW_UP)
    rows = (
        referred(0, service=WARD),
        row(11 * DAY, EventKind.SPELL_STARTED, 0, service=WARD, spell=0),
        row(12 * DAY, EventKind.REFERRED, 0, service=TEAM, spell=1),
        row(12 * DAY, EventKind.SPELL_STARTED, 0, service=TEAM, spell=1),
        row(20 * DAY, EventKind.ENDED_PLANNED, 0, service=WARD, spell=0, detail=0),
        row(21 * DAY, EventKind.CONTACT, 0, service=TEAM, spell=1, detail=flag, length=30),
        row(22 * DAY, EventKind.CONTACT, 0, service=TEAM, spell=1, detail=0, length=30),
    )

    extract = recorded(run_of(*rows), two_places())

    assert extract.contacts.referral.tolist() == [0, 1]
    assert extract.contacts.service.tolist() == [TEAM, TEAM]
    assert extract.contacts.minutes.tolist() == [30, 30]


def test_people_of_pools_are_named_after_all_workers() -> None:
    rows = [
        row(day * DAY, EventKind.CONTACT, 0, service=TEAM, spell=0, worker=worker, detail=0)
        for day, worker in ((11, -3), (12, -2), (13, NOBODY), (14, -3))
    ]

    extract = recorded(run_of(referred(0), *rows), two_places())

    assert extract.contacts.worker.tolist() == [1, 0, UNKNOWN, 1]


@pytest.mark.parametrize("name", FILES)
def test_the_tables_are_in_their_order_and_hold_nothing_from_after_the_run(name: str) -> None:
    run, resolved = small(name, 1)
    for timed in (True, False):
        extract = recorded(run, resolved, timed=timed)
        made, contacts, stays = extract.referrals, extract.contacts, extract.stays

        order = np.lexsort((made.service, made.person, made.received))
        assert (order == np.arange(order.size)).all()
        assert (np.diff(contacts.at) >= 0).all()
        assert (np.diff(stays.start) >= 0).all()
        assert set(made.person.tolist()) == set(range(extract.people.died.size))
        assert (made.person[contacts.referral] == contacts.person).all()
        for times in (made.closed, made.rejected, made.decided, contacts.at, stays.end):
            assert ((times < run.closes + DAY) | (times == NEVER)).all()
        assert (contacts.minutes[contacts.outcome != Outcome.ATTENDED] == UNKNOWN).all()


def test_without_times_everything_is_at_noon() -> None:
    run, resolved = small("flow", 1)

    extract = recorded(run, resolved, timed=False)

    for times in (extract.referrals.received, extract.contacts.at, extract.stays.start):
        assert (times % DAY == NOON).all()


def test_a_run_without_dates_begins_on_a_monday() -> None:
    assert recorded(run_of(referred(0)), two_places()).begins == UNDATED_BEGINS
    assert UNDATED_BEGINS.weekday() == 0
    given = datetime.date(2030, 5, 5)
    assert recorded(run_of(referred(0)), two_places(), begins=given).begins == given
