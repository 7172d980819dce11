"""Measure how an outcome is associated with a lever over the settings of a sweep."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.laws import Floats
from sim.studies.design import Lever
from sim.studies.design.columns import column_of
from sim.studies.design.levers import said


def amounts(lever: Lever, values: Sequence[object]) -> Floats:
    """Return the positions of values on a lever's axis.

    A number is at its size. Any other value is at its place in the list of values.
    """
    if lever.span is not None:
        return np.array([lever.span.amount(value) for value in values])
    column = column_of(lever.name, values)
    if column.is_number:
        return np.array(column.cells, dtype=np.float64)
    known = [said(each) for each in lever.values]
    return np.array([float(known.index(said(value))) for value in values])


def rank_correlation(one: Floats, other: Floats) -> float:
    """Return Spearman's rank correlation, over pairs in which both values are known.

    It is 0 if it is undefined.
    """
    known = np.isfinite(one) & np.isfinite(other)
    if known.sum() < 3:
        return 0.0
    ranks = [_ranks(values[known]) for values in (one, other)]
    spread = float(ranks[0].std() * ranks[1].std())
    if spread == 0:
        return 0.0
    centred = (ranks[0] - ranks[0].mean()) * (ranks[1] - ranks[1].mean())
    return float(centred.mean()) / spread


def _ranks(values: Floats) -> Floats:
    """Return the ranks of values; equal values get the mean of their ranks."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return ((ends - (counts - 1) / 2)[inverse]).astype(float)
