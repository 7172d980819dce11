"""Distributions of durations and plain numbers, each drawn from one uniform by inversion.

A row of `sim.resolved.Distributions` keeps its parameters in the unit they were written in;
`quantile` answers in that unit, `minutes` in whole minutes. The quantile of every family but the
mixture rises with the uniform, in the same direction everywhere, so that the same uniform means a
long stay in every arm. A mixture's uniform picks the component, and what is left of it, rescaled,
is that component's uniform. A mixture's components are never mixtures themselves (resolving
flattens them) and a mixture is never truncated.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.compiling import compiled
from sim.resolved import Distributions
from sim.rules.families import (
    FIXED,
    MIXTURE,
    NEVER,
    QUANTILES,
    TABLE,
    family_below,
    family_minutes,
    family_quantile,
    inside,
    whole_minutes,
)
from sim.units import FOREVER


@compiled
def position(cumulative, first, size, u):
    """The first of `size` entries from `first` on whose cumulative probability exceeds `u`."""
    low, high = first, first + size - 1
    while low < high:
        middle = (low + high) // 2
        if cumulative[middle] > u:
            high = middle
        else:
            low = middle + 1
    return low


@compiled
def simple_quantile(distributions, row, u):
    """Quantile, in the written unit, of any row but a mixture."""
    d = distributions
    shape = d.shape[row]
    u = d.u_low[row] + u * (d.u_high[row] - d.u_low[row])
    if shape == TABLE:
        return d.points[position(d.cumulative, d.first[row], d.size[row], u)]
    if shape == QUANTILES:
        along = u * (d.size[row] - 1)
        cell = min(int(along), d.size[row] - 2)
        left = d.points[d.first[row] + cell]
        return left + (along - cell) * (d.points[d.first[row] + cell + 1] - left)
    return family_quantile(shape, d.a[row], d.b[row], d.c[row], inside(u))


@compiled
def component(distributions, row, u):
    """The row a uniform picks, and that row's own uniform: a mixture's component, or the row."""
    d = distributions
    if d.shape[row] != MIXTURE:
        return row, u
    at = position(d.cumulative, d.first[row], d.size[row], u)
    under = d.cumulative[at - 1] if at > d.first[row] else 0.0
    return np.int64(d.points[at]), inside((u - under) / (d.cumulative[at] - under))


@compiled
def quantile(distributions, row, u):
    """The value a uniform stands for, in the unit it was written in; inf where it is never.

    Parameters
    ----------
    distributions
        A `sim.resolved.Distributions`.
    row
        Which one.
    u
        A uniform, from 0 to 1 exclusive.
    """
    picked, own = component(distributions, row, u)
    return simple_quantile(distributions, picked, own)


@compiled
def minutes(distributions, row, u):
    """The whole minutes a uniform stands for: rounded half to even, never negative."""
    picked, own = component(distributions, row, u)
    value = simple_quantile(distributions, picked, own)
    return whole_minutes(value * distributions.minutes_per_unit[picked])


@compiled
def table_below(distributions, row, limit, strictly):
    """Probability that a table's whole minutes are at most (or strictly below) `limit`."""
    d = distributions
    below = 0.0
    for at in range(d.first[row], d.first[row] + d.size[row]):
        value = whole_minutes(d.points[at] * d.minutes_per_unit[row])
        if value > limit or (strictly and value == limit):
            break
        below = d.cumulative[at]
    return below


@compiled
def quantiles_below(distributions, row, x, strictly):
    """Probability of a value of at most (or strictly below) `x`, from a row of quantiles."""
    d = distributions
    first, last = d.first[row], d.first[row] + d.size[row] - 1
    if x < d.points[first] or (strictly and x == d.points[first]):
        return 0.0
    if x > d.points[last] or (not strictly and x == d.points[last]):
        return 1.0
    low, high = first, last
    while high - low > 1:
        middle = (low + high) // 2
        if d.points[middle] < x or (not strictly and d.points[middle] == x):
            low = middle
        else:
            high = middle
    step = d.points[high] - d.points[low]
    return (low - first + ((x - d.points[low]) / step if step > 0.0 else 0.0)) / (d.size[row] - 1)


