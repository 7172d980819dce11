"""What became of each referral, as estimates read it: in days, from the first table to the last.

Care begins with the first contact, attended, missed or cancelled: by then a worker has the person,
as from the start of a spell of the model, whose first contact may be missed too. At a service where
people stay day and night it begins when they come in.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.laws import Flags, Floats, Ints
from sim.measures.recorded.tables import NEVER, Closed, Recorded
from sim.units import DAY

OVER = (Closed.COMPLETE, Closed.REFERRED_ON, Closed.NOT_RECORDED)
"""Why referrals are closed whose care has run its course."""
LEFT = (Closed.NOT_ATTENDING, Closed.ASKED_OR_MOVED, Closed.NOT_RECORDED)
"""Why referrals are closed of people who left the list, if care had not begun."""


class Courses(NamedTuple):
    """Referrals in the order of their table, in days since `Recorded.begins`; shape (R,).

    ``inf`` is never. Where only dates are recorded, times are noons.
    """

    person: Ints
    service: Ints
    received: Floats
    decided: Floats  # accepted or rejected, where the records say when
    rejected: Floats
    begun: Floats  # the first contact of any kind, or when they came in
    ended: Floats  # closed, rejected, died, or the last sign of one that counts as over
    why: Ints  # a `Closed`; of a closure
    closed: Flags  # it was closed, and not rejected, and is not only silent
    known: Flags  # it is known when care began, or that it did not

    def of(self, rows: Ints) -> Courses:
        """Return what became of the referrals in some rows."""
        columns: list[Any] = [column[rows] for column in self]
        return Courses(*columns)


def courses(recorded: Recorded) -> Courses:
    """Return what became of each referral."""
    table = recorded.referrals
    received = in_days(table.received, recorded.timed)
    closed, silent, rejected, decided = (
        in_days(times, recorded.timed)
        for times in (table.closed, table.silent, table.rejected, table.decided)
    )
    died = in_days(recorded.people.died, recorded.timed)[table.person]
    ended = np.minimum(np.minimum(closed, silent), np.minimum(rejected, died))
    at = in_days(recorded.contacts.at, recorded.timed)
    met = _first(at, recorded.contacts.referral, len(received))
    begun = np.minimum(met, _came_in(recorded))
    begun = np.where(begun <= ended, begun, np.inf)
    since = _since(recorded)
    return Courses(
        person=table.person,
        service=table.service,
        received=received,
        decided=np.minimum(decided, rejected),
        rejected=rejected,
        begun=begun,
        ended=ended,
        why=np.where(died < closed, Closed.DIED, table.closed_why),
        closed=(closed == ended) & np.isfinite(closed),
        known=(received >= since) | (begun < since) | recorded.continuous[table.service],
    )


def in_days(times: Ints, timed: bool) -> Floats:
    """Return times in days since `Recorded.begins`: noons where only dates are recorded."""
    days = times / DAY if timed else np.floor(times / DAY) + 0.5
    return np.where(times == NEVER, np.inf, days)


def _first(at: Floats, referral: Ints, referrals: int) -> Floats:
    """Return the first contact of each referral."""
    found = np.full(referrals, np.inf)
    there = referral >= 0
    np.minimum.at(found, referral[there], at[there])
    return found


def _since(recorded: Recorded) -> float:
    """Return from which day on contacts are recorded; before all of them unless it is said."""
    if recorded.contacts_from == -NEVER:
        return -np.inf
    return float(in_days(np.array([recorded.contacts_from]), recorded.timed)[0])


def _came_in(recorded: Recorded) -> Floats:
    """Return when people came in after each referral to a service where they stay.

    It is the first stay of the person at the service that begins on the day of the referral or
    later.
    """
    table, stays = recorded.referrals, recorded.stays
    services = len(recorded.services)
    place = stays.person * services + stays.service
    order = np.lexsort((stays.start, place))
    place, start = place[order], stays.start[order]
    mine = np.flatnonzero(recorded.continuous[table.service])
    found = np.full(len(table.received), np.inf)
    if not place.size:
        return found
    apart = int(np.abs(start).max()) + int(np.abs(table.received[mine]).max(initial=0)) + DAY
    keys = place * (2 * apart + 1) + start
    wanted = table.person[mine] * services + table.service[mine]
    at = np.searchsorted(keys, wanted * (2 * apart + 1) + table.received[mine] // DAY * DAY)
    there = (at < len(keys)) & (place[np.minimum(at, len(keys) - 1)] == wanted)
    found[mine[there]] = in_days(start[at[there]], recorded.timed)
    return found
