"""Compute quantiles and tail probabilities of Student's t distribution.

They are computed here so that a plain run needs no scientific library. The tail is the regularised
incomplete beta function, computed by its continued fraction (DLMF 8.17.22, modified Lentz).
Quantiles from 0.6 on agree with SciPy within a part in 10**10, from 1 to a million degrees of
freedom.
"""

from __future__ import annotations

import math
from functools import lru_cache

TINY = 1e-300
CLOSE = 1e-15
MOST_TERMS = 20_000


def two_sided_p(t: float, degrees: float) -> float:
    """Return the probability that the absolute value of a t variable is at least this large.

    Parameters
    ----------
    t
        Any number. For infinity the result is 0.
    degrees
        Degrees of freedom, at least 1; they need not be whole.
    """
    if math.isinf(t):
        return 0.0
    half = degrees / 2
    ratio = t * t / degrees
    far = 1 / (1 + ratio)  # the tail is I_far(half, 1/2)
    near = ratio / (1 + ratio)
    if near == 0:
        return 1.0
    # log of far**half * near**0.5 / B(half, 1/2), the factor before both continued fractions
    front = math.exp(-half * math.log1p(ratio) + 0.5 * math.log(near) - _log_beta_half(half))
    if far < (half + 1) / (half + 2.5):
        return front * _continued_fraction(half, 0.5, far) / half
    return 1 - front * _continued_fraction(0.5, half, near) / 0.5


@lru_cache(maxsize=4096)
def quantile(probability: float, degrees: float) -> float:
    """Return the value below which a t variable lies with this probability.

    Parameters
    ----------
    probability
        Between 0 and 1, both excluded; ValueError otherwise.
    degrees
        Degrees of freedom, whole or not, at least 1; ValueError otherwise.
    """
    if not 0 < probability < 1 or degrees < 1:
        raise ValueError(f"no t quantile for probability {probability}, {degrees} degrees")
    if probability < 0.5:
        return -quantile(1 - probability, degrees)
    tail = 2 * (1 - probability)
    low, high = 0.0, 1.0
    while two_sided_p(high, degrees) > tail:
        low, high = high, 2 * high
    while True:
        middle = (low + high) / 2
        if not low < middle < high:
            return middle
        if two_sided_p(middle, degrees) > tail:
            low = middle
        else:
            high = middle


def _log_beta_half(a: float) -> float:
    """Return the logarithm of B(a, 1/2) without subtracting two large log-gammas."""
    if a < 50:
        return math.lgamma(a) + math.lgamma(0.5) - math.lgamma(a + 0.5)
    series = 1 / 8 - (1 / 192 - (1 / 640 - 17 / (14_336 * a * a)) / (a * a)) / (a * a)
    return 0.5 * math.log(math.pi / a) + series / a


def _continued_fraction(a: float, b: float, x: float) -> float:
    """Sum the continued fraction of I_x(a, b), for x below (a + 1) / (a + b + 2)."""
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > TINY else TINY)
    total = d
    for m in range(1, MOST_TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 + term * d
            d = 1 / (d if abs(d) > TINY else TINY)
            c = 1 + term / c
            c = c if abs(c) > TINY else TINY
            total *= c * d
        if abs(c * d - 1) < CLOSE:
            return total
    raise ArithmeticError(f"incomplete beta function did not settle at a={a}, b={b}, x={x}")
