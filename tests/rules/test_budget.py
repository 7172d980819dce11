"""How many contact minutes a week has while an arm is phased in."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from sim.rules.budget import NO_PHASE_IN, minutes_of_week
from sim.rules.wanted import MILLION
from sim.units import WEEK, YEAR

PAID = st.integers(0, 10_080)
OVER = st.integers(1, 10 * YEAR)
SHARE = st.integers(0, MILLION)
BEGINS = st.integers(1, 1_000 * YEAR)
WEEKS = st.integers(0, 600)


def monday_after(begins: int, weeks: int) -> int:
    return (begins // WEEK + weeks) * WEEK


def by_the_line(weekly: int, monday: int, begins: int, over: int, share: int) -> int:
    """The same from the straight line itself, at the middle of the week's part after the change."""
    middle = Fraction(max(monday, begins) + monday + WEEK, 2)
    grown = min((middle - begins) / over, Fraction(1))
    first = Fraction(share, MILLION)
    return int(weekly * (first + (1 - first) * grown))


@given(PAID, BEGINS, WEEKS, OVER, SHARE)
def test_a_week_has_what_the_line_gives_at_its_middle(
    weekly: int, begins: int, weeks: int, over: int, share: int
) -> None:
    monday = monday_after(begins, weeks)

    found = minutes_of_week(weekly, monday, begins, over, share)

    assert found == by_the_line(weekly, monday, begins, over, share)


@given(PAID, BEGINS, WEEKS, OVER, SHARE)
def test_no_week_has_fewer_than_the_one_before_nor_more_than_all_minutes(
    weekly: int, begins: int, weeks: int, over: int, share: int
) -> None:
    one, next_one = (
        minutes_of_week(weekly, monday_after(begins, each), begins, over, share)
        for each in (weeks, weeks + 1)
    )

    assert weekly * share // MILLION <= one <= next_one <= weekly


@given(PAID, BEGINS, WEEKS, OVER, SHARE)
def test_all_minutes_are_there_before_the_change_and_from_the_end_on_and_with_the_whole_share(
    weekly: int, begins: int, weeks: int, over: int, share: int
) -> None:
    later = monday_after(begins + over, 1)
    before = (begins // WEEK - 1) * WEEK

    assert minutes_of_week(weekly, later, begins, over, share) == weekly
    assert minutes_of_week(weekly, before, begins, over, share) == weekly
    monday = monday_after(begins, weeks)
    assert minutes_of_week(weekly, monday, begins, over, MILLION) == weekly
    assert minutes_of_week(weekly, monday, begins, NO_PHASE_IN, share) == weekly


@pytest.mark.parametrize(("week", "hours"), [(0, 16), (1, 17), (2, 18), (3, 19), (4, 20)])
def test_from_16_to_20_hours_in_four_weeks(week: int, hours: int) -> None:
    """Week 0 begins with the change: its middle is half a week on, so it has half an hour more."""
    found = minutes_of_week(1_200, (10 + week) * WEEK, 10 * WEEK, 4 * WEEK, 800_000)

    assert found == min(60 * hours + 30, 1_200)
