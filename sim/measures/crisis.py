"""Crisis: reaching level 3, crisis contacts, hospital, and events after leaving a service."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.events import ContactFlag, Ending, EventKind, EventLog, Exit
from sim.laws import Flags, Ints
from sim.measures.observed import NEVER, Observed, by_person, overlap, rows_of, rows_within, within
from sim.measures.referrals import ENDED, Referrals
from sim.measures.tallies import count, days_per_year, per_year, ratio
from sim.measures.terms import all_seen, terms_of
from sim.resolved import Resolved
from sim.rules.ways import entries_over_time
from sim.units import DAY, HOUR

CRISIS = 3
FOLLOW_UP_WITHIN = 72 * HOUR
CRISIS_WITHIN = 90 * DAY
SEEN_WITHIN = 2 * DAY


class CrisisTally(NamedTuple):
    """Counts of crises. G groups; `CELLS` has the shape of fields with more than one number."""

    crises: Ints  # (G,) times a person reached crisis level with any need
    crisis_minutes: Ints  # (G,) with any need at crisis level
    crisis_contacts: Ints  # (G,) attended, urgent or at a crisis service
    admissions: Ints  # (G,) starts at continuous services
    bed_minutes: Ints  # (G,) there
    left_hospital: Ints  # (G, 2) not seen, seen within 72 hours
    after_ending: Ints  # (G, 2, 2) unplanned or planned; no crisis, crisis within 90 days


CELLS: dict[str, tuple[int, ...]] = {"left_hospital": (2,), "after_ending": (2, 2)}


def gather(seen: Observed, made: Referrals, resolved: Resolved) -> CrisisTally:
    """Count crises, hospital stays and events after an ending; see `CrisisTally`."""
    services = resolved.numbers.services
    groups = (seen.groups,)
    contacts = rows_within(seen, EventKind.CONTACT)
    urgent = contacts["detail"] & ContactFlag.URGENT > 0
    urgent |= crisis_services(resolved)[contacts["service"]]
    stays = np.flatnonzero(services.continuous[made.service] & (made.started != NEVER))
    group = seen.group[made.person[stays]]
    admitted = within(made.started[stays], seen.window) & (made.clock[stays] != NEVER)
    beds = overlap(made.started[stays], stay_ends(seen, made)[stays], seen.window)
    crises, minutes = crisis_episodes(seen)
    reached = crises["time"] >= seen.window.opens
    return CrisisTally(
        crises=count(groups, seen.group[crises["person"][reached]]),
        crisis_minutes=count(groups, seen.group, weights=minutes),
        crisis_contacts=count(groups, seen.group[contacts["person"][urgent]]),
        admissions=count(groups, group[admitted]),
        bed_minutes=count(groups, group, weights=beds),
        left_hospital=count((seen.groups, 2), *followed_up(seen, resolved)),
        after_ending=count((seen.groups, 2, 2), *crisis_after_ending(seen, crises)),
    )


def crisis_services(resolved: Resolved) -> Flags:
    """Return which services are for crises only.

    Such a service accepts crisis level only, or people turn to it at crisis level and at no other.
    """
    entry = entries_over_time(resolved.numbers)
    turned_to = np.diff(entry, axis=-1, prepend=0.0)[..., :-1] > 0  # (1 + D, G, K, L, S)
    in_crisis = turned_to[..., CRISIS, :].any(axis=(0, 1, 2))
    otherwise = turned_to[..., :CRISIS, :].any(axis=(0, 1, 2, 3))
    crisis: Flags = (resolved.numbers.services.level_low >= CRISIS) | (in_crisis & ~otherwise)
    return crisis


def stay_ends(seen: Observed, made: Referrals) -> Ints:
    """Return when each spell ended: at its ending, the person's exit or the window's close."""
    return np.minimum(made.ended, seen.left[made.person])


def crisis_episodes(seen: Observed) -> tuple[EventLog, Ints]:
    """Return the rows with which people reached crisis level, and the minutes at it by person.

    A person reaches crisis when one of their needs rises to level 3 while none of their other
    needs is at level 3. Arriving in crisis does not count. Rows are in order of person. Minutes
    are those in the window, shape (people,).
    """
    rows = by_person(rows_of(seen, EventKind.NEED_IS, EventKind.NEED_CHANGED))
    at_crisis = np.zeros(rows.size, np.int64)
    for need in range(seen.needs):
        at_crisis += held(rows, rows["need"] == need) >= CRISIS
    same = np.zeros(rows.size, np.bool_)
    same[1:] = rows["person"][1:] == rows["person"][:-1]
    before = np.zeros(rows.size, np.int64)
    before[1:] = np.where(same[1:], at_crisis[:-1], 0)
    until = seen.left[rows["person"]]
    until[:-1] = np.where(same[1:], rows["time"][1:], until[:-1])
    minutes = np.where(at_crisis > 0, overlap(rows["time"], until, seen.window), 0)
    reached = (at_crisis > 0) & (before == 0) & (rows["event"] == EventKind.NEED_CHANGED)
    return rows[reached], count((seen.group.size,), rows["person"], weights=minutes)


def held(rows: EventLog, told: Flags) -> Ints:
    """Return the level of a need after each row, or 0 before the first row that sets it.

    `told` marks the rows that set the level of this need.
    """
    position = np.maximum.accumulate(np.where(told, np.arange(rows.size), -1))
    known = (position >= 0) & (rows["person"][position] == rows["person"])
    return np.where(known, rows["level"][position], 0).astype(np.int64)


def followed_up(seen: Observed, resolved: Resolved) -> tuple[Ints, Ints]:
    """Return two arrays about departures from continuous services: group, and 1 if seen, else 0.

    Seen means that the person had a contact within 72 hours. A person who is in another continuous
    service at that moment, as when moving between wards, has not left yet. Only departures whose
    72 hours lie in the window count. People who are admitted again, move away or die within the 72
    hours before a contact are left out. People who leave the population because services have
    nothing left to do for them count as not seen.
    """
    continuous = resolved.numbers.services.continuous
    kinds = (*ENDED, EventKind.CONTACT, EventKind.SPELL_STARTED, EventKind.EXITED)
    rows = by_person(rows_of(seen, *kinds))
    inside = continuous[rows["service"]] & (rows["service"] >= 0)
    contact = rows["event"] == EventKind.CONTACT
    again = (rows["event"] == EventKind.SPELL_STARTED) & inside
    gone = (rows["event"] == EventKind.EXITED) & (rows["detail"] != Exit.LED_NOWHERE)
    leaving = np.isin(rows["event"], ENDED) & inside & (rows["detail"] != Ending.EXITED)
    leaving &= stays_after(rows, inside) == 0
    leaving &= within(rows["time"], seen.window)
    leaving &= rows["time"] + FOLLOW_UP_WITHIN <= seen.window.closes
    at = np.flatnonzero(leaving)
    limit = rows["time"][at] + FOLLOW_UP_WITHIN
    met, other = next_time(rows, at, contact), next_time(rows, at, again | gone)
    followed = met <= limit
    counted = ~((other <= limit) & (other < met))
    group = seen.group[rows["person"][at][counted]]
    return group, followed[counted].astype(np.int64)


def crisis_contacts_in_time(seen: Observed, resolved: Resolved) -> tuple[Ints, Ints]:
    """Return two arrays about the crises in the window: the group, and 1 if seen in time, else 0.

    Seen in time means within two days. A crisis is included only if these two days lie wholly in
    the window. A person who moves away or dies in these two days before being seen is left out. A
    person who is at a continuous service, or comes to one, counts as seen. A contact that is
    stigmatising does not count.
    """
    levels = (EventKind.NEED_IS, EventKind.NEED_CHANGED)
    kinds = (*levels, *ENDED, EventKind.CONTACT, EventKind.SPELL_STARTED)
    rows = by_person(rows_of(seen, *kinds))
    told = np.isin(rows["event"], levels)
    at_crisis = np.zeros(rows.size, np.int64)
    for need in range(seen.needs):
        at_crisis += held(rows, told & (rows["need"] == need)) >= CRISIS
    before = np.zeros(rows.size, np.int64)
    same = rows["person"][1:] == rows["person"][:-1]
    before[1:] = np.where(same, at_crisis[:-1], 0)
    reached = (at_crisis > 0) & (before == 0) & (rows["event"] == EventKind.NEED_CHANGED)
    reached &= within(rows["time"], seen.window)
    reached &= rows["time"] + SEEN_WITHIN <= seen.window.closes
    at = np.flatnonzero(reached)
    inside = resolved.numbers.services.continuous[rows["service"]] & (rows["service"] >= 0)
    comes = (rows["event"] == EventKind.SPELL_STARTED) & inside
    limit = rows["time"][at] + SEEN_WITHIN
    seen_in = (rows["event"] == EventKind.CONTACT) & all_seen(terms_of(resolved), rows)
    met = next_time(rows, at, seen_in | comes) <= limit
    met |= stays_after(rows, inside)[at] > 0
    person = rows["person"][at]
    counted = met | (moved_or_died(seen)[person] >= limit)
    return seen.group[person[counted]], met[counted].astype(np.int64)


def stays_after(rows: EventLog, inside: Flags) -> Ints:
    """Return the number of continuous services that a person is at after each row, shape (rows,).

    `rows` are ordered by person. `inside` marks the rows about continuous services.
    """
    began = inside & (rows["event"] == EventKind.SPELL_STARTED)
    step = began.astype(np.int64) - (inside & np.isin(rows["event"], ENDED))
    total = np.cumsum(step)
    new = np.ones(rows.size, np.bool_)
    new[1:] = rows["person"][1:] != rows["person"][:-1]
    before = np.maximum.accumulate(np.where(new, np.arange(rows.size), 0))
    found: Ints = total - (total - step)[before]
    return found


def crisis_after_ending(seen: Observed, crises: EventLog) -> tuple[Ints, Ints, Ints]:
    """Return three arrays about endings: group, 1 if planned, 1 if a crisis followed in 90 days.

    An ending counts only if its 90 days lie in the window. It is left out if the person moves away
    or dies within these days without a crisis. Endings by an exit are left out too.
    """
    endings = rows_of(seen, *ENDED)
    endings = endings[endings["detail"] != Ending.EXITED]
    kept = endings["time"] >= seen.window.opens
    kept &= endings["time"] + CRISIS_WITHIN <= seen.window.closes
    endings = endings[kept]
    rows = by_person(np.concatenate([endings, crises]))
    # At the same minute the ending comes first in this order, and that crisis counts.
    rows = rows[np.lexsort((rows["event"] == EventKind.NEED_CHANGED, rows["time"], rows["person"]))]
    ending = rows["event"] != EventKind.NEED_CHANGED
    at = np.flatnonzero(ending)
    limit = rows["time"][at] + CRISIS_WITHIN
    crisis = next_time(rows, at, ~ending) <= limit
    person = rows["person"][at]
    counted = crisis | (moved_or_died(seen)[person] >= limit)
    planned = rows["event"][at] == EventKind.ENDED_PLANNED
    return (
        seen.group[person[counted]],
        planned[counted].astype(np.int64),
        crisis[counted].astype(np.int64),
    )


def moved_or_died(seen: Observed) -> Ints:
    """Return when each person moved away or died, or else the window's close, shape (people,)."""
    exits = rows_of(seen, EventKind.EXITED)
    exits = exits[exits["detail"] != Exit.LED_NOWHERE]
    at = np.full(seen.group.size, seen.window.closes, np.int64)
    at[exits["person"]] = exits["time"]
    return at


