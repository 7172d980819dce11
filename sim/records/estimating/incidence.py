"""Which share of people in care has left in each way after so long (Aalen and Johansen 1978).

It is for display: with several ways of ending, one minus the Kaplan-Meier curve of one way tells
what would be if the others did not exist. No number of the model is made of it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.laws import Flags, Floats, Ints
from sim.measures.recorded.tables import Closed, Recorded
from sim.records.estimating.courses import Courses, courses
from sim.records.estimating.durations import Durations, Span, seen
from sim.records.estimating.kaplan_meier import kaplan_meier
from sim.units import DAY

WAYS = {
    "finished": (Closed.COMPLETE, Closed.REFERRED_ON, Closed.NOT_RECORDED),
    "not attending": (Closed.NOT_ATTENDING,),
    "asked or moved": (Closed.ASKED_OR_MOVED,),
    "died": (Closed.DIED,),
}


class Incidence(NamedTuple):
    """The share of people in care at a service who have left in one way, by time in care."""

    service: str
    way: str  # of `WAYS`
    days: Floats  # (k,) ascending
    share: (
        Floats  # (k,) who have left in this way by then; of all ways and who is left they add to 1
    )


def incidences(recorded: Recorded) -> tuple[Incidence, ...]:
    """Return the curves of each service at which any stay is seen to end."""
    every = courses(recorded)
    return tuple(
        each
        for service in range(len(recorded.services))
        for each in _of(recorded, every.of(np.flatnonzero(every.service == service)), service)
    )


def aalen_johansen(durations: Durations, way: Ints) -> tuple[Floats, dict[int, Floats]]:
    """Return the days at which any ended, and by way the share that has ended so by then.

    `way` is of each duration, shape (n,); it counts where the duration ended. Both are empty where
    there is no curve.
    """
    curve = kaplan_meier(durations)
    if curve is None:
        return np.zeros(0), {}
    before = np.concatenate([[1.0], curve.lasting[:-1]])
    found = {}
    for each in np.unique(way[durations.event]).tolist():
        of_way = np.sort(durations.exit[durations.event & (way == each)])
        ended = np.searchsorted(of_way, curve.days, "right") - np.searchsorted(of_way, curve.days)
        found[each] = np.cumsum(before * ended / curve.at_risk)
    return curve.days, found


def _of(recorded: Recorded, mine: Courses, service: int) -> list[Incidence]:
    """Return the curves of one service."""
    known = mine.known & np.isfinite(mine.begun)
    ways = np.full(len(mine.why), len(WAYS))
    for number, reasons in enumerate(WAYS.values()):
        ways[np.isin(mine.why, reasons)] = number
    ended: Flags = known & (mine.closed | (mine.why == Closed.DIED)) & np.isfinite(mine.ended)
    span = Span(mine.begun[known], mine.ended[known], ended[known], mine.person[known])
    opens, closes = (each / DAY for each in recorded.window)
    durations = seen(span, opens, closes, recorded.timed)
    days, shares = aalen_johansen(durations, ways[known][durations.row])
    return [
        Incidence(recorded.services[service], name, days, shares[number])
        for number, name in enumerate(WAYS)
        if number in shares
    ]
