"""What is typed is read as what it means, and what may mean two things is not taken."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from sim.app.screens.entries import FROM_0_TO_100, Read, day, in_words, per_cent, share

THOUSANDTHS = st.integers(0, 100_000)


@given(THOUSANDTHS)
def test_a_share_comes_back_from_its_words_as_it_was(thousandths: int) -> None:
    text = f"{thousandths / 100_000:.5f}"

    again = share(per_cent(text))

    assert Fraction(again.text) == Fraction(text)
    assert (again.meant, again.wrong) == ("", "")


@given(THOUSANDTHS)
def test_what_has_no_sign_is_told_or_not_taken(thousandths: int) -> None:
    text = f"{thousandths / 1000:g}"

    made = share(text)

    assert made.meant or made.wrong or Fraction(text) == 0
    if made.meant:
        assert made.meant == per_cent(made.text)


@pytest.mark.parametrize("text", ["1", "1.0", "1,0"])
def test_one_alone_may_be_one_per_cent_or_all(text: str) -> None:
    assert "1 % or 100 %" in share(text).wrong


@pytest.mark.parametrize("text", ["140 %", "-2", "101", "many", "nan", "1e3", "%", "5 %%"])
def test_what_is_no_share_is_not_taken(text: str) -> None:
    assert share(text).wrong.endswith(FROM_0_TO_100)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
def test_a_day_in_words_is_read_as_that_day(date: datetime.date) -> None:
    words = in_words(date.isoformat())

    assert day(words) == Read(date.isoformat(), words)


@pytest.mark.parametrize("text", ["soon", "32/01/2025", "2025", "", "1 year"])
def test_what_is_no_day_stays_as_it_was_typed(text: str) -> None:
    assert day(text) == Read(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1st October", "“1st October” has no year."),
        ("1 October", "“1 October” has no year."),
        ("Oct", "“Oct” has no year."),
        ("1/10/26", "“1/10/26” has no year in four digits."),
        ("1 Oct 26", "“1 Oct 26” has no year in four digits."),
        ("46296", "“46296” is how Excel counts a day. If 1 October 2026 is meant, enter it so."),
    ],
)
def test_a_day_that_lacks_something_is_not_taken_and_told_in_words(text: str, why: str) -> None:
    assert day(text).wrong.startswith(why)


@pytest.mark.parametrize("text", ["1,234 %", "12,345"])
def test_what_may_be_thousands_is_no_share(text: str) -> None:
    assert share(text).wrong.startswith(f"“{text}” is no share.")
