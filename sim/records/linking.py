"""Find where people went on to after each referral that ended, by dates and services alone.

Records do not say which ending led to which referral. `linked` is the rule, and `varied` says how
much hangs on its only number, the days.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.laws import Flags, Ints
from sim.measures.recorded.tables import (
    NEVER,
    NOWHERE,
    OUTSIDE,
    UNKNOWN,
    Closed,
    Links,
    Recorded,
    Source,
)
from sim.units import DAY

LINK_DAYS = 28
OTHER_DAYS = (14, 56)
"""The other values of `days` that are tried, to see what changes."""


class Varied(NamedTuple):
    """What linking finds with some number of days, and how it differs from `LINK_DAYS`."""

    days: int
    asked: int  # endings for which a next referral is looked for
    linked: int
    overlaps: int  # of those linked: received before the day of the ending
    outside: int
    nowhere: int
    compared: int  # endings that are asked of with either number of days
    changed: int  # of those compared: they lead to another referral, or another of the three


def linked(recorded: Recorded, days: int = LINK_DAYS) -> Links:
    """Return where people went on to after each referral that ended.

    The next referral is another one of the same person, at another service, received within `days`
    days of the day of the ending and after the referral that ended, from within mental health or
    from nobody recorded. Each is used once: the nearest in days first, then the earlier, then the
    one further up in the table. Without one, it is `OUTSIDE` after a referral onward or a closure
    as referred on, else `NOWHERE`. It is `UNKNOWN` where the referral has not ended, where the
    person died, moved or asked to leave, and where it ended within `days` days of `taken`.

    Parameters
    ----------
    recorded
        Tables in their order. Referrals that ended before the window are linked like others.
    days
        How far the next referral may lie from the ending, 0 or more.
    """
    referrals = recorded.referrals
    ended = ending(recorded)
    asked = _asked(recorded, ended, days)
    onward = (referrals.onward != NEVER) | (referrals.closed_why == Closed.REFERRED_ON)
    to = np.where(asked, np.where(onward, OUTSIDE, NOWHERE), UNKNOWN)
    before, after = _pairs(recorded, ended, asked, days)
    before, after = _each_once(before, after, referrals.received.size)
    to[before] = after
    overlap = np.zeros(to.size, bool)
    overlap[before] = referrals.received[after] // DAY < ended[before] // DAY
    return Links(to, overlap, days)


def ending(recorded: Recorded) -> Ints:
    """Return when each referral ended: was rejected or closed; NEVER if it did not; (R,)."""
    return np.minimum(recorded.referrals.rejected, recorded.referrals.closed)


def varied(recorded: Recorded) -> tuple[Varied, ...]:
    """Return what linking finds with 28 days, then with 14 and 56 days."""
    usual = linked(recorded)
    others = [linked(recorded, days) for days in OTHER_DAYS]
    return tuple(_varied(links, usual) for links in (usual, *others))


def _varied(links: Links, usual: Links) -> Varied:
    asked, both = links.to != UNKNOWN, (links.to != UNKNOWN) & (usual.to != UNKNOWN)
    return Varied(
        days=links.days,
        asked=int(asked.sum()),
        linked=int((links.to >= 0).sum()),
        overlaps=int(links.overlap.sum()),
        outside=int((links.to == OUTSIDE).sum()),
        nowhere=int((links.to == NOWHERE).sum()),
        compared=int(both.sum()),
        changed=int((links.to[both] != usual.to[both]).sum()),
    )


def _asked(recorded: Recorded, ended: Ints, days: int) -> Flags:
    """Return after which referrals people could go on to another one that is known by now."""
    why = recorded.referrals.closed_why
    # A person who died on the day of an ending went nowhere, whatever the closure says.
    died = recorded.people.died[recorded.referrals.person] // DAY <= ended // DAY
    leaving = (why == Closed.DIED) | (why == Closed.ASKED_OR_MOVED) | died
    known = (ended // DAY + days + 1) * DAY <= recorded.taken
    found: Flags = (ended != NEVER) & ~leaving & known
    return found


def _pairs(recorded: Recorded, ended: Ints, asked: Flags, days: int) -> tuple[Ints, Ints]:
    """Return the rows of every ending and next referral that may belong together, best first."""
    referrals = recorded.referrals
    fitting = np.flatnonzero(np.isin(referrals.source, (Source.INTERNAL, Source.NOT_RECORDED)))
    day = referrals.received // DAY
    # One number per person and day, so that each person's days lie apart from the next person's.
    first = int(day.min(initial=0)) - days - 1
    apart = max(int(day.max(initial=0)), recorded.taken // DAY) + days + 2 - first
    place = referrals.person[fitting] * apart + day[fitting] - first
    order = np.argsort(place, kind="stable")
    place, fitting = place[order], fitting[order]

    rows = np.flatnonzero(asked)
    ended_on = ended[rows] // DAY
    about = referrals.person[rows] * apart + ended_on - first
    low = np.searchsorted(place, about - days)
    many = np.searchsorted(place, about + days, "right") - low
    before = np.repeat(rows, many)
    nth = np.arange(before.size) - np.repeat(np.cumsum(many) - many, many)
    after = fitting[np.repeat(low, many) + nth]
    later = referrals.received[after] > referrals.received[before]
    may = later & (referrals.service[after] != referrals.service[before])
    before, after = before[may], after[may]
    gap = np.abs(day[after] - ended[before] // DAY)
    best = np.lexsort((before, ended[before], after, gap))
    return before[best], after[best]


def _each_once(before: Ints, after: Ints, rows: int) -> tuple[Ints, Ints]:
    """Return the pairs, best first, whose rows are not taken by a better pair."""
    led, used = bytearray(rows), bytearray(rows)
    kept = []
    for pair, (ended, begun) in enumerate(zip(before.tolist(), after.tolist(), strict=True)):
        if not led[ended] and not used[begun]:
            led[ended] = used[begun] = True
            kept.append(pair)
    return before[kept], after[kept]
