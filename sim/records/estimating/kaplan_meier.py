"""Which share is still there after so long (Kaplan and Meier 1958), with delayed entry.

SciPy's `ecdf` and `CensoredData` know no delayed entry, so the estimate is made here. A band that
holds the whole curve in 95 of 100 cases is that of equal precision (Nair 1984,
doi:10.1080/00401706.1984.10487962), on the scale of log(-log).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm

from sim.laws import Floats, Ints
from sim.records.estimating.durations import Durations

AT_RISK = 10
"""The curve starts where so many are at risk: of fewer one ending moves it by more than a tenth."""
LEVEL = 0.95
EDGE = 0.05  # the band holds where the curve's precision lies between these ends
FAR = 20.0  # a critical value that no curve reaches


class Curve(NamedTuple):
    """The share that lasts longer than each time at which any ended. Shape (k,)."""

    begins: float  # days; what lasted less is unknown
    days: Floats  # ascending
    ended: Ints
    at_risk: Ints
    lasting: Floats  # the share that lasts longer
    variance: Floats  # of the logarithm of `lasting` (Greenwood); `inf` where nobody is left
    until: float  # the longest duration that was seen, ended or not


def kaplan_meier(durations: Durations) -> Curve | None:
    """Return the curve; None where nobody ended, or never ten were at risk."""
    days, number = np.unique(durations.exit[durations.event], return_counts=True)
    if not days.size:
        return None
    at_risk = risk_sets(durations, days)
    enough = np.flatnonzero(at_risk >= AT_RISK)
    if not enough.size:
        return None
    first = int(enough[0])
    begins = 0.0 if first == 0 else float(days[first - 1])
    days, number, at_risk = days[first:], number[first:], at_risk[first:]
    lasting: Floats = np.cumprod(1 - number / at_risk, dtype=np.float64)
    left = at_risk - number
    with np.errstate(divide="ignore"):
        variance = np.cumsum(number / (at_risk * left.astype(np.float64)))
    return Curve(begins, days, number, at_risk, lasting, variance, float(durations.exit.max()))


def risk_sets(durations: Durations, days: Floats) -> Ints:
    """Return how many are seen just before each time: entered, and neither ended nor cut off.

    Who is seen from the beginning is at risk at any time above 0.
    """
    entered = np.searchsorted(np.sort(durations.entry), days, side="left")
    gone = np.searchsorted(np.sort(durations.exit), days, side="left")
    return np.asarray(entered - gone, np.int64)


def steps(curve: Curve) -> Floats:
    """Return which share ended at each time of the curve; shape (k,)."""
    return -np.diff(curve.lasting, prepend=1.0)


def influences(curve: Curve, durations: Durations, weight: Floats, beyond: float = 0.0) -> Floats:
    """Return what each duration adds to the error of Σ weight × share; shape (n,).

    Parameters
    ----------
    weight
        Of each time of the curve, shape (k,): its days, if the sum is the mean.
    beyond
        The weight of the share that is there after the last time.
    """
    share = steps(curve)
    before = np.concatenate([[1.0], curve.lasting[:-1]])
    later = np.cumsum((weight * share)[::-1])[::-1] - weight * share + beyond * curve.lasting[-1]
    stayed = 1 - curve.ended / curve.at_risk
    later = np.divide(later, stayed, out=np.zeros_like(later), where=stayed > 0)
    each = (weight * before - later) / curve.at_risk
    total = np.concatenate([[0.0], np.cumsum(each * curve.ended / curve.at_risk)])
    place = np.searchsorted(curve.days, durations.exit, side="right")
    start = np.searchsorted(curve.days, durations.entry, side="right")
    own = np.where(durations.event & (place > 0), each[np.maximum(place - 1, 0)], 0.0)
    own = np.where(durations.exit >= curve.days[0], own, 0.0)
    return np.asarray(own - (total[place] - total[start]), np.float64)


def inside_band(curve: Curve, lasting: Callable[[Floats], Floats], step: float) -> bool:
    """Return whether a law lies inside the band of the curve that holds it in 95 of 100 cases.

    Parameters
    ----------
    lasting
        The share that lasts longer than some days, in the law.
    step
        Days between possible durations: a whole day's endings are spread around it.
    """
    people = float(curve.at_risk.max())
    spread = people * np.where(np.isfinite(curve.variance), curve.variance, 0.0)
    precision = spread / (1 + spread)
    within = (precision >= EDGE) & (precision <= 1 - EDGE)
    within &= (curve.lasting > 0) & (curve.lasting < 1)
    if not within.any():
        return True
    days, share = curve.days[within] + step / 2, curve.lasting[within]
    start = np.array([curve.begins + step / 2]) if curve.begins else np.zeros(1)
    told = lasting(days) / lasting(start)
    width = _critical(*precision[within][[0, -1]]) * np.sqrt(curve.variance[within])
    scale = np.exp(width / -np.log(share))
    return bool(((share**scale <= told) & (told <= share ** (1 / scale))).all())


def _critical(low: float, high: float) -> float:
    """Return how many standard deviations wide the band is (Miller and Siegmund 1982, formula 8).

    `low` and `high` are the precisions between which it holds.
    """
    spread = math.log(high * (1 - low) / (low * (1 - high))) if high > low else 0.0

    def outside(width: float) -> float:
        density = float(norm.pdf(width))
        return 4 * density / width + density * (width - 1 / width) * spread - (1 - LEVEL)

    pointwise = float(norm.ppf((1 + LEVEL) / 2))
    return pointwise if outside(pointwise) <= 0 else float(brentq(outside, pointwise, FAR))
