"""Months and waits of records, as they may be written."""

from __future__ import annotations

import datetime
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.measures.recorded.tables import NEVER, Outcome, Recorded
from sim.records.showing import WEEKS, months, waits
from sim.records.spells import spells
from sim.units import DAY
from tests.records.bare import bare, contacts, referrals
from tests.records.tables import Making, recorded_tables

SERVICES = ("team", "ward")


def many(seed: int = 1, people: int = 300) -> Recorded:
    """Tables with enough people to tell something of them."""
    return Making(Random(seed), True, SERVICES).recorded(people)


def test_a_month_is_told_for_each_last_day_in_the_window() -> None:
    days, every = months(many())
    assert days[0] == datetime.date(2024, 4, 30)
    assert days[-1] == datetime.date(2025, 3, 31)
    assert all(len(each.waiting) == len(each.in_care) == len(days) == 12 for each in every)
    assert [each.service for each in every] == list(SERVICES)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 100))
def test_lists_and_caseloads_are_those_of_the_tables_rounded(seed: int) -> None:
    recorded = many(seed, 60)
    days, every = months(recorded)
    referrals, contacts = recorded.referrals, recorded.contacts
    night = ((days[5] - recorded.begins).days + 1) * DAY
    waiting = 0
    for row in range(len(referrals.received)):
        over = min(
            int(each)
            for each in (
                referrals.closed[row],
                referrals.rejected[row],
                referrals.silent[row],
                recorded.people.died[referrals.person[row]],
            )
        )
        mine = contacts.at[(contacts.referral == row) & (contacts.outcome == Outcome.ATTENDED)]
        is_open = referrals.received[row] < night <= over
        never_seen = not (mine < night).any()
        if referrals.service[row] == 0:
            waiting += is_open and never_seen
    shown = every[0].waiting[5]
    assert shown == (None if waiting < 5 else 5 * ((waiting + 2) // 5))


@given(recorded_tables())
@settings(max_examples=50, deadline=None)
def test_nothing_is_told_of_fewer_than_5_people(recorded: Recorded) -> None:
    """The strategy makes at most 6 people, with few referrals each."""
    for each in waits(recorded):
        assert each.by == (None,) * len(WEEKS) or len(recorded.people.died) >= 10
        assert each.median is None
    for month in months(recorded)[1]:
        assert all(n is None or n >= 5 for n in (*month.waiting, *month.in_care))


def test_the_share_seen_grows_with_the_weeks_and_has_two_digits() -> None:
    (team, _) = waits(many())
    told = [each for each in team.by if each is not None]
    assert len(told) >= 5
    assert told == sorted(told)
    assert all(float(f"{each:.2g}") == each for each in told)
    assert team.seen is not None
    assert team.seen % 5 == 0


@pytest.mark.parametrize("people", [14, 40, 120])
def test_as_many_shares_are_told_as_have_5_people_between_them_and_after_them(people: int) -> None:
    """One person is seen on each day, and 5 leave on the second without being seen."""
    closed = np.append(np.full(people, NEVER), np.full(5, DAY))
    recorded = bare(people=people + 5)._replace(
        referrals=referrals(np.zeros(people + 5, np.int64), closed=closed),
        contacts=contacts(np.arange(people), np.arange(people) * DAY),
    )
    (team,) = waits(recorded)
    ends, last = [], 0
    for weeks in WEEKS:
        told = 7 * weeks - last >= 5 and people - 1 - 7 * weeks >= 5
        ends.append(told)
        last = 7 * weeks if told else last
    assert [each is not None for each in team.by] == ends
    assert any(ends)


def test_who_still_waits_counts_as_long_as_they_waited() -> None:
    """Everybody unseen is added as still waiting: then fewer are seen by any week."""
    recorded = many()
    (usual, _) = waits(recorded)
    contacts = recorded.contacts
    late = contacts.at > recorded.window.closes - 100 * DAY
    outcome = np.where(late, Outcome.MISSED, contacts.outcome)
    (fewer, _) = waits(recorded._replace(contacts=contacts._replace(outcome=outcome)))
    for before, after in zip(usual.by, fewer.by, strict=True):
        assert before is None or after is None or after <= before + 0.02


def test_the_first_day_of_a_stay_is_when_a_person_was_seen_at_a_ward() -> None:
    recorded = many()
    every = spells(recorded)
    ward = every.service == 1
    starts = set(recorded.stays.start.tolist())
    seen = every.seen[ward & np.isfinite(every.seen)]
    assert seen.size
    assert {round(day * DAY) for day in seen.tolist()} <= starts


def test_nobody_is_on_the_list_and_in_care() -> None:
    every = spells(many())
    for day in (0, 100, 365):
        assert not (every.on_list(day) & every.in_care(day)).any()
        assert not (every.waits_in_model(day) & every.in_care_in_model(day)).any()