@compiled
def simple_below(distributions, row, limit, strictly):
    """`probability_by`, or strictly before, for any row but a mixture."""
    d = distributions
    shape = d.shape[row]
    if limit < 0 or shape == NEVER:
        return 0.0
    per = d.minutes_per_unit[row]
    if shape == FIXED:
        value = whole_minutes(d.a[row] * per)
        return 1.0 if value < limit or (value == limit and not strictly) else 0.0
    if shape == TABLE:
        whole = table_below(d, row, limit, strictly)
    elif shape == QUANTILES:
        whole = quantiles_below(d, row, limit / per, strictly)
    else:
        whole = family_below(shape, d.a[row], d.b[row], d.c[row], limit / per)
    share = (whole - d.u_low[row]) / (d.u_high[row] - d.u_low[row])
    return min(max(share, 0.0), 1.0)


@compiled
def probability_by(distributions, row, limit):
    """Probability of at most `limit` minutes; exact for fixed values and tables.

    Of the other families it is the probability before rounding to whole minutes.
    """
    d = distributions
    if d.shape[row] != MIXTURE:
        return simple_below(d, row, limit, False)
    total = 0.0
    under = 0.0
    for at in range(d.first[row], d.first[row] + d.size[row]):
        weight = d.cumulative[at] - under
        under = d.cumulative[at]
        total += weight * simple_below(d, np.int64(d.points[at]), limit, False)
    return min(total, 1.0)


@compiled
def simple_left(distributions, row, u, elapsed):
    """`minutes_left` of any row but a mixture."""
    gone = simple_below(distributions, row, elapsed, True)
    value = simple_quantile(distributions, row, inside(gone + u * (1.0 - gone)))
    whole = whole_minutes(value * distributions.minutes_per_unit[row])
    return whole if whole == FOREVER else max(whole - elapsed, np.int64(0))


@compiled
def minutes_left(distributions, row, u, elapsed):
    """Whole minutes still to come, given that at least `elapsed` minutes have passed already.

    With nothing elapsed it equals `minutes`. A duration that cannot have lasted so long (or has
    a chance below 1e-15 to) is over now: 0. A mixture's components count by their chance of
    having lasted; the uniform picks one of them and the rest of it is that one's uniform.
    """
    d = distributions
    if d.shape[row] != MIXTURE:
        return simple_left(d, row, u, elapsed)
    lasted = 0.0
    under = 0.0
    for at in range(d.first[row], d.first[row] + d.size[row]):
        weight = d.cumulative[at] - under
        under = d.cumulative[at]
        lasted += weight * (1.0 - simple_below(d, np.int64(d.points[at]), elapsed, True))
    remaining = u * lasted
    under = 0.0
    for at in range(d.first[row], d.first[row] + d.size[row]):
        weight = d.cumulative[at] - under
        under = d.cumulative[at]
        picked = np.int64(d.points[at])
        chance = weight * (1.0 - simple_below(d, picked, elapsed, True))
        if remaining < chance:
            return simple_left(d, picked, inside(remaining / chance), elapsed)
        remaining -= chance
    return np.int64(0)


def bind(distributions: Distributions) -> Callable[[int, float], int]:
    """`minutes` with the distributions already in its hands, for callers in plain Python.

    Handing eleven arrays to a compiled function takes about 2 microseconds a call; handing over
    six numbers takes 0.4, and a fixed duration is looked up. Only tables, truncated families and
    mixtures go the long way. The answers are the same to the bit.
    """
    d = distributions
    short = (d.u_low == 0.0) & (d.u_high == 1.0) & (d.size == 0)
    shapes, per = d.shape.tolist(), d.minutes_per_unit.tolist()
    parameters = list(zip(shapes, d.a.tolist(), d.b.tolist(), d.c.tolist(), per, strict=True))
    always = {
        row: int(minutes(distributions, row, 0.5))
        for row, numbers in enumerate(parameters)
        if numbers[0] in (FIXED, NEVER)
    }

    def minutes_of(row: int, u: float) -> int:
        if row in always:
            return always[row]
        if short[row]:
            return int(family_minutes(*parameters[row], u))
        return int(minutes(distributions, row, u))

    return minutes_of
