"""Shares of events of which people have several, and small samples of places and workers."""

from __future__ import annotations

import numpy as np
import pytest

from sim.area.deriving.counting import Count
from sim.area.deriving.ranges import of_share
from sim.records.estimating.shares import ratio_of, share_of


def test_a_share_of_people_with_one_event_each_is_that_of_the_workbook() -> None:
    these = np.arange(100) < 30
    found = share_of(these, np.arange(100))
    plain = of_share(Count(30, 30, 30), Count(70, 70, 70))
    assert found.value == 0.3
    assert (found.found.low, found.found.high) == pytest.approx((plain.low, plain.high), rel=0.01)


def test_people_who_are_alike_tell_as_much_as_there_are_people() -> None:
    these = np.repeat(np.arange(100) < 30, 5)
    found = share_of(these, np.repeat(np.arange(100), 5))
    plain = of_share(Count(30, 30, 30), Count(70, 70, 70))
    assert (found.found.low, found.found.high) == pytest.approx((plain.low, plain.high), rel=0.02)
    assert found.n == 100


@pytest.mark.parametrize("these", [0, 40])
def test_a_share_of_none_or_all_has_a_range_to_one_side(these: int) -> None:
    found = share_of(np.arange(40) < these, np.arange(40)).found
    assert found.low <= these / 40 <= found.high
    assert found.high - found.low > 0


def test_ranges_of_clustered_shares_hold_the_truth_in_ninety_of_a_hundred() -> None:
    draw = np.random.default_rng(1)
    held = 0
    for _ in range(400):
        person = np.repeat(np.arange(80), draw.integers(1, 12, 80))
        chance = draw.beta(4, 1, 80)[person]
        found = share_of(draw.random(person.size) < chance, person).found
        held += found.low <= 0.8 <= found.high
    assert 0.85 < held / 400 < 0.95


def test_a_ratio_has_the_error_of_its_people() -> None:
    draw = np.random.default_rng(2)
    values, errors = [], []
    for _ in range(300):
        person = np.repeat(np.arange(60), 4)
        minutes = draw.normal(50, 5, 60)[person] + draw.normal(0, 5, 240)
        value, error = ratio_of(minutes, np.ones(240), person)
        values.append(value)
        errors.append(error)
    assert np.mean(errors) == pytest.approx(np.std(values), rel=0.1)
