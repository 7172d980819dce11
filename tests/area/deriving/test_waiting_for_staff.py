"""Contacts are held on days on which the team works, somewhat later than they fall due."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from sim.area.deriving.waiting_for_staff import falls_due_after, held_after


@pytest.mark.parametrize("weeks", [1, 2, 4, 13])
def test_contacts_of_whole_weeks_are_held_when_they_fall_due(weeks: int) -> None:
    assert held_after(7 * weeks) == 7 * weeks


@pytest.mark.parametrize(
    ("days", "late"),
    [
        # Begun on Friday, due on Saturday and held on Monday at nine: four hours less on average.
        (1, (2 * 24 - 4) / 24 / 5),
        (2, (3 * 24 - 2 * 4) / 24 / 5),
        (6, (24 - 4) / 24 / 5),
    ],
)
def test_contacts_that_fall_due_at_a_weekend_are_held_on_monday_morning(
    days: int, late: float
) -> None:
    assert held_after(days) == pytest.approx(days + late)


@given(st.floats(0.05, 120), st.floats(0.01, 5))
def test_what_falls_due_later_is_held_later_and_never_early(days: float, more: float) -> None:
    assert days <= held_after(days) <= held_after(days + more) + 1e-9
    assert held_after(days) < days + 3


@given(st.floats(1, 200))
def test_what_falls_due_so_is_held_after_so_many_days(days: float) -> None:
    due = falls_due_after(days)
    assert due <= days
    assert held_after(due) == pytest.approx(days, abs=0.01) or held_after(due - 1e-6) <= days


def test_nothing_falls_due_after_no_time() -> None:
    assert falls_due_after(0) == 0
