"""Waits in records, in days: those that ended, those that go on, and both together.

A wait that ended counts in the window in which it ended. `started_within` also takes in waits that
have not ended, and those that ended without a start.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.laws import Floats, Ints
from sim.measures.access import STAGES, still_waiting, wait
from sim.measures.observed import within
from sim.measures.recorded.facts import Facts
from sim.measures.recorded.tables import NEVER
from sim.measures.tallies import UNDEFINED, count
from sim.units import DAY

A_WEEK = 7
UNSEEN = 0.05
"""The largest part of referrals of whom it may be unknown whether they start."""


class WaitTally(NamedTuple):
    """Counts of waits. G groups in areas, 4 stages as in `STAGES`, S services, D days, A days."""

    days: Ints  # (G, 4, S, D) waits that ended in the window, by their days
    waiting: Ints  # (G, S) referrals that had neither started nor ended when the window closed
    waiting_days: Ints  # (G, S) their days so far
    entered: Ints  # (G, S, A) referrals observed from this day of their wait on
    started: Ints  # (G, S, A) those that started on this day
    left: Ints  # (G, S, A) those that ended on this day without a start
    stopped: Ints  # (G, S, A) those observed no longer after this day, for any reason


def gather(facts: Facts, weeks: Sequence[int]) -> WaitTally:
    """Count waits; see `WaitTally`. `facts` are in days."""
    known = facts.clear & (facts.received != NEVER)
    ends = np.stack([facts.decided, facts.started, facts.first, facts.second])
    stage, referral = np.nonzero(within(ends, facts.window) & known)
    days = ends[stage, referral] - facts.received[referral]
    cell, service = facts.cell, facts.service
    shape = (facts.cells, facts.services)
    still = np.flatnonzero(known & (facts.started == NEVER) & (facts.over == NEVER))
    so_far = facts.window.closes - 1 - facts.received[still]
    return WaitTally(
        count(
            (facts.cells, len(STAGES), facts.services, int(days.max(initial=0)) + 1),
            *(cell[referral], stage, service[referral], days),
        ),
        count(shape, cell[still], service[still]),
        count(shape, cell[still], service[still], weights=so_far),
        *_courses(facts, max(weeks, default=0) * A_WEEK),
    )


def _courses(facts: Facts, last: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Count by the day of the wait, up to the day `last`; see `WaitTally.entered` and the rest."""
    opens, closes = facts.window
    begins = np.maximum(opens - facts.received, 0)
    stop = np.minimum.reduce([facts.started, facts.over, np.full_like(begins, closes - 1)])
    ends = stop - facts.received
    seen = np.flatnonzero(facts.clear & (facts.received < closes) & (begins <= ends))
    seen = seen[begins[seen] <= last]
    ended = seen[ends[seen] <= last]
    starts = (facts.started <= facts.over) & (facts.started != NEVER)
    leaves = ~starts & (facts.over != NEVER) & ~facts.lost
    shape = (facts.cells, facts.services, last + 1)

    def by_day(chosen: Ints, day: Ints) -> Ints:
        return count(shape, facts.cell[chosen], facts.service[chosen], day[chosen])

    return (
        by_day(seen, begins),
        by_day(ended[starts[ended]], ends),
        by_day(ended[leaves[ended]], ends),
        by_day(ended, ends),
    )


def summarise(tally: WaitTally, services: Sequence[str], weeks: Sequence[int]) -> dict[str, float]:
    """Return the measures of one population. `weeks`: lengths of long waits."""
    values: dict[str, float] = {}
    for row, stage in enumerate(STAGES):
        name = f"records.{stage}"
        values |= _wait(name, tally.days[row].sum(axis=0), weeks)
        for column, service in enumerate(services):
            values |= _wait(f"{name}.{service}", tally.days[row, column], weeks)
    values |= still_waiting(
        "records.still_waiting", tally.waiting.sum(), tally.waiting_days.sum() * DAY
    )
    courses = (tally.entered, tally.started, tally.left, tally.stopped)
    shares = started_within(*(part.sum(axis=0) for part in courses))
    values |= _within("records.started_within_{}_weeks", shares, weeks)
    for column, service in enumerate(services):
        waiting, days = tally.waiting[column], tally.waiting_days[column] * DAY
        values |= still_waiting(f"records.still_waiting.{service}", waiting, days)
        shares = started_within(*(part[column] for part in courses))
        values |= _within(f"records.started_within_{{}}_weeks.{service}", shares, weeks)
    return values


def _wait(name: str, days: Ints, weeks: Sequence[int]) -> dict[str, float]:
    return wait(name, days, days @ np.arange(days.size) * DAY, weeks)


def _within(name: str, shares: Floats, weeks: Sequence[int]) -> dict[str, float]:
    return {name.format(each): float(shares[each * A_WEEK]) for each in weeks}


def started_within(entered: Ints, started: Ints, left: Ints, stopped: Ints) -> Floats:
    """Return the share of referrals that have started by each day of their wait; shape (A,).

    By the estimator of Aalen and Johansen, with leaving unseen as the other ending. Referrals that
    were open when the window opened are observed from that day of their wait on.

    From the first day on which nobody was observed, it is not known how many start of those who had
    not started or left by then: where waits grow, the longest one is always still going on. If they
    are at most `UNSEEN`, half of them count as started, so that the share is wrong by 0.025 at
    most. If they are more, it is NaN.
    """
    at_risk = np.cumsum(entered) - (np.cumsum(stopped) - stopped)
    observed = np.maximum(at_risk, 1)
    staying = np.cumprod(1 - (started + left) / observed)
    before = np.concatenate([[1.0], staying[:-1]])
    shares = np.cumsum(before * started / observed)
    unknown = np.flatnonzero((at_risk == 0) & (before > 0))
    if unknown.size:
        since, rest = unknown[0], float(before[unknown[0]])
        shares[since:] = shares[since] + rest / 2 if rest <= UNSEEN else UNDEFINED
    return shares
