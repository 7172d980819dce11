"""Access: waits from referral to a decision, a start, and a first and second contact.

A wait belongs to the window in which it ended. People whose wait had not ended at the close of the
window are counted separately, with their wait so far. If they were left out without notice, a
service that serves nobody would look quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.events import Window
from sim.laws import Ints
from sim.measures.asked import EVERYTHING, Asked
from sim.measures.observed import NEVER, Observed, overlap, within
from sim.measures.referrals import Referrals
from sim.measures.tallies import count, quantile_of, ratio, share_from, whole_days
from sim.measures.terms import terms_of
from sim.resolved import Resolved
from sim.units import DAY

STAGES = (
    "wait_to_decision",
    "wait_to_start",
    "wait_to_first_contact",
    "wait_to_second_contact",
)


class AccessTally(NamedTuple):
    """Counts of waits.

    G groups, 4 stages as in `STAGES`, S services, D completed days, W lengths of a long wait.
    """

    days: Ints  # (G, 4, S, D) waits that ended in the window, by completed days
    minutes: Ints  # (G, 4, S) their sum
    waiting: Ints  # (G, S) people still waiting for a start when the window closed
    waiting_minutes: Ints  # (G, S) the sum of their waits so far
    over_minutes: Ints  # (G, S, W) minutes on a list of people who have waited so long already


def gather(seen: Observed, made: Referrals, resolved: Resolved) -> AccessTally:
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
        over_minutes=over_minutes(seen, made, terms_of(resolved).long_waits),
    )


def over_minutes(seen: Observed, made: Referrals, long_waits: Ints) -> Ints:
    """Return the person-minutes on lists after each length of wait; shape (G, S, W).

    The wait of a person begins with the referral. Minutes before the person joined the list do not
    count.
    """
    listed = np.flatnonzero(made.listed != NEVER)
    person, service = made.person[listed], made.service[listed]
    off = np.minimum(made.started[listed], made.closed[listed])
    off = np.minimum(off, seen.left[person])
    total = np.zeros((seen.groups, seen.services, long_waits.size), np.int64)
    for column, minutes in enumerate(long_waits):
        since = np.maximum(made.listed[listed], made.clock[listed] + minutes)
        inside = overlap(since, off, seen.window)
        np.add.at(total[..., column], (seen.group[person], service), inside)
    return total


def summarise(
    tally: AccessTally, window: Window, resolved: Resolved, asked: Asked = EVERYTHING
) -> dict[str, float]:
    """Return the measures of one population: overall, and at the services that are asked for."""
    values: dict[str, float] = {}
    services = asked.services(resolved.names)
    weeks = resolved.measuring.wait_weeks
    for row, stage in enumerate(STAGES):
        values |= wait(stage, tally.days[row].sum(axis=0), tally.minutes[row].sum(), weeks)
        for column, service in services:
            values |= wait(
                f"{stage}.{service}", tally.days[row, column], tally.minutes[row, column], weeks
            )
    values |= still_waiting("still_waiting", tally.waiting.sum(), tally.waiting_minutes.sum())
    for column, service in services:
        name = f"still_waiting.{service}"
        values |= still_waiting(name, tally.waiting[column], tally.waiting_minutes[column])
    return values | waiting_over(tally.over_minutes, window, resolved)


def waiting_over(minutes: Ints, window: Window, resolved: Resolved) -> dict[str, float]:
    """Return the mean number of people who have waited on a list for at least each counted length.

    There are such measures only if the scenario names lengths of waits (`wait_weeks`).
    """
    values: dict[str, float] = {}
    length = window.closes - window.opens
    for weeks, by_service in zip(resolved.measuring.wait_weeks, minutes.T, strict=False):
        name = f"waiting_over_{weeks}_weeks"
        values[name] = ratio(by_service.sum(), length)
        for service, each in zip(resolved.names.services, by_service, strict=True):
            values[f"{name}.{service}"] = ratio(each, length)
    return values


def wait(name: str, days: Ints, minutes: Ints, lengths: Sequence[int]) -> dict[str, float]:
    """Return the measures of one kind of wait, in completed days; the mean counts every minute."""
    up_to = np.cumsum(days)  # once: in a long run there are many services, and many days
    number = int(up_to[-1]) if up_to.size else 0
    values = {
        f"{name}.number": float(number),
        f"{name}.mean": ratio(minutes, number * DAY),
        f"{name}.median": quantile_of(up_to, 50),
        f"{name}.p90": quantile_of(up_to, 90),
    }
    return values | {
        f"{name}.over_{weeks}_weeks": share_from(up_to, weeks * 7) for weeks in lengths
    }


def still_waiting(name: str, number: Ints, minutes: Ints) -> dict[str, float]:
    """Return the number of people whose wait had not ended, and their mean wait so far."""
    return {f"{name}.number": float(number), f"{name}.mean": ratio(minutes, number * DAY)}
