"""What records tell does not depend on how they are written down."""

from __future__ import annotations

import datetime
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.events import Window
from sim.laws import Ints
from sim.measures.recorded.tables import (
    NEVER,
    Contacts,
    Links,
    Outcome,
    People,
    Recorded,
    Referrals,
    Source,
    Staff,
    Stays,
)  # fmt: skip
from sim.records.estimating import Estimate, estimates
from sim.records.estimating.resampling import resampled, without
from sim.units import DAY, WEEK
from tests.records.world import world

Key = tuple[str, str, str | None, str | None]


@cache
def a_world() -> tuple[Recorded, Links]:
    return world(3)


def told(recorded: Recorded, links: Links) -> dict[Key, Estimate]:
    found = estimates(recorded, links).told
    return {(each.service, each.item, each.reason, each.to): each for each in found}


@cache
def plain() -> dict[Key, Estimate]:
    return told(*a_world())


def same(one: dict[Key, Estimate], other: dict[Key, Estimate], *but: str) -> None:
    """Hold every number and range of two sets against each other."""
    for key, each in one.items():
        if key[1] not in but:
            ends = [(each.value, other[key].value), (each.low, other[key].low)]
            for a, b in [*ends, (each.high, other[key].high)]:
                assert (a is None) == (b is None), key
                assert a is None or a == pytest.approx(b, rel=1e-6), key


def moved(times: Ints, by: int) -> Ints:
    return np.where(times == NEVER, NEVER, times + by)


@settings(max_examples=3)
@given(st.integers(-200, 200))
def test_a_shift_of_the_clock_by_weeks_changes_nothing(weeks: int) -> None:
    """The dates stay, and minute 0 is another date."""
    recorded, links = a_world()
    by = weeks * WEEK
    shifted = recorded._replace(
        begins=recorded.begins - datetime.timedelta(days=by // DAY),
        window=Window(*(each + by for each in recorded.window)),
        taken=recorded.taken + by,
        referrals=recorded.referrals._replace(
            received=moved(recorded.referrals.received, by),
            decided=moved(recorded.referrals.decided, by),
            rejected=moved(recorded.referrals.rejected, by),
            closed=moved(recorded.referrals.closed, by),
        ),
        contacts=recorded.contacts._replace(at=moved(recorded.contacts.at, by)),
        stays=recorded.stays._replace(
            start=moved(recorded.stays.start, by), end=moved(recorded.stays.end, by)
        ),
        staff=recorded.staff._replace(
            start=moved(recorded.staff.start, by), end=moved(recorded.staff.end, by)
        ),
    )
    same(plain(), told(shifted, links))


@settings(max_examples=3)
@given(st.integers(0, 2**32 - 1))
def test_people_with_other_numbers_tell_the_same(seed: int) -> None:
    recorded, links = a_world()
    number = np.random.default_rng(seed).permutation(len(recorded.people.died))
    back = np.argsort(number)
    renamed = recorded._replace(
        referrals=recorded.referrals._replace(person=number[recorded.referrals.person]),
        contacts=recorded.contacts._replace(person=number[recorded.contacts.person]),
        stays=recorded.stays._replace(person=number[recorded.stays.person]),
        people=People(*(column[back] for column in recorded.people)),
    )
    same(plain(), told(renamed, links))


def test_a_service_in_an_extract_of_its_own_tells_the_same() -> None:
    """But where people come from and go to, and how often they leave altogether."""
    recorded, links = a_world()
    mine = np.flatnonzero(recorded.referrals.service == 1)
    place = np.full(len(recorded.referrals.service), -1)
    place[mine] = np.arange(len(mine))
    met, slept, worked = (
        np.flatnonzero(each.service == 1)
        for each in (recorded.contacts, recorded.stays, recorded.staff)
    )
    staff = recorded.staff
    alone = recorded._replace(
        referrals=Referrals(*(column[mine] for column in recorded.referrals)),
        contacts=Contacts(*(column[met] for column in recorded.contacts)),
        stays=Stays(*(column[slept] for column in recorded.stays)),
        staff=Staff(
            staff.worker[worked],
            staff.service[worked],
            staff.start[worked],
            staff.end[worked],
            staff.wte[worked],
        ),
    )
    alone = alone._replace(
        contacts=alone.contacts._replace(referral=place[alone.contacts.referral])
    )
    nobody = Links(np.full(len(mine), -1), np.zeros(len(mine), bool), links.days)
    whole = {key: each for key, each in plain().items() if key[0] == "team"}
    same(whole, told(alone, nobody), "outside referrals", "route", "week")


def test_a_window_in_two_parts_has_all_contacts_and_referrals_once() -> None:
    recorded, _ = a_world()
    middle = 182 * DAY
    parts = [Window(recorded.window.opens, middle), Window(middle, recorded.window.closes)]
    rows = recorded.referrals._replace(
        source=np.full(len(recorded.referrals.person), Source.OUTSIDE)
    )
    nowhere = Links(np.full(len(rows.person), -1), np.zeros(len(rows.person), bool), 28)
    both = []
    for window in (*parts, recorded.window):
        found = told(recorded._replace(window=window, referrals=rows), nowhere)
        number = found["team", "outside referrals", None, None]
        both.append(number.value * (window.closes - window.opens) / DAY)
    assert both[0] + both[1] == pytest.approx(both[2])


def test_everybody_once_is_the_same_records() -> None:
    recorded, _ = a_world()
    again = resampled(recorded, np.ones(len(recorded.people.died), np.int64))
    for name in ("referrals", "contacts", "stays", "people"):
        for ours, theirs in zip(getattr(recorded, name), getattr(again, name), strict=True):
            assert (ours == theirs).all()


def test_people_drawn_anew_keep_their_rows_together() -> None:
    recorded, _ = a_world()
    people = len(recorded.people.died)
    times = np.random.default_rng(1).poisson(1.0, people)
    drawn = resampled(recorded, times)
    assert len(drawn.people.died) == times.sum()
    assert (np.diff(drawn.referrals.received) >= 0).all()
    assert (np.diff(drawn.contacts.at) >= 0).all()
    assert (drawn.referrals.person[drawn.contacts.referral] == drawn.contacts.person).all()
    assert (drawn.referrals.service[drawn.contacts.referral] == drawn.contacts.service).all()
    attended = recorded.contacts.outcome == Outcome.ATTENDED
    expected = (times[recorded.contacts.person] * attended).sum()
    assert (drawn.contacts.outcome == Outcome.ATTENDED).sum() == expected
    assert len(without(recorded, np.arange(people)).referrals.person) == 0
