"""Numbers that only matter together: the targets tell of the two what they tell of neither."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from scipy.special import ndtri
from scipy.stats import rankdata

from sim.laws import Floats
from sim.studies.fitting.fitted import Pair, Rows
from sim.studies.fitting.summaries import numbers_of
from sim.studies.statistics.worlds.inputs import Inputs

LEAST = 0.3  # by which the rank correlation differs from what it was
CHANCE = 4.0  # standard errors of a correlation: beyond them chance seldom reaches in many pairs
MOST = 10


def pairs(inputs: Inputs, rows: Rows) -> tuple[Pair, ...]:
    """Return the pairs of numbers that go together in the worlds that agree, the strongest first.

    There are at most ten.
    """
    which = numbers_of(inputs)
    if len(which) < 2:
        return ()
    even = np.full(len(inputs.values), 1 / len(inputs.values))
    was = _normal(inputs.values[:, which], even)
    now = _normal(rows.inputs.values[:, which], rows.weights)
    before, after = _correlations(was, even), _correlations(now, rows.weights)
    effective = 1 / float((rows.weights**2).sum())
    least = max(LEAST, CHANCE / np.sqrt(effective))
    found = []
    for one, other in combinations(range(len(which)), 2):
        if abs(after[one, other] - before[one, other]) >= least:
            names = inputs.names[which[one]], inputs.names[which[other]]
            ratio = _narrowest(inputs, rows, which[one], which[other])
            found.append(Pair(*names, float(after[one, other]), float(before[one, other]), ratio))
    found.sort(key=lambda pair: -abs(pair.correlation - pair.before))
    return tuple(found[:MOST])


def _normal(values: Floats, weights: Floats) -> Floats:
    """Return normal scores of each column, so that correlations are those of ranks."""
    ranks = np.stack([rankdata(column) for column in values.T], axis=1)
    found: Floats = ndtri((ranks - 0.5) / len(values))
    return found - weights @ found


def _correlations(centred: Floats, weights: Floats) -> Floats:
    squares = centred.T @ (centred * weights[:, None])
    size = np.sqrt(np.diag(squares))
    found: Floats = squares / np.outer(size, size)
    return found


def _narrowest(inputs: Inputs, rows: Rows, one: int, other: int) -> float:
    """Return the width of a pair after divided by before, in the direction that is told best."""
    before = np.cov(_scores(inputs.values[:, [one, other]]).T)
    after = np.cov(_scores(rows.inputs.values[:, [one, other]]).T, aweights=rows.weights)
    ratios = np.linalg.eigvals(np.linalg.solve(before, after))
    return float(np.sqrt(max(float(ratios.real.min()), 0.0)))


def _scores(shares: Floats) -> Floats:
    """Return shares as normal scores, which are equally wide for every law that is written."""
    found: Floats = ndtri(np.clip(shares, 1e-3, 1 - 1e-3))
    return found
