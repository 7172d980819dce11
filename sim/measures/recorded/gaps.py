"""Gaps in records, in days: from an attended contact of an open referral to the next one.

Days in hospital are seen, so a gap also begins with the end of a stay, and ends with the start of
one. A gap is counted on the day on which it passes a length. The end of the referral and of the
window cut it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.laws import Flags, Ints
from sim.measures.observed import overlap, within
from sim.measures.recorded.facts import Facts, to_units
from sim.measures.recorded.tables import NEVER, Recorded
from sim.measures.tallies import count, per_year, ratio
from sim.units import DAY, YEAR


class GapTally(NamedTuple):
    """Counts of gaps. G groups in areas, S services, T lengths."""

    gaps: Ints  # (G, S, T, 2) cut, complete
    unseen: Ints  # (G, S, T) days of gaps beyond each length
    days: Ints  # (G, S) of gaps, thus of referrals after a first contact and outside hospital


class Gaps(NamedTuple):
    """Times of open referrals in which nobody was seen, in days; shape (N,)."""

    referral: Ints
    opens: Ints
    closes: Ints  # not included
    complete: Flags  # ended by a contact, or a stay in hospital


class _Events(NamedTuple):
    """What happened in referrals, in the order of referral and time; shape (N,)."""

    referral: Ints
    day: Ints
    step: Ints  # 1 a stay begins, -1 a stay ends, 0 a contact


def gather(recorded: Recorded, facts: Facts, lengths: Sequence[int]) -> GapTally:
    """Count gaps longer than each of `lengths`, in days; see `GapTally`. `facts` are in days."""
    found = gaps(recorded, facts)
    shape = (facts.cells, facts.services)
    cell, service = facts.cell[found.referral], facts.service[found.referral]
    longer = np.zeros((*shape, len(lengths), 2), np.int64)
    unseen = np.zeros((*shape, len(lengths)), np.int64)
    for column, length in enumerate(lengths):
        long = (found.closes - found.opens > length) & within(found.opens + length, facts.window)
        how = found.complete[long].astype(np.int64)
        longer[:, :, column] = count((*shape, 2), cell[long], service[long], how)
        beyond = overlap(found.opens + length, found.closes, facts.window)
        unseen[:, :, column] = count(shape, cell, service, weights=beyond)
    days = overlap(found.opens, found.closes, facts.window)
    return GapTally(longer, unseen, count(shape, cell, service, weights=days))


def gaps(recorded: Recorded, facts: Facts) -> Gaps:
    """Return every gap that lasted a day or more and had not ended when the window opened."""
    events = _with_stays(_contacts(recorded, facts), recorded, facts)
    same = np.zeros(events.day.size, np.bool_)
    same[:-1] = events.referral[1:] == events.referral[:-1]
    inside = np.cumsum(events.step)  # each stay that begins in a referral also ends in it
    closes = np.minimum(facts.over, facts.window.closes)[events.referral]
    closes[same] = events.day[1:][same[:-1]]
    chosen = (inside == 0) & (closes > events.day) & (closes > facts.window.opens)
    return Gaps(events.referral[chosen], events.day[chosen], closes[chosen], same[chosen])


def _contacts(recorded: Recorded, facts: Facts) -> _Events:
    """Return attended contacts while their referral was open, outside hospital services."""
    met = facts.met
    chosen = met.at <= facts.over[met.referral]
    chosen &= ~recorded.continuous[facts.service[met.referral]]
    referral, day = met.referral[chosen], met.at[chosen]
    order = np.argsort(referral, kind="stable")
    referral, day = referral[order].astype(np.int64), day[order]
    return _Events(referral, day, np.zeros(day.size, np.int64))


def _with_stays(contacts: _Events, recorded: Recorded, facts: Facts) -> _Events:
    """Add the stays of the person in hospital while a referral was open and had been seen."""
    stays = recorded.stays
    start, end = to_units(stays.start, facts.per), to_units(stays.end, facts.per)
    order = np.argsort(stays.person, kind="stable")
    who = stays.person[order]
    ours = np.flatnonzero((facts.first != NEVER) & ~recorded.continuous[facts.service])
    low = np.searchsorted(who, facts.person[ours])
    many = np.searchsorted(who, facts.person[ours], "right") - low
    referral = np.repeat(ours, many)
    nth = np.arange(referral.size) - np.repeat(np.cumsum(many) - many, many)
    stay = order[np.repeat(low, many) + nth]
    until = np.minimum(facts.over, facts.window.closes)[referral]
    begins, ends = np.maximum(start[stay], facts.first[referral]), np.minimum(end[stay], until)
    some = begins <= ends
    referral, begins, ends = referral[some], begins[some], ends[some]
    if not referral.size:
        return contacts
    one = np.ones(referral.size, np.int64)
    whole = _Events(
        np.concatenate([contacts.referral, referral, referral]),
        np.concatenate([contacts.day, begins, ends]),
        np.concatenate([contacts.step, one, -one]),
    )
    # On one day a stay begins before it ends, and a contact comes first.
    rank = np.array([0, 1, 2])[whole.step]
    by_time = np.lexsort((rank, whole.day, whole.referral))
    return _Events(*(column[by_time] for column in whole))


def summarise(
    tally: GapTally, services: Sequence[str], lengths: Sequence[int], days: Ints, length: int
) -> dict[str, float]:
    """Return the measures of one population.

    Parameters
    ----------
    days
        Days in the window that people had an open referral, added up.
    length
        Days of the window.
    """
    values: dict[str, float] = {}
    for column, longer_than in enumerate(lengths):
        cut, complete = tally.gaps[:, column].sum(axis=0).tolist()
        name = f"records.gaps.{longer_than}_days"
        values[name] = per_year(cut + complete, days * DAY)
        values[f"{name}.complete"] = per_year(complete, days * DAY)
        values[f"{name}.censored"] = per_year(cut, days * DAY)
        unseen = tally.unseen[:, column].sum()
        values[f"records.not_seen.{longer_than}_days"] = ratio(unseen, tally.days.sum())
        for at, service in enumerate(services):
            number, unseen = tally.gaps[at, column].sum(), tally.unseen[at, column]
            name = f"{service}.{longer_than}_days"
            values[f"records.gaps.{name}"] = ratio(number * YEAR, length * DAY)
            values[f"records.not_seen.{name}"] = ratio(unseen, tally.days[at])
    return values
