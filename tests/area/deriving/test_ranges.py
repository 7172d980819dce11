"""Ranges hold the truth nine times in ten, and are as wide as hidden counts allow."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.area.deriving.counting import Count, count, total
from sim.area.deriving.ranges import Unsure, of_count, of_mean_time, of_share
from tests.area.making import figure

DRAWS = 2_000


def counted(number: float) -> Count:
    return count(figure(number))


@pytest.mark.parametrize(("share", "people"), [(0.8, 500), (0.05, 200), (0.3, 30)])
def test_ranges_of_shares_hold_the_truth_nine_times_in_ten(share: float, people: int) -> None:
    drawn = np.random.default_rng(1).binomial(people, share, DRAWS)
    ranges = [of_share(counted(each), counted(people - each)) for each in drawn.tolist()]
    held = np.mean([each.low <= share <= each.high for each in ranges])
    assert 0.87 < held < 0.94


@pytest.mark.parametrize("expected", [3, 20, 300])
def test_ranges_of_counts_and_mean_times_hold_the_truth_nine_times_in_ten(expected: int) -> None:
    drawn = np.random.default_rng(2).poisson(expected, DRAWS)
    held = [
        found.low <= expected <= found.high
        for found in (of_count(counted(each), "people") for each in drawn.tolist())
    ]
    assert 0.87 < np.mean(held) < 0.95
    days = [
        of_mean_time(expected * 50, counted(each), "endings") for each in drawn.tolist() if each
    ]
    assert 0.87 < np.mean([each.low <= 50 <= each.high for each in days]) < 0.96


def test_a_range_is_that_of_the_laws_that_are_named() -> None:
    assert of_share(counted(412), counted(88))[:2] == pytest.approx(
        stats.beta(412.5, 88.5).ppf([0.05, 0.95])
    )
    assert of_count(counted(12), "people")[:2] == pytest.approx(stats.gamma(12.5).ppf([0.05, 0.95]))
    assert of_mean_time(1_200, counted(12), "endings")[:2] == pytest.approx(
        1_200 / stats.gamma(12.5).ppf([0.95, 0.05])
    )


def test_0_and_1_belong_to_the_range_of_a_share_that_was_counted_as_such() -> None:
    assert of_share(counted(0), counted(9)).low == 0
    assert of_share(counted(9), counted(0)).high == 1


def test_a_hidden_count_may_be_0_to_4() -> None:
    hidden = count(figure(2, hidden=True))
    found = of_share(hidden, counted(100))
    assert found.low == 0
    assert found.high == pytest.approx(stats.beta(4.5, 100.5).ppf(0.95))
    assert found.method == "Beta(½, ½) after 0 to 4 and 100"
    assert of_mean_time(100, hidden, "endings").high == math.inf


def test_counts_that_are_taken_off_make_the_others_less_sure() -> None:
    left = counted(50) - total([figure(2, hidden=True), figure(3)])
    assert (left.value, left.least, left.most) == (45, 43, 47)
    assert (counted(1) - counted(5)).not_below_0().value == 0


def test_a_time_that_is_unsure_itself_widens_its_range_on_both_sides() -> None:
    sure = of_mean_time(1_000, counted(100), "endings")
    wider = of_mean_time(1_000, counted(100), "endings", Unsure(0.04, "few days"))
    assert wider.low < sure.low < 10 < sure.high < wider.high
    alone = of_mean_time(1_000, counted(10**8), "endings", Unsure(0.04, "few days"))
    assert math.log(alone.high / (1_000 / 10**8)) == pytest.approx(1.6449 * 0.2, rel=1e-3)
