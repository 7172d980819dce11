"""How far groups lie apart is asked of their means, and its interval holds the truth."""

import math

import numpy as np
import pytest

from sim.studies.apart import asked_apart, difference, jackknifed, ratio
from sim.studies.comparison import Rules, compare
from sim.studies.intervals import interval
from sim.studies.study import EVERYONE, MeasureTable, Series

NAME = "equity.crises.difference"


def table(one: np.ndarray, other: np.ndarray) -> MeasureTable:
    """Two arms whose two groups have these values, shape (groups, runs)."""
    series = (
        Series(EVERYONE, NAME, "days"),
        Series("old", "crises", "days"),
        Series("new", "crises", "days"),
    )
    values = [np.vstack([np.ptp(each, axis=0), each]).T for each in (one, other)]
    return MeasureTable(("one", "other"), series, np.array(values))


def test_groups_that_fare_alike_do_not_lie_apart_however_far_they_stray_in_each_run() -> None:
    values = np.array([[1.0, 3.0, 1.0, 3.0], [3.0, 1.0, 3.0, 1.0]])
    found = table(values, values)
    assert found.of("one", NAME).tolist() == [2, 2, 2, 2]  # the log's own
    assert found.mean("one", NAME) == 0
    assert found.mean("one", "crises", "old") == 2


def test_where_one_group_is_always_first_it_is_the_paired_difference() -> None:
    rng = np.random.default_rng(3)
    groups = rng.normal(size=(2, 12)) + np.array([[9.0], [2.0]])
    values = jackknifed(groups, difference)
    assert values == pytest.approx(groups[0] - groups[1])


def test_the_difference_of_arms_is_that_of_what_is_shown_for_each() -> None:
    rng = np.random.default_rng(4)
    one = rng.normal(size=(2, 10)) + np.array([[3.0], [1.0]])
    other = rng.normal(size=(2, 10))
    found = table(one, other)
    row = compare(found, "other", Rules(direction=lambda _: "lower"))[0]
    apart = [abs(float(np.diff(each.mean(axis=1))[0])) for each in (one, other)]
    assert (row.mean_a, row.mean_b) == pytest.approx(apart)
    assert row.difference == pytest.approx(apart[0] - apart[1])
    assert row.low < row.difference < row.high


@pytest.mark.parametrize("of", [difference, ratio])
def test_the_mean_of_the_jackknifes_values_is_the_figure_itself(of: object) -> None:
    assert callable(of)
    values = np.random.default_rng(5).lognormal(size=(3, 9))
    values[1, 4] = math.nan
    assert np.nanmean(jackknifed(values, of)) == pytest.approx(of(np.nanmean(values, axis=1)))


def test_undefined_groups_are_left_out_and_one_group_is_nowhere() -> None:
    values = np.array([[1.0, 2.0], [math.nan, math.nan]])
    assert np.isnan(jackknifed(values, difference)).all()
    assert math.isnan(ratio(np.array([0.0, 3.0])))
    assert jackknifed(np.array([[1.0], [4.0]]), difference).tolist() == [3.0]


def test_only_measures_of_equity_are_asked_of_means() -> None:
    asked = asked_apart("equity.upc.person.ratio")
    assert asked is not None
    assert (asked.outcome, asked.of) == ("upc.person", ratio)
    assert asked_apart("crises") is None


@pytest.mark.parametrize(("apart", "least"), [(1.0, 0.93), (3.0, 0.93)])
def test_intervals_of_how_far_groups_lie_apart_hold_the_truth(apart: float, least: float) -> None:
    rng = np.random.default_rng(6)
    held = 0
    for _ in range(1_000):
        values = rng.normal(size=(2, 10)) + np.array([[apart], [0.0]])
        found = interval(jackknifed(values, difference))
        held += found.low <= apart <= found.high
    assert held / 1_000 >= least
