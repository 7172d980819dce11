"""Join referrals of one person to one service that overlap, or that lie a few days apart."""

from __future__ import annotations

import numpy as np

from sim.laws import Flags, Ints
from sim.measures.recorded.tables import NEVER
from sim.records.cleaning.counting import Counts
from sim.records.cleaning.moments import day_of
from sim.records.cleaning.tables import Linked
from sim.records.rows import Rows

JOINED = "joined with another of the same person and service"


def join_overlapping(linked: Linked, days: int, counts: Counts) -> Linked:
    """Join referrals that were not rejected and were open at the same time.

    Parameters
    ----------
    days
        With 1 or more, a referral is also joined that was received this many days after the one
        before it was closed, or sooner.
    """
    referrals = linked.referrals
    joined = _groups(referrals, days)
    count = referrals.size - int(joined.max(initial=-1)) - 1
    counts.drop(JOINED, "referrals", count, wrong=False)
    if not count:
        return linked
    row = linked.contacts["row"]
    moved = np.where(row >= 0, joined[row], row).astype(np.int32)
    return Linked(_merged(referrals, joined), linked.contacts.but(row=moved))


def _groups(referrals: Rows, days: int) -> Ints:
    """Return the number of the group of each referral, in the order of the first of each."""
    received, closed = referrals["received"], referrals["closed"]
    alone = (referrals["rejected"] != NEVER) | (referrals["service"] < 0)
    order = np.lexsort((closed, received, referrals["service"], referrals["person"], alone))
    person, service = referrals["person"][order], referrals["service"][order]
    same = np.zeros(order.size, np.bool_)
    same[1:] = (person[1:] == person[:-1]) & (service[1:] == service[:-1]) & ~alone[order][1:]
    until = _latest_so_far(closed[order], same)
    starts = received[order]
    if days:
        near = day_of(starts[1:]) - day_of(until[:-1]) <= days
        same[1:] &= near | (until[:-1] == NEVER)
    else:
        same[1:] &= starts[1:] < until[:-1]
    group = np.cumsum(~same) - 1
    first = np.full(int(group.max(initial=-1)) + 1, order.size, np.int64)
    np.minimum.at(first, group, order)
    rank = np.empty(first.size, np.int64)
    rank[np.argsort(first)] = np.arange(first.size)
    found = np.empty(order.size, np.int64)
    found[order] = rank[group]
    return found


def _latest_so_far(closed: Ints, same: Flags) -> Ints:
    """Return the latest of the ends of each run of rows, up to each row."""
    run = np.cumsum(~same)
    values, place = np.unique(closed, return_inverse=True)
    rank = run * np.int64(values.size + 1) + place.reshape(-1)
    latest = np.maximum.accumulate(rank) - run * np.int64(values.size + 1)
    return values[latest] if closed.size else closed


def _merged(referrals: Rows, joined: Ints) -> Rows:
    """Return one row for each group: from the first received to the last closed."""
    order = np.lexsort((referrals["closed"], referrals["received"], joined))
    begins = np.flatnonzero(np.diff(joined[order], prepend=-1))
    first = referrals.chosen(order[begins])
    by_end = np.lexsort((referrals["received"], referrals["closed"], joined))
    last = by_end[np.append(begins[1:], order.size) - 1]
    changed = {name: referrals[name][last] for name in ("closed", "closed_why")}
    for name, together in (
        ("decided", np.minimum),
        ("onward", np.minimum),
        ("inactive", np.maximum),
        ("unsteady", np.logical_or),
    ):
        changed[name] = together.reduceat(referrals[name][order], begins)
    return first.but(**changed)
