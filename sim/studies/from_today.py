"""Compare the lists with which a run begins, those of today, with the lists that follow.

A run that begins with today's people begins with today's lists. If the lists of its first month are
already others on average, the model begins elsewhere than the services do, and a plan is compared
with a level that is not today's.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.laws import Floats
from sim.resolved import MISSING, Resolved, StartKind
from sim.studies.monthly import MonthlyTable
from sim.studies.shifting import judged

ALL = ""
"""Stands for all services together."""


class FromToday(NamedTuple):
    """The people on a list today, and in the months of a run that begins with them."""

    service: str  # `ALL` for all lists together
    today: int
    first: float  # mean over replications of the first whole month
    last: float  # and of the last one
    difference: float  # first month − today
    low: float  # the interval at the level of one of many; NaN where there is none
    high: float
    differs: bool


def begins_today(resolved: Resolved) -> bool:
    """Return whether a run begins with the people of a table."""
    return resolved.start.kind == StartKind.TABLE


def lists_today(resolved: Resolved) -> dict[str, int]:
    """Return how many people are on each list at minute 0; empty if nobody said.

    It is known where the run begins with a table of people. A list is left out if it depends on a
    person's area, which is not in the table, whether somebody is on it.
    """
    if not begins_today(resolved):
        return {}
    names, found, unsure = resolved.names.services, dict[str, int](), set[int]()
    for here in resolved.start.table:
        if here.service == MISSING or not here.waiting:
            continue
        by_area = resolved.start.service_map[here.service]
        there = set((by_area if here.area == MISSING else by_area[[here.area]]).tolist())
        if len(there) > 1:
            unsure |= there
        elif (service := there.pop()) != MISSING:
            found[names[service]] = found.get(names[service], 0) + 1
    lists = [name for at, name in enumerate(names) if at not in unsure]
    return {name: found.get(name, 0) for name in lists}


class Lists(NamedTuple):
    """One list: the people on it today, and in the first and last month of each replication."""

    service: str
    today: int
    first: Floats  # (replications,)
    last: Floats


def lists_from_today(resolved: Resolved, monthly: MonthlyTable, arm: str) -> list[Lists]:
    """Return the lists of which today's people are known, all of them together first."""
    today = lists_today(resolved)
    found = []
    for name, people in today.items():
        if monthly.has("list", name):
            values = monthly.of(arm, "list", name)
            found.append(Lists(name, people, values[:, 0], values[:, -1]))
    if len(found) > 1 and len(today) == len(resolved.names.services):
        people = sum(each.today for each in found)
        first = np.sum([each.first for each in found], axis=0)
        last = np.sum([each.last for each in found], axis=0)
        found.insert(0, Lists(ALL, people, first, last))
    return found


def compared(lists: Lists, tested: int) -> FromToday:
    """Return how a list of today differs from that of the first month.

    Parameters
    ----------
    tested
        How many quantities are tested together.
    """
    differences = lists.first - lists.today
    difference, likely, differs = judged(differences, "people", lists.today, tested)
    return FromToday(
        lists.service,
        lists.today,
        float(lists.first.mean()),
        float(lists.last.mean()),
        difference,
        likely.low,
        likely.high,
        differs,
    )
