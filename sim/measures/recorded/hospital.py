"""Hospital in records: who was seen soon after a stay, as the measure says and by dates alone."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.laws import Flags, Ints
from sim.measures.observed import within
from sim.measures.recorded.facts import Met, cells, in_units, to_units
from sim.measures.recorded.tables import NEVER, Recorded
from sim.measures.tallies import count, ratio
from sim.units import DAY, HOUR

WITHIN = 72 * HOUR
DAYS = 3


class HospitalTally(NamedTuple):
    """Counts of stays that ended. G groups in areas, S services."""

    soon: Ints  # (G, 2) not seen, seen within 72 hours
    by_dates: Ints  # (G, 2) not seen, seen on one of the three days after it
    stays: Ints  # (G, S) that ended in the window, of those begun since minute 0
    stay_days: Ints  # (G, S) their days


def gather(recorded: Recorded, met: Met, groups: int) -> HospitalTally:
    """Count stays that ended. `met` has the attended contacts, in minutes."""
    stays, services = recorded.stays, len(recorded.services)
    cell = cells(recorded)[stays.person]
    start, end = to_units(stays.start, DAY), to_units(stays.end, DAY)
    ended = within(end, in_units(recorded.window, DAY)) & (start >= 0)
    weights = (end - start)[ended]
    shape = (groups, services)
    return HospitalTally(
        soon=count((groups, 2), *seen_within(recorded, met, WITHIN, 1)),
        by_dates=count((groups, 2), *seen_within(recorded, met, DAYS, DAY)),
        stays=count(shape, cell[ended], stays.service[ended]),
        stay_days=count(shape, cell[ended], stays.service[ended], weights=weights),
    )


def seen_within(recorded: Recorded, met: Met, limit: int, per: int) -> tuple[Ints, Ints]:
    """Return two arrays about stays that ended: the group, and 1 if the person was seen, else 0.

    In minutes: an attended contact at most 72 hours after the end. Who is admitted again, or dies,
    in this time before a contact is left out. In days, as NHS England counts: a contact, or another
    stay, on one of the three days after the day of the end. Who dies until then is left out.
    """
    stays, window = recorded.stays, in_units(recorded.window, per)
    start, end = to_units(stays.start, per), to_units(stays.end, per)
    leaving = within(end, window) & ~_stays_on(recorded, start, end)
    leaving &= end + limit <= window.closes if per == 1 else end + limit < window.closes
    at = np.flatnonzero(leaving)
    person, since, least = stays.person[at], end[at], 0 if per == 1 else 1
    patients = np.zeros(recorded.people.died.size, np.bool_)
    patients[stays.person] = True
    ours = patients[met.person]
    who, times = met.person[ours], to_units(met.at[ours], per)
    # A contact with staff of the hospital in the minute of the end is one of the stay.
    there = recorded.continuous[met.service[ours]]
    contact = np.minimum(
        _next(who[~there], times[~there], person, since + least),
        _next(who[there], times[there], person, since + 1),
    )
    again = _next(stays.person, start, person, since + least)
    died = to_units(recorded.people.died, per)[person]
    died = np.where(died >= since, died, NEVER)
    if per == 1:
        followed = contact <= since + limit
        counted = ~(
            (np.minimum(again, died) <= since + limit) & (np.minimum(again, died) < contact)
        )
    else:
        followed = np.minimum(contact, again) <= since + limit
        counted = died > since + limit
    group = cells(recorded)[person[counted]]
    return group, followed[counted].astype(np.int64)


def _stays_on(recorded: Recorded, start: Ints, end: Ints) -> Flags:
    """Return which stays end while another of the person goes on or, that day or minute, begins."""
    person = recorded.stays.person
    order = np.lexsort((end, start, person))
    found = np.zeros(person.size, np.bool_)
    # Stays are few, and those of one person fewer.
    for step in range(1, person.size):
        one, other = order[:-step], order[step:]
        same = person[one] == person[other]
        if not same.any():
            break
        found[one] |= same & (start[other] <= end[one]) & (end[other] > end[one])
        found[other] |= same & (end[one] > end[other])
        tie = same & (end[one] == end[other])
        found[one] |= tie
    return found


def _next(who: Ints, times: Ints, person: Ints, since: Ints) -> Ints:
    """Return the first of the times of each person from a time on; NEVER if there is none."""
    if not times.size:
        return np.full(person.size, NEVER, np.int64)
    first = int(min(times.min(), since.min(initial=0)))
    apart = int(max(times.max(), since.max(initial=0))) - first + 2
    keys = np.sort(who.astype(np.int64) * apart + (times - first))
    wanted = person.astype(np.int64) * apart
    at = np.searchsorted(keys, wanted + (since - first))
    found = keys[np.minimum(at, keys.size - 1)] - wanted
    return np.where((at < keys.size) & (found < apart), found + first, NEVER)


def summarise(tally: HospitalTally, recorded: Recorded) -> dict[str, float]:
    """Return the measures of one population; the first is there under two names."""
    soon = ratio(tally.soon[1], tally.soon.sum())
    values = {
        "follow_up_72_hours": soon,
        "records.follow_up_72_hours": soon,
        "records.follow_up_3_days": ratio(tally.by_dates[1], tally.by_dates.sum()),
    }
    for at in np.flatnonzero(recorded.continuous).tolist():
        days = ratio(tally.stay_days[at], tally.stays[at])
        values[f"records.stay_days.{recorded.services[at]}"] = days
    return values
