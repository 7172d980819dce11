"""One rule makes the verdict on a difference, and it claims no more than chance allows."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, strategies as st

from sim.measures.words.form import Direction
from sim.studies.study import Verdict
from sim.studies.verdicts import (
    DECIDED,
    FEW,
    WITHIN_CHANCE,
    in_words,
    repeats_to_tell,
    verdict_of,
)

AMOUNTS = st.floats(-1e6, 1e6, allow_nan=False)
SIZES = st.floats(0, 1e6, allow_nan=False)
DIRECTIONS: st.SearchStrategy[Direction] = st.sampled_from(("lower", "higher", None))


def ruled(middle: float, half: float, matters: float, direction: Direction = "lower") -> Verdict:
    low, high = middle - half, middle + half
    is_clear = low > 0 or high < 0
    return verdict_of(middle, low, high, matters, direction, is_clear=is_clear)


@given(AMOUNTS, SIZES, SIZES, DIRECTIONS)
def test_a_difference_within_chance_never_has_a_direction(
    middle: float, half: float, matters: float, direction: Direction
) -> None:
    verdict = ruled(middle, half, matters, direction)

    if middle - half <= 0 <= middle + half:
        assert verdict in (Verdict.CANNOT_TELL, Verdict.TOO_SMALL)


@given(AMOUNTS, SIZES, SIZES, DIRECTIONS)
def test_what_is_surely_smaller_than_what_matters_is_too_small(
    middle: float, half: float, matters: float, direction: Direction
) -> None:
    inside = -matters <= middle - half and middle + half <= matters

    assert (ruled(middle, half, matters, direction) is Verdict.TOO_SMALL) == inside


@given(AMOUNTS, SIZES, SIZES)
def test_the_other_direction_turns_better_and_worse_and_nothing_else(
    middle: float, half: float, matters: float
) -> None:
    turned = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}
    lower, higher = (ruled(middle, half, matters, each) for each in ("lower", "higher"))

    assert higher is turned.get(lower, lower)


@given(st.sampled_from(Verdict), st.integers(0, 2 * FEW))
def test_a_first_look_claims_nothing_as_certain(verdict: Verdict, repeats: int) -> None:
    words = in_words(verdict, repeats)

    assert ("first look" in words) == (verdict in DECIDED and repeats < FEW)
    assert (words == WITHIN_CHANCE) == (verdict is Verdict.CANNOT_TELL)


@given(st.floats(0.01, 1e3), st.floats(0.01, 1e3), st.integers(2, 100))
def test_with_the_repeats_named_an_interval_would_be_narrow_enough(
    distance: float, half: float, repeats: int
) -> None:
    many = repeats_to_tell(distance, -half, half, repeats)

    if many is not None:
        assert many >= repeats
        assert half * math.sqrt(repeats / many) <= distance * (1 + 1e-9)


@pytest.mark.parametrize(
    ("distance", "half"), [(0.0, 5.0), (1.0, math.nan), (5.0, 1.0), (0.001, 5.0)]
)
def test_no_number_of_repeats_is_named_where_none_can_be(distance: float, half: float) -> None:
    assert repeats_to_tell(distance, -half, half, 10) is None