def next_time(rows: EventLog, at: Ints, wanted: Flags) -> Ints:
    """Return the minute of the first wanted row of the same person after each of the rows `at`."""
    places = np.flatnonzero(wanted)
    times = np.full(at.size, NEVER, np.int64)
    if places.size:
        following = places[np.minimum(np.searchsorted(places, at, side="right"), places.size - 1)]
        found = (following > at) & (rows["person"][following] == rows["person"][at])
        times[found] = rows["time"][following[found]]
    return times


def summarise(tally: CrisisTally, minutes: Ints, resolved: Resolved) -> dict[str, float]:
    """Return the measures of one population that was present for this many person-minutes.

    Without needs nobody is known to be in crisis, and only those of continuous services are there.
    """
    of_stays = {
        "admissions": per_year(tally.admissions, minutes),
        "bed_days": days_per_year(tally.bed_minutes, minutes),
        "follow_up_72_hours": ratio(tally.left_hospital[1], tally.left_hospital.sum()),
    }
    if not resolved.names.needs:
        return of_stays
    either = tally.after_ending.sum(axis=0)
    return {
        "crisis_episodes": per_year(tally.crises, minutes),
        "crisis_days": days_per_year(tally.crisis_minutes, minutes),
        "crisis_contacts": per_year(tally.crisis_contacts, minutes),
        **of_stays,
        "crisis_after_ending": ratio(either[1], either.sum()),
        "crisis_after_ending.unplanned": ratio(
            tally.after_ending[0, 1], tally.after_ending[0].sum()
        ),
        "crisis_after_ending.planned": ratio(tally.after_ending[1, 1], tally.after_ending[1].sum()),
    }
