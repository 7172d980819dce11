"""Dates in the forms that people write are understood, and doubts are told."""

import pytest

from sim.loose import date_meant


@pytest.mark.parametrize(
    "text",
    [
        "1 April 2027",
        "1st April, 2027",
        "April 1, 2027",
        "1 Apr 2027",
        "2027/04/01",
        "2027-4-1",
        "2027.04.01",
    ],
)
def test_a_date_with_one_meaning_is_read_so(text: str) -> None:
    assert date_meant(text).sentence("") == "Did you mean 2027-04-01?"


def test_a_date_with_two_meanings_is_offered_both_ways() -> None:
    assert date_meant("01/04/2027").sentence("") == (
        "Write 2027-04-01 if 1 April 2027 is meant or 2027-01-04 if 4 January 2027 is meant."
    )


def test_a_day_beyond_12_settles_which_is_the_month() -> None:
    assert date_meant("13/04/2027").sentence("") == "Did you mean 2027-04-13?"
    assert date_meant("04/13/2027").sentence("") == "Did you mean 2027-04-13?"


@pytest.mark.parametrize("text", ["", "2027", "6 weeks", "31/02/2027", "01/04/27", "soon", "0/0/0"])
def test_what_is_no_whole_date_is_not_guessed(text: str) -> None:
    assert date_meant(text).readings == ()
