"""Compute how far groups differ over many runs: the difference or the ratio of their means.

In one run, chance puts some group first. The mean over runs of the largest minus the smallest
value is therefore far from 0 even if all groups fare alike. The figure used here is instead the
largest *mean* minus the smallest mean, or their ratio. Its uncertainty comes from the jackknife,
which leaves out one run at a time (Miller 1974, doi:10.1093/biomet/61.1.1).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim.laws import Floats

NAME = re.compile(r"equity\.(?P<outcome>.+)\.(?P<end>difference|ratio)")


class Apart(NamedTuple):
    """How the groups' values of one outcome are compared."""

    outcome: str  # the measure that each group has
    of: Callable[[Floats], float]  # means by group, NaN undefined -> how far apart they lie


def difference(means: Floats) -> float:
    """Return the largest mean minus the smallest; NaN if fewer than two are defined."""
    defined = means[np.isfinite(means)]
    return float(defined.max() - defined.min()) if defined.size > 1 else float("nan")


def ratio(means: Floats) -> float:
    """Return the largest mean divided by the smallest.

    NaN if fewer than two are defined, or if the smallest is 0 or less.
    """
    defined = means[np.isfinite(means)]
    if defined.size < 2 or not defined.min() > 0:
        return float("nan")
    return float(defined.max() / defined.min())


def asked_apart(measure: str) -> Apart | None:
    """Return how a measure compares groups; None if it does not compare groups."""
    found = NAME.fullmatch(measure)
    if found is None:
        return None
    return Apart(found["outcome"], difference if found["end"] == "difference" else ratio)


def jackknifed(values: Floats, of: Callable[[Floats], float]) -> Floats:
    """Return one value for each run. Their mean is `of` applied to the means of the groups.

    Parameters
    ----------
    values
        Shape (groups, runs); NaN means undefined. A group's mean is taken over its defined runs.

    Returns
    -------
    Floats
        Shape (runs,): the jackknife's pseudo-values, shifted so that their mean is the figure
        itself. A value is NaN if the figure is undefined without this run. All values are NaN if
        the figure is undefined.
    """
    runs = values.shape[1]
    whole = of(_means(values))
    if not np.isfinite(whole) or runs < 2:
        return np.full(runs, whole)
    used = np.isfinite(values).any(axis=0)
    without = np.array([of(_means(np.delete(values, run, axis=1))) for run in range(runs)])
    count = int(used.sum())
    found = np.where(used, count * whole - (count - 1) * without, np.nan)
    moved: Floats = (
        found + (whole - float(np.nanmean(found))) if np.isfinite(found).any() else found
    )
    return moved


def _means(values: Floats) -> Floats:
    """Return the mean of each group over its defined runs; NaN if there is none."""
    defined = np.isfinite(values)
    with np.errstate(invalid="ignore"):
        found: Floats = np.where(defined, values, 0.0).sum(axis=1) / defined.sum(axis=1)
    return found
