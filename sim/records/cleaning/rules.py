"""The rules that leave out rows in which something is wrong, in the order in which they apply."""

from __future__ import annotations

import numpy as np

from sim.laws import Flags, Ints
from sim.measures.recorded.tables import NEVER, UNKNOWN
from sim.records.cleaning.counting import Counts
from sim.records.cleaning.moments import day_of
from sim.records.cleaning.tables import ALREADY_KNOWN, Linked, already_known, over
from sim.records.reading.database import NO_CODE
from sim.records.reading.expressions import LEFT_OUT_NUMBER, NO_TEAM, UNMAPPED
from sim.records.reading.identifiers import NOT_NAMED
from sim.records.rows import Rows

EARLY, LATE = 7, 28
"""Days before a referral was received, and after it was over, that a contact of it may lie."""

NOT_COUNTED = "not counted as contacts, by their outcome or medium"
NOT_COMPLETE = "no person, date or outcome"
BACKWARDS = "closed before received"
AFTER = "after the day `taken`"
REOPENED = "ended after the day `taken`: still open then"
ORPHAN = "no open referral to which they belong"
TEAMLESS = "no team"
ELSEWHERE = "at teams that the mapping does not name"
UNSTEADY = "of providers whose numbers of people change every month"


def leave_out_uncounted(linked: Linked, counts: Counts) -> Linked:
    """Set aside contacts that the mapping leaves out, and rejections of people known already."""
    contacts = linked.contacts
    which = (contacts["outcome"] == LEFT_OUT_NUMBER) | (contacts["how"] == LEFT_OUT_NUMBER)
    linked = linked.without_contacts(which, NOT_COUNTED, counts, wrong=False)
    known = already_known(linked.referrals)
    counts.drop(ALREADY_KNOWN, "referrals", int(known.sum()), wrong=False)
    number = np.where(known, UNKNOWN, np.cumsum(~known) - 1).astype(np.int32)
    row = linked.contacts["row"]
    moved = np.where(row >= 0, number[row], UNKNOWN).astype(np.int32) if known.size else row
    return Linked(linked.referrals.without(known), linked.contacts.but(row=moved))


def leave_out_incomplete(linked: Linked, counts: Counts) -> Linked:
    """Leave out rows that do not say who, when, or what became of it."""
    referrals = linked.referrals
    which = (referrals["person"] < 0) | (referrals["received"] == NEVER)
    linked = linked.without_referrals(which, NOT_COMPLETE, counts)
    contacts = linked.contacts
    nobody = (contacts["referral"] == NOT_NAMED) & (contacts["person"] == NOT_NAMED)
    unsaid = (contacts["at"] == NEVER) | (contacts["outcome"] == NO_CODE)
    return linked.without_contacts(nobody | unsaid, NOT_COMPLETE, counts)


def leave_out_backwards(linked: Linked, counts: Counts) -> Linked:
    """Leave out referrals that were over on a day before they were received."""
    referrals = linked.referrals
    which = day_of(over(referrals)) < day_of(referrals["received"])
    which |= referrals["backwards"]
    return linked.without_referrals(which, BACKWARDS, counts)


def leave_out_after(linked: Linked, taken: int, counts: Counts) -> Linked:
    """Leave out what is dated after the extract was taken; endings after it are taken back."""
    linked = linked.without_referrals(linked.referrals["received"] >= taken, AFTER, counts)
    linked = linked.without_contacts(linked.contacts["at"] >= taken, AFTER, counts)
    referrals, reopened = linked.referrals, np.zeros(linked.referrals.size, np.bool_)
    for day, why in (("closed", "closed_why"), ("rejected", "rejected_why"), ("decided", None)):
        later = (referrals[day] >= taken) & (referrals[day] != NEVER)
        reopened |= later & (why is not None)
        referrals = referrals.but(**{day: np.where(later, NEVER, referrals[day])})
        if why is not None:
            referrals = referrals.but(**{why: np.where(later, 0, referrals[why])})
    counts.drop(REOPENED, "referrals", int(reopened.sum()), wrong=False)
    return linked._replace(referrals=referrals)


def leave_out_orphans(linked: Linked, services: int, counts: Counts) -> Linked:
    """Leave out contacts that belong to no referral that was open about then.

    A contact without a referral belongs to the only one of its person at its service that was open
    on the day, if it is the only one.
    """
    referrals, contacts = linked.referrals, linked.contacts
    row = contacts["row"].copy()
    day = day_of(contacts["at"])
    loose = np.flatnonzero((row < 0) & (contacts["service"] >= 0) & (contacts["person"] >= 0))
    row[loose] = _only_open(referrals, contacts.chosen(loose), day[loose], services)
    of = np.maximum(row, 0)
    orphan = row < 0
    if referrals.size:
        orphan |= day < day_of(referrals["received"])[of] - EARLY
        orphan |= day > day_of(over(referrals))[of] + LATE
    elsewhere = (row < 0) & (contacts["service"] == UNMAPPED)
    linked = linked._replace(contacts=contacts.but(row=row))
    kept = linked.without_contacts(orphan & ~elsewhere, ORPHAN, counts)
    row = kept.contacts["row"]
    return kept.without_contacts(row < 0, ELSEWHERE, counts, wrong=False)


def _only_open(referrals: Rows, contacts: Rows, day: Ints, services: int) -> Ints:
    """Return the row of the only referral open on the day of each contact; UNKNOWN if not one.

    The rows of those received by then, less the rows of those that were over before, add up to the
    row itself if it is one.
    """
    found = np.full(contacts.size, UNKNOWN, np.int64)
    rows = np.flatnonzero(referrals["service"] >= 0)
    if not (rows.size and contacts.size):
        return found
    pair = referrals["person"][rows].astype(np.int64) * services + referrals["service"][rows]
    received = day_of(referrals["received"])[rows]
    ended = day_of(over(referrals))[rows]
    first = min(int(received.min()), int(day.min()))
    wide = max(int(received.max()), int(day.max())) - first + 3
    wanted = contacts["person"].astype(np.int64) * services + contacts["service"]
    totals, many = np.zeros(contacts.size, np.int64), np.zeros(contacts.size, np.int64)
    # Who is over before the day is over at the latest the day before it.
    for times, at, sign in ((received, day, 1), (ended, day - 1, -1)):
        keys = pair * wide + np.clip(times - first + 1, 0, wide - 1)
        order = np.argsort(keys, kind="stable")
        sums = np.concatenate([[0], np.cumsum(rows[order])])
        low = np.searchsorted(keys[order], wanted * wide)
        high = np.searchsorted(keys[order], wanted * wide + (at - first + 1), "right")
        many += sign * (high - low)
        totals += sign * (sums[high] - sums[low])
    return np.where(many == 1, totals, found)


def leave_out_teamless(linked: Linked, counts: Counts) -> Linked:
    """Leave out referrals without a team, and set aside those to teams outside the mapping."""
    which = linked.referrals["service"] == NO_TEAM
    linked = linked.without_referrals(which, TEAMLESS, counts)
    which = linked.referrals["service"] < 0
    return linked.without_referrals(which, ELSEWHERE, counts, wrong=False)


def leave_out_unsteady(linked: Linked, counts: Counts) -> Linked:
    """Leave out providers whose people have other numbers every month."""
    linked = linked.without_referrals(linked.referrals["unsteady"], UNSTEADY, counts)
    which: Flags = linked.contacts["unsteady"]
    return linked.without_contacts(which, UNSTEADY, counts)
