"""How an outcome goes with a lever over the settings of a sweep."""

from __future__ import annotations

import numpy as np

from sim.resolved import Floats
from sim.studies.design import Lever
from sim.studies.design.levers import said


def amount(lever: Lever, value: object) -> float:
    """Where a value stands on the axis of its lever: its size, or its place in the list."""
    if lever.span is not None:
        return lever.span.amount(value)
    return float([said(each) for each in lever.values].index(said(value)))


def rank_correlation(one: Floats, other: Floats) -> float:
    """Spearman's correlation over the places where both are known; 0 where it has no meaning."""
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
    """Ranks, equal values sharing the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return ((ends - (counts - 1) / 2)[inverse]).astype(float)
