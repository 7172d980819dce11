"""The rule by which a simulated figure counts as what theory says, fixed before any run.

A figure is *equal for our purpose* when two one-sided t tests reject that it lies below or above
theory by more than the margin. One value per independent replication goes in. The error of
wrongly passing even one figure of a suite is 0.1 %, shared equally among its figures
(Bonferroni), so each one-sided test is made at 0.1 % / figures. A wide interval therefore fails:
too few replications is a failure, never a pass.

Random inputs whose mean is known exactly (how many people arrived, how long they needed) may be
given as controls: what they explain by chance is taken out by regression, which makes the
interval narrower and leaves the mean where it is (Lavenberg & Welch 1981,
doi:10.1287/mnsc.27.3.322).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]

FAMILY_ERROR = 0.001


class Rule(NamedTuple):
    """What one suite demands."""

    margin: float  # relative to theory
    error: float  # of each one-sided test


def shared_by(figures: int, margin: float) -> Rule:
    """The rule of a suite that judges so many figures."""
    return Rule(margin, FAMILY_ERROR / figures)


class Judgement(NamedTuple):
    """One figure beside its theory."""

    theory: float
    estimate: float
    low: float  # the interval that must lie within the margin
    high: float
    equal: bool


def judge(values: Floats, theory: float, rule: Rule, controls: Floats | None = None) -> Judgement:
    """Judge `values`, one per replication, shape (n,), against `theory`, which is not 0.

    `controls` has shape (n, k), each column with true mean 0 and unrelated to what is judged.
    """
    columns = [np.ones(values.size)]
    if controls is not None:
        columns += list(controls.T)
    design = np.stack(columns, axis=1)
    freedom = values.size - design.shape[1]
    inverse = np.linalg.inv(design.T @ design)
    weights = inverse @ design.T @ values
    left = values - design @ weights
    error = math.sqrt(float(left @ left) / freedom * inverse[0, 0])
    reach = float(stats.t.isf(rule.error, freedom)) * error
    low, high = float(weights[0]) - reach, float(weights[0]) + reach
    room = rule.margin * abs(theory)
    return Judgement(
        theory=theory,
        estimate=float(weights[0]),
        low=low,
        high=high,
        equal=theory - room < low and high < theory + room,
    )
