"""Compute quantiles and distribution functions of families with at most three parameters."""

from __future__ import annotations

import math

import numpy as np

from sim.compiling import compiled
from sim.laws import Shape
from sim.rules.special_functions import (
    gamma_below,
    gamma_quantile,
    normal_below,
    normal_quantile,
)
from sim.units import FOREVER

FIXED = int(Shape.FIXED)
EXPONENTIAL = int(Shape.EXPONENTIAL)
UNIFORM = int(Shape.UNIFORM)
TRIANGULAR = int(Shape.TRIANGULAR)
LOGNORMAL = int(Shape.LOGNORMAL)
GAMMA = int(Shape.GAMMA)
WEIBULL = int(Shape.WEIBULL)
TABLE = int(Shape.TABLE)
QUANTILES = int(Shape.QUANTILES)
MIXTURE = int(Shape.MIXTURE)
NEVER = int(Shape.NEVER)
NORMAL = int(Shape.NORMAL)

LEAST = 2.0**-60
LARGEST_BELOW_1 = 1.0 - 2.0**-53


@compiled
def inside(u):
    """Return `u` itself, or a number just inside (0, 1) if `u` is 0 or 1.

    Only the rounding of a rescaled uniform can make it 0 or 1.
    """
    return min(max(u, LEAST), LARGEST_BELOW_1)


@compiled
def triangular_quantile(low, mode, high, u):
    """Return the quantile of a triangular distribution; if low equals high, return that value."""
    width = high - low
    if u * width < mode - low:
        return low + math.sqrt(u * width * (mode - low))
    return high - math.sqrt((1.0 - u) * width * (high - mode))


@compiled
def family_quantile(shape, a, b, c, u):
    """Return the quantile of a family with at most three parameters; `u` is in (0, 1).

    The exponential is -mean x log(1 - u) and not -mean x log(u), so that it rises with u like the
    others. No accuracy is lost: a keyed uniform number is an odd multiple of 2^-53, so 1 - u is
    exact, and the lower tail is as accurate as the upper tail.
    """
    value = a  # a fixed one
    if shape == EXPONENTIAL:
        value = -a * math.log(1.0 - u)
    elif shape == UNIFORM:
        value = a + u * (b - a)
    elif shape == TRIANGULAR:
        value = triangular_quantile(a, b, c, u)
    elif shape == LOGNORMAL:
        value = math.exp(a + b * normal_quantile(u))
    elif shape == NORMAL:
        value = a + b * normal_quantile(u)
    elif shape == GAMMA:
        value = b * gamma_quantile(a, u)
    elif shape == WEIBULL:
        value = b * (-math.log(1.0 - u)) ** (1.0 / a)
    elif shape == NEVER:
        value = np.inf
    return value


@compiled
def triangular_below(low, mode, high, x):
    """Return the probability of a value of at most `x` in a triangular distribution."""
    if x >= high:
        return 1.0
    if x <= low:
        return 0.0
    if x < mode:
        return (x - low) ** 2 / ((high - low) * (mode - low))
    return 1.0 - (high - x) ** 2 / ((high - low) * (high - mode))


@compiled
def family_below(shape, a, b, c, x):
    """Return the probability of a value of at most `x`, for the continuous families.

    Only a normal distribution that is not truncated has values below 0.
    """
    if shape == NORMAL:
        below = normal_below((x - a) / b)
    elif x <= 0.0:
        below = 0.0
    elif shape == EXPONENTIAL:
        below = -math.expm1(-x / a)
    elif shape == UNIFORM:
        below = min(max((x - a) / (b - a), 0.0), 1.0) if b > a else (1.0 if x >= a else 0.0)
    elif shape == TRIANGULAR:
        below = triangular_below(a, b, c, x)
    elif shape == LOGNORMAL:
        below = (
            normal_below((math.log(x) - a) / b) if b > 0.0 else (1.0 if x >= math.exp(a) else 0.0)
        )
    elif shape == GAMMA:
        below = gamma_below(a, x / b)
    else:
        below = -math.expm1(-((x / b) ** a))
    return below


@compiled
def whole_minutes(value):
    """Return real minutes rounded half to even, from 0 up to FOREVER."""
    if value >= FOREVER:
        return np.int64(FOREVER)
    return np.int64(np.rint(max(value, 0.0)))


@compiled
def family_minutes(shape, a, b, c, minutes_per_unit, u):
    """Return the same as `distributions.minutes`, for an untruncated family."""
    return whole_minutes(family_quantile(shape, a, b, c, u) * minutes_per_unit)
