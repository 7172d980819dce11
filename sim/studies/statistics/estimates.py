"""Define the requests for runs that a statistic makes, and the estimates that it returns.

Replications are counted from 1. Replication r has the same random numbers in all arms and
settings. Differences are therefore taken replication by replication, and different replications
are independent.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from sim.laws import Floats
from sim.studies.intervals import CONFIDENCE, SAME, interval
from sim.studies.student_t import quantile

Setting: TypeAlias = Hashable
"""A setting, which the statistics do not look into: a tuple of values, or a set of mechanisms."""

Evaluate: TypeAlias = Callable[[Setting, int, int], Floats]
"""A function of (setting, first replication, count) that makes runs and returns their values.

The values have the shape (count, arms, measures); undefined values are NaN.
"""


class Request(NamedTuple):
    """A request for runs of one setting: how many replications, starting with number `first`."""

    setting: Setting
    first: int  # counted from 1
    replications: int  # how many, at least 1


EvaluateMany: TypeAlias = Callable[[Sequence[Request]], Sequence[Floats]]
"""A function that answers independent requests: the values of each, in the same order."""


class Outcome(NamedTuple):
    """The number to analyse in each run: a measure of one arm, or a difference of two arms."""

    measure: int  # position on the last axis of the values
    arm: int = 0  # position on the axis before
    baseline: int | None = None  # the arm that is taken away; None looks at `arm` alone

    def of(self, values: Floats) -> Floats:
        """Return the outcome from values of shape (..., arms, measures).

        NaN if a value that it needs is undefined.
        """
        here: Floats = values[..., self.arm, self.measure]
        if self.baseline is None:
            return here
        difference: Floats = here - values[..., self.baseline, self.measure]
        return difference


class Estimate(NamedTuple):
    """A mean over independent replications, trajectories or rows, with its interval."""

    mean: float
    low: float
    high: float
    used: int  # values that went in
    left_out: int  # values that were undefined
    note: str = ""  # why there is no interval, or how far to trust it

    @property
    def half_width(self) -> float:
        """Half the width of the interval; NaN with fewer than two values."""
        return (self.high - self.low) / 2

    @property
    def tells(self) -> bool:
        """Whether the interval does not contain 0.

        If all values are the same and not 0, the interval is that value, which does not contain 0.
        """
        return self.low > 0 or self.high < 0


def one_by_one(evaluate: Evaluate) -> EvaluateMany:
    """Turn a function that answers one request into a function that answers several.

    It is for tests and for runs on one processor.
    """

    def many(requests: Sequence[Request]) -> list[Floats]:
        return [evaluate(*request) for request in requests]

    return many


def estimate(values: Floats, confidence: float = CONFIDENCE) -> Estimate:
    """Return the mean and the interval of independent values, shape (n,).

    Undefined values are left out. If all values are equal, the interval has no width, and a note
    says so. Equal values are usual here: an input without any effect gives the same value in every
    run, because the random numbers are the same.
    """
    defined = values[np.isfinite(values)]
    mean = float(defined.mean()) if defined.size else float("nan")
    likely = interval(defined, confidence)
    if likely.note == SAME:
        likely = likely._replace(low=mean, high=mean)
    left_out = values.size - defined.size
    return Estimate(mean, likely.low, likely.high, defined.size, left_out, likely.note)


def t_reach(count: int, confidence: float = CONFIDENCE) -> float:
    """Return the half-width of a t interval in standard errors, for this many values."""
    return quantile(0.5 + confidence / 2, count - 1)
