"""The cost-effectiveness plane: quadrants, ratios that mean something, and Fieller's interval."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.laws import Floats
from sim.studies.statistics.plane import Plane, Way, fieller, plane

NOISE = np.array([-3.0, -2.0, -1.0, 0.0, 0.0, 1.0, 2.0, 3.0])


def around(cost: float, gain: float, spread: float = 1.0) -> Plane:
    """Eight pairs around a mean, in which cost and gain vary apart from each other."""
    return plane(cost + spread * NOISE, gain + spread * NOISE[[3, 0, 6, 1, 7, 2, 5, 4]])


def test_more_paid_for_more_has_a_ratio_with_an_interval() -> None:
    found = around(100, 50)
    assert (found.dearer, found.better) == (Way.MORE, Way.MORE)
    assert found.ratio == pytest.approx(2)
    assert 0 < found.low < 2 < found.high


def test_less_paid_for_less_has_the_same_ratio() -> None:
    more, less = around(100, 50), plane(-100 - NOISE, -50 - NOISE[[3, 0, 6, 1, 7, 2, 5, 4]])
    assert (less.dearer, less.better) == (Way.LESS, Way.LESS)
    assert (less.ratio, less.low, less.high) == pytest.approx((more.ratio, more.low, more.high))


@pytest.mark.parametrize(
    ("cost", "gain", "dearer", "better"),
    [
        (-100, 50, Way.LESS, Way.MORE),
        (100, -50, Way.MORE, Way.LESS),
        (100, 0.1, Way.MORE, Way.UNCLEAR),
        (0.1, 50, Way.UNCLEAR, Way.MORE),
        (0.1, 0.1, Way.UNCLEAR, Way.UNCLEAR),
    ],
)
def test_where_signs_differ_or_a_difference_may_be_nothing_there_is_no_ratio(
    cost: float, gain: float, dearer: Way, better: Way
) -> None:
    found = around(cost, gain)
    assert (found.dearer, found.better) == (dearer, better)
    assert all(map(math.isnan, (found.ratio, found.low, found.high)))


def test_the_same_cost_in_every_pair_is_no_difference_and_lies_on_a_line() -> None:
    found = plane(np.zeros(8), 50 + NOISE)
    assert (found.dearer, found.better) == (Way.SAME, Way.MORE)
    assert found.quadrants.on_a_line == 1
    assert math.isnan(found.ratio)


def test_shares_of_the_quadrants_count_the_pairs() -> None:
    costs = np.array([1.0, 1, -1, -1, 0, 1])
    gains = np.array([1.0, -1, 1, -1, 1, 1])
    assert plane(costs, gains).quadrants == pytest.approx((2 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6))


def test_a_pair_without_a_value_is_left_out_of_both() -> None:
    costs, gains = 100 + NOISE, 50 + NOISE[::-1]
    holes = np.array([math.nan, 1.0])
    found = plane(np.append(costs, holes), np.append(gains, holes[::-1]))
    assert found.ratio == plane(costs, gains).ratio
    assert (found.cost.used, found.cost.left_out, found.gain.left_out) == (8, 2, 2)


def test_one_pair_or_none_says_nothing() -> None:
    for values in (np.zeros(0), np.array([5.0])):
        found = plane(values, values)
        assert (found.dearer, found.better) == (Way.UNCLEAR, Way.UNCLEAR)
        assert math.isnan(found.ratio)


def test_arrays_that_are_not_pairs_are_refused() -> None:
    with pytest.raises(ValueError, match="each pair"):
        plane(np.zeros(3), np.zeros(4))


def test_an_interval_around_nothing_to_divide_by_is_none() -> None:
    assert all(map(math.isnan, fieller(NOISE + 10, NOISE)))


@pytest.mark.parametrize("together", [-0.8, 0.0, 0.8])
def test_fiellers_interval_holds_the_true_ratio_as_often_as_it_says(together: float) -> None:
    by_chance = np.random.default_rng(20)
    sides = np.array([[1.0, together], [together, 1.0]]) * 4
    draws = by_chance.multivariate_normal([6.0, 4.0], sides, (2_000, 10))
    ends = np.array([fieller(each[:, 0], each[:, 1]) for each in draws])
    known = np.isfinite(ends).all(axis=1)
    assert known.mean() > 0.99
    held = (ends[known, 0] <= 1.5) & (ends[known, 1] >= 1.5)
    # Three standard errors of 2,000 tries are 1.5 points.
    assert held.mean() == pytest.approx(0.95, abs=0.015)


values = st.lists(
    st.tuples(st.integers(-1_000, 1_000), st.integers(-1_000, 1_000)), min_size=2, max_size=12
)


@given(values, st.sampled_from([0.01, 0.5, 7.0, 1_000.0]))
@settings(max_examples=200, deadline=None)
def test_a_ratio_scales_with_prices_and_lies_in_an_interval_of_one_sign(
    pairs: list[tuple[int, int]], price: float
) -> None:
    costs, gains = np.array(pairs, float).T
    once, scaled = plane(costs, gains), plane(costs * price, gains)
    numbers: Floats = np.array([once.ratio, once.low, once.high])
    assert [scaled.ratio, scaled.low, scaled.high] == pytest.approx(
        (numbers * price).tolist(), rel=1e-6, nan_ok=True
    )
    assert (scaled.dearer, scaled.better) == (once.dearer, once.better)
    assert sum(once.quadrants) == pytest.approx(1)
    if math.isfinite(once.ratio):
        assert 0 < once.low <= once.ratio * (1 + 1e-9)
        assert once.ratio <= once.high * (1 + 1e-9)
