"""Ends that nobody wrote down: people who died, and referrals of which nothing was heard."""

from __future__ import annotations

import numpy as np

from sim.laws import Ints
from sim.measures.recorded.tables import NEVER, Closed
from sim.records.cleaning.counting import Counts
from sim.records.cleaning.moments import day_of
from sim.records.cleaning.tables import Linked
from sim.records.rows import Rows

SILENT_DAYS = 365
SILENT = "nothing heard for a year, or marked as inactive: over since the last sign"
DIED = "open when the person died: closed then"


def dead_at(people: Rows, count: int, taken: int) -> Ints:
    """Return when each person died, by number; NEVER where that is not recorded by then."""
    died = np.full(count, NEVER, np.int64)
    known = (people["person"] >= 0) & (people["died"] < taken)
    np.minimum.at(died, people["person"][known], people["died"][known])
    return died


def closed_by_death(linked: Linked, died: Ints, counts: Counts) -> tuple[Linked, Ints]:
    """Close referrals when their people died, and say so where they were closed on that day.

    A date of death has no time of day. Where a referral was closed on the day, the latest such
    closure is taken as the time.
    """
    referrals = linked.referrals
    person, closed = referrals["person"], referrals["closed"]
    then = (day_of(closed) == day_of(died[person])) & (closed != NEVER)
    exact = np.full(died.size, -NEVER, np.int64)
    np.maximum.at(exact, person[then], closed[then])
    died = np.where(exact > -NEVER, exact, died)
    late = (closed > died[person]) & (referrals["rejected"] == NEVER)
    late &= referrals["received"] <= died[person]  # else the date of death is not to be trusted
    counts.drop(DIED, "referrals", int(late.sum()), wrong=False)
    return linked._replace(
        referrals=referrals.but(
            closed=np.where(late, died[person], closed),
            closed_why=np.where(late | then, np.int8(Closed.DIED), referrals["closed_why"]),
        )
    ), died


def silent_since(linked: Linked, stays: Rows, taken: int, services: int, counts: Counts) -> Ints:
    """Return the last sign of each referral that nobody closed and that counts as over; else NEVER.

    Signs are its receipt, a decision, contacts of any outcome, and stays of the person at the
    service. While a stay lasts, a referral is not silent.
    """
    referrals, contacts = linked.referrals, linked.contacts
    decided = referrals["decided"]
    last = np.maximum(referrals["received"], np.where(decided == NEVER, -NEVER, decided))
    linked_rows = contacts["row"]
    np.maximum.at(last, linked_rows, contacts["at"])
    pairs = referrals["person"].astype(np.int64) * services + referrals["service"]
    every, pair = np.unique(pairs, return_inverse=True)
    wanted = stays["person"].astype(np.int64) * services + stays["service"]
    there = np.flatnonzero(np.isin(wanted, every))
    of_pair = np.full(every.size, -NEVER, np.int64)
    latest = np.maximum(stays["start"], stays["end"])[there]
    np.maximum.at(of_pair, np.searchsorted(every, wanted[there]), latest)
    last = np.maximum(last, of_pair[pair])
    is_open = (referrals["closed"] == NEVER) & (referrals["rejected"] == NEVER)
    quiet = day_of(np.int64(taken) - 1 - last) > SILENT_DAYS
    inactive = (referrals["inactive"] != NEVER) & (referrals["inactive"] < taken)
    silent = is_open & (quiet | (inactive & (last != NEVER))) & (last < NEVER)
    counts.drop(SILENT, "referrals", int(silent.sum()), wrong=False)
    return np.where(silent, last, NEVER)
