"""How often people in care die, move away or ask to leave, of all services together.

The model has one rate for each person wherever they are, and no such ending of one service.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.area.deriving.counting import Count
from sim.area.deriving.ranges import of_count
from sim.measures.recorded.tables import Closed
from sim.records.estimating.durations import Span, seen
from sim.records.estimating.estimate import Estimate, Untold
from sim.records.estimating.place import Place, Records

EVERYWHERE = ""


def leaving(records: Records) -> Estimate | Untold:
    """Return closures by death, move or wish ÷ days in care."""
    courses = records.courses
    there = np.isfinite(courses.begun) & courses.known
    gone = courses.closed & np.isin(courses.why, (Closed.DIED, Closed.ASKED_OR_MOVED))
    gone |= np.isfinite(courses.ended) & (courses.why == Closed.DIED)
    span = Span(courses.begun[there], courses.ended[there], gone[there], courses.person[there])
    durations = seen(span, records.opens, records.closes, records.recorded.timed)
    spent, events = float((durations.exit - durations.entry).sum()), durations.events
    if spent <= 0:
        return Untold(service=EVERYWHERE, item="leaving", why="Nobody was in care in this time.")
    found = of_count(Count(events, events, events), "endings")
    anywhere = Place(records, 0)
    made = anywhere.told(
        "leaving", events / spent, "per day",
        found._replace(low=found.low / spent, high=found.high / spent),
        max(events, 0.5) ** 0.5 / spent, durations.people,
        "Closures by death, move or wish of people in care ÷ days in care.",
    )  # fmt: skip
    return replace(made, service=EVERYWHERE)
