"""Compute means of distributions, and the remaining time of durations that are under way.

The remaining time follows from renewal theory. In a service that has been full for a long time, a
stay that is found at a random moment is longer than average, because long stays cover more time.
Its remaining time has the distribution function G(x) = E[min(X, x)] / E[X] (Cox 1962, *Renewal
Theory*, section 5.4). E[min(X, x)] is x P(X > x) + E[X; X <= x], and the last term has a closed
form for every family used here. Fixed values and tables count in whole minutes, as they are drawn.
For the other families the rounding, of half a minute at most, is ignored.
"""

from __future__ import annotations

import math

import numpy as np

from sim.compiling import compiled
from sim.rules.distributions import simple_below
from sim.rules.families import (
    EXPONENTIAL,
    FIXED,
    GAMMA,
    LOGNORMAL,
    MIXTURE,
    NEVER,
    NORMAL,
    QUANTILES,
    TABLE,
    TRIANGULAR,
    UNIFORM,
    family_quantile,
    whole_minutes,
)
from sim.rules.special_functions import gamma_below, normal_below
from sim.units import FOREVER

RESIDUAL_POINTS = 1025
TAIL_STEPS = 120
MOST_NEWTON = 40
ROOT_TWO_PI = math.sqrt(2.0 * math.pi)


@compiled
def uniform_part(low, high, x):
    """Return E[X; X <= x] of a uniform distribution."""
    if low == high:
        return low if x >= low else 0.0
    top = min(max(x, low), high)
    return 0.5 * (top * top - low * low) / (high - low)


@compiled
def lognormal_part(mu, sigma, x):
    """Return E[X; X <= x] of a lognormal distribution."""
    mean = math.exp(mu + 0.5 * sigma * sigma)
    if x == np.inf:
        return mean
    if sigma == 0.0:
        return mean if x >= mean else 0.0
    return mean * normal_below((math.log(x) - mu) / sigma - sigma)


@compiled
def normal_part(mean, sd, x):
    """Return E[X; X <= x] of a normal distribution that is not truncated."""
    if x == np.inf:
        return mean
    z = (x - mean) / sd
    return mean * normal_below(z) - sd * math.exp(-0.5 * z * z) / ROOT_TWO_PI


@compiled
def triangular_part(low, mode, high, x):
    """Return E[X; X <= x] of a triangular distribution."""
    if x <= low:
        return low if x == low == high else 0.0
    if x >= high:
        return (low + mode + high) / 3.0
    if x < mode:
        whole = 2.0 / ((high - low) * (mode - low))
        return whole * ((x**3 - low**3) / 3.0 - low * (x * x - low * low) / 2.0)
    whole = 2.0 / ((high - low) * (high - mode))
    above = whole * (high * (high * high - x * x) / 2.0 - (high**3 - x**3) / 3.0)
    return (low + mode + high) / 3.0 - above


@compiled
def family_part(shape, a, b, c, x):
    """Return E[X; X <= x] of a continuous family, for x > 0. At x = inf, this is the mean."""
    if shape == EXPONENTIAL:
        part = a * gamma_below(2.0, x / a)
    elif shape == UNIFORM:
        part = uniform_part(a, b, x)
    elif shape == TRIANGULAR:
        part = triangular_part(a, b, c, x)
    elif shape == LOGNORMAL:
        part = lognormal_part(a, b, x)
    elif shape == NORMAL:
        part = normal_part(a, b, x)
    elif shape == GAMMA:
        part = a * b * gamma_below(a + 1.0, x / b)
    else:
        more = 1.0 + 1.0 / a
        part = b * math.gamma(more) * gamma_below(more, (x / b) ** a)
    return part


@compiled
def truncated_part(distributions, row, x):
    """Return E[X; X <= x] of a continuous family, truncated to the row's bounds."""
    d = distributions
    shape, a, b, c = d.shape[row], d.a[row], d.b[row], d.c[row]
    under = 0.0
    if d.u_low[row] > 0.0:
        floor = family_quantile(shape, a, b, c, d.u_low[row])
        if x <= floor:
            return 0.0
        under = family_part(shape, a, b, c, floor)
    if d.u_high[row] < 1.0:
        x = min(x, family_quantile(shape, a, b, c, d.u_high[row]))
    return (family_part(shape, a, b, c, x) - under) / (d.u_high[row] - d.u_low[row])


@compiled
def real_minutes(value):
    """Return a value rounded to whole minutes, as a real number; inf means never."""
    whole = whole_minutes(value)
    return np.inf if whole == FOREVER else float(whole)


@compiled
def points_part(distributions, row, limit):
    """Return E[X; X <= limit] in minutes, for a table or a row that is given by quantiles."""
    d = distributions
    first, size = d.first[row], d.size[row]
    total = 0.0
    under = 0.0
    if d.shape[row] == TABLE:
        for at in range(first, first + size):
            value = real_minutes(d.points[at] * d.minutes_per_unit[row])
            if value <= limit:
                total += (d.cumulative[at] - under) * value
            under = d.cumulative[at]
        return total
    x = limit / d.minutes_per_unit[row]
    for at in range(first, first + size - 1):
        left, right = d.points[at], d.points[at + 1]
        if right <= x:
            total += 0.5 * (left + right)
        elif left < x:
            total += 0.5 * (left + x) * (x - left) / (right - left)
    return total / (size - 1) * d.minutes_per_unit[row]


