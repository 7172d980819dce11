"""When a contact makes a plan, how long it lasts, and what it spares."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from sim.resolved import MISSING
from sim.rules.planning import (
    LATEST,
    NO_PLAN,
    contacts_to_tell,
    current_until,
    is_to_plan,
    left_of,
    share_of_contacts,
)
from sim.units import FOREVER

unit = st.floats(0, 1, exclude_min=True, exclude_max=True)
times = st.integers(1, 10**9)


def test_a_plan_is_renewed_at_the_last_contact_before_it_lapses() -> None:
    """Of interval 7 from minute 100 on: a plan that is current at 107 needs nothing now."""
    assert is_to_plan(20, NO_PLAN, 100, 7)
    assert is_to_plan(20, 107, 100, 7), "at the next contact it would be current no more"
    assert not is_to_plan(20, 108, 100, 7)
    assert is_to_plan(20, 108, 100, FOREVER), "there will be no other contact"
    assert not is_to_plan(MISSING, NO_PLAN, 100, 7)


@given(until=times, now=times, lasts=times)
def test_a_plan_never_cuts_short_one_that_lasts_longer(until: int, now: int, lasts: int) -> None:
    found = current_until(until, now, lasts)

    assert found == min(max(until, now + lasts), LATEST)


@given(every=times, u=unit)
def test_a_plan_from_before_the_run_is_current_now_and_no_longer_than_a_new_one(
    every: int, u: float
) -> None:
    assert 1 <= left_of(every, u) <= every


@given(usual=st.integers(0, 20), carries=st.floats(0, 1), u=unit, lasts=times)
def test_a_current_plan_spares_its_share_of_retelling_to_a_whole_contact(
    usual: int, carries: float, u: float, lasts: int
) -> None:
    found = contacts_to_tell(usual, 100 + lasts, carries, 100, u)

    assert abs(found - usual * (1 - carries)) < 1
    assert 0 <= found <= usual


@given(usual=st.integers(0, 20), carries=st.floats(0, 1), u=unit)
def test_nothing_is_spared_without_a_current_plan_or_a_share(
    usual: int, carries: float, u: float
) -> None:
    assert contacts_to_tell(usual, 100, carries, 100, u) == usual
    assert contacts_to_tell(usual, 101, 0.0, 100, u) == usual
    assert contacts_to_tell(usual, 101, 1.0, 100, u) == 0


def test_what_is_left_of_a_whole_contact_is_its_probability() -> None:
    """Of three contacts, with half of them spared, one or two are left, each as often."""
    many = [contacts_to_tell(3, 101, 0.5, 100, (number + 0.5) / 1_000) for number in range(1_000)]

    assert sorted(set(many)) == [1, 2]
    assert many.count(2) == 500


@given(every=st.integers(1, 500), interval=st.integers(1, 500))
def test_the_share_of_contacts_that_make_plans_is_that_of_going_through_them(
    every: int, interval: int
) -> None:
    until, makes = NO_PLAN, []
    for number in range(1, 3_001):
        now = number * interval
        makes.append(is_to_plan(every, until, now, interval))
        until = current_until(until, now, every) if makes[-1] else until
    first, second = (list(range(3_000))[i] for i in [n for n, m in enumerate(makes) if m][:2])

    assert share_of_contacts(every, interval) == pytest.approx(1 / (second - first))
    assert share_of_contacts(MISSING, interval) == 0
