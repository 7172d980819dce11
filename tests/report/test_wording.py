"""Numbers and lengths of time in words."""

import math

import pytest
from hypothesis import given, strategies as st

from sim.report.wording import MINUS, counted, duration, interval, listed, number, percent, signed
from sim.units import DAY, HOUR, MONTH, WEEK, YEAR


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (-0.0, "0"),
        (1234.4, "1,234"),
        (56.4, "56"),
        (7.84, "7.8"),
        (7.0, "7"),
        (0.123, "0.12"),
        (-21.8, MINUS + "22"),
        (0.00001, "0"),
        (-0.00001, "0"),
        (math.nan, "not known"),
        (math.inf, "not known"),
    ],
)
def test_numbers_have_as_many_digits_as_a_reader_can_use(value: float, words: str) -> None:
    assert number(value) == words


@given(st.floats(-1e9, 1e9))
def test_a_number_reads_back_within_a_twentieth(value: float) -> None:
    back = float(number(value).replace(",", "").replace(MINUS, "-"))
    assert back == pytest.approx(value, rel=0.05, abs=0.0001)


def test_more_has_a_plus_and_nothing_has_none() -> None:
    assert [signed(v) for v in (3.0, -3.0, 0.0, math.nan)] == ["+3", MINUS + "3", "0", "not known"]


def test_a_small_share_is_not_called_nothing() -> None:
    assert [percent(v) for v in (0, 0.001, 0.124, 1, math.nan)] == [
        "0 %",
        "under 1 %",
        "12 %",
        "100 %",
        "not known",
    ]


def test_an_interval_with_an_unknown_end_is_not_known() -> None:
    assert interval(1, 2) == "1 to 2"
    assert interval(1, math.nan) == "not known"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (30, "less than an hour"),
        (HOUR, "an hour"),
        (5 * HOUR, "5 hours"),
        (DAY, "1 day"),
        (13 * DAY, "13 days"),
        (2 * WEEK, "2 weeks"),
        (3 * MONTH, "3 months"),
        (2 * YEAR, "2 years"),
    ],
)
def test_lengths_of_time_are_said_in_the_unit_people_use(minutes: int, words: str) -> None:
    assert duration(minutes) == words


def test_lists_are_joined_as_one_says_them() -> None:
    assert [listed(w) for w in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "nothing",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_one_is_singular() -> None:
    assert [counted(1, "day"), counted(2, "day"), counted(0, "time")] == [
        "1 day",
        "2 days",
        "0 times",
    ]
    assert counted(2, "child", "children") == "2 children"
