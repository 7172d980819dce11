"""The curve of who is still there, with people who enter late."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats

from sim.laws import Floats
from sim.records.estimating.durations import Durations, Span, clustered, seen
from sim.records.estimating.incidence import aalen_johansen
from sim.records.estimating.kaplan_meier import (
    Curve,
    influences,
    inside_band,
    kaplan_meier,
    risk_sets,
    steps,
)  # fmt: skip


def durations(entry: list[float], exit_: list[float], event: list[bool]) -> Durations:
    number = np.arange(len(entry))
    return Durations(
        np.array(entry, float), np.array(exit_, float), np.array(event), number, number, 0.0
    )


def curve_of(lengths: Floats, event: Floats) -> tuple[Curve, Durations]:
    made = durations([0.0] * len(lengths), list(lengths), list(event.astype(bool)))
    found = kaplan_meier(made)
    assert found is not None
    return found, made


def test_who_enters_late_is_at_risk_only_from_then_on() -> None:
    made = durations([0, 0, 4, 6], [5, 7, 6, 9], [True, True, True, True])
    assert risk_sets(made, np.array([3.0, 5.0, 6.0, 7.0])).tolist() == [2, 3, 2, 2]


def test_the_curve_starts_where_ten_are_at_risk() -> None:
    late = durations([0.0, *[3.0] * 11], [2.0, *range(4, 15)], [True] * 12)
    found = kaplan_meier(late)
    assert found is not None
    assert found.begins == 2.0
    assert found.days[0] == 4.0
    assert found.lasting[0] == pytest.approx(10 / 11)
    assert kaplan_meier(durations([0] * 9, [1.0] * 9, [True] * 9)) is None


samples = st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=5, max_size=30).map(
    lambda rows: [(30, True), *rows, *[(61, False)] * 10]
)
"""Lengths with whether they ended; ten last longer than all others."""


@given(samples)
def test_without_late_entries_it_is_that_of_scipy(rows: list[tuple[int, bool]]) -> None:
    lengths, event = np.array(rows, float).T
    found, _ = curve_of(lengths, event)
    sample = stats.CensoredData.right_censored(lengths, event == 0)
    theirs: Any = stats.ecdf(sample).sf
    assert found.lasting == pytest.approx(theirs.evaluate(found.days))
    error = theirs.confidence_interval(0.95, method="linear")
    width = (error.high.evaluate(found.days) - error.low.evaluate(found.days)) / 2
    inside = (found.lasting > 0) & (width < found.lasting) & (width < 1 - found.lasting)
    ours = (
        1.959964 * found.lasting * np.sqrt(found.variance, where=inside, out=np.zeros(len(inside)))
    )
    assert ours[inside] == pytest.approx(width[inside])


@given(samples)
def test_the_influences_add_up_to_nothing(
    rows: list[tuple[int, bool]],
) -> None:
    lengths, event = np.array(rows, float).T
    found, made = curve_of(lengths, event)
    each = influences(found, made, found.days, float(found.days[-1]))
    assert each.sum() == pytest.approx(0, abs=1e-9)


@given(st.lists(st.integers(1, 60), min_size=12, max_size=40))
def test_where_all_ended_the_error_of_the_mean_is_the_plain_one(sample: list[int]) -> None:
    lengths = np.array(sample, float)
    found, made = curve_of(lengths, np.ones(len(lengths)))
    each = influences(found, made, found.days)
    exact = lengths.std() / np.sqrt(len(lengths))
    assert np.sqrt((each**2).sum()) == pytest.approx(exact, abs=1e-9)


def test_a_mean_varies_as_its_influences_say() -> None:
    draw = np.random.default_rng(1)
    means, errors = [], []
    for _ in range(300):
        number = 200
        began, length = draw.uniform(-300, 100, number), draw.exponential(60, number)
        span = Span(began, began + length, np.ones(number, bool), np.arange(number))
        made = seen(span, 0.0, 100.0, timed=True)
        found = kaplan_meier(made)
        assert found is not None
        until = np.minimum(found.days, 80.0)
        means.append(float(until @ steps(found)) + 80.0 * found.lasting[-1])
        each = influences(found, made, until, 80.0)
        errors.append(np.sqrt(clustered(each, made.person)[0, 0]))
    assert np.mean(errors) == pytest.approx(np.std(means), rel=0.1)


def test_the_band_holds_the_law_that_was_drawn_from_in_95_of_100() -> None:
    draw = np.random.default_rng(2)
    held = 0
    for _ in range(400):
        lengths = draw.exponential(30, 150)
        found, made = curve_of(np.minimum(lengths, 60), (lengths < 60).astype(float))
        held += inside_band(found, lambda days: np.exp(-days / 30), made.step)
    assert 0.92 < held / 400 < 0.99


def test_the_band_does_not_hold_another_law() -> None:
    lengths = np.random.default_rng(3).exponential(30, 400)
    found, made = curve_of(lengths, np.ones(400))
    assert not inside_band(found, lambda days: np.exp(-days / 45), made.step)


def test_several_ways_of_ending_and_who_is_left_add_up_to_everybody() -> None:
    draw = np.random.default_rng(4)
    lengths, way = draw.exponential(30, 200), draw.integers(0, 3, 200)
    found, made = curve_of(np.minimum(lengths, 60), (lengths < 60).astype(float))
    days, shares = aalen_johansen(made, way)
    assert days.tolist() == found.days.tolist()
    assert sum(shares.values()) + found.lasting == pytest.approx(1.0)
    assert aalen_johansen(durations([0], [1], [False]), np.zeros(1, np.int64))[1] == {}
