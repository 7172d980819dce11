"""Time with a shared plan during a run: what rows and the passing of time change, and sums."""

from __future__ import annotations

from typing import Any

from sim.compiling import inlined
from sim.events import EventLog
from sim.measures.cover_intervals import wide
from sim.measures.plan_state import CHANGES, PLAN_MADE, no_plan, use_plan
from sim.measures.terms import Terms


@inlined
def arrive_without_plan(m: Any, terms: Terms, who: int, now: int) -> None:
    """Begin to count time with a plan for a person who arrives, if it is measured."""
    if terms.counts_plans:
        no_plan(m.plans[who], now)


@inlined
def read_plan(
    m: Any, terms: Terms, limits: Any, person: Any, needs: EventLog, who: int, row: Any
) -> None:
    """Update the time with a plan by a row about a person, before it changes levels of need."""
    if terms.counts_plans and row.event in CHANGES:
        plan = m.plans[who]
        use_plan(plan, person, needs, terms, wide(row.time), wide(limits.opens))
        if row.event == PLAN_MADE:
            plan.lasts = row.due


@inlined
def sum_up_plan(
    m: Any,
    group: Any,
    terms: Terms,
    limits: Any,
    person: Any,
    needs: EventLog,
    who: int,
    then: int,
) -> None:
    """Add a person's time with a plan to the counts of their group, after their last row."""
    if terms.counts_plans:
        plan = m.plans[who]
        use_plan(plan, person, needs, terms, wide(then), wide(limits.opens))
        group.with_plan += plan.minutes
