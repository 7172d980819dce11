"""The normal law and the incomplete gamma function against SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from sim.rules.special_functions import (
    gamma_below,
    gamma_quantile,
    normal_below,
    normal_quantile,
)

US = np.concatenate(
    [
        10.0 ** -np.arange(1, 10.1, 0.37),
        1 - 10.0 ** -np.arange(1, 10.1, 0.37),
        np.linspace(0.01, 0.99, 60),
    ]
)
SHAPES = [0.05, 0.07, 0.1, 0.3, 0.5, 0.9, 1.0, 1.5, 2.0, 3.3, 10.0, 47.0, 200.0, 1000.0]


def test_normal_quantiles_agree_with_scipy_to_fifteen_digits() -> None:
    us = np.concatenate([US, [1e-100, 1e-16, 0.5]])
    np.testing.assert_allclose(
        [normal_quantile(u) for u in us], special.ndtri(us), rtol=2e-15, atol=1e-16
    )


def test_normal_probabilities_agree_with_scipy_far_below() -> None:
    zs = np.linspace(-30, 8, 77)
    np.testing.assert_allclose([normal_below(z) for z in zs], special.ndtr(zs), rtol=1e-13)


@pytest.mark.parametrize("shape", SHAPES)
def test_gamma_quantiles_agree_with_scipy_to_ten_digits_in_both_tails(shape: float) -> None:
    theirs = np.where(US < 0.5, special.gammaincinv(shape, US), special.gammainccinv(shape, 1 - US))
    np.testing.assert_allclose([gamma_quantile(shape, u) for u in US], theirs, rtol=1e-10)


@pytest.mark.parametrize("shape", SHAPES)
def test_gamma_probabilities_agree_with_scipy(shape: float) -> None:
    xs = np.concatenate([[0.0, 1e-30, 1e-3, np.inf], shape * np.linspace(0.1, 4, 40)])
    np.testing.assert_allclose(
        [gamma_below(shape, x) for x in xs], special.gammainc(shape, xs), rtol=1e-11
    )
