"""Asking for runs: what a statistic asks of the code that runs the simulator, and what it reads.

Replications are counted from 1. Replication r shares its random numbers between arms and
between settings, so differences are taken replication by replication, and different
replications are independent.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from sim.resolved import Floats
from sim.studies.intervals import CONFIDENCE, SAME, interval
from sim.studies.student_t import quantile

Setting: TypeAlias = Hashable
"""What is varied, opaque here: a tuple of values, or a frozenset of mechanisms that are on."""

Evaluate: TypeAlias = Callable[[Setting, int, int], Floats]
"""(setting, first replication, count) -> values, shape (count, arms, measures), NaN undefined."""


class Request(NamedTuple):
    """Runs that are wanted: so many replications of one setting, from number `first` on."""

    setting: Setting
    first: int  # counted from 1
    replications: int  # how many, at least 1


EvaluateMany: TypeAlias = Callable[[Sequence[Request]], Sequence[Floats]]
"""Requests that do not depend on each other -> the values of each, in the same order."""


class Outcome(NamedTuple):
    """The one number of a run that is looked at: of one arm, or of one arm minus another."""

    measure: int  # position on the last axis of the values
    arm: int = 0  # position on the axis before
    baseline: int | None = None  # the arm that is taken away; None looks at `arm` alone

    def of(self, values: Floats) -> Floats:
        """The outcome of values of shape (..., arms, measures); NaN where a part of it is."""
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
        """Half the interval; NaN with fewer than two values."""
        return (self.high - self.low) / 2

    @property
    def tells(self) -> bool:
        """Whether the interval leaves out 0; no spread at all around a difference tells too."""
        return self.low > 0 or self.high < 0


def one_by_one(evaluate: Evaluate) -> EvaluateMany:
    """Turn the simple callback into the batch one, for tests and for one processor."""

    def many(requests: Sequence[Request]) -> list[Floats]:
        return [evaluate(*request) for request in requests]

    return many


def estimate(values: Floats, confidence: float = CONFIDENCE) -> Estimate:
    """Mean and interval of independent values, shape (n,); undefined ones are left out.

    Values that are all the same are taken at their word, with an interval of no width and a note:
    here that is what does nothing, run after run on the same draws.
    """
    defined = values[np.isfinite(values)]
    mean = float(defined.mean()) if defined.size else float("nan")
    likely = interval(defined, confidence)
    if likely.note == SAME:
        likely = likely._replace(low=mean, high=mean)
    left_out = values.size - defined.size
    return Estimate(mean, likely.low, likely.high, defined.size, left_out, likely.note)


def t_reach(count: int, confidence: float = CONFIDENCE) -> float:
    """How many standard errors a t interval of this many values reaches to either side."""
    return quantile(0.5 + confidence / 2, count - 1)
