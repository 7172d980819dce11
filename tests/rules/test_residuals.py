"""Means, and the law of what is left of a stay met half-way."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate

from sim.laws import Shape
from sim.rules import distributions as law
from sim.rules.residuals import equilibrium_residual, mean, residual_quantile, shorter
from sim.units import DAY, WEEK
from tests.rules.rows import Row, distributions
from tests.rules.test_distributions import FAMILIES, MIXED, NAMES, TABLE


@pytest.mark.parametrize("name", NAMES)
def test_means_are_those_of_scipy(name: str) -> None:
    row, reference = FAMILIES[name]
    rows = distributions(row._replace(per=WEEK))
    assert mean(rows, 0) == pytest.approx(reference.mean() * WEEK, rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_truncated_means_are_the_mean_of_the_quantiles_between(name: str) -> None:
    row, reference = FAMILIES[name]
    rows = distributions(row._replace(u_low=0.2, u_high=0.9))
    whole, _ = integrate.quad(reference.ppf, 0.2, 0.9, epsabs=1e-12)
    assert mean(rows, 0) == pytest.approx(whole / 0.7, rel=1e-8)


def test_means_of_tables_quantiles_mixtures_and_never() -> None:
    assert mean(distributions(TABLE), 0) == pytest.approx((0.2 + 1.0 + 0.9) * DAY)
    quantiles = Row(Shape.QUANTILES, points=(0, 10, 30), cumulative=(0,) * 3)
    assert mean(distributions(quantiles), 0) == pytest.approx(12.5)
    assert mean(MIXED, 3) == math.inf
    mixed = distributions(
        Row(Shape.FIXED, a=2, per=DAY),
        Row(Shape.EXPONENTIAL, a=3, per=WEEK),
        Row(Shape.MIXTURE, points=(0, 1), cumulative=(0.25, 1.0)),
    )
    assert mean(mixed, 2) == pytest.approx(0.5 * DAY + 2.25 * WEEK)
    assert mean(distributions(Row(Shape.FIXED, a=2.5)), 0) == 2


@pytest.mark.parametrize("name", NAMES)
def test_residuals_have_the_integrated_tail_for_their_law(name: str) -> None:
    row, reference = FAMILIES[name]
    points = equilibrium_residual(distributions(row), 0, 65)
    assert points[0] == 0
    for i in (1, 13, 32, 50, 63):
        # E[min(X, x)] by integrating the tail, which our closed forms never do.
        whole, _ = integrate.quad(reference.sf, 0, points[i], epsabs=1e-11, limit=200)
        assert whole / reference.mean() == pytest.approx(i / 64, abs=1e-7)


@pytest.mark.parametrize("name", NAMES)
def test_residuals_keep_the_mean_that_renewal_theory_gives(name: str) -> None:
    row, reference = FAMILIES[name]
    points = equilibrium_residual(distributions(row), 0)
    rows = distributions(Row(Shape.QUANTILES, points=tuple(points), cumulative=(0,) * len(points)))
    expected = (reference.var() + reference.mean() ** 2) / (2 * reference.mean())
    tolerance = 0.01 if "wide" in name else 1e-3
    assert mean(rows, 0) == pytest.approx(expected, rel=tolerance)
    assert np.all(np.diff(points) > 0)


def test_what_is_left_of_a_fixed_stay_is_anything_up_to_it() -> None:
    points = equilibrium_residual(distributions(Row(Shape.FIXED, a=64, per=DAY)), 0, 65)
    np.testing.assert_allclose(points, np.arange(65) * DAY, rtol=1e-9)


def test_what_is_left_of_an_exponential_stay_is_the_same_exponential() -> None:
    rows = distributions(Row(Shape.EXPONENTIAL, a=6, per=WEEK))
    points = equilibrium_residual(rows, 0)
    expected = [law.quantile(rows, 0, i / 1024) * WEEK for i in range(1, 1024)]
    np.testing.assert_allclose(points[1:-1], expected, rtol=1e-9)


def test_long_components_of_a_mixture_are_met_more_often() -> None:
    # One day or nine, evenly: nine tenths of the time met belong to the long ones.
    rows = distributions(
        Row(Shape.FIXED, a=1, per=DAY),
        Row(Shape.FIXED, a=9, per=DAY),
        Row(Shape.MIXTURE, points=(0, 1), cumulative=(0.5, 1.0)),
    )
    points = equilibrium_residual(rows, 2, 11)
    np.testing.assert_allclose(points, np.array([0, 0.5, *range(1, 10)]) * DAY, rtol=1e-9)


def test_a_truncated_stay_leaves_no_more_than_its_limit() -> None:
    row = Row(Shape.EXPONENTIAL, a=6, u_low=0.1, u_high=0.95)
    points = equilibrium_residual(distributions(row), 0, 257)
    limit = -6 * math.log(0.05)
    assert points[-2] < points[-1] < limit


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("u", [1e-9, 0.1, 0.5, 0.9, 1 - 1e-9])
def test_skipping_what_is_known_gives_the_same_bits_as_plain_bisection(name: str, u: float) -> None:
    rows = distributions(FAMILIES[name][0]._replace(per=WEEK))
    whole = mean(rows, 0)
    low, step = 0.0, max(whole, 1.0)
    while shorter(rows, 0, low + step) < u * whole and step < 2.0**200:
        low, step = low + step, 2 * step
    high = low + step
    while high - low > 1e-12 * high and (middle := 0.5 * (low + high)) not in (low, high):
        low, high = (low, middle) if shorter(rows, 0, middle) >= u * whole else (middle, high)
    assert residual_quantile(rows, 0, whole, u, 0.0) == 0.5 * (low + high)
