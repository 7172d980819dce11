"""How long work takes is said in words that are near what is known."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from sim.cli.status import time_in_words

SECONDS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (0.6, "1 second"),
        (12, "12 seconds"),
        (54, "55 seconds"),
        (89, "90 seconds"),
        (90, "about 1.5 minutes"),
        (150, "about 2.5 minutes"),
        (239, "about 4 minutes"),
        (30 * 60, "about 30 minutes"),
        (89 * 60, "about 89 minutes"),
        (5 * 3_600, "about 5 hours"),
        (36 * 3_600, "about 1.5 days"),
        (400 * 86_400, "about 400 days"),
    ],
)
def test_a_length_of_time_is_said_as_people_say_it(seconds: float, words: str) -> None:
    assert time_in_words(seconds) == words


@given(st.floats(4, 1e7))
def test_no_length_is_rounded_by_more_than_a_sixth(seconds: float) -> None:
    *_, amount, unit = time_in_words(seconds).split()
    said = float(amount.replace(",", "")) * SECONDS[unit.removesuffix("s")]
    assert said == pytest.approx(seconds, rel=1 / 6)
