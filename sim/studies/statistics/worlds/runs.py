"""The runs of worlds: how much of what differs between worlds is the noise of few runs."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

import numpy as np

from sim.laws import Flags, Floats, Ints

FEWEST_WORLDS, FEWEST_RUNS = 20, 2
TOLD_FROM, ROUGH_FROM = 1 / 2, 1 / 3  # shares of the variance of world means that is no noise
ONE_SIDED = 0.95  # of noisy world means on one side: then noise does not decide

Strength = Literal["told", "rough", "silent"]
"""Whether a probability over worlds can be told: yes; too noisy, only roughly; not at all."""


class Runs(NamedTuple):
    """The difference between an arm and the baseline in some worlds, larger being better."""

    means: Floats  # (worlds,) over the runs of a world
    within: Floats  # (worlds,) variance of one run in a world
    each: int  # runs of a world, 2 or more

    @classmethod
    def of(cls, differences: Floats) -> Runs:
        """Return the runs from paired differences of the shape (worlds, runs).

        Raises
        ------
        ValueError
            If there are fewer than 20 worlds or 2 runs, or a value is not finite: worlds with
            undefined values are left out before, see `defined`.
        """
        if differences.ndim != 2:
            raise ValueError(f"differences have the shape (worlds, runs), not {differences.shape}")
        worlds, count = differences.shape
        if worlds < FEWEST_WORLDS or count < FEWEST_RUNS:
            raise ValueError(f"{worlds} worlds of {count} runs tell nothing about worlds")
        if not np.isfinite(differences).all():
            raise ValueError("a difference is undefined")
        return cls(differences.mean(axis=1), differences.var(axis=1, ddof=1), count)

    @property
    def run_noise(self) -> float:
        """The variance of one run around the truth of its world, the mean over worlds."""
        return float(self.within.mean())

    @property
    def noise(self) -> float:
        """The variance of the mean of a world's runs around its truth."""
        return self.run_noise / self.each

    @property
    def between(self) -> float:
        """The variance of the truth between worlds; 0 where noise explains all."""
        return max(float(self.means.var(ddof=1)) - self.noise, 0.0)

    @property
    def reliability(self) -> float:
        """The share of the variance of world means that is no noise; 1 where nothing varies."""
        whole = self.between + self.noise
        return self.between / whole if whole > 0 else 1.0

    def at(self, rows: Flags | Ints) -> Runs:
        """Return the runs of some worlds, by mark or by position."""
        return Runs(self.means[rows], self.within[rows], self.each)


def defined(differences: Floats) -> Flags:
    """Return which worlds have a value in every run (and arm), the first axis being worlds."""
    axes = tuple(range(1, differences.ndim))
    return np.asarray(np.isfinite(differences).all(axis=axes))


def strength(runs: Runs, matters: float) -> Strength:
    """Return whether a probability over these worlds can be told.

    Where noise is more than half of what differs between worlds, how often an arm is better hangs
    on the assumed form of the truth, and from two thirds on it is not told. An exception is where
    nearly all world means lie on one side, for they are spread wider than the truth: better or
    worse by at least `matters` (0 or more), or neither, in 95 of 100.
    """
    if runs.reliability >= TOLD_FROM or _one_sided(runs.means, matters):
        return "told"
    return "rough" if runs.reliability >= ROUGH_FROM else "silent"


def _one_sided(means: Floats, matters: float) -> bool:
    better, worse = float((means >= matters).mean()), float((means <= -matters).mean())
    return max(better, worse, 1 - better - worse) >= ONE_SIDED


def replications_that_would_do(runs: Runs) -> int | None:
    """Return how many runs of a world bring noise to half of what differs between worlds.

    None if no difference between worlds is seen at all, so that no number can be named.
    """
    if runs.between <= 0:
        return None if runs.run_noise > 0 else FEWEST_RUNS
    return max(math.ceil(runs.run_noise / runs.between), FEWEST_RUNS)
