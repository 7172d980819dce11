"""Rows of distributions: tables, truncation, mixtures and hazards."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from sim.laws import Shape
from sim.resolving.rows import (
    NothingBetweenError,
    Row,
    Rows,
    hazard_table,
    logistic_hazard,
    running,
    stepped_hazard,
    table,
    truncated,
)
from sim.rules import distributions as law
from sim.units import DAY, FOREVER, WEEK


def test_a_row_is_kept_once_however_often_it_is_needed() -> None:
    rows = Rows()
    first = rows.fixed_minutes(60)
    assert rows.never() != first
    assert rows.fixed_minutes(60) == first
    assert rows.laid_out().shape.tolist() == [Shape.FIXED, Shape.NEVER]


@given(st.lists(st.floats(min_value=0.0, max_value=1.0), min_size=1, max_size=30))
@settings(deadline=None)
def test_running_shares_rise_to_exactly_one(shares: list[float]) -> None:
    shares[0] += 0.01
    cumulative = running(shares)
    assert all(a <= b for a, b in itertools.pairwise(cumulative))
    assert cumulative[-1] == 1.0
    assert cumulative[max(i for i, share in enumerate(shares) if share > 0)] == 1.0


def test_a_table_is_in_rising_order_with_equal_values_together() -> None:
    row = table([3, 1, 3, 7], [0.25, 0.5, 0.25, 0.0], DAY)
    assert row.points == (1, 3)
    assert row.cumulative == (0.5, 1.0)


def test_truncating_a_table_keeps_what_lies_between_and_shares_out_the_rest() -> None:
    row = truncated(table([1, 2, 3, 4], [0.1, 0.2, 0.3, 0.4], DAY), 2, 3)
    assert row.points == (2, 3)
    assert row.cumulative == pytest.approx((0.4, 1.0))


def test_truncating_a_family_keeps_its_values_between_the_bounds() -> None:
    rows = Rows()
    number = rows.add(truncated(Row(Shape.EXPONENTIAL, a=6, minutes_per_unit=WEEK), 1, 12))
    drawn = [law.minutes(rows.laid_out(), number, u) for u in np.linspace(1e-9, 1 - 1e-9, 501)]
    assert drawn[0] == WEEK
    assert drawn[-1] == 12 * WEEK
    expected = -6 * math.log((math.exp(-1 / 6) + math.exp(-2)) / 2) * WEEK
    assert drawn[250] == pytest.approx(expected, abs=0.51)


@pytest.mark.parametrize(
    "row",
    [
        Row(Shape.FIXED, a=5.0),
        Row(Shape.NEVER),
        table([5, 6], [0.5, 0.5], 1.0),
        Row(Shape.UNIFORM, a=4.0, b=9.0),
    ],
)
def test_truncating_to_where_nothing_lies_is_refused(row: Row) -> None:
    with pytest.raises(NothingBetweenError):
        truncated(row, 1.0, 3.0)


def test_mixtures_inside_mixtures_are_opened_up() -> None:
    rows = Rows()
    inner = rows.mixture([(0.5, Row(Shape.FIXED, a=1.0)), (0.5, Row(Shape.FIXED, a=2.0))])
    outer = rows.mixture([(0.4, rows.row(inner)), (0.6, Row(Shape.NEVER))])
    laid_out = rows.laid_out()
    assert Shape.MIXTURE not in {laid_out.shape[int(n)] for n in rows.row(outer).points}
    assert law.probability_by(laid_out, outer, 1) == pytest.approx(0.2)
    assert law.probability_by(laid_out, outer, 2) == pytest.approx(0.4)
    assert law.minutes(laid_out, outer, 0.41) == FOREVER


def test_a_hazard_becomes_the_law_of_leaving_on_whole_days() -> None:
    hazard = logistic_hazard(0, 5, 30, 1)
    rows = Rows()
    number = rows.add(hazard_table(hazard))
    laid_out = rows.laid_out()
    staying = 1.0
    assert law.probability_by(laid_out, number, DAY - 1) == 0
    for day in range(1, 61):
        staying *= 1 - (1 - 1 / (1 + (day / 30) ** 5))
        assert law.probability_by(laid_out, number, day * DAY) == pytest.approx(1 - staying)
        assert law.probability_by(laid_out, number, (day + 1) * DAY - 1) == pytest.approx(
            1 - staying
        )


def test_people_whom_a_hazard_leaves_after_a_hundred_years_never_leave() -> None:
    row = hazard_table(stepped_hazard([(0, 0.5), (2, 0.0)]))
    assert row.points == (1, math.inf)
    assert row.cumulative == (0.5, 1.0)
    rows = Rows()
    number = rows.add(row)
    assert law.minutes(rows.laid_out(), number, 0.7) == FOREVER


def test_each_step_of_a_hazard_holds_until_the_next() -> None:
    hazard = stepped_hazard([(3, 0.001), (28, 0.01)])
    assert [hazard(day) for day in (1, 2, 3, 27, 28, 10_000)] == [0, 0, 0.001, 0.001, 0.01, 0.01]


def test_a_steep_logistic_does_not_overflow() -> None:
    hazard = logistic_hazard(0, 900, 2, 0.5)
    assert hazard(1) == pytest.approx(0, abs=1e-12)
    assert hazard(30_000) == 0.5
