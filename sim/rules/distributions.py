"""Draw durations and plain numbers from distributions, each from one uniform by inversion.

A row of `sim.laws.Distributions` has its parameters in the unit in which they were written.
`quantile` returns values in that unit, and `minutes` returns whole minutes. The quantile of every
family except the mixture rises with the uniform number. So a uniform number that gives a long stay
in one arm gives a long stay in every arm. For a mixture, the uniform number selects the component.
It is then rescaled and used for that component. The components of a mixture are never mixtures
themselves, because resolving flattens them. A mixture is never truncated.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.compiling import compiled
from sim.laws import Distributions
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
    """Return the index of the first entry whose cumulative value exceeds `u`, by bisection.

    The search covers `size` entries from index `first` on.
    """
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
    """Return the quantile, in the written unit, of any row except a mixture."""
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
    """Return the row that a uniform number selects, and the uniform number to use for that row.

    For a mixture it is a component; otherwise it is the row itself.
    """
    d = distributions
    if d.shape[row] != MIXTURE:
        return row, u
    at = position(d.cumulative, d.first[row], d.size[row], u)
    under = d.cumulative[at - 1] if at > d.first[row] else 0.0
    return np.int64(d.points[at]), inside((u - under) / (d.cumulative[at] - under))


@compiled
def quantile(distributions, row, u):
    """Return the quantile of a row, in the written unit; inf means never.

    Parameters
    ----------
    distributions
        A `sim.laws.Distributions`.
    row
        The row number.
    u
        A uniform number strictly between 0 and 1.
    """
    picked, own = component(distributions, row, u)
    return simple_quantile(distributions, picked, own)


@compiled
def minutes(distributions, row, u):
    """Return the quantile of a row in whole minutes: rounded half to even, never negative."""
    picked, own = component(distributions, row, u)
    value = simple_quantile(distributions, picked, own)
    return whole_minutes(value * distributions.minutes_per_unit[picked])


@compiled
def table_below(distributions, row, limit, strictly):
    """Return the probability that a table's whole minutes are at most `limit`.

    With `strictly`, it is the probability that they are below `limit`.
    """
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
    """Return the probability of a value of at most `x`, for a row that is given by quantiles.

    With `strictly`, it is the probability of a value below `x`.
    """
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
    """Return the same as `probability_by`, for any row except a mixture.

    With `strictly`, it is the probability of less than `limit` minutes.
    """
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
    """Return the probability of at most `limit` minutes; it is exact for fixed values and tables.

    For other families, it is the probability before values are rounded to whole minutes.
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
    """Return the same as `minutes_left`, for any row except a mixture."""
    gone = simple_below(distributions, row, elapsed, True)
    value = simple_quantile(distributions, row, inside(gone + u * (1.0 - gone)))
    whole = whole_minutes(value * distributions.minutes_per_unit[row])
    return whole if whole == FOREVER else max(whole - elapsed, np.int64(0))


@compiled
def minutes_left(distributions, row, u, elapsed):
    """Return the remaining whole minutes, given that at least `elapsed` minutes have passed.

    If `elapsed` is 0, the result equals `minutes`. The result is 0 if no duration can have lasted
    this long, or if that has a probability below 1e-15. The components of a mixture are weighted
    by the probability that they lasted this long. The uniform number selects a component, and is
    rescaled for it.
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
    """Return the function `minutes` with the distributions already bound, for plain Python.

    A call that passes eleven arrays to a compiled function takes about 2 microseconds. A call that
    passes six numbers takes 0.4 microseconds, and a fixed duration is looked up. Only tables,
    truncated families and mixtures use the slow call. The results are the same to the last bit.
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
