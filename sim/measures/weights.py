"""The weights of spells over time: in the caseloads of workers, and while spells are open."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.events import EventKind
from sim.laws import Flags, Ints
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
    weight = np.where(_latest(weighed, first), rows["detail"][_index(weighed)], 0)
    alone = np.where(_latest(changes, first), np.isin(event[_index(changes)], WITHOUT), 0)
    until = seen.left[rows["person"]]
    until[:-1] = np.where(first[1:], until[:-1], rows["time"][1:])
    minutes = overlap(rows["time"], until, seen.window)
    weights = minutes * weight.astype(np.int64) * (alone == 0)
    return count((seen.services,), rows["service"], weights=weights)


class Weights(NamedTuple):
    """The weights of open spells, and the times for which they hold. Each column has shape (N,)."""

    service: Ints
    opens: Ints
    closes: Ints
    weight: Ints  # thousandths

    def of(self, service: int) -> Weights:
        """Return the rows of one service."""
        here = self.service == service
        return Weights(*(column[here] for column in self))


def weights_of_open_spells(seen: Observed) -> Weights:
    """Return the weights of open spells, with or without a worker.

    A weight holds from a `WEIGHED` row to the next one, or to the end of the spell.
    """
    rows = rows_of(seen, EventKind.SPELL_STARTED, EventKind.WEIGHED, *ENDED)
    rows = rows[np.argsort(rows["spell"], kind="stable")]
    spell, event = rows["spell"], rows["event"]
    first = np.ones(rows.size, np.bool_)
    first[1:] = spell[1:] != spell[:-1]
    until = seen.left[rows["person"]]
    until[:-1] = np.where(first[1:], until[:-1], rows["time"][1:])
    weighed = event == EventKind.WEIGHED
    is_open = np.zeros(rows.size, np.bool_)
    if rows.size:
        started = event[_index(~weighed)] == EventKind.SPELL_STARTED
        is_open = weighed & _latest(~weighed, first) & started
    rows, until = rows[is_open], until[is_open]
    times, weight = rows["time"].astype(np.int64), rows["detail"].astype(np.int64)
    return Weights(rows["service"].astype(np.int64), times, until, weight)


def _index(marked: Flags) -> Ints:
    """Return the position of the latest marked row at or before each row, or 0 if there is none.

    The latest marked row may belong to an earlier spell.
    """
    return np.maximum.accumulate(np.where(marked, np.arange(marked.size), 0))


def _latest(marked: Flags, first: Flags) -> Flags:
    """Return whether a marked row of the same spell lies at or before each row."""
    begins = np.maximum.accumulate(np.where(first, np.arange(first.size), 0))
    return marked[_index(marked)] & (_index(marked) >= begins)
