"""What numbers written in other words are answered with."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from sim.loose import number_meant, two_readings
from sim.loose.numerals import leading
from sim.loose.spelling import in_words


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("0,9", "0.9"),
        ("1,200,000", "1200000"),
        ("1.200.000", "1200000"),
        ("1,00,000", "100000"),
        ("1'200", "1200"),
        ("1_000", "1000"),
        ("5%", "0.05"),
        ("12,5 %", "0.125"),
        ("90 per cent", "0.9"),
        ("1 in 4", "0.25"),
        ("9 out of 10", "0.9"),
        ("nine in ten", "0.9"),
        ("1/4", "0.25"),
        ("a third", "0.3333333333"),
        ("three quarters", "0.75"),
        ("half", "0.5"),
        ("£120", "120"),
        ("€ 99.50", "99.5"),
        ("120 GBP", "120"),
        ("-£3", "-3"),
        ("18 beds", "18"),
        ("11 WTE", "11"),
        ("30 people", "30"),
        ("six", "6"),
        ("10k", "10000"),
        ("1.5 million", "1500000"),
        ("two dozen", "24"),
        ("~6", "6"),
    ],
)
def test_a_number_in_other_words_has_one_meaning(text: str, meant: str) -> None:
    (reading,) = number_meant(text).readings

    assert reading == (meant, "")


@pytest.mark.parametrize("text", ["1,200", "£1,200", "1,200 people", "1.200"])
def test_a_number_that_can_be_two_is_offered_as_both(text: str) -> None:
    readings = {reading.text: reading.condition for reading in number_meant(text).readings}

    assert readings == {"1200": "it is one thousand two hundred", "1.2": "it is one point two"}


@pytest.mark.parametrize(
    "text",
    [
        *("≥ 3", "at least 3", "3+", "6-8", "6 to 8", "01/04/2027", "2027-04-01", "x", "", "none"),
        *("18 hours per week", "2 days", "1,2,3"),
    ],
)
def test_what_is_no_one_number_is_offered_none(text: str) -> None:
    assert number_meant(text).readings == ()


@given(st.integers(0, 999_999_999))
def test_a_number_said_aloud_is_read_back(number: int) -> None:
    assert leading(in_words(Fraction(number))) == ((Fraction(number),), "")


@given(st.text(max_size=60))
def test_whatever_is_offered_is_a_number(text: str) -> None:
    for reading in number_meant(text).readings:
        float(reading.text)


@pytest.mark.parametrize("text", ["1.200", "14.500", "120.000"])
def test_a_point_before_three_digits_of_which_the_last_is_0_may_be_meant_for_thousands(
    text: str,
) -> None:
    assert [float(reading.text) for reading in two_readings(text).readings] == [
        float(text),
        float(text) * 1_000,
    ]


@pytest.mark.parametrize("text", ["1.2", "1.234", "0.500", "1200.000", "1.2000", "1,200", "1.2e3"])
def test_no_other_number_is_doubted(text: str) -> None:
    assert two_readings(text).readings == ()
