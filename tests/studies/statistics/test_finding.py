"""The first value at which a target holds often enough: known answers, and honest intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from scipy import stats

from sim.laws import Flags, Floats, Ints
from sim.studies.statistics.finding import counted, find

SURE, VALUES = 0.8, 17


class Judged:
    """Futures that hold from a threshold of their own on, and what was asked of them."""

    def __init__(self, thresholds: Ints) -> None:
        self.thresholds = thresholds
        self.asked: list[int] = []

    def __call__(self, positions: Sequence[int]) -> list[Flags]:
        self.asked += positions
        return [self.holds(each) for each in positions]

    def holds(self, position: int) -> Flags:
        found: Flags = self.thresholds <= position
        return found


def test_the_answer_is_the_quantile_of_thresholds_and_no_value_is_tried_twice() -> None:
    random = np.random.default_rng(1)
    for _ in range(200):
        judged = Judged(random.integers(0, random.integers(2, 30), 50))
        found = find(judged, VALUES, SURE)

        wanted = int(np.quantile(judged.thresholds, SURE, method="inverted_cdf"))
        assert found.at == (wanted if wanted < VALUES else None)
        shares = [counted(each, judged.holds(each)) for each in range(VALUES)]
        assert found.low == next((each.position for each in shares if each.high >= SURE), None)
        assert found.high == next((each.position for each in shares if each.low >= SURE), None)
        assert len(judged.asked) == len(set(judged.asked)) == len(found.tried)
        assert not found.falls
        assert found.lost == 0


def test_few_values_are_tried_of_many() -> None:
    judged = Judged(np.random.default_rng(2).integers(0, 150, 200))
    assert find(judged, 200, SURE).at is not None
    assert len(judged.asked) <= 22


def test_what_never_holds_often_enough_has_no_answer_but_says_the_most() -> None:
    found = find(Judged(np.array([3] * 6 + [99] * 14)), VALUES, SURE)
    assert (found.at, found.low, found.high) == (None, None, None)
    assert (found.best.holds, found.best.futures) == (6, 20)
    # Fewer than are asked for, but not so few that luck could not explain it.
    near = find(Judged(np.array([3] * 15 + [99] * 5)), VALUES, SURE)
    assert near.at is None
    assert near.low == 3


def test_what_holds_at_the_first_value_is_said_to_hold_at_once() -> None:
    found = find(Judged(np.zeros(20, np.int64)), VALUES, SURE)
    assert found.at_once
    assert (found.low, found.high) == (0, 0)


def test_where_more_makes_it_worse_all_values_are_tried_and_the_fall_is_named() -> None:
    def hump(positions: Sequence[int]) -> list[Flags]:
        return [np.arange(40) < (36 if 5 <= each <= 9 else 4) for each in positions]

    found = find(hump, VALUES, SURE)
    assert len(found.tried) == VALUES
    assert found.at == 5
    assert [(each.earlier, each.later) for each in found.falls] == [(9, 10)]
    assert found.lost == 32


def test_luck_that_comes_and_goes_is_seldom_called_a_fall() -> None:
    # Each future holds by its own luck at each value: 1 study in 100 may call that a fall.
    random = np.random.default_rng(3)
    studies, alarms = 400, 0
    for _ in range(studies):
        luck = random.random((VALUES, 60))

        def judge(positions: Sequence[int], luck: Floats = luck) -> list[Flags]:
            return [luck[each] < 0.5 for each in positions]

        found = find(judge, VALUES, SURE)
        alarms += bool(found.falls)
    # Where an alarm is raised all values are tried, so that more pairs are looked at.
    assert stats.binom.sf(alarms - 1, studies, 0.02) > 0.001, alarms


@pytest.mark.parametrize("futures", [20, 200])
def test_the_interval_of_the_answer_holds_the_truth_as_often_as_it_says(futures: int) -> None:
    random = np.random.default_rng(4)
    chances = np.arange(1, VALUES + 1) / VALUES  # the truth: thresholds spread evenly
    truth = int(np.argmax(chances >= SURE))
    studies, missed = 1_000, 0
    for _ in range(studies):
        found = find(Judged(random.integers(0, VALUES, futures)), VALUES, SURE)
        low = VALUES if found.low is None else found.low
        high = VALUES if found.high is None else found.high
        missed += not low <= truth <= high
    # The rule: refuse 95 % coverage only where it is refuted at 0.1 %.
    assert stats.binom.sf(missed - 1, studies, 0.05) > 0.001, missed


def test_the_interval_of_a_share_is_the_exact_one_of_scipy() -> None:
    for holds in (0, 7, 20):
        ours = counted(0, np.arange(20) < holds)
        theirs = stats.binomtest(holds, 20).proportion_ci(0.95, method="exact")
        assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high))


@pytest.mark.parametrize(("values", "sure"), [(1, 0.8), (5, 0.0), (5, 1.0)])
def test_nothing_to_choose_from_and_no_probability_are_refused(values: int, sure: float) -> None:
    with pytest.raises(ValueError, match=f"{values} values"):
        find(Judged(np.array([1])), values, sure)
