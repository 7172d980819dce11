"""Access: waits from referral to a decision, a start, and a first and second contact.

A wait belongs to the window in which it ended. People whose wait had not ended at the close of the
window are counted separately, with their wait so far. If they were left out without notice, a
service that serves nobody would look quick.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.measures.observed import NEVER, Observed, within
from sim.measures.referrals import Referrals
from sim.measures.tallies import count, quantile, ratio, share_from, whole_days
from sim.resolved import Ints, Resolved
from sim.units import DAY

STAGES = (
    "wait_to_decision",
    "wait_to_start",
    "wait_to_first_contact",
    "wait_to_second_contact",
)
WEEKS = (4, 12, 26, 52)


class AccessTally(NamedTuple):
    """Counts of waits. G groups, 4 stages as in `STAGES`, S services, D completed days."""

    days: Ints  # (G, 4, S, D) waits that ended in the window, by completed days
    minutes: Ints  # (G, 4, S) their sum
    waiting: Ints  # (G, S) people still waiting for a start when the window closed
    waiting_minutes: Ints  # (G, S) the sum of their waits so far


def gather(seen: Observed, made: Referrals) -> AccessTally:
    """Count waits; see `AccessTally`."""
    known = np.flatnonzero(made.clock != NEVER)
    group, service, clock = (
        seen.group[made.person[known]],
        made.service[known],
        made.clock[known],
    )
    ends = np.stack([made.decided, made.started, made.first, made.second])[:, known]
    stage, referral = np.nonzero(within(ends, seen.window))
    minutes = ends[stage, referral] - clock[referral]
    cells = (group[referral], stage, service[referral])
    days = whole_days(minutes)
    shape = (seen.groups, len(STAGES), seen.services)
    still = (ends[1] == NEVER) & (made.closed[known] == NEVER)
    return AccessTally(
        days=count((*shape, int(days.max(initial=0)) + 1), *cells, days),
        minutes=count(shape, *cells, weights=minutes),
        waiting=count((seen.groups, seen.services), group[still], service[still]),
        waiting_minutes=count(
            (seen.groups, seen.services),
            group[still],
            service[still],
            weights=seen.window.closes - clock[still],
        ),
    )


def summarise(tally: AccessTally, resolved: Resolved) -> dict[str, float]:
    """Return the measures of one population: overall and by service."""
    values: dict[str, float] = {}
    for row, stage in enumerate(STAGES):
        values |= wait(stage, tally.days[row].sum(axis=0), tally.minutes[row].sum())
        for column, service in enumerate(resolved.names.services):
            values |= wait(
                f"{stage}.{service}", tally.days[row, column], tally.minutes[row, column]
            )
    values |= still_waiting("still_waiting", tally.waiting.sum(), tally.waiting_minutes.sum())
    for column, service in enumerate(resolved.names.services):
        name = f"still_waiting.{service}"
        values |= still_waiting(name, tally.waiting[column], tally.waiting_minutes[column])
    return values


def wait(name: str, days: Ints, minutes: Ints) -> dict[str, float]:
    """Return the measures of one kind of wait.

    The mean is exact to the minute; the other measures use completed days.
    """
    values = {
        f"{name}.number": float(days.sum()),
        f"{name}.mean": ratio(minutes, days.sum() * DAY),
        f"{name}.median": quantile(days, 50),
        f"{name}.p90": quantile(days, 90),
    }
    return values | {f"{name}.over_{weeks}_weeks": share_from(days, weeks * 7) for weeks in WEEKS}


def still_waiting(name: str, number: Ints, minutes: Ints) -> dict[str, float]:
    """Return the number of people whose wait had not ended, and their mean wait so far."""
    return {f"{name}.number": float(number), f"{name}.mean": ratio(minutes, number * DAY)}
