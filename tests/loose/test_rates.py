"""What rates written in other words are answered with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, strategies as st

from sim.loose import rate_meant, read_frequency
from sim.units import Frequency, NotUnderstood, parse_frequency

UNITS = st.sampled_from(["week", "month", "year"])  # a million of which are no 100 a minute


@contextmanager
def suppress_too_much(words: str) -> Iterator[None]:
    """Let pass what is only too much, which is left out before anything is offered."""
    try:
        yield
    except NotUnderstood as error:
        if words not in str(error):
            raise


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("80/yr", "80 per year"),
        ("80 a year", "80 per year"),
        ("80 p.a.", "80 per year"),
        ("80 per annum", "80 per year"),
        ("80 people per year", "80 per year"),
        ("14,4 per month", "14.4 per month"),
        ("twelve per month", "12 per month"),
        ("monthly", "1 per month"),
        ("fortnightly", "0.5 per week"),
        ("once a month", "1 per month"),
        ("twice a week", "2 per week"),
        ("three times a week", "3 per week"),
        ("2 x week", "2 per week"),
        ("twice weekly", "2 per week"),
        ("every 2 weeks", "0.5 per week"),
        ("2 per 4 weeks", "0.5 per week"),
        ("8 per four weeks", "2 per week"),
        ("2 per quarter", "8 per year"),
        ("1 per years", "1 per year"),
        ("5% per year", "0.05 per year"),
        ("1 in 4 per year", "0.25 per year"),
        ("never", "0 per year"),
    ],
)
def test_a_rate_in_other_words_has_one_meaning(text: str, meant: str) -> None:
    (reading,) = rate_meant(text).readings

    assert reading == (meant, "")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1,200 per month", ["1200 per month", "1.2 per month"]),
        ("5 per 1000 per year", ["0.005 per year"]),
        ("5 per 1,000 people per year", ["0.005 per year"]),
        ("10 per working day", ["50 per week"]),
        ("12 days", ["0.08333333333 per day"]),
        ("biweekly", ["0.5 per week", "2 per week"]),
        ("2 per m", ["2 per minute", "2 per month"]),
    ],
)
def test_a_rate_that_depends_is_offered_with_its_conditions(text: str, meant: list[str]) -> None:
    readings = rate_meant(text).readings

    assert [reading.text for reading in readings] == meant
    assert all(reading.condition for reading in readings)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("80", 'such as "80 per year" or "80 per week"'),
        ("5%", '"0.05 per year" for 5% in a year'),
        ("1 in 4", '"0.25 per year"'),
        ("per week", '"1 per week"'),
        ("6-8 per year", "Its bounds go beside it"),
        ("≥ 3 per year", "Its bounds go beside it"),
        ("01/04/2027", "how often something happens"),
    ],
)
def test_what_has_no_one_rate_is_offered_none_and_a_way_out(text: str, words: str) -> None:
    answer = rate_meant(text)

    assert answer.readings == ()
    assert words in answer.note


@pytest.mark.parametrize("text", ["18 hours per week", "2 days a week", "£120", "", "x", "5 beds"])
def test_what_is_no_rate_at_all_is_offered_none(text: str) -> None:
    assert rate_meant(text).readings == ()


@given(st.integers(1, 999), st.integers(0, 999), UNITS)
def test_three_digits_behind_a_comma_are_offered_both_ways(
    first: int, last: int, unit: str
) -> None:
    thousands, decimals = rate_meant(f"{first},{last:03} per {unit}").readings

    assert parse_frequency(thousands.text) == Frequency(first * 1_000 + last, unit)
    assert parse_frequency(decimals.text).amount == pytest.approx(first + last / 1_000)
    assert parse_frequency(decimals.text).unit == unit


@given(st.text(max_size=40))
def test_whatever_is_offered_is_a_rate(text: str) -> None:
    for reading in rate_meant(text).readings:
        with suppress_too_much("100 a minute"):
            parse_frequency(reading.text)


def test_a_rate_with_a_point_that_may_be_thousands_is_refused() -> None:
    with pytest.raises(NotUnderstood, match="in two ways"):
        read_frequency("1.200 per month")
    assert read_frequency("1.25 per month") == Frequency(1.25, "month")
