"""Replications until the interval is narrow enough: the rule, and how often its intervals hold."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from sim.laws import Floats
from sim.studies.intervals import interval
from sim.studies.statistics.estimates import Outcome, Setting, one_by_one
from sim.studies.statistics.precision import (
    Rule,
    Scale,
    Target,
    ahead,
    running_half_widths,
    stops_at,
    until_precise,
)
from tests.studies.statistics.synthetic import SHAPES, Counting, Shape, fewest, one_measure

ALONE = Outcome(0)
PROMISED = {"normal": 0.935, "lognormal": 0.89, "t5": 0.935}
"""Least coverage of an interval that is called 95 %, by shape of the differences."""


def noisy(seed: int, mean: float = 0.0, shape: Shape = SHAPES["normal"]) -> Counting:
    values = mean + shape(np.random.default_rng(seed), 3_000)
    return Counting(one_measure(lambda _, r: float(values[r - 1])))


def test_a_precision_that_holds_for_the_look_ahead_stops_at_its_end() -> None:
    wide, narrow = np.tile([-9.0, 9.0], 20), np.zeros(400)
    values = np.concatenate([wide, narrow]).reshape(-1, 1, 1)
    half_widths = running_half_widths(values[:, 0, 0], 0.95)
    first = int(np.flatnonzero(half_widths <= 1)[0]) + 1
    assert first > 100
    assert stops_at(values, [Target(ALONE, 1)], Rule()) == first + ahead(first, Rule())


def test_a_precision_that_breaks_within_the_look_ahead_starts_it_again() -> None:
    values = np.zeros((60, 1, 1))
    values[::2] = 0.5
    steady = values.copy()
    values[22] = 50.0  # replication 23, while looking ahead from 20 to 25
    assert stops_at(values[:25], [Target(ALONE, 1)], Rule()) == 0
    assert stops_at(values, [Target(ALONE, 1)], Rule()) == 0
    assert stops_at(steady, [Target(ALONE, 1)], Rule()) == 25


def test_what_differs_in_too_few_runs_is_not_precise_however_narrow_it_looks() -> None:
    values = np.zeros((60, 1, 1))
    values[[3, 20, 40]] = 1.0
    assert stops_at(values[:40], [Target(ALONE, 10)], Rule()) == 0
    values[[5, 8, 9]] = 1.0  # the sixth is replication 41
    assert stops_at(values, [Target(ALONE, 10)], Rule()) == 41 + 5


def test_the_same_in_every_run_is_precise_after_59() -> None:
    asked = Counting(one_measure(lambda _setting, _r: 4.25))
    found = until_precise(asked, ["x"], [Target(ALONE, 1e-9)])["x"]
    assert found.replications == 59 + 5
    assert found.enough
    assert (found.answers[0].estimate.low, found.answers[0].estimate.high) == (4.25, 4.25)


def test_the_ceiling_ends_it_and_says_which_measure_was_not_precise() -> None:
    def evaluate(_setting: Setting, first: int, count: int) -> Floats:
        values = np.random.default_rng(first).normal(size=(count, 1, 2))
        values[..., 1] *= 1e-3
        return values

    targets = [Target(Outcome(0), 0.01), Target(Outcome(1), 0.01)]
    found = until_precise(one_by_one(evaluate), ["x"], targets, Rule(ceiling=57))["x"]
    assert found.replications == 57
    assert [answer.enough for answer in found.answers] == [False, True]
    assert not found.enough


@pytest.mark.parametrize("batch", [1, 7, 64])
def test_the_answer_does_not_depend_on_how_many_are_run_at_a_time(batch: int) -> None:
    usual = until_precise(noisy(3), ["x"], [Target(ALONE, 0.2)])["x"]
    assert until_precise(noisy(3), ["x"], [Target(ALONE, 0.2)], Rule(batch=batch))["x"] == usual
    assert 25 < usual.replications < 300


def test_settings_are_asked_for_together_and_no_run_twice() -> None:
    asked = noisy(4)
    found = until_precise(asked, ["a", "b", "a"], [Target(ALONE, 0.3)])
    assert found.keys() == {"a", "b"}
    assert {len(batch) for batch in asked.batches} == {2}
    runs = [
        (q.setting, r)
        for b in asked.batches
        for q in b
        for r in range(q.first, q.first + q.replications)
    ]
    assert len(runs) == len(set(runs))


def test_undefined_values_are_left_out_and_counted() -> None:
    asked = Counting(one_measure(lambda _, r: math.nan if r % 3 == 0 else float(r % 2)))
    answer = until_precise(asked, ["x"], [Target(ALONE, 0.3)])["x"].answers[0]
    assert answer.enough
    assert answer.estimate.left_out == (answer.estimate.used + answer.estimate.left_out) // 3


def test_a_measure_that_is_never_defined_runs_to_the_ceiling() -> None:
    asked = Counting(one_measure(lambda _setting, _r: math.nan))
    found = until_precise(asked, ["x"], [Target(ALONE, 1)], Rule(ceiling=33))["x"]
    assert (found.replications, found.enough) == (33, False)
    assert math.isnan(found.answers[0].estimate.mean)


def test_a_share_of_the_baseline_is_of_the_pairs_that_count() -> None:
    def evaluate(_setting: Setting, first: int, count: int) -> Floats:
        values = np.zeros((count, 2, 1))
        values[:, 1, 0] = 50.0
        values[:, 0, 0] = 50.0 + (np.arange(first, first + count) % 2)
        return values

    target = Target(Outcome(0, 0, 1), 0.01, Scale.BASELINE)
    answer = until_precise(one_by_one(evaluate), ["x"], [target])["x"].answers[0]
    assert answer.wanted == pytest.approx(0.5)
    assert answer.enough


def test_a_share_of_the_difference_shrinks_with_the_difference() -> None:
    answer = until_precise(noisy(5, mean=2), ["x"], [Target(ALONE, 0.1, Scale.DIFFERENCE)])["x"]
    reached = answer.answers[0]
    assert reached.wanted == pytest.approx(0.1 * reached.estimate.mean)
    assert reached.estimate.half_width <= reached.wanted


NUMBERS = st.one_of(st.integers(-4, 4), st.integers(-(10**6), 10**6)).map(lambda n: n / 8)


@given(st.lists(st.one_of(NUMBERS, st.just(math.nan)), min_size=1, max_size=30))
def test_running_half_widths_are_those_of_the_interval(values: list[float]) -> None:
    array = np.array(values)
    running = running_half_widths(array, 0.95)
    for n in range(1, len(values) + 1):
        part = array[:n][np.isfinite(array[:n])]
        likely = interval(part)
        if likely.withheld:
            assert math.isnan(running[n - 1])
            continue
        mean = part.mean()
        half = max(likely.high - mean, mean - likely.low)
        assert running[n - 1] == pytest.approx(half, rel=1e-6)


@pytest.mark.parametrize(
    ("target", "rule"),
    [
        (Target(ALONE, 0), Rule()),
        (Target(ALONE, math.nan), Rule()),
        (Target(ALONE, 1, Scale.BASELINE), Rule()),
        (Target(ALONE, 1), Rule(floor=1)),
        (Target(ALONE, 1), Rule(ceiling=5)),
        (Target(ALONE, 1), Rule(batch=0)),
    ],
)
def test_a_rule_that_contradicts_itself_is_refused(target: Target, rule: Rule) -> None:
    with pytest.raises(ValueError, match=r"rule|half-width|baseline"):
        until_precise(noisy(1), ["x"], [target], rule)


def coverage(shape: Shape, half_width: float, worlds: int) -> tuple[int, float]:
    """How many intervals hold the mean of 1, and the mean number of replications."""
    held, used = 0, 0
    for seed in range(worlds):
        found = until_precise(noisy(seed, 1, shape), ["x"], [Target(ALONE, half_width)])["x"]
        answer = found.answers[0].estimate
        held += answer.low <= 1 <= answer.high
        used += found.replications
    return held, used / worlds


@pytest.mark.parametrize("name", SHAPES)
def test_intervals_hold_the_mean_as_often_as_is_said(name: str) -> None:
    worlds = 1_000
    held, _ = coverage(SHAPES[name], 0.35, worlds)
    assert held >= fewest(worlds, PROMISED[name])


@pytest.mark.slow
@pytest.mark.parametrize("half_width", [0.5, 0.35, 0.25, 0.15])
@pytest.mark.parametrize("name", SHAPES)
def test_intervals_hold_the_mean_over_many_worlds(name: str, half_width: float) -> None:
    worlds = 2_000
    held, used = coverage(SHAPES[name], half_width, worlds)
    print(f"precision | {name} | ±{half_width} | {used:.0f} | {held / worlds:.1%}")
    assert held >= fewest(worlds, PROMISED[name])
