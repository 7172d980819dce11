"""What lengths of time written in other words are answered with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, strategies as st

from sim.loose import length_meant, read_length
from sim.loose.spelling import in_words
from sim.units import Length, NotUnderstood, parse_length

UNITS = st.sampled_from(["minute", "hour", "day"])  # of which a million is no 10,000 years


def offered(text: str) -> list[str]:
    return [reading.text for reading in length_meant(text).readings]


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
        ("14,4 months", "14.4 months"),
        ("2,5 wks", "2.5 weeks"),
        ("1 200 days", "1200 days"),
        ("1,200,000 minutes", "1200000 minutes"),
        ("1.200,5 days", "1200.5 days"),
        ("six months", "6 months"),
        ("twenty-five days", "25 days"),
        ("a week", "1 week"),
        ("an hour", "1 hour"),
        ("half a year", "0.5 years"),
        ("two and a half weeks", "2.5 weeks"),
        ("1½ weeks", "1.5 weeks"),
        ("1/2 year", "0.5 years"),
        ("three quarters of a year", "0.75 years"),
        ("3 wks", "3 weeks"),
        ("2 hrs", "2 hours"),
        ("10min", "10 minutes"),
        ("2 yrs", "2 years"),
        ("3 Days", "3 days"),
        ("2 wekes", "2 weeks"),
        ("6 dyas", "6 days"),
        ("30 seconds", "0.5 minutes"),
        ("a fortnight", "2 weeks"),
        ("3 fortnights", "6 weeks"),
        ("2 quarters", "6 months"),
        ("1 week 2 days", "9 days"),
        ("2 months and 3 days", "63.875 days"),
        ("1h30", "90 minutes"),
        ("10 calendar days", "10 days"),
        ("~6 weeks", "6 weeks"),
        ("about 6 weeks", "6 weeks"),
        ("weekly", "1 week"),
        ("fortnightly", "2 weeks"),
        ("monthly", "1 month"),
        ("quarterly", "3 months"),
        ("every 2 weeks", "2 weeks"),
        ("every other week", "2 weeks"),
        ("once a month", "1 month"),
        ("twice a week", "0.5 weeks"),
        ("0", "0 days"),
        ("immediately", "0 days"),
    ],
)
def test_a_length_in_other_words_has_one_meaning(text: str, meant: str) -> None:
    (reading,) = length_meant(text).readings

    assert reading == (meant, "")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1,200 days", ["1200 days", "1.2 days"]),
        ("6 m", ["6 minutes", "6 months"]),
        ("biweekly", ["2 weeks", "0.5 weeks"]),
        ("bimonthly", ["2 months", "0.5 months"]),
        ("10 working days", ["2 weeks"]),
        ("2 per week", ["0.5 weeks"]),
        ("2/wk", ["0.5 weeks"]),
    ],
)
def test_a_length_that_depends_is_offered_with_its_conditions(text: str, meant: list[str]) -> None:
    readings = length_meant(text).readings

    assert [reading.text for reading in readings] == meant
    assert all(reading.condition for reading in readings)


@pytest.mark.parametrize(
    "text",
    [
        *("01/04/2027", "2027-04-01", "1 April 2027", "April 2027", "3 May", "1.4.2027"),
        *("≥ 3 weeks", ">3 weeks", "at least 3 weeks", "up to 6 weeks", "3+ weeks"),
        *(
            "6-8 weeks",
            "6 to 8 weeks",
            "6 weeks to 8 weeks",
            "between 6 and 8 weeks",
            "6\u20138 weeks",
        ),
        *("80", "1,200", "2,5", "six"),
        *("18 beds", "11 WTE", "£120", "£1,200", "5%", "1 in 4", "2 weekends", "x", "", "weeks"),
        *("2 days a week", "18 hours per week", "1 x", "3 moons", "a", "and", "/", "-"),
    ],
)
def test_what_has_no_one_length_is_offered_none(text: str) -> None:
    assert offered(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("80", 'such as "80 days" or "80 weeks"'),
        ("1,200", '"1200 weeks" for one thousand two hundred or "1.2 weeks" for one point two'),
        ("01/04/2027", "Time is counted from the first minute of the run"),
        ("6-8 weeks", "`{value: 7 weeks, low: 6 weeks, high: 8 weeks}`"),
        ("10 working days", "if five days of a week are worked"),
        ("18 beds", "under `capacity`"),
        ("11 WTE", "under `workers`"),
        ("£120", "under `costs`"),
        ("about 6 weeks", "as `low` and `high`"),
    ],
)
def test_the_way_out_is_said(text: str, words: str) -> None:
    assert words in length_meant(text).sentence()


def test_a_setting_has_no_bounds() -> None:
    assert "low" not in length_meant("6-8 weeks", bounds=False).sentence()
    assert "low" not in length_meant("~6 weeks", bounds=False).sentence()


@given(st.integers(1, 999), st.integers(0, 999), UNITS)
def test_three_digits_behind_a_comma_are_offered_both_ways(
    first: int, last: int, unit: str
) -> None:
    thousands, decimals = length_meant(f"{first},{last:03} {unit}s").readings

    assert parse_length(thousands.text).amount == first * 1_000 + last
    assert parse_length(decimals.text).amount == pytest.approx(first + last / 1_000)
    assert thousands.condition == f"it is {in_words(first * 1_000 + last)}"  # type: ignore[arg-type]


@given(st.integers(0, 99_999), st.sampled_from(["", "5", "25", "1234"]), UNITS)
def test_a_decimal_comma_means_a_point(whole: int, decimals: str, unit: str) -> None:
    text = f"{whole},{decimals}" if decimals else str(whole)
    meant = length_meant(f"{text} {unit.upper()}S").readings

    assert [parse_length(each.text) for each in meant] == [
        Length(float(text.replace(",", ".")), unit)
    ]


@given(st.integers(1, 999_999), UNITS)
def test_a_number_in_words_is_the_number(number: int, unit: str) -> None:
    (meant,) = length_meant(f"{in_words(number)} {unit}s").readings  # type: ignore[arg-type]

    assert parse_length(meant.text) == Length(number, unit)


@given(st.text(max_size=40))
def test_whatever_is_offered_is_a_length(text: str) -> None:
    for reading in length_meant(text).readings:
        with suppress_too_much("longer than"):
            parse_length(reading.text)


def test_a_length_with_a_point_that_may_be_thousands_is_refused() -> None:
    with pytest.raises(NotUnderstood, match="in two ways") as caught:
        read_length("1.200 days")

    assert '"1.2 days" if it is one point two' in caught.value.remedy
    assert '"1200 days" if it is one thousand two hundred' in caught.value.remedy
    for sound in ("1.2 days", "1.25 days", "0.500 days", "1.234 days", "1200.500 days"):
        assert read_length(sound) == parse_length(sound)
