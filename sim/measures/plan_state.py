"""Whether a person has a current plan, according to the latest date up to which one was made.

Between two rows this changes in one way only: the plan runs out. All functions are compiled into
the code that reads rows.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiling import linked
from sim.events import EventKind, EventLog
from sim.measures.cover_intervals import wide, worst_need
from sim.measures.terms import Terms

NEED_IS, NEED_CHANGED = int(EventKind.NEED_IS), int(EventKind.NEED_CHANGED)
PLAN_MADE = int(EventKind.PLAN_MADE)

CHANGES = (NEED_IS, NEED_CHANGED, PLAN_MADE)
"""Kinds of rows that change whether later minutes count as in need with a current plan."""

PLAN = np.dtype(
    [
        ("minutes", np.int64),  # of the window, in need with a current plan, so far
        ("until", np.int32),  # the minute up to which it is accounted for
        ("lasts", np.int32),  # the minute from which on no plan is current
    ],
    align=True,
)
"""The plan of one person."""


@linked
def no_plan(plan: Any, now: int) -> None:
    """Set the state of a person who arrives now: they have no plan."""
    plan.minutes = 0
    plan.until = now
    plan.lasts = now


@linked
def use_plan(plan: Any, person: Any, needs: EventLog, terms: Terms, then: int, opens: int) -> None:
    """Account for the minutes up to `then`, during which no row changes the need or the plan."""
    now = wide(plan.until)
    if then <= now:
        return
    if worst_need(person, needs, terms) >= 0:
        until = min(max(wide(plan.lasts), now), then)
        plan.minutes += max(until, opens) - max(now, opens)
    plan.until = then
