"""What an extract shows of records: less than those who keep them know.

A death has a date and no time of day. A referral that nobody closed and of which nothing is heard
for a year counts as over. Whether contacts before the first one are missing cannot be told.
`sim.records.cleaning` has the same rules for extracts that are read; the round trip in the tests
holds both against each other.
"""

from __future__ import annotations

import numpy as np

from sim.laws import Flags, Ints
from sim.measures.recorded.tables import NEVER, Closed, Recorded
from sim.units import DAY

SILENT_DAYS = 365


def as_shown(recorded: Recorded) -> Recorded:
    """Return the tables as they are read again from an extract."""
    dated = _with_dates_of_death(recorded)
    referrals = dated.referrals
    last = _last_signs(dated)
    is_open = (referrals.closed == NEVER) & (referrals.rejected == NEVER)
    quiet = is_open & ((dated.taken - 1 - last) // DAY > SILENT_DAYS)
    first = int(dated.contacts.at.min()) if dated.contacts.at.size else 0
    return dated._replace(
        referrals=referrals._replace(silent=np.where(quiet, last, NEVER)),
        contacts_from=first // DAY * DAY,
    )


def _with_dates_of_death(recorded: Recorded) -> Recorded:
    """Date deaths: to the latest closure on the day, which is then by death, or else to noon."""
    referrals, died = recorded.referrals, recorded.people.died
    then = _same_day(referrals.closed, died[referrals.person])
    exact = np.full(died.size, -NEVER, np.int64)
    np.maximum.at(exact, referrals.person[then], referrals.closed[then])
    noon = np.where(died == NEVER, NEVER, died // DAY * DAY + DAY // 2)
    return recorded._replace(
        referrals=referrals._replace(
            closed_why=np.where(then, Closed.DIED, referrals.closed_why).astype(np.int64)
        ),
        people=recorded.people._replace(died=np.where(exact > -NEVER, exact, noon)),
    )


def _same_day(times: Ints, others: Ints) -> Flags:
    found: Flags = (times // DAY == others // DAY) & (times != NEVER)
    return found


def _last_signs(recorded: Recorded) -> Ints:
    """Return the last sign of each referral: received, decided, a contact or a stay; (R,)."""
    referrals, contacts, stays = recorded.referrals, recorded.contacts, recorded.stays
    decided = np.where(referrals.decided == NEVER, -NEVER, referrals.decided)
    last = np.maximum(referrals.received, decided)
    np.maximum.at(last, contacts.referral, contacts.at)
    services = len(recorded.services)
    pairs = referrals.person * services + referrals.service
    of_stays = np.full((recorded.people.died.size + 1) * services, -NEVER, np.int64)
    # While a stay lasts, nothing is silent: its end is NEVER.
    ends = np.maximum(stays.start, stays.end)
    np.maximum.at(of_stays, stays.person * services + stays.service, ends)
    found: Ints = np.maximum(last, of_stays[pairs])
    return found
