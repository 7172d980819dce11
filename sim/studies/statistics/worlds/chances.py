"""How often, and by how much, one arm is better over worlds whose truths are known roughly."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from sim.laws import Floats
from sim.studies.statistics.worlds.truths import Truths

EXACT = 1e-12  # of the largest square: a variance below it is none
HALVINGS = 50


class Chances(NamedTuple):
    """What holds over the worlds. Differences are oriented: larger is better."""

    better: float  # share of worlds in which the truth is at least the difference that matters
    worse: float  # in which it is at least as far below 0
    low: float  # between these lie 90 of 100 truths
    high: float
    mean: float
    worth_of_knowing: float  # EVPI: the gain if the better arm were chosen in each world, 0 or more

    @property
    def neither(self) -> float:
        """Share of worlds in which the difference is too small to matter."""
        return max(1.0 - self.better - self.worse, 0.0)


def chances(truths: Truths, matters: float, within: float = 0.9) -> Chances:
    """Return what holds over these worlds, all of equal weight.

    Parameters
    ----------
    matters
        The smallest difference that matters, 0 or more. A truth of exactly 0 is never better.
    within
        The share of truths between `low` and `high`.

    Raises
    ------
    ValueError
        If the difference that matters is below 0.
    """
    if not matters >= 0:
        raise ValueError(f"the difference that matters is 0 or more, not {matters}")
    ends = quantiles(truths, np.array([(1 - within) / 2, (1 + within) / 2]))
    return Chances(
        better=float(better(truths, matters).mean()),
        worse=float(better(Truths(-truths.means, truths.variance), matters).mean()),
        low=float(ends[0]),
        high=float(ends[1]),
        mean=float(truths.means.mean()),
        worth_of_knowing=worth_of_knowing(truths),
    )


def better(truths: Truths, matters: float) -> Floats:
    """Return the probability that each world's truth is at least so large, shape (worlds,)."""
    if is_exact(truths):
        return ((truths.means >= matters) & (truths.means > 0)).astype(float)
    return np.asarray(ndtr((truths.means - matters) / np.sqrt(truths.variance)))


def quantiles(truths: Truths, shares: Floats) -> Floats:
    """Return quantiles of the truth over worlds: those of the mixture of their normal laws."""
    if is_exact(truths):
        return np.asarray(np.quantile(truths.means, shares))
    spread = np.sqrt(truths.variance)
    low = np.full(len(shares), truths.means.min() - 8 * spread)
    high = np.full(len(shares), truths.means.max() + 8 * spread)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = ndtr((middle[:, None] - truths.means) / spread).mean(axis=1) < shares
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    found: Floats = (low + high) / 2
    return found


def worth_of_knowing(truths: Truths) -> float:
    """Return the expected value of perfect information on the choice of this arm, 0 or more."""
    gain = np.maximum(truths.means, 0)
    if not is_exact(truths):
        spread = np.sqrt(truths.variance)
        z = truths.means / spread
        gain = truths.means * ndtr(z) + spread * np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
    return max(float(gain.mean()) - max(float(truths.means.mean()), 0.0), 0.0)


def is_exact(truths: Truths) -> bool:
    """Return whether the truths are known without noise."""
    return truths.variance <= EXACT * float((truths.means**2).max(initial=0.0))
