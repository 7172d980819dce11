"""Lengths of time and rates, as people write them."""

import pytest
from hypothesis import given, strategies as st

from sim.units import (
    FOREVER,
    LONGEST,
    MINUTES_PER,
    Frequency,
    Growth,
    Length,
    NotUnderstood,
    parse_frequency,
    parse_growth,
    parse_length,
)

UNITS = st.sampled_from(sorted(MINUTES_PER))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90 minutes", 90),
        ("1 hour", 60),
        ("72 hours", 4_320),
        ("6 weeks", 60_480),
        ("1 month", 43_830),
        ("1 months", 43_830),
        ("0.5 years", 262_980),
        ("0 days", 0),
        ("1e1 days", 14_400),
        (".5 minutes", 0),  # a half goes to the even neighbour
        ("1.5 minutes", 2),
        ("2.5 minutes", 2),
    ],
)
def test_a_length_is_read_in_whole_minutes(text: str, minutes: int) -> None:
    assert parse_length(text).minutes == minutes


def test_a_length_keeps_the_unit_it_was_written_in() -> None:
    length = parse_length("6 weeks")

    assert (length.amount, length.unit) == (6, "week")
    assert str(length) == "6 weeks"
    assert str(parse_length("1.0 weeks")) == "1 week"


@pytest.mark.parametrize("text", ["", "weeks", "a week", "-1 days", "1,5 days", "1e6 years", "1 x"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_length(text)


def test_the_longest_length_is_far_from_forever() -> None:
    assert LONGEST * 1_000 < FOREVER


@pytest.mark.parametrize(
    ("text", "per_year"), [("0.3 per year", 0.3), ("2 per month", 24), ("0 per day", 0)]
)
def test_a_rate_is_read_per_minute(text: str, per_year: float) -> None:
    assert float(parse_frequency(text)) * MINUTES_PER["year"] == pytest.approx(per_year)


@pytest.mark.parametrize("text", ["-1 per year", "1 per years", "200 per minute", "per year"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_frequency(text)


@given(st.floats(0, 1_000, allow_nan=False), UNITS)
def test_a_length_is_read_back_as_it_was_printed(amount: float, unit: str) -> None:
    length = Length(amount, unit)

    assert parse_length(str(length)) == length


@given(st.floats(0, 100, allow_nan=False), UNITS)
def test_a_rate_is_read_back_as_it_was_printed(amount: float, unit: str) -> None:
    rate = Frequency(amount, unit)

    assert parse_frequency(str(rate)) == rate


@given(st.floats(0, 1e6), UNITS, st.floats(0, 1e6), UNITS)
def test_lengths_are_ordered_by_time_not_by_number(a: float, u: str, b: float, v: str) -> None:
    first, second = Length(a, u), Length(b, v)

    assert (first < second) == (float(first) < float(second))


@given(st.floats(-99.9, 10_000))
def test_a_growth_is_read_back_as_it_was_printed(amount: float) -> None:
    growth = Growth(amount, "year")
    assert parse_growth(str(growth)) == growth
    assert float(growth) == amount / 100


@pytest.mark.parametrize(
    "text", ["", "4", "4 %", "4 per year", "-100 % per year", "10001 % per year", "4 % per month"]
)
def test_what_is_no_growth_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_growth(text)
