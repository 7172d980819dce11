"""Shared plans: the share of people's time in need during which they have a current plan.

It is measured only if people make plans in some arm; see `sim.measures.plan_state`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiling import compiled
from sim.events import EventLog
from sim.laws import Ints
from sim.measures.cover_state import NEED, PERSON, reset
from sim.measures.gaps import GapTally
from sim.measures.observed import Observed, rows_about_people
from sim.measures.plan_state import CHANGES, PLAN, PLAN_MADE, no_plan, use_plan
from sim.measures.tallies import count, ratio
from sim.measures.terms import Terms, terms_of
from sim.resolved import Resolved


class PlanTally(NamedTuple):
    """The time with a current plan. G groups."""

    current: Ints  # (G,) minutes in need with a current plan


def gather(seen: Observed, resolved: Resolved) -> PlanTally:
    """Count time with a current plan. All counts are 0 if the scenario does not measure it."""
    terms, minutes = terms_of(resolved), np.zeros(seen.group.size, np.int64)
    if terms.counts_plans:
        walk(
            seen.rows,
            rows_about_people(seen.rows),
            seen.group,
            seen.arrived,
            seen.left,
            terms,
            np.zeros(1, PERSON),
            np.zeros(seen.needs, NEED),
            np.zeros(1, PLAN),
            minutes,
            seen.window.opens,
        )
    return PlanTally(current=count((seen.groups,), seen.group, weights=minutes))


@compiled
def walk(
    rows: EventLog,
    order: Ints,
    group: Ints,
    arrived: Ints,
    left: Ints,
    terms: Terms,
    people: EventLog,
    needs: EventLog,
    plans: EventLog,
    minutes: Ints,
    opens: int,
) -> None:
    """Read the rows of all people, person by person, and store each person's `minutes`."""
    person, plan = people[0], plans[0]
    first = 0
    while first < order.size:
        number = rows[order[first]].person
        end = left[number]
        reset(person, needs)
        no_plan(plan, arrived[number])
        person.group = group[number]
        while first < order.size and rows[order[first]].person == number:
            row = rows[order[first]]
            first += 1
            if row.event in CHANGES:
                use_plan(plan, person, needs, terms, min(row.time, end), opens)
                if row.event == PLAN_MADE:
                    plan.lasts = row.due
                else:
                    needs[row.need].level = row.level
        use_plan(plan, person, needs, terms, end, opens)
        minutes[number] = plan.minutes


def summarise(tally: PlanTally, gaps: GapTally, resolved: Resolved) -> dict[str, float]:
    """Return the measures of one population; empty if no arm has plans."""
    if not resolved.measuring.counts_plans:
        return {}
    return {"current_plan_share": ratio(tally.current, gaps.worst_minutes.sum())}
