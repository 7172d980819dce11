"""What is told of worlds is true as often as it says; what is judged, and how, is set beforehand.

The least coverage promised of each figure is below. A count passes if it is not below the 0.0001
quantile of a binomial with that promise; counts of what must not happen go the other way.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from tests.studies.statistics.synthetic import ALARM, fewest
from tests.studies.statistics.worlds.coverage import (
    RELIABILITIES,
    held,
    matters,
    told,
    worths_held,
)
from tests.studies.statistics.worlds.made_up import FUNCTIONS, SAME, SCATTERED, MadeUp

BETTER, WORTH = 0.86, 0.80  # of 0.90: all functions together
RARELY = 0.06  # of studies may say that something matters, or find a rule, where nothing does
OFF = 0.1  # the most by which the mean of what rules say may be above what is true of them


def most(studies: int, promised: float) -> int:
    """The most of so many studies in which something may happen."""
    return int(binom.ppf(1 - ALARM, studies, promised))


def covered(studies: int) -> None:
    found = [
        held(made, share, seed)
        for made in FUNCTIONS.values()
        for share in RELIABILITIES
        for seed in range(1, studies + 1)
    ]
    assert sum(each.better for each in found) >= fewest(len(found), BETTER)
    assert sum(each.worth_of_knowing for each in found) >= fewest(len(found), WORTH)


def test_intervals_hold_the_truth_quick() -> None:
    covered(2)


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    covered(50)


@pytest.mark.slow
def test_what_one_number_is_worth_at_most_holds() -> None:
    found = [
        at_most
        for made in FUNCTIONS.values()
        for share in RELIABILITIES
        for seed in range(1, 31)
        for _, at_most in worths_held(made, share, seed)
    ]
    assert sum(found) >= fewest(len(found), WORTH)


@pytest.mark.parametrize("made", [SCATTERED, SAME], ids=["scattered", "same"])
def test_where_nothing_depends_on_anything_nothing_is_said_to_matter(made: MadeUp) -> None:
    assert sum(matters(made, seed) for seed in range(1, 11)) <= most(10, RARELY)


@pytest.mark.slow
@pytest.mark.parametrize("made", [SCATTERED, SAME], ids=["scattered", "same"])
def test_nothing_is_said_to_matter_in_many_studies(made: MadeUp) -> None:
    assert sum(matters(made, seed) for seed in range(1, 201)) <= most(200, RARELY)


def test_no_rule_is_found_in_what_no_input_shows_quick() -> None:
    assert sum(told(SCATTERED, 0.5, seed) is not None for seed in range(1, 21)) <= most(20, RARELY)


@pytest.mark.slow
def test_no_rule_is_found_in_what_no_input_shows() -> None:
    found = [told(SCATTERED, share, seed) for share in RELIABILITIES for seed in range(1, 201)]
    assert sum(each is not None for each in found) <= most(400, RARELY)


def says_what_is_true(name: str, studies: int) -> None:
    tried = [told(FUNCTIONS[name], 0.8, seed) for seed in range(1, studies + 1)]
    found = np.array([each for each in tried if each is not None])
    assert len(found) >= studies / 2
    assert (found[:, 0] - found[:, 1]).mean() <= OFF
    assert (found[:, 1] > found[:, 3] + 0.1).mean() >= 0.9


@pytest.mark.parametrize("name", ["additive", "threshold"])
def test_a_rule_holds_in_fresh_worlds_quick(name: str) -> None:
    says_what_is_true(name, 4)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["additive", "threshold", "curved, skewed noise"])
def test_a_rule_holds_in_fresh_worlds_as_often_as_it_says(name: str) -> None:
    says_what_is_true(name, 60)
