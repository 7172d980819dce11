"""Windows of targets lie in the run on their own days, or as they lay to each other before it."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import cast

from hypothesis import given, strategies as st

from sim.events import Window
from sim.scenario.targets import Days, Target, days_in_run, windows_of
from sim.units import DAY

BEGINS = datetime.date(2027, 4, 1)


def day(later: int) -> datetime.date:
    """The day so many days after the beginning of the run."""
    return BEGINS + datetime.timedelta(later)


def targets(**days: tuple[int, int] | None) -> dict[str, Target]:
    """Targets with their first and last day, counted from the beginning of the run."""
    windows = {name: each and (day(each[0]), day(each[1])) for name, each in days.items()}
    return {
        name: cast(Target, SimpleNamespace(days=each, last=each and each[1]))
        for name, each in windows.items()
    }


@st.composite
def before(draw: st.DrawFn) -> dict[str, Target]:
    """Targets of the time before the run."""
    days = st.tuples(st.integers(-1000, -1), st.integers(-1000, -1)).map(sorted).map(tuple)
    many = draw(st.lists(days, min_size=1, max_size=6))
    return targets(**{f"t{at}": cast(tuple[int, int], each) for at, each in enumerate(many)})


@given(before())
def test_windows_before_a_run_keep_their_order_length_and_distance(
    known: dict[str, Target],
) -> None:
    found = windows_of(known, BEGINS)
    moved = {
        (window.opens - (cast(Days, known[name].days)[0] - BEGINS).days * DAY)
        for name, window in found.items()
    }

    assert len(moved) == 1
    assert min(window.opens for window in found.values()) == 0
    for name, window in found.items():
        first, last = cast(Days, known[name].days)
        assert window.closes - window.opens == ((last - first).days + 1) * DAY


@given(before())
def test_the_days_that_are_said_are_those_that_are_measured(known: dict[str, Target]) -> None:
    said, measured = days_in_run(known, BEGINS), windows_of(known, BEGINS)

    assert said.keys() == measured.keys()
    in_the_run = {
        name: cast(Target, SimpleNamespace(days=each, last=each[1])) for name, each in said.items()
    }
    assert windows_of(in_the_run, BEGINS) == measured


def test_months_to_fit_to_and_the_months_after_them_share_no_day_of_the_run() -> None:
    year = targets(fit=(-365, -91), check=(-90, -1))

    assert windows_of(year, BEGINS) == {
        "fit": Window(0, 275 * DAY),
        "check": Window(275 * DAY, 365 * DAY),
    }


def test_days_of_the_run_stay_where_they_are_whatever_was_before() -> None:
    both = targets(before=(-30, -1), within=(10, 19), always=None)

    assert windows_of(both, BEGINS) == {
        "before": Window(0, 30 * DAY),
        "within": Window(10 * DAY, 20 * DAY),
    }
    assert days_in_run(both, BEGINS) == {"before": (day(0), day(29))}


def test_without_a_first_day_of_the_run_nothing_has_a_window() -> None:
    assert windows_of(targets(within=(10, 19)), None) == {}
    assert days_in_run(targets(within=(10, 19)), None) == {}
