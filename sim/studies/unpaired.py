"""Compute the 95 % interval of a difference between means of independent runs.

It is Welch's interval, with the two rules of `sim.studies.intervals`. There is an interval only if
each of the two means has one. It is extended if the estimate is skewed.

The variance of the difference is the sum of the variances of the two means. Its degrees of freedom
are Satterthwaite's (1946, doi:10.2307/3002019; Welch 1947, doi:10.1093/biomet/34.1-2.28). The
skewness of the difference, and the error of this skewness, are those of a sum of independent
means.

Without an interval, a permutation test decides. Two samples differ clearly only if no run of one
lies above the commonest value, and no run of the other lies below it. Then p is twice the
probability that a random division of these values into two samples separates the samples at least
this far.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.laws import Floats
from sim.studies.intervals import (
    CONFIDENCE,
    FEW,
    NAN,
    NOTED_FROM,
    NOTHING,
    ONE_RUN,
    SAME,
    SKEWED,
    WIDENED_FROM,
    Interval,
    alike,
    bent_p,
    bent_reaches,
    differing,
    moments,
    skewness_error,
    too_few,
    without_bias,
)
from sim.studies.student_t import quantile, two_sided_p

NO_VALUE = "no run has a value"


class Estimate(NamedTuple):
    """A difference of two means, with its standard error, degrees of freedom and skewness."""

    difference: float  # mean of the other minus mean of the one
    error: float  # its standard error
    degrees: float  # of freedom
    skewness: float
    noise: float  # standard error that the skewness of normal values has

    @property
    def bend(self) -> float:
        """Willink's `a`: a sixth of the skewness of the estimated difference."""
        return self.skewness / 6

    @property
    def widened(self) -> bool:
        """Whether the estimate is so skewed that the interval is extended on one side."""
        return abs(self.skewness) > WIDENED_FROM * self.noise


def interval(one: Floats, other: Floats, confidence: float = CONFIDENCE) -> Interval:
    """Return the interval for the mean of the second sample minus the mean of the first.

    Parameters
    ----------
    one, other
        Independent values, shapes (n,) and (m,), all of them defined.
    """
    if note := _why_none(one, other):
        return NOTHING._replace(note=note)
    found = estimate(one, other)
    reach = quantile(0.5 + confidence / 2, found.degrees)
    below, above = bent_reaches(found.bend, found.widened, reach)
    return Interval(
        found.difference - float(below) * found.error,
        found.difference + float(above) * found.error,
        SKEWED if abs(found.skewness) > NOTED_FROM * found.noise else "",
    )


def p_value(one: Floats, other: Floats) -> float:
    """Return the p value of a two-sided test that the means are equal, consistent with `interval`.

    NaN if one of the samples has fewer than two values.
    """
    if min(one.size, other.size) < 2:
        return NAN
    if _why_none(one, other):
        return _apart(one, other)
    found = estimate(one, other)
    errors = found.difference / found.error
    if found.widened:
        return bent_p(found.bend, errors, found.degrees)
    return two_sided_p(errors, found.degrees)


def estimate(one: Floats, other: Floats) -> Estimate:
    """Estimate the difference between the means of two samples.

    Each sample must have at least two values that are not all equal.
    """
    means, errors, skewnesses = zip(*(moments(each) for each in (one, other)), strict=True)
    counts = np.array([one.size, other.size], float)
    error = math.hypot(*errors)
    shares = np.array(errors) / error
    free = 1 / float((shares**4 / (counts - 1)).sum())
    weights = shares**3 * without_bias(counts) / np.sqrt(counts)
    return Estimate(
        difference=means[1] - means[0],
        error=error,
        degrees=max(free, float(counts.min()) - 1),
        skewness=float(weights[1] * skewnesses[1] - weights[0] * skewnesses[0]),
        noise=math.hypot(*(weights * skewness_error(counts))),
    )


def all_the_same(one: Floats, other: Floats) -> bool:
    """Return whether every run of two samples has the same value, or no run has a value.

    NaN means undefined.
    """
    every = np.concatenate([one, other])
    if not np.isfinite(every).any():
        return True
    return bool(np.isfinite(every).all()) and differing(every) == 0


def _why_none(one: Floats, other: Floats) -> str:
    """Return why there is no interval; an empty text if there is one."""
    why = [_too_little(each) for each in (one, other)]
    if why[0] == why[1]:
        return why[0]
    return "; ".join(
        f"{name}: {words}" for name, words in zip(("one", "other"), why, strict=True) if words
    )


def _too_little(values: Floats) -> str:
    if values.size < 2:
        return ONE_RUN if values.size else NO_VALUE
    differ = differing(values)
    if not too_few(differ, values.size):
        return ""
    return FEW.format(differ=differ, runs=values.size) if differ else SAME


def _apart(one: Floats, other: Floats) -> float:
    """Return the probability that chance separates two samples this far; 1 if they overlap."""
    every = alike(np.concatenate([one, other]))
    values, counts = np.unique(every, return_counts=True)
    signs = np.sign(every - values[counts.argmax()])
    first, second = signs[: one.size], signs[one.size :]
    higher = first.max() <= 0 <= second.min()
    lower = second.max() <= 0 <= first.min()
    moved, ours = int(np.count_nonzero(signs)), int(np.count_nonzero(first))
    if not moved or not (higher or lower):
        return 1.0
    ways = _ways(every.size - moved, one.size - ours) - _ways(every.size, one.size)
    return min(1.0, 2 * math.exp(ways))


def _ways(of: int, chosen: int) -> float:
    """Return the logarithm of the number of ways to choose `chosen` of `of` things."""
    return math.lgamma(of + 1) - math.lgamma(chosen + 1) - math.lgamma(of - chosen + 1)
