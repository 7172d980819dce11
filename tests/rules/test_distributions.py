"""Distributions against SciPy, and the promises the engines rest on."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy import stats

from sim.draws import uniform
from sim.laws import Shape
from sim.rules import distributions as law
from sim.units import DAY, FOREVER, WEEK
from tests.rules.rows import Row, distributions

US = np.concatenate(
    [
        10.0 ** -np.arange(1, 10.5, 0.7),
        1 - 10.0 ** -np.arange(1, 10.5, 0.7),
        np.linspace(0.03, 0.97, 41),
    ]
)

FAMILIES = {
    "exponential": (Row(Shape.EXPONENTIAL, a=40), stats.expon(scale=40)),
    "uniform": (Row(Shape.UNIFORM, a=3, b=9), stats.uniform(3, 6)),
    "triangular": (Row(Shape.TRIANGULAR, a=2, b=3, c=11), stats.triang(1 / 9, 2, 9)),
    "triangular, mode low": (Row(Shape.TRIANGULAR, a=2, b=2, c=11), stats.triang(0, 2, 9)),
    "triangular, mode high": (Row(Shape.TRIANGULAR, a=2, b=11, c=11), stats.triang(1, 2, 9)),
    "lognormal": (
        Row(Shape.LOGNORMAL, a=4.02, b=0.384),
        stats.lognorm(0.384, scale=math.exp(4.02)),
    ),
    "lognormal, wide": (
        Row(Shape.LOGNORMAL, a=4.79, b=1.41),
        stats.lognorm(1.41, scale=math.exp(4.79)),
    ),
    "normal": (Row(Shape.NORMAL, a=40, b=4), stats.norm(40, 4)),
    "gamma": (Row(Shape.GAMMA, a=2.5, b=3), stats.gamma(2.5, scale=3)),
    "gamma, below 1": (Row(Shape.GAMMA, a=0.3, b=3), stats.gamma(0.3, scale=3)),
    "erlang": (Row(Shape.GAMMA, a=40, b=0.25), stats.gamma(40, scale=0.25)),
    "weibull": (Row(Shape.WEIBULL, a=1.5, b=7), stats.weibull_min(1.5, scale=7)),
    "weibull, below 1": (Row(Shape.WEIBULL, a=0.6, b=7), stats.weibull_min(0.6, scale=7)),
}
NAMES = sorted(FAMILIES)
TABLE = Row(Shape.TABLE, per=DAY, points=(1, 2, 3), cumulative=(0.2, 0.7, 1.0))
unit = st.floats(min_value=2.0**-53, max_value=1 - 2.0**-53)


@pytest.mark.parametrize("name", NAMES)
def test_quantiles_are_those_of_scipy_far_into_both_tails(name: str) -> None:
    row, reference = FAMILIES[name]
    rows = distributions(row)
    ours = [law.quantile(rows, 0, u) for u in US]
    upper = US > 0.5
    theirs = np.where(upper, reference.isf(1 - US), reference.ppf(US))
    # log(1 - u) at a u that is not a keyed one loses what 1 - u loses, and no more.
    np.testing.assert_allclose(ours, theirs, rtol=2e-6 if "exp" in name or "wei" in name else 1e-10)


@pytest.mark.parametrize("name", ["exponential", "weibull"])
def test_quantiles_at_keyed_uniforms_lose_nothing_to_the_complement(name: str) -> None:
    row, reference = FAMILIES[name]
    rows = distributions(row)
    us = np.array([2.0**-53, 3 * 2.0**-53, *(uniform(1, 0, 0, 0, 0, n) for n in range(200))])
    ours = [law.quantile(rows, 0, u) for u in us]
    np.testing.assert_allclose(ours, reference.ppf(us), rtol=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_the_probability_by_a_time_is_the_distribution_function(name: str) -> None:
    row, reference = FAMILIES[name]
    rows = distributions(row._replace(per=DAY))
    at = np.array([0, 1, 500, 2_000, 5_000, 9_000, 20_000, 80_000, 10**9])
    ours = [law.probability_by(rows, 0, t) for t in at]
    np.testing.assert_allclose(ours, reference.cdf(at / DAY), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("name", NAMES)
def test_the_distribution_function_undoes_the_quantile(name: str) -> None:
    rows = distributions(FAMILIES[name][0])
    for u in np.linspace(0.001, 0.999, 57):
        x = law.quantile(rows, 0, u)
        assert law.probability_by(rows, 0, x) == pytest.approx(u, abs=1e-12)


@given(name=st.sampled_from(NAMES), one=unit, other=unit)
@settings(max_examples=300, deadline=None)  # the first example compiles
def test_more_luck_never_means_a_shorter_time(name: str, one: float, other: float) -> None:
    rows = distributions(FAMILIES[name][0]._replace(per=WEEK))
    low, high = sorted((one, other))
    # A last bit of Newton's method may go astray between neighbouring uniforms.
    assert law.quantile(rows, 0, low) <= law.quantile(rows, 0, high) * (1 + 1e-12)
    assert law.minutes(rows, 0, low) <= law.minutes(rows, 0, high)


@pytest.mark.parametrize("name", NAMES)
def test_truncation_draws_from_what_lies_between(name: str) -> None:
    row, reference = FAMILIES[name]
    low, high = reference.ppf(0.2), reference.ppf(0.9)
    rows = distributions(row._replace(u_low=0.2, u_high=0.9))
    for u in (1e-9, 0.1, 0.5, 0.9, 1 - 1e-9):
        x = law.quantile(rows, 0, u)
        assert low <= x * (1 + 1e-9)
        assert x <= high * (1 + 1e-9)
        assert x == pytest.approx(reference.ppf(0.2 + 0.7 * u), rel=1e-9)
        assert law.probability_by(rows, 0, x) == pytest.approx(u, abs=1e-9)
    assert law.probability_by(rows, 0, 0.99 * low) == 0
    assert law.probability_by(rows, 0, 1.01 * high) == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.5, 0), (1.5, 2), (2.5, 2), (2.5000001, 3), (-4.0, 0), (0.0, 0), (1e300, FOREVER)],
)
def test_minutes_are_rounded_half_to_even_and_never_negative(value: float, expected: int) -> None:
    assert law.minutes(distributions(Row(Shape.FIXED, a=value)), 0, 0.5) == expected


def test_never_is_forever_and_infinite() -> None:
    rows = distributions(Row(Shape.NEVER))
    assert law.minutes(rows, 0, 0.5) == FOREVER
    assert law.quantile(rows, 0, 0.5) == math.inf
    assert law.probability_by(rows, 0, 10**15) == 0
    assert law.minutes_left(rows, 0, 0.5, 10**9) == FOREVER


@pytest.mark.parametrize(
    "row",
    [
        Row(Shape.TRIANGULAR, a=5, b=5, c=5),
        Row(Shape.UNIFORM, a=5, b=5),
        Row(Shape.LOGNORMAL, a=math.log(5), b=0.0),
    ],
)
def test_a_family_without_spread_is_its_only_value(row: Row) -> None:
    rows = distributions(row)
    assert law.minutes(rows, 0, 0.3) == 5
    assert law.probability_by(rows, 0, 4) == 0
    assert law.probability_by(rows, 0, 5.0001) == 1


def test_a_table_takes_the_first_value_whose_cumulative_probability_exceeds_the_uniform() -> None:
    rows = distributions(TABLE)
    days = [law.quantile(rows, 0, u) for u in (0.1, 0.1999, 0.2, 0.5, 0.6999, 0.7, 0.9999)]
    assert days == [1, 1, 2, 2, 2, 3, 3]
    shares = [law.probability_by(rows, 0, t) for t in (0, DAY - 1, DAY, 2 * DAY, 3 * DAY)]
    assert shares == [0, 0, 0.2, 0.7, 1]


def test_quantile_rows_are_straight_lines_between_their_points() -> None:
    rows = distributions(Row(Shape.QUANTILES, points=(0, 10, 30, 30, 70), cumulative=(0,) * 5))
    assert [law.quantile(rows, 0, u) for u in (0.125, 0.25, 0.375, 0.6, 0.875)] == [
        5,
        10,
        20,
        30,
        50,
    ]
    assert [law.probability_by(rows, 0, x) for x in (0, 5, 20, 29.999999999, 30, 50, 70)] == [
        0,
        0.125,
        0.375,
        pytest.approx(0.5),
        0.75,
        0.875,
        1,
    ]


MIXED = distributions(
    Row(Shape.FIXED, a=2, per=DAY),
    Row(Shape.EXPONENTIAL, a=3, per=WEEK),
    Row(Shape.NEVER),
    Row(Shape.MIXTURE, points=(0, 1, 2), cumulative=(0.3, 0.9, 1.0)),
)


@pytest.mark.parametrize("limit", [0, 2 * DAY - 1, 2 * DAY, 3 * WEEK, 40 * WEEK])
def test_a_mixture_has_the_law_of_its_weighted_parts(limit: int) -> None:
    expected = 0.3 * (limit >= 2 * DAY) + 0.6 * -math.expm1(-limit / (3 * WEEK))
    assert law.probability_by(MIXED, 3, limit) == pytest.approx(expected, abs=1e-14)
    us = (np.arange(20_000) + 0.5) / 20_000
    drawn = np.array([law.minutes(MIXED, 3, u) for u in us])
    # Evenly spread uniforms miss a share by less than one of them per component.
    assert np.mean(drawn <= limit) == pytest.approx(expected, abs=3 / 20_000 + 1e-4)


def test_a_mixture_uses_what_is_left_of_its_uniform_for_the_component() -> None:
    assert law.minutes(MIXED, 3, 0.29) == 2 * DAY
    assert law.minutes(MIXED, 3, 0.6) == law.minutes(MIXED, 1, 0.5)
    assert law.minutes(MIXED, 3, 0.95) == FOREVER


@given(row=st.sampled_from(NAMES), u=unit)
@settings(max_examples=200, deadline=None)
def test_with_nothing_elapsed_all_of_it_is_left(row: str, u: float) -> None:
    rows = distributions(FAMILIES[row][0]._replace(per=WEEK))
    assert law.minutes_left(rows, 0, u, 0) == law.minutes(rows, 0, u)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_left_has_the_conditional_law(name: str) -> None:
    row, reference = FAMILIES[name]
    rows = distributions(row._replace(per=WEEK))
    elapsed = round(reference.ppf(0.4) * WEEK)
    over = reference.sf(elapsed / WEEK)
    for u in np.linspace(0.01, 0.99, 15):
        left = law.minutes_left(rows, 0, u, elapsed)
        expected = reference.isf((1 - u) * over) * WEEK - elapsed
        assert left == pytest.approx(expected, abs=0.51)


def test_what_is_left_of_a_mixture_counts_components_by_their_chance_of_having_lasted() -> None:
    # After three days the fixed two days are gone: 0.6 of an exponential is left beside 0.1 never.
    lasted = 0.6 * math.exp(-3 * DAY / (3 * WEEK))
    never_from = lasted / (lasted + 0.1)
    assert law.minutes_left(MIXED, 3, never_from + 1e-6, 3 * DAY) == FOREVER
    u = never_from * 0.5
    assert law.minutes_left(MIXED, 3, u, 3 * DAY) == law.minutes_left(MIXED, 1, 0.5, 3 * DAY)
    assert law.minutes_left(MIXED, 3, 0.1, 2 * DAY) == 0  # the fixed one ends this minute


@pytest.mark.parametrize(
    ("row", "elapsed", "left"),
    [
        (Row(Shape.FIXED, a=6, per=WEEK), 5 * WEEK, WEEK),
        (Row(Shape.FIXED, a=6, per=WEEK), 6 * WEEK, 0),
        (Row(Shape.FIXED, a=6, per=WEEK), 9 * WEEK, 0),
        (TABLE, 2 * DAY + 1, DAY - 1),
        (TABLE, 9 * DAY, 0),
        (Row(Shape.LOGNORMAL, a=1.0, b=0.1, per=DAY), 400 * DAY, 0),
    ],
)
def test_a_time_that_cannot_have_lasted_so_long_is_over(row: Row, elapsed: int, left: int) -> None:
    assert law.minutes_left(distributions(row), 0, 0.5, elapsed) == left


def test_an_exponential_forgets_how_long_it_has_lasted() -> None:
    rows = distributions(Row(Shape.EXPONENTIAL, a=6, per=WEEK))
    for u in (0.01, 0.5, 0.99):
        assert law.minutes_left(rows, 0, u, 9 * WEEK) == pytest.approx(
            law.minutes(rows, 0, u), abs=1
        )


def test_bound_minutes_are_the_same_minutes() -> None:
    rows = distributions(
        *(row._replace(per=WEEK) for row, _ in FAMILIES.values()),
        TABLE,
        Row(Shape.NEVER),
        Row(Shape.FIXED, a=2.5),
        Row(Shape.EXPONENTIAL, a=3, per=DAY, u_low=0.1, u_high=0.8),
        Row(Shape.MIXTURE, points=(0, 1), cumulative=(0.5, 1.0)),
    )
    minutes_of = law.bind(rows)
    for row in range(len(rows.shape)):
        for u in (1e-12, 0.2, 0.5, 0.77, 1 - 1e-12):
            assert minutes_of(row, u) == law.minutes(rows, row, u)
            assert isinstance(minutes_of(row, u), int)
