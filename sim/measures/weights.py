"""The weights of spells in the caseloads of their workers, over time."""

from __future__ import annotations

import numpy as np

from sim.events import EventKind
from sim.laws import Ints
from sim.measures.observed import Observed, overlap, rows_of
from sim.measures.referrals import ENDED
from sim.measures.tallies import count

WITHOUT = (EventKind.UNALLOCATED, *ENDED)
"""Kinds of rows after which a spell counts in no worker's caseload."""


def weight_minutes(seen: Observed) -> Ints:
    """For each service, add up over its open spells with a worker: weight times minutes.

    Minutes are those in the window. A weight is the `detail` of the latest `WEIGHED` row of the
    spell, or 0 if there is none. Shape (S,).
    """
    rows = rows_of(seen, EventKind.WEIGHED, EventKind.ALLOCATED, *WITHOUT)
    if not (rows["event"] == EventKind.WEIGHED).any():
        return np.zeros(seen.services, np.int64)
    rows = rows[np.argsort(rows["spell"], kind="stable")]
    spell, event = rows["spell"], rows["event"]
    first = np.concatenate([[True], spell[1:] != spell[:-1]])
    weighed, changes = event == EventKind.WEIGHED, event != EventKind.WEIGHED
    weight = np.where(_latest(weighed, first), rows["detail"][_index(weighed, first)], 0)
    alone = np.where(_latest(changes, first), np.isin(event[_index(changes, first)], WITHOUT), 0)
    until = seen.left[rows["person"]]
    until[:-1] = np.where(first[1:], until[:-1], rows["time"][1:])
    minutes = overlap(rows["time"], until, seen.window)
    weights = minutes * weight.astype(np.int64) * (alone == 0)
    return count((seen.services,), rows["service"], weights=weights)


def _index(marked: Ints, first: Ints) -> Ints:
    """Return the position of the latest marked row at or before each row, or 0 if there is none.

    The latest marked row may belong to an earlier spell.
    """
    return np.maximum.accumulate(np.where(marked, np.arange(marked.size), 0))


def _latest(marked: Ints, first: Ints) -> Ints:
    """Return whether a marked row of the same spell lies at or before each row."""
    begins = np.maximum.accumulate(np.where(first, np.arange(first.size), 0))
    return marked[_index(marked, first)] & (_index(marked, first) >= begins)
