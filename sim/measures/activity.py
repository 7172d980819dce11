"""Activity at services: waiting lists, spells, and late or missed contacts.

Time averages, numbers a year and mean times are all computed, so that Little's law can be checked.
By this law, the average number on a list equals the rate of joining the list times the mean time on
it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.events import NOBODY, EventKind, EventLog, Leaving, Window
from sim.laws import Ints
from sim.measures.asked import EVERYTHING, Asked
from sim.measures.observed import NEVER, Observed, overlap, rows_of, rows_within, within
from sim.measures.re_referrals import re_referred
from sim.measures.referrals import ENDED, Referrals
from sim.measures.tallies import count, days_per_year, per_year, ratio
from sim.resolved import Resolved
from sim.units import DAY, MONTH, YEAR

SLIPPED_AFTER = DAY


class ActivityTally(NamedTuple):
    """Counts of referrals, waiting lists, spells and contacts. G groups, S services."""

    referred: Ints  # (G, S) referrals made
    unserved: Ints  # (G, S) referrals that ended without a spell; exits and a change of rules apart
    referral_minutes: Ints  # (G, S) from the referral to the start, or to the end without one
    list_minutes: Ints  # (G, S) on the waiting list
    joined: Ints  # (G, S) joined the list in the window
    off_list: Ints  # (G, S) left it in the window, by a start or otherwise
    off_list_minutes: Ints  # (G, S) their time on it
    gave_up: Ints  # (G, S) of them: their patience had run out
    settled: Ints  # (G, S) of them: they opted out because their need had settled
    open_minutes: Ints  # (G, S) in a spell
    started: Ints  # (G, S) spells
    ended: Ints  # (G, S)
    measured: Ints  # (G, S) of them: begun in the run, so that their length is known
    ended_minutes: Ints  # (G, S) their length
    contacts: Ints  # (G, S) attended
    missed: Ints  # (G, S)
    unnamed: Ints  # (G, S) of attended contacts: with nobody named
    slipped: Ints  # (G, S) contacts, attended or missed, more than a day after they were due
    unallocated_minutes: Ints  # (G, S) in an open spell that had lost its worker
    departures: Ints  # (G, S) endings for which it is known whether a referral followed in a year
    re_referred: Ints  # (G, S) of them: one did, or the person was handed on


def gather(seen: Observed, made: Referrals, resolved: Resolved) -> ActivityTally:
    """Count lists, spells and contacts; see `ActivityTally`."""
    shape = (seen.groups, seen.services)
    exited = seen.left[made.person]
    off_list = np.minimum(np.minimum(made.started, made.closed), exited)
    ended = np.minimum(made.ended, exited)

    def of(chosen: Ints, minutes: Ints | None = None) -> Ints:
        group, service = seen.group[made.person[chosen]], made.service[chosen]
        return count(shape, group, service, weights=None if minutes is None else minutes[chosen])

    def number(rows: EventLog) -> Ints:
        return count(shape, seen.group[rows["person"]], rows["service"])

    known = np.flatnonzero(made.clock != NEVER)
    listed, opened = np.flatnonzero(made.listed != NEVER), np.flatnonzero(made.started != NEVER)
    left = listed[within(off_list[listed], seen.window)]
    closed = opened[within(made.ended[opened], seen.window)]
    began = opened[made.clock[opened] != NEVER]
    measured = closed[made.clock[closed] != NEVER]
    gone = rows_within(seen, EventKind.LEFT_WAITING)
    gone = gone[made.listed[gone["spell"]] != NEVER]
    met = rows_within(seen, EventKind.CONTACT)
    missed = rows_within(seen, EventKind.CONTACT_MISSED)
    both = np.concatenate([met, missed])
    held, minutes = without_worker(seen)
    closing = rows_within(seen, EventKind.LEFT_WAITING, EventKind.TURNED_AWAY)
    by_itself = np.isin(closing["detail"], (Leaving.PATIENCE, Leaving.SETTLED))
    group, service, followed = re_referred(seen, resolved)
    unserved = closing[by_itself | (closing["event"] == EventKind.TURNED_AWAY)]
    return ActivityTally(
        referred=number(rows_within(seen, EventKind.REFERRED)),
        unserved=number(unserved),
        referral_minutes=of(known, overlap(made.clock, off_list, seen.window)),
        list_minutes=of(listed, overlap(made.listed, off_list, seen.window)),
        joined=of(listed[within(made.listed[listed], seen.window)]),
        off_list=of(left),
        off_list_minutes=of(left, off_list - made.listed),
        gave_up=number(gone[gone["detail"] == Leaving.PATIENCE]),
        settled=number(gone[gone["detail"] == Leaving.SETTLED]),
        open_minutes=of(opened, overlap(made.started, ended, seen.window)),
        started=of(began[within(made.started[began], seen.window)]),
        ended=of(closed),
        measured=of(measured),
        ended_minutes=of(measured, made.ended - made.started),
        contacts=number(met),
        missed=number(missed),
        unnamed=number(met[met["worker"] == NOBODY]),
        slipped=number(both[both["time"] - both["due"] > SLIPPED_AFTER]),
        unallocated_minutes=count(
            shape, seen.group[held["person"]], held["service"], weights=minutes
        ),
        departures=count(shape, group, service),
        re_referred=count(shape, group, service, weights=followed),
    )


def without_worker(seen: Observed) -> tuple[EventLog, Ints]:
    """Return the UNALLOCATED rows and, for each, the minutes in the window without a worker.

    The time without a worker ends when a worker takes over, the spell ends or the person exits.
    """
    kinds = (EventKind.UNALLOCATED, EventKind.ALLOCATED, *ENDED)
    rows = rows_of(seen, *kinds)
    rows = rows[np.argsort(rows["spell"], kind="stable")]
    until = seen.left[rows["person"]]
    same = rows["spell"][1:] == rows["spell"][:-1]
    until[:-1] = np.where(same, rows["time"][1:], until[:-1])
    alone = rows["event"] == EventKind.UNALLOCATED
    return rows[alone], overlap(rows["time"], until, seen.window)[alone]


def summarise(
    tally: ActivityTally,
    window: Window,
    minutes: Ints,
    resolved: Resolved,
    asked: Asked = EVERYTHING,
) -> dict[str, float]:
    """Return the measures of one population: overall, and at the services that are asked for."""
    length = window.closes - window.opens
    everything = ActivityTally(*(part.sum() for part in tally))
    values = {
        "referrals": per_year(everything.referred, minutes),
        "served_share": ratio(everything.started, everything.started + everything.unserved),
        "spells": per_year(everything.started, minutes),
        "throughput": per_year(everything.ended, minutes),
        "contacts": per_year(everything.contacts, minutes),
        "missed_contacts": ratio(everything.missed, everything.contacts + everything.missed),
        "slipped_contacts": ratio(everything.slipped, everything.contacts + everything.missed),
        "list_length": ratio(everything.list_minutes, length),
        "unallocated_days": days_per_year(everything.unallocated_minutes, minutes),
    }
    if resolved.measuring.counts_pools:
        values["unnamed_contacts"] = ratio(everything.unnamed, everything.contacts)
    for position, service in asked.services(resolved.names):
        here = ActivityTally(*(part[position] for part in tally))
        values |= at_service(service, here, length)
    return values


def at_service(service: str, here: ActivityTally, length: int) -> dict[str, float]:
    """Return the measures of one service: time averages, numbers a year, mean times and shares."""
    appointments = here.contacts + here.missed
    contacts, from_referral = here.contacts * MONTH, here.open_minutes + here.referral_minutes
    return {
        f"referrals.{service}": ratio(here.referred * YEAR, length),
        f"served_share.{service}": ratio(here.started, here.started + here.unserved),
        f"list_length.{service}": ratio(here.list_minutes, length),
        f"list_joined.{service}": ratio(here.joined * YEAR, length),
        f"list_left.{service}": ratio(here.off_list * YEAR, length),
        f"list_gave_up.{service}": ratio(here.gave_up * YEAR, length),
        f"list_gave_up_share.{service}": ratio(here.gave_up, here.off_list),
        f"list_settled.{service}": ratio(here.settled * YEAR, length),
        f"list_days.{service}": ratio(here.off_list_minutes, here.off_list * DAY),
        f"in_service.{service}": ratio(here.open_minutes, length),
        f"spells.{service}": ratio(here.started * YEAR, length),
        f"throughput.{service}": ratio(here.ended * YEAR, length),
        f"spell_days.{service}": ratio(here.ended_minutes, here.measured * DAY),
        f"contacts.{service}": ratio(here.contacts * YEAR, length),
        f"contacts_per_month.{service}": ratio(contacts, here.open_minutes),
        f"contacts_per_month_from_referral.{service}": ratio(contacts, from_referral),
        f"missed_contacts.{service}": ratio(here.missed, appointments),
        f"slipped_contacts.{service}": ratio(here.slipped, appointments),
        f"re_referred_12_months.{service}": ratio(here.re_referred, here.departures),
    }