@compiled
def simple_part(distributions, row, limit):
    """Return E[X; X <= limit] in minutes, for any row except a mixture; inf means never."""
    d = distributions
    shape, per = d.shape[row], d.minutes_per_unit[row]
    if shape == NEVER:
        return np.inf if limit == np.inf else 0.0
    if shape == FIXED:
        value = real_minutes(d.a[row] * per)
        return value if value <= limit else 0.0
    if shape in (TABLE, QUANTILES):
        return points_part(d, row, limit)
    return truncated_part(d, row, limit / per) * per if limit > 0.0 else 0.0


@compiled
def mean(distributions, row):
    """Return the mean in minutes, before rounding; inf if the duration may never end."""
    d = distributions
    if d.shape[row] != MIXTURE:
        return simple_part(d, row, np.inf)
    total = 0.0
    under = 0.0
    for at in range(d.first[row], d.first[row] + d.size[row]):
        total += (d.cumulative[at] - under) * simple_part(d, np.int64(d.points[at]), np.inf)
        under = d.cumulative[at]
    return total


@compiled
def shorter(distributions, row, limit):
    """Return E[min(X, limit)] in minutes, for a finite limit."""
    d = distributions
    if d.shape[row] != MIXTURE:
        over = 1.0 - simple_below(d, row, limit, False)
        return simple_part(d, row, limit) + limit * over
    total = 0.0
    under = 0.0
    for at in range(d.first[row], d.first[row] + d.size[row]):
        picked = np.int64(d.points[at])
        over = 1.0 - simple_below(d, picked, limit, False)
        part = simple_part(d, picked, limit) + limit * over
        total += (d.cumulative[at] - under) * part
        under = d.cumulative[at]
    return total


@compiled
def longer(distributions, row, limit):
    """Return the probability that a duration lasts longer than a limit."""
    d = distributions
    if d.shape[row] != MIXTURE:
        return 1.0 - simple_below(d, row, limit, False)
    total = 0.0
    under = 0.0
    for at in range(d.first[row], d.first[row] + d.size[row]):
        part = 1.0 - simple_below(d, np.int64(d.points[at]), limit, False)
        total += (d.cumulative[at] - under) * part
        under = d.cumulative[at]
    return total


@compiled
def near_quantile(distributions, row, whole, goal, begin):
    """Return about where E[min(X, x)] reaches a goal, by Newton's method, and how far off at most.

    E[min(X, x)] is concave with the slope P(X > x), so steps from the left never pass the goal.
    The second value is inf where steps do not settle. Otherwise it is far more than the rounding of
    the functions that are evaluated, which matters most where the slope is small.
    """
    x = begin
    for _ in range(MOST_NEWTON):
        slope = longer(distributions, row, x)
        if slope <= 0.0:
            break
        step = (goal - shorter(distributions, row, x)) / slope
        x += step
        if abs(step) <= 1e-13 * x:
            return x, 4e-12 * x + 4e-14 * whole / slope
    return x, np.inf


@compiled
def residual_quantile(distributions, row, whole, u, at_least):
    """Return the quantile, for `u`, of the equilibrium residual time in minutes, by bisection.

    A middle that lies clearly to one side of what Newton's method found needs no evaluation.
    """
    goal = u * whole
    near, doubt = near_quantile(distributions, row, whole, goal, at_least)
    low = at_least
    step = max(whole, 1.0)
    high = low + step
    for _ in range(200):
        reached = high > near
        if abs(high - near) <= doubt:
            reached = shorter(distributions, row, high) >= goal
        if reached:
            break
        low = high
        step *= 2.0
        high = low + step
    for _ in range(200):
        middle = 0.5 * (low + high)
        if high - low <= 1e-12 * high or middle in (low, high):
            break
        reached = middle > near
        if abs(middle - near) <= doubt:
            reached = shorter(distributions, row, middle) >= goal
        if reached:
            high = middle
        else:
            low = middle
    return 0.5 * (low + high)


@compiled
def equilibrium_residual(distributions, row, size=RESIDUAL_POINTS):
    """Return the quantiles of a duration's remaining time, as the points of a QUANTILES row.

    Parameters
    ----------
    distributions
        A `sim.laws.Distributions`.
    row
        A row whose mean is finite and above 0.
    size
        The number of points, at equally spaced probabilities from 0 to 1.

    Returns
    -------
    Array of shape (size,), minutes, rising. Every point except the last is exact (to 1e-11); values
    between points are interpolated. The last point ends the tail. It is chosen so that the mean of
    the last interval, and so the total mean, is right to 0.1 per cent for families with light
    tails.
    """
    whole = mean(distributions, row)
    points = np.empty(size)
    at = 0.0
    for i in range(size - 1):
        if i > 0:
            at = residual_quantile(distributions, row, whole, i / (size - 1), at)
        points[i] = at
    cell = 1.0 / (size - 1)
    total = 0.0
    left = at
    for k in range(TAIL_STEPS):
        outer, inner = cell * 2.0 ** (-k / 4), cell * 2.0 ** (-(k + 1) / 4)
        right = residual_quantile(distributions, row, whole, 1.0 - inner, left)
        total += 0.5 * (left + right) * (outer - inner)
        left = right
    total += left * cell * 2.0 ** (-TAIL_STEPS / 4)
    points[size - 1] = 2.0 * total / cell - at
    return points
