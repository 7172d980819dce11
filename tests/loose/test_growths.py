"""Yearly growth in the forms that people write is understood, and doubts are told."""

import pytest

from sim.loose import growth_meant


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("4%", 'Did you mean "4 % per year"?'),
        ("4 percent a year", 'Did you mean "4 % per year"?'),
        ("-2.5 per cent per annum", 'Did you mean "-2.5 % per year"?'),
        ("0.04", 'Did you mean "4 % per year"?'),
        ("4", 'Did you mean "4 % per year"?'),
        ("5 per year", 'Did you mean "5 % per year"?'),
        (
            "1.04",
            'Write "4 % per year" if each year is so many times the one before or '
            '"1.04 % per year" if per cent are meant.',
        ),
        ("-100%", ""),
        ("a lot", ""),
        ("4 % per month", ""),
    ],
)
def test_what_may_be_meant_is_offered(text: str, words: str) -> None:
    assert growth_meant(text).sentence() == words
