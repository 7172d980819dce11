"""Estimate how long a run is affected by its start (MSER-5), and compare this with the warm-up.

The method is that of White 1997 (doi:10.1177/003754979706900601) and White, Cobb & Spratt 2000
(doi:10.1109/WSC.2000.899843). Values are averaged in batches of five. The start is cut where the
squared standard error of the mean of the remaining n batches, sum (z - mean)**2 / n**2, is
smallest. If the cut is in the second half, the series is too short for an estimate (Hoad, Robinson
& Davies 2010, doi:10.1057/jors.2009.87). At least five batches remain after any cut, because the
mean of fewer batches can look stable by chance.
"""

from __future__ import annotations

import enum
from typing import NamedTuple

import numpy as np

from sim.laws import Floats

BATCH = 5
LEAST_LEFT = 5
FEWEST_BATCHES = 10


class Doubt(enum.Enum):
    """A reason to doubt the warm-up or the length of the window."""

    TOO_SHORT = "the series has fewer than ten batches"
    SECOND_HALF = "the cut lies in the second half of the series"
    OPENS_EARLY = "the window opens before the cut"
    WINDOW_SHORT = "the window is no longer than the warm-up it has to forget"


class WarmUp(NamedTuple):
    """The result of MSER-5 for one series."""

    series: Floats  # (T,) mean over replications
    batches: Floats  # (n,) means of five values; a last incomplete batch is left out
    scores: Floats  # (n,) MSER of leaving out the batches before; NaN where no candidate
    cut: int  # values to leave out: a multiple of 5; 0 keeps everything
    opens: int | None  # the first value inside the window that is judged, where one is
    doubts: tuple[Doubt, ...]


def mser5(values: Floats, opens: int | None = None) -> WarmUp:
    """Find the end of the warm-up.

    Parameters
    ----------
    values
        A series at equal time steps from the start of the run, shape (T,), or one row for each
        replication, shape (R, T). Replications are averaged; undefined values are left out of the
        mean. With `sim.measures.series`, this is one column of each replication's `Series`.
    opens
        The first position inside the scenario's window. If it is given, the result says whether the
        window opens too early.

    Raises
    ------
    ValueError
        If a value is undefined in every replication.

    Notes
    -----
    With fewer than five batches, nothing can be cut. Among equally good cuts the earliest is
    chosen.
    """
    rows = np.atleast_2d(np.asarray(values, np.float64))
    defined = np.isfinite(rows)
    if not defined.any(axis=0).all():
        raise ValueError("a value of the series is undefined in every replication")
    series: Floats = np.where(defined, rows, 0.0).sum(axis=0) / defined.sum(axis=0)
    count = series.size // BATCH
    batches: Floats = series[: count * BATCH].reshape(count, BATCH).mean(axis=1)
    scores = np.full(count, np.nan)
    for left_out in range(count - LEAST_LEFT + 1):
        rest = batches[left_out:] - batches[-1]  # so that equal values have exactly no spread
        scores[left_out] = rest.var() / rest.size
    cut = int(np.nanargmin(scores)) * BATCH if np.isfinite(scores).any() else 0
    return WarmUp(series, batches, scores, cut, opens, _doubts(series.size, count, cut, opens))


def _doubts(length: int, batches: int, cut: int, opens: int | None) -> tuple[Doubt, ...]:
    found = []
    if batches < FEWEST_BATCHES:
        found.append(Doubt.TOO_SHORT)
    if cut > length / 2:
        found.append(Doubt.SECOND_HALF)
    if opens is not None and opens < cut:
        found.append(Doubt.OPENS_EARLY)
    if opens is not None and length - opens <= cut:
        found.append(Doubt.WINDOW_SHORT)
    return tuple(found)
