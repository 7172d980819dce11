"""Define families of distributions, and the table with a row for each distribution."""

from __future__ import annotations

import enum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Shape(enum.IntEnum):
    """The families of distributions; `a`, `b`, `c` are in the unit in which they were written."""

    FIXED = 0  # a = value
    EXPONENTIAL = 1  # a = mean
    UNIFORM = 2  # a = low, b = high
    TRIANGULAR = 3  # a = low, b = mode, c = high
    LOGNORMAL = 4  # a = mu, b = sigma of the logarithm
    GAMMA = 5  # a = shape, b = scale; an Erlang is a gamma with a whole shape
    WEIBULL = 6  # a = shape, b = scale
    TABLE = 7  # values with cumulative probabilities
    QUANTILES = 8  # values at equally spaced probabilities from 0 to 1, straight lines between
    MIXTURE = 9  # rows of other distributions with cumulative weights
    NEVER = 10  # FOREVER, always
    NORMAL = 11  # a = mean, b = sd, before it is truncated


class Distributions(NamedTuple):
    """Every distribution of the scenario, one row each. Shape (D,) unless stated otherwise.

    For a truncated distribution, the uniform number is drawn between `u_low` and `u_high`. Tables,
    quantiles and mixtures have `size` numbers, from position `first` on, in the shared arrays
    `points` and `cumulative`.
    """

    shape: Ints
    a: Floats
    b: Floats
    c: Floats
    minutes_per_unit: Floats
    u_low: Floats
    u_high: Floats
    first: Ints
    size: Ints
    points: Floats  # (P,) values in the written unit, or rows of components
    cumulative: Floats  # (P,) cumulative probabilities or weights, last one 1
