"""Worlds with known answers, and the rule by which coverage is judged.

A coverage test counts how often intervals hold the truth over many independent worlds. It passes
when the count is not below the `ALARM` quantile of a binomial with the least coverage that is
promised: the rule is fixed by the number of worlds alone, before anything is run.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from scipy.stats import binom

from sim.laws import Floats
from sim.studies.statistics.estimates import Evaluate, Request, Setting

ALARM = 1e-4  # chance that a test fails although the promise is kept

Shape = Callable[[np.random.Generator, int], Floats]
"""Draws of mean 0 and standard deviation 1."""


def normal(random: np.random.Generator, count: int) -> Floats:
    return random.normal(size=count)


def lognormal(random: np.random.Generator, count: int) -> Floats:
    """Skewness 6.2: far more than paired differences of measures have."""
    return (random.lognormal(size=count) - math.exp(0.5)) / math.sqrt((math.e - 1) * math.e)


def t5(random: np.random.Generator, count: int) -> Floats:
    return random.standard_t(5, size=count) / math.sqrt(5 / 3)


SHAPES: dict[str, Shape] = {"normal": normal, "lognormal": lognormal, "t5": t5}


def fewest(worlds: int, promised: float) -> int:
    """The fewest of so many worlds whose intervals may hold the truth."""
    return int(binom.ppf(ALARM, worlds, promised))


def one_measure(value: Callable[[Setting, int], float]) -> Evaluate:
    """A callback of one arm and one measure from a function of (setting, replication)."""

    def evaluate(setting: Setting, first: int, count: int) -> Floats:
        numbers = range(first, first + count)
        return np.array([value(setting, r) for r in numbers], float).reshape(count, 1, 1)

    return evaluate


class Counting:
    """A batch callback that keeps what it was asked for."""

    def __init__(self, evaluate: Evaluate) -> None:
        self.evaluate = evaluate
        self.batches: list[list[Request]] = []

    def __call__(self, requests: Sequence[Request]) -> list[Floats]:
        self.batches.append(list(requests))
        return [self.evaluate(*request) for request in requests]

    @property
    def runs(self) -> int:
        """How many runs were asked for."""
        return sum(request.replications for batch in self.batches for request in batch)
