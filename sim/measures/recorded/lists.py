"""Lists and caseloads in records at the ends of months, and the workers in post then."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.calendar import Calendar
from sim.laws import Ints
from sim.measures.observed import within
from sim.measures.recorded.facts import Facts, to_units
from sim.measures.recorded.tables import NEVER, Recorded
from sim.measures.tallies import count, per_year, ratio
from sim.units import DAY, YEAR

THOUSANDTHS = 1_000


class ListTally(NamedTuple):
    """Counts at the ends of months, added up. G groups in areas, S services."""

    waiting: Ints  # (G, S) open referrals that nobody has seen
    caseload: Ints  # (G, S) open referrals of people who have been seen
    lost: Ints  # (G, S) referrals that were open when the worker of their latest contact left


class StaffTally(NamedTuple):
    """Counts of workers, who belong to no person; shape (S,)."""

    posts: Ints  # thousandths of whole-time equivalents in post, added up over the ends of months
    left: Ints  # workers who left in the window


def month_ends(begins: datetime.date, facts: Facts) -> Ints:
    """Return the days at whose beginning a month of the window has ended; shape (M,)."""
    opens, closes = facts.window
    since = Calendar(begins + datetime.timedelta(days=opens))
    starts = since.month_starts((closes - opens + 1) * DAY) // DAY
    return opens + starts[1:]  # the first is the opening itself


def gather(recorded: Recorded, facts: Facts, ends: Ints) -> ListTally:
    """Count lists and caseloads at the ends of months; see `ListTally`. `facts` are in days."""
    shape = (facts.cells, facts.services)
    waiting, caseload = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for day in ends.tolist():
        there = (facts.received < day) & (facts.over >= day)
        # Who was seen at a time that is not known had been seen all along.
        seen = (facts.started < day) | (~facts.clear & (facts.started != NEVER))
        on_list, in_care = there & ~seen, there & seen
        waiting += count(shape, facts.cell[on_list], facts.service[on_list])
        caseload += count(shape, facts.cell[in_care], facts.service[in_care])
    return ListTally(waiting, caseload, _lost(recorded, facts))


def _lost(recorded: Recorded, facts: Facts) -> Ints:
    """Count referrals that were open when the worker of their latest contact left."""
    shape, met, staff = (facts.cells, facts.services), facts.met, recorded.staff
    if not staff.worker.size:
        return np.zeros(shape, np.int64)
    left = np.full(int(max(met.worker.max(initial=0), staff.worker.max())) + 1, -NEVER, np.int64)
    np.maximum.at(left, staff.worker, to_units(staff.end, facts.per))
    named = np.flatnonzero(met.worker >= 0)
    order = named[np.argsort(met.referral[named], kind="stable")]
    referral, worker, at = met.referral[order], met.worker[order], met.at[order]
    until = facts.over[referral]
    same = referral[1:] == referral[:-1]
    until[:-1] = np.where(same, np.minimum(at[1:], until[:-1]), until[:-1])
    end = left[worker]
    lost = (at <= end) & (end < until) & within(end, facts.window)
    return count(shape, facts.cell[referral[lost]], facts.service[referral[lost]])


def of_staff(recorded: Recorded, facts: Facts, ends: Ints) -> StaffTally:
    """Count workers in post at the ends of months, and those who left; see `StaffTally`.

    A worker whose whole-time equivalent is not recorded counts as one.
    """
    staff, shape = recorded.staff, (facts.services,)
    start, end = to_units(staff.start, facts.per), to_units(staff.end, facts.per)
    wte = np.rint(np.where(np.isnan(staff.wte), 1, staff.wte) * THOUSANDTHS).astype(np.int64)
    posts = np.zeros(shape, np.int64)
    for day in ends.tolist():
        there = (start < day) & (end >= day)
        posts += count(shape, staff.service[there], weights=wte[there])
    return StaffTally(posts, count(shape, staff.service[within(end, facts.window)]))


def summarise(
    tally: ListTally, services: Sequence[str], ends: int, open_days: Ints
) -> dict[str, float]:
    """Return the measures of one population. `ends` is how many months ended in the window."""
    values = {
        "records.list": ratio(tally.waiting.sum(), ends),
        "records.caseload": ratio(tally.caseload.sum(), ends),
        "records.workers_lost": per_year(tally.lost.sum(), open_days * DAY),
    }
    for at, service in enumerate(services):
        values[f"records.list.{service}"] = ratio(tally.waiting[at], ends)
        values[f"records.caseload.{service}"] = ratio(tally.caseload[at], ends)
    return values


def summarise_staff(
    staff: StaffTally, tally: ListTally, services: Sequence[str], length: int
) -> dict[str, float]:
    """Return the measures of workers, for everyone, in a window of `length` days."""
    values: dict[str, float] = {}
    for at, service in enumerate(services):
        if staff.posts[at]:
            values[f"records.people_per_wte.{service}"] = ratio(
                tally.caseload[at] * THOUSANDTHS, staff.posts[at]
            )
            values[f"records.workers_left.{service}"] = ratio(staff.left[at] * YEAR, length * DAY)
    return values
