"""Worlds that agree with the targets: the nearest runs, moved to where the targets are.

Regression-adjusted approximate Bayesian computation (Beaumont, Zhang and Balding 2002,
doi:10.1093/genetics/162.4.2025; Blum and François 2010, doi:10.1007/s11222-009-9116-0).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.laws import Flags, Floats
from sim.studies.fitting.summaries import Parameters, Summaries, numbers_of
from sim.studies.statistics.worlds.inputs import Inputs

NEAREST = 0.3  # of all runs, which are kept
PENALTY = 1e-3  # of the regressions, against runs that lie along a line
SMALLEST = 1e-3  # added to squares before the logarithm is taken
FARTHEST = 2.0  # a spread is corrected by exp(1) at most
ROUNDS = 20  # over structures, until the weights of the options of each are as regressed


class Near(NamedTuple):
    """The runs that are near to what is given, and how much each counts."""

    kept: Flags  # (runs,)
    weights: Floats  # (kept runs,), from 0 to 1
    away: Floats  # (kept runs, summaries): summaries less those of what is given
    tells: Flags  # (parameters,) of which the targets tell something


class Regressed(NamedTuple):
    """A local-linear regression on what is away, and marks that say in which structure a run is."""

    columns: Floats  # (kept runs, 1 + summaries + marks)
    weights: Floats
    many: int  # summaries

    @classmethod
    def on(cls, near: Near, marks: Floats) -> Regressed:
        """Return the regression on summaries and marks, (kept runs, marks)."""
        columns = np.hstack([np.ones((len(near.away), 1)), near.away, marks])
        return cls(columns, near.weights, near.away.shape[1])

    @property
    def effective(self) -> float:
        """How many runs of equal weight tell as much as these."""
        return float(self.weights.sum() ** 2 / (self.weights**2).sum())

    @property
    def free(self) -> float:
        """How many of them are left once the regression has used up its own, 1 or more."""
        return max(self.effective - float(self.columns.shape[1]), 1.0)

    def slopes(self, outcomes: Floats) -> Floats:
        """Return the coefficients, shape (columns, outcomes)."""
        weighted = self.columns * self.weights[:, None]
        penalty = np.full(self.columns.shape[1], PENALTY * self.weights.sum())
        penalty[0] = 0.0
        squares = weighted.T @ self.columns + np.diag(penalty)
        return np.asarray(np.linalg.solve(squares, weighted.T @ outcomes), np.float64)

    def beyond_chance(self, outcomes: Floats, slopes: Floats) -> Floats:
        """Return the part of slopes that chance does not explain, 0 to 1, shape (outcomes,).

        It is 1 - 1 / F of the regression, as of a positive-part James-Stein estimator.
        """
        weights, found = self.weights / self.weights.sum(), self.columns @ slopes
        told = weights @ (found - weights @ outcomes) ** 2 / (self.columns.shape[1] - 1)
        rest = weights @ (outcomes - found) ** 2 / self.free
        part: Floats = np.maximum(1 - rest / np.maximum(told, np.finfo(float).tiny), 0.0)
        return part

    def moved(self, outcomes: Floats) -> Floats:
        """Return outcomes of the kept runs as they would be at what is given.

        The spread of what the regression leaves is widened for what it used up, and corrected
        where it depends on the distance by more than chance would.
        """
        slopes = self.slopes(outcomes)
        left = outcomes - self.columns @ slopes
        left = left * np.sqrt(self.effective / self.free)
        spread = np.log(left**2 + SMALLEST)
        of_spread = self.slopes(spread)
        away = self.columns[:, 1 : 1 + self.many]
        nearer = -(away @ of_spread[1 : 1 + self.many]) * self.beyond_chance(spread, of_spread)
        there = self.columns @ slopes - away @ slopes[1 : 1 + self.many]
        found: Floats = there + left * np.exp(0.5 * np.clip(nearer, -FARTHEST, FARTHEST))
        return found


def nearest(found: Summaries) -> Near:
    """Return the nearest runs with Epanechnikov weights; all runs if no summary differs."""
    away = found.runs - found.given
    distance = np.sqrt((away**2).sum(axis=1))
    reach = float(np.quantile(distance, NEAREST))
    kept = distance <= reach
    weights = 1 - (distance[kept] / reach) ** 2 if reach > 0 else np.ones(int(kept.sum()))
    weights = np.maximum(weights, 0.0)
    return Near(
        kept, weights if weights.sum() > 0 else np.ones_like(weights), away[kept], found.tells
    )


def agreeing(inputs: Inputs, parameters: Parameters, near: Near) -> tuple[Floats, Floats]:
    """Return the worlds that agree: inputs of the kept runs as moved, and their weights.

    Numbers are shares, moved on the logit scale. Options of structures stay those of the run; how
    much each counts follows from a regression of its mark. Parameters of which the targets tell
    nothing stay as they are drawn in each run.
    """
    marks, which = parameters.options[near.kept], np.array(numbers_of(inputs), np.int64)
    values = inputs.values[near.kept].copy()
    told = near.tells[: len(which)]
    if told.any():
        moved = Regressed.on(near, marks).moved(parameters.numbers[near.kept][:, told])
        values[:, which[told]] = 1 / (1 + np.exp(-moved))
    return values, _weights(inputs, near, values)


def _weights(inputs: Inputs, near: Near, values: Floats) -> Floats:
    """Return the weights of rows, adding up to 1, with each option as often as regressed."""
    weights: Floats = near.weights / near.weights.sum()
    wanted, first = dict[int, Floats](), len(numbers_of(inputs))
    for at, many in enumerate(inputs.choices):
        own = near.tells[first : first + max(many - 1, 0)]
        first += len(own)
        if own.any():
            wanted[at] = _shares(near, values[:, at], many)
    for _ in range(ROUNDS):
        for at, shares in wanted.items():
            for option, share in enumerate(shares.tolist()):
                these = values[:, at] == option
                whole = weights[these].sum()
                weights[these] *= share / whole if whole else 0.0
            weights /= weights.sum()
    return weights


def _shares(near: Near, column: Floats, many: int) -> Floats:
    """Return how likely each option of a structure is at what is given."""
    marks = (column[:, None] == np.arange(many)).astype(float)
    there: Flags = np.asarray(near.weights @ marks > 0)
    likely = Regressed.on(near, np.empty((len(column), 0))).slopes(marks)[0]
    likely = np.clip(likely, 0.0, 1.0) * there
    found: Floats = likely / likely.sum()
    return found


def quantiles(values: Floats, weights: Floats, shares: Floats) -> Floats:
    """Return weighted quantiles of values, shape (values,); weights add up to 1."""
    order = np.argsort(values, kind="stable")
    up_to = np.cumsum(weights[order]) - 0.5 * weights[order]
    found: Floats = np.interp(shares, up_to, values[order])
    return found
