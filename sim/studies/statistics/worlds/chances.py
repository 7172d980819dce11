"""How often, and by how much, one arm is better over worlds whose truths are known roughly."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import ndtr

from sim.laws import Flags, Floats
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
        worse=float(better(Truths(-truths.means, truths.variances), matters).mean()),
        low=float(ends[0]),
        high=float(ends[1]),
        mean=float(truths.means.mean()),
        worth_of_knowing=worth_of_knowing(truths),
    )


def better(truths: Truths, matters: float) -> Floats:
    """Return the probability that each world's truth is at least so large, shape (worlds,)."""
    exact = is_exact(truths)
    known = (truths.means >= matters) & (truths.means > 0)
    spread = np.sqrt(np.where(exact, 1.0, truths.variances))
    return np.where(exact, known, ndtr((truths.means - matters) / spread))


def quantiles(truths: Truths, shares: Floats) -> Floats:
    """Return quantiles of the truth over worlds: those of the mixture of their normal laws."""
    exact = is_exact(truths)
    if exact.all():
        return np.asarray(np.quantile(truths.means, shares))
    spread = np.sqrt(np.where(exact, 1.0, truths.variances))
    low = np.full(len(shares), (truths.means - 8 * spread).min())
    high = np.full(len(shares), (truths.means + 8 * spread).max())
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        away = middle[:, None] - truths.means
        below = np.where(exact, away >= 0, ndtr(away / spread)).mean(axis=1) < shares
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    found: Floats = (low + high) / 2
    return found


def worth_of_knowing(truths: Truths) -> float:
    """Return the expected value of perfect information on the choice of this arm, 0 or more."""
    exact = is_exact(truths)
    spread = np.sqrt(np.where(exact, 1.0, truths.variances))
    z = truths.means / spread
    gain = truths.means * ndtr(z) + spread * np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
    gain = np.where(exact, np.maximum(truths.means, 0), gain)
    return max(float(gain.mean()) - max(float(truths.means.mean()), 0.0), 0.0)


def is_exact(truths: Truths) -> Flags:
    """Return in which worlds the truth is known without noise, shape (worlds,)."""
    return np.asarray(truths.variances <= EXACT * float((truths.means**2).max(initial=0.0)))
