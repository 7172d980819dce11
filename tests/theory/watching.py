"""Reading queueing figures off a log, plainly and apart from the measures under test."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.events import EventKind, EventLog, Run, Window
from sim.resolved import Resolved

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

NOT_YET = 2**62
ENDINGS = (EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED)


class Visits(NamedTuple):
    """Referrals to one service, in order of number; minutes, `NOT_YET` for what never came."""

    person: Ints
    referred: Ints
    started: Ints
    left: Ints  # the waiting list
    finished: Ints  # handed on to a place that was not free: blocked from then on
    ended: Ints

    @property
    def waited_until(self) -> Ints:
        """When the wait was over, one way or the other."""
        return np.minimum(self.started, self.left)


def visits(run: Run, service: int) -> Visits:
    """All referrals to a service, from the log alone."""
    log = run.log[run.log["service"] == service]
    referrals = log[log["event"] == EventKind.REFERRED]
    referrals = referrals[np.argsort(referrals["spell"])]
    numbers = referrals["spell"]

    def first(*kinds: EventKind) -> Ints:
        rows: EventLog = log[np.isin(log["event"], kinds) & np.isin(log["spell"], numbers)]
        times = np.full(numbers.size, NOT_YET)
        np.minimum.at(times, np.searchsorted(numbers, rows["spell"]), rows["time"])
        return times

    return Visits(
        person=referrals["person"].astype(np.int64),
        referred=referrals["time"].astype(np.int64),
        started=first(EventKind.SPELL_STARTED),
        left=first(EventKind.LEFT_WAITING),
        finished=first(EventKind.HANDED_OFF_BLOCKED),
        ended=first(*ENDINGS),
    )


def average_number(begins: Ints, ends: Ints, window: Window) -> float:
    """Time average over the window of how many are between their `begins` and their `ends`."""
    inside = np.minimum(ends, window.closes) - np.maximum(begins, window.opens)
    return float(np.maximum(inside, 0).sum()) / (window.closes - window.opens)


def number_at(begins: Ints, ends: Ints, times: Ints) -> Ints:
    """How many are between their `begins` (included) and their `ends` (not) at each time."""
    here = np.searchsorted(np.sort(begins), times, side="right")
    gone = np.searchsorted(np.sort(ends), times, side="right")
    return (here - gone).astype(np.int64)


def settled(seen: Visits, window: Window, tail: int) -> Visits:
    """Referrals inside the window, but for its last `tail` minutes, with all their outcomes.

    Leaving the tail out keeps slow outcomes from being cut off; if one still is, that is an
    error, because the figure would be too low.
    """
    inside = (seen.referred >= window.opens) & (seen.referred < window.closes - tail)
    chosen = Visits(*(column[inside] for column in seen))
    if np.any(np.minimum(chosen.ended, chosen.left) == NOT_YET):
        raise ValueError("the tail is too short: someone referred in time is still here at the end")
    return chosen


def need_shares(run: Run, resolved: Resolved, need: int) -> Floats:
    """Shares of all people's time in the window by state of a need."""
    window = resolved.measuring.window
    kinds = (EventKind.NEED_IS, EventKind.NEED_CHANGED)
    rows = run.log[np.isin(run.log["event"], kinds) & (run.log["need"] == need)]
    rows = rows[np.argsort(rows["person"], kind="stable")]
    same_next = np.append(rows["person"][1:] == rows["person"][:-1], False)
    until = np.where(same_next, np.append(rows["time"][1:], 0), run.closes)
    states = len(resolved.names.states[need])
    times = [
        average_number(rows["time"][rows["detail"] == s], until[rows["detail"] == s], window)
        for s in range(states)
    ]
    return np.array(times) / sum(times)
