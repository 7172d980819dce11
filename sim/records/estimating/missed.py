"""After how many missed contacts in a row care ends."""

from __future__ import annotations

import numpy as np

from sim.area.deriving.ranges import BELOW, Range
from sim.laws import Ints
from sim.measures.recorded.tables import Closed, Outcome
from sim.records.estimating.estimate import Estimate, Untold
from sim.records.estimating.place import Place

ITEM = "missed in a row"
FEWEST = 5
"""Closures of which the commonest number is told."""


def missed(place: Place) -> Estimate | Untold:
    """Return the commonest number of missed contacts before a closure for not attending.

    The range is that of the numbers themselves. A cancelled contact breaks no run.
    """
    runs = _runs(place)
    if runs.size < FEWEST:
        why = "Hardly anybody in care was closed for not attending in this time."
        return place.untold(ITEM, why, int(runs.size))
    commonest = int(np.bincount(runs).argmax())
    if commonest == 0:
        why = "Most closures for not attending follow no missed contact."
        return place.untold(ITEM, why, int(runs.size))
    low, high = np.quantile(runs, [BELOW, 1 - BELOW])
    found = Range(float(low), float(high), "commonest, and the middle 90 % of the numbers")
    note = "Missed contacts in a row just before a closure for not attending."
    return place.told(ITEM, commonest, "contacts", found, None, int(runs.size), note)


def _runs(place: Place) -> Ints:
    """Return the number of missed contacts just before each closure for not attending."""
    courses = place.courses
    closed = courses.closed & (courses.why == Closed.NOT_ATTENDING) & place.inside(courses.ended)
    rows = place.referrals[closed & np.isfinite(courses.begun)]
    contacts = place.recorded.contacts
    mine = np.isin(contacts.referral, rows)
    mine &= np.isin(contacts.outcome, (Outcome.ATTENDED, Outcome.MISSED))
    at = np.flatnonzero(mine)
    order = at[np.argsort(contacts.referral[at], kind="stable")]
    where = np.searchsorted(rows, contacts.referral[order])
    attended = contacts.outcome[order] == Outcome.ATTENDED
    place_in_order = np.arange(len(order))
    last = np.full(len(rows), -1)
    np.maximum.at(last, where[attended], place_in_order[attended])
    after = ~attended & (place_in_order > last[where])
    return np.bincount(where[after], minlength=len(rows)).astype(np.int64)
