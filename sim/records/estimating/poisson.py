"""Counts of months as a Poisson regression whose error allows for more than chance.

McCullagh and Nelder 1989, chapters 2 and 6: iterated weighted least squares, with the covariance
multiplied by the dispersion, Pearson's χ² ÷ degrees of freedom, which is 1 at least.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import xlogy

from sim.laws import Floats

ROUNDS = 50
CLOSE = 1e-10


class Regression(NamedTuple):
    """A fitted regression: log(mean ÷ exposure) = design · coefficients."""

    coefficients: Floats  # (p,)
    covariance: Floats  # (p, p), dispersion in it
    dispersion: float
    deviance: float
    degrees: int  # of freedom


def regression(counts: Floats, exposure: Floats, design: Floats) -> Regression:
    """Return the regression of counts, of which one at least is above 0.

    Parameters
    ----------
    counts, exposure
        Shape (m,); the exposure is above 0.
    design
        Shape (m, p), of full rank, p at most m.
    """
    mean = np.maximum(counts, 0.5)
    coefficients: Floats = np.zeros(design.shape[1])
    for _ in range(ROUNDS):
        work = np.log(mean / exposure) + (counts - mean) / mean
        root = np.sqrt(mean)[:, None]
        solved = np.linalg.lstsq(design * root, work * root[:, 0], rcond=None)[0]
        found = np.asarray(solved, np.float64)
        moved, coefficients = np.abs(found - coefficients).max(), found
        mean = exposure * np.exp(design @ coefficients)
        if moved < CLOSE:
            break
    degrees = len(counts) - design.shape[1]
    pearson = float(((counts - mean) ** 2 / mean).sum())
    dispersion = max(1.0, pearson / degrees) if degrees else 1.0
    information = design.T @ (design * mean[:, None])
    deviance = 2 * float((xlogy(counts, counts / mean) - (counts - mean)).sum())
    return Regression(
        coefficients,
        np.asarray(dispersion * np.linalg.inv(information)),
        dispersion,
        deviance,
        degrees,
    )
