"""What happened to each referral in records before the window's close, in minutes or in days.

Measures that are defined by the minute read facts in minutes. Measures named ``records.…`` read
them in days, so they are the same whether or not records have times of day.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.events import Window
from sim.laws import Flags, Ints
from sim.measures.recorded.tables import NEVER, Outcome, Recorded
from sim.units import DAY


class Met(NamedTuple):
    """Attended contacts before the window's close, in order of time; shape (N,)."""

    referral: Ints
    person: Ints
    service: Ints
    worker: Ints
    at: Ints


class Facts(NamedTuple):
    """What happened to each referral before the window's close; shape (R,).

    Times are in one unit, minutes or days, since minute 0. They are NEVER if something has not
    happened by the close.
    """

    cell: Ints  # the group and area of the person; see `cells`
    person: Ints
    service: Ints
    received: Ints
    decided: Ints  # accepted or rejected
    rejected: Ints
    first: Ints  # attended contact
    second: Ints
    started: Ints  # the first attended contact; at a service where people stay, the admission
    over: Ints  # closed, rejected, silent for good, or the person died
    lost: Flags  # over only because nothing more was heard
    clear: Flags  # it is known when the person was first seen
    window: Window  # in the unit
    met: Met
    cells: int
    services: int
    per: int  # minutes in the unit


def facts(recorded: Recorded, per: int = 1) -> Facts:
    """Return what happened to each referral, in units of `per` minutes: 1 or a day."""
    window = in_units(recorded.window, per)
    referrals, people = recorded.referrals, recorded.people
    person = referrals.person.astype(np.int64)

    def seen(times: Ints) -> Ints:
        units = to_units(times, per)
        return np.where(units < window.closes, units, NEVER)

    died = seen(people.died)[person] if people.died.size else np.zeros(0, np.int64)
    rejected, received = seen(referrals.rejected), to_units(referrals.received, per)
    ended = np.minimum.reduce([rejected, seen(referrals.closed), died])
    silent = seen(referrals.silent)
    over = np.minimum(ended, silent)
    met = attended(recorded, window, per)
    first, second = first_two(met, over)
    started = np.where(
        recorded.continuous[referrals.service],
        admitted(recorded, received, over, window, per),
        first,
    )
    since = to_units(np.array([recorded.contacts_from]), per)[0]
    return Facts(
        cell=cells(recorded)[person],
        person=person,
        service=referrals.service.astype(np.int64),
        received=np.where(received < window.closes, received, NEVER),
        decided=np.minimum(seen(referrals.decided), rejected),
        rejected=rejected,
        first=np.maximum(first, received),
        second=np.maximum(second, received),
        started=np.maximum(started, received),
        over=over,
        lost=silent < ended,
        clear=(received >= since) | (first < since),
        window=window,
        met=met,
        cells=(len(recorded.groups) + 1) * (len(recorded.areas) + 1),
        services=len(recorded.services),
        per=per,
    )


def cells(recorded: Recorded) -> Ints:
    """Return the group and area of each person as one number; shape (P,).

    It is the group times one more than the number of areas, plus the area. A person whose group or
    area is not recorded is in a group or area of their own, after the others.
    """
    groups, areas = len(recorded.groups), len(recorded.areas)
    group, area = recorded.people.group, recorded.people.area
    known = np.where(group < 0, groups, group).astype(np.int64)
    found: Ints = known * (areas + 1) + np.where(area < 0, areas, area)
    return found


def to_units(times: Ints, per: int) -> Ints:
    """Return times in units of `per` minutes, rounded down; NEVER stays NEVER."""
    if per == 1:
        return times.astype(np.int64, copy=False)
    return np.where(np.abs(times) == NEVER, times, times // per)


def in_units(window: Window, per: int) -> Window:
    """Return the days whose noon is in a window, where a unit is a day."""
    if per == 1:
        return window
    opens, closes = (-((DAY // 2 - minute) // per) for minute in window)
    return Window(opens, closes)


def attended(recorded: Recorded, window: Window, per: int) -> Met:
    """Return the attended contacts before the window's close."""
    contacts = recorded.contacts
    at = to_units(contacts.at, per)
    chosen = (contacts.outcome == Outcome.ATTENDED) & (at < window.closes)
    columns = (contacts.referral, contacts.person, contacts.service, contacts.worker, at)
    return Met(*(column[chosen] for column in columns))


def first_two(met: Met, over: Ints) -> tuple[Ints, Ints]:
    """Return when the person of each referral was seen first and second before it was over."""
    during = np.flatnonzero((met.referral >= 0) & (met.at <= over[met.referral]))
    found = []
    for _ in range(2):
        backwards = during[::-1]
        position = np.full(over.size, -1, np.int64)
        position[met.referral[backwards]] = backwards
        some = position >= 0
        times = np.full(over.size, NEVER, np.int64)
        times[some] = met.at[position[some]]
        found.append(times)
        during = during[position[met.referral[during]] != during]
    return found[0], found[1]


def admitted(recorded: Recorded, received: Ints, over: Ints, window: Window, per: int) -> Ints:
    """Return when the first stay at the service of each referral began, while it was open."""
    found = np.full(received.size, NEVER, np.int64)
    stays, referrals = recorded.stays, recorded.referrals
    rows = np.flatnonzero(recorded.continuous[referrals.service])
    if not (rows.size and stays.start.size):
        return found
    start = to_units(stays.start, per)
    first = min(int(start.min()), int(received[rows].min()))
    apart = max(int(start.max()), int(received[rows].max())) - first + 2
    services = len(recorded.services)
    pair = stays.person.astype(np.int64) * services + stays.service
    keys = pair * apart + (start - first)
    order = np.argsort(keys, kind="stable")
    wanted = referrals.person[rows].astype(np.int64) * services + referrals.service[rows]
    at = np.searchsorted(keys[order], wanted * apart + (received[rows] - first))
    stay = order[np.minimum(at, order.size - 1)]
    own = (at < order.size) & (pair[stay] == wanted)
    own &= (start[stay] <= over[rows]) & (start[stay] < window.closes)
    found[rows[own]] = start[stay[own]]
    return found
