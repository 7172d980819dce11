"""Choose the law of durations: a family that the curve allows, else the curve itself.

Of Weibull, gamma and lognormal it is the one with the lowest AIC among those inside the 95 % band
of the Kaplan-Meier curve. Where none is, it is the curve as a table: it starts where ten are at
risk, and beyond the last ending durations end as likely each day (an exponential tail). Under ten
endings only a mean is told: time ÷ endings, as of an exponential law.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.area.deriving.counting import Count
from sim.area.deriving.ranges import NORMAL, of_mean_time
from sim.laws import Floats
from sim.records.estimating.durations import Durations, clustered
from sim.records.estimating.estimate import Family, Law, Parameter, Tail
from sim.records.estimating.families import KINDS, Fitted, fits
from sim.records.estimating.kaplan_meier import Curve, influences, inside_band, kaplan_meier, steps

FEWEST = 10
"""Endings of which a family with two parameters, or a curve, is told."""
MOST_POINTS = 100
TAIL_SHARE = 0.2
"""Of the endings that tell how a table goes on: the last fifth, ten at least."""


class Told(NamedTuple):
    """A law with its mean, and the range of that."""

    law: Law
    mean: float
    low: float
    high: float
    error: float
    method: str


def law_of(durations: Durations) -> Told | None:
    """Return the law of durations; None where none ended."""
    if durations.events == 0:
        return None
    curve = kaplan_meier(durations)
    if durations.events < FEWEST or curve is None or len(curve.days) == 1:
        return exponential(durations)
    for fit in fits(durations):
        if inside_band(curve, fit.lasting, durations.step):
            return _of_family(fit)
    return table_of(curve, durations)


def exponential(durations: Durations) -> Told:
    """Return the law of durations that end as likely each day: time ÷ endings, 1 at least."""
    spent, events = float((durations.exit - durations.entry).sum()), durations.events
    mean = spent / events
    found = of_mean_time(spent, Count(events, events, events), "endings")
    error = mean / math.sqrt(events)
    parameter = Parameter("mean", mean, found.low, found.high, error)
    law = Law(Family.EXPONENTIAL, (parameter,))
    return Told(law, mean, found.low, found.high, error, "time ÷ endings, an exponential law")


def _of_family(fit: Fitted) -> Told:
    names = KINDS[fit.family].names
    errors = np.sqrt(np.diag(fit.covariance))
    parameters = tuple(
        _parameter(name, value, float(error))
        for name, value, error in zip(names, fit.values, errors, strict=True)
    )
    factor = math.exp(NORMAL * fit.error_of_log_mean)
    return Told(
        Law(fit.family, parameters),
        fit.mean,
        fit.mean / factor,
        fit.mean * factor,
        fit.mean * fit.error_of_log_mean,
        f"{fit.family} by AIC within the 95 % band of Kaplan-Meier with delayed entry; errors by "
        "person",
    )


def _parameter(name: str, value: float, error: float) -> Parameter:
    """Return a parameter; one that is above 0 has its range on the scale of logarithms."""
    if name == "mu":
        return Parameter(name, value, value - NORMAL * error, value + NORMAL * error, error)
    factor = math.exp(NORMAL * error / value)
    return Parameter(name, value, value / factor, value * factor, error)


def table_of(curve: Curve, durations: Durations) -> Told:
    """Return the curve as a table, with its tail; the mean and its range are those of both."""
    tail, events = _tail(curve, durations)
    share, days = steps(curve), curve.days
    beyond = tail.begins + tail.mean if tail else 0.0
    mean = float(days @ share) + beyond * (tail.share if tail else 0.0)
    each = influences(curve, durations, days, beyond)
    variance = float(clustered(each, durations.person)[0, 0])
    if tail:
        variance += (tail.share * tail.mean) ** 2 / events
    error = math.sqrt(variance)
    factor = math.exp(NORMAL * error / mean)
    how = "table of Kaplan-Meier with delayed entry, as no family is within its 95 % band"
    if curve.begins:
        how = f"{how}; of those of more than {curve.begins:.0f} days, where ten are at risk"
    if tail:
        how = f"{how}; an exponential tail beyond the last ending, after {tail.begins:.0f} days"
    law = Law(Family.TABLE, points=_points(days, share), tail=tail)
    return Told(law, mean, mean / factor, mean * factor, error, f"{how}; errors by person")


def _tail(curve: Curve, durations: Durations) -> tuple[Tail | None, int]:
    """Return what lies beyond the last ending, and of how many endings that is told."""
    share = float(curve.lasting[-1])
    if share <= 0:
        return None, 0
    number = np.cumsum(curve.ended[::-1])[::-1]
    wanted = max(FEWEST, math.ceil(TAIL_SHARE * int(number[0])))
    first = int(np.flatnonzero(number >= min(wanted, int(number[0])))[-1])
    begins = float(curve.days[first - 1]) if first else curve.begins
    spent = np.maximum(0.0, durations.exit - np.maximum(durations.entry, begins)).sum()
    events = int(number[first])
    return Tail(share, float(curve.days[-1]), float(spent) / events), events


def _points(days: Floats, share: Floats) -> tuple[tuple[float, float], ...]:
    """Return at most `MOST_POINTS` durations with shares; the mean is kept."""
    ended = np.cumsum(share)
    cell = np.minimum((ended - share / 2) / ended[-1] * MOST_POINTS, MOST_POINTS - 1).astype(int)
    weights = np.bincount(cell, share, minlength=MOST_POINTS)
    values = np.bincount(cell, share * days, minlength=MOST_POINTS)
    kept = weights > 0
    return tuple(zip((values[kept] / weights[kept]).tolist(), weights[kept].tolist(), strict=True))
