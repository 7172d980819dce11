"""Contact while in care, of services without needs: gaps, time unseen, people who are never seen.

Without needs nobody knows who needs help. What is known is who is in care, and when they were met.
A quiet time of an open spell runs from its start, from an attended contact or from the end of a
pause to the next attended contact, or until the spell is paused or ends.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.events import Ending, EventKind, Leaving, Window
from sim.laws import Flags, Ints
from sim.measures.observed import NEVER, Observed, overlap, rows_of, rows_within, within
from sim.measures.referrals import ENDED, Referrals
from sim.measures.tallies import count, per_year, ratio
from sim.measures.terms import Terms, terms_of
from sim.resolved import Resolved
from sim.units import DAY, YEAR

BY_ITSELF = (Leaving.PATIENCE, Leaving.SETTLED)
NOT_BY_CARE = (Ending.EXITED, Ending.MOVED_BY_CHANGE)
"""Endings that say nothing of a service: people leave the population, or rules change."""


class CareTally(NamedTuple):
    """Counts of contact while in care; all 0 with needs.

    G groups, S services, T gap lengths in `Measuring.gap_days`.
    """

    gaps: Ints  # (G, S, T, 2) quiet times after a contact or pause: cut short, complete
    unseen: Ints  # (G, S, T) minutes of quiet times beyond each length
    minutes: Ints  # (G, S) of quiet times, thus of open spells that are not paused
    over: Ints  # (G, S, 2) accepted referrals that ended: seen, never seen


class QuietTimes(NamedTuple):
    """Quiet times of spells at services where contact is looked for, shape (Q,)."""

    person: Ints
    service: Ints
    opens: Ints  # minutes
    closes: Ints  # minutes, not included
    after_contact: Flags  # or after a pause, and not after the start
    complete: Flags  # ended by a contact


def gather(seen: Observed, made: Referrals, resolved: Resolved) -> CareTally:
    """Count contact while in care; see `CareTally`."""
    terms = terms_of(resolved)
    quiet = quiet_times(seen, terms)
    group, lengths = seen.group[quiet.person], terms.gap_days * DAY
    shape = (seen.groups, seen.services)
    gaps = np.zeros((*shape, lengths.size, 2), np.int64)
    unseen = np.zeros((*shape, lengths.size), np.int64)
    for column, length in enumerate(lengths.tolist()):
        passes = within(quiet.opens + length, seen.window)
        long = quiet.after_contact & (quiet.closes - quiet.opens > length) & passes
        how = quiet.complete[long].astype(np.int64)
        gaps[:, :, column] = count((*shape, 2), group[long], quiet.service[long], how)
        beyond = overlap(quiet.opens + length, quiet.closes, seen.window)
        unseen[:, :, column] = count(shape, group, quiet.service, weights=beyond)
    minutes = overlap(quiet.opens, quiet.closes, seen.window)
    return CareTally(
        gaps=gaps,
        unseen=unseen,
        minutes=count(shape, group, quiet.service, weights=minutes),
        over=ended_referrals(seen, made, terms),
    )


def quiet_times(seen: Observed, terms: Terms) -> QuietTimes:
    """Return every quiet time between the run's start and the window's close."""
    kinds = (EventKind.SPELL_STARTED, EventKind.CONTACT, EventKind.PAUSED, EventKind.RESUMED)
    rows = rows_of(seen, *kinds, *ENDED)
    rows = rows[rows["spell"] >= 0]
    rows = rows[terms.watched[rows["service"]]]
    rows = rows[np.argsort(rows["spell"], kind="stable")]
    kind, contact = rows["event"], rows["event"] == EventKind.CONTACT
    started = kind == EventKind.SPELL_STARTED
    new = np.ones(rows.size, np.bool_)
    new[1:] = rows["spell"][1:] != rows["spell"][:-1]
    turns = started.astype(np.int64) - np.isin(kind, ENDED)
    up_to = np.cumsum(turns)
    first = np.maximum.accumulate(np.where(new, np.arange(rows.size), 0))
    is_open = up_to - (up_to[first] - turns[first]) > 0
    closes, complete = seen.left[rows["person"]], np.zeros(rows.size, np.bool_)
    closes[:-1] = np.where(new[1:], closes[:-1], rows["time"][1:])
    complete[:-1] = contact[1:] & ~new[1:]
    after_contact = contact | (kind == EventKind.RESUMED)
    chosen = is_open & (started | after_contact)
    return QuietTimes(
        person=rows["person"][chosen].astype(np.int64),
        service=rows["service"][chosen].astype(np.int64),
        opens=rows["time"][chosen].astype(np.int64),
        closes=closes[chosen],
        after_contact=after_contact[chosen],
        complete=complete[chosen],
    )


def ended_referrals(seen: Observed, made: Referrals, terms: Terms) -> Ints:
    """Return how many accepted referrals ended in the window: seen, never seen. Shape (G, S, 2).

    They end with the spell, or when the person gives up waiting or has settled. Being at a
    continuous service is being seen.
    """
    gone = rows_within(seen, EventKind.LEFT_WAITING)
    gone = gone[np.isin(gone["detail"], BY_ITSELF) & (made.listed[gone["spell"]] != NEVER)]
    endings = rows_within(seen, *ENDED)
    spell = endings["spell"]
    own = ~np.isin(endings["detail"], NOT_BY_CARE)
    endings = endings[own & (made.clock[spell] != NEVER) & (made.started[spell] != NEVER)]
    met = terms.continuous[endings["service"]] | (made.first[endings["spell"]] != NEVER)
    rows = np.concatenate([gone, endings])
    never = np.concatenate([np.ones(gone.size, np.int64), (~met).astype(np.int64)])
    judged = judges(terms)[rows["service"]]
    cells = seen.group[rows["person"]][judged], rows["service"][judged], never[judged]
    return count((seen.groups, seen.services, 2), *cells)


def judges(terms: Terms) -> Flags:
    """Return at which services people can be seen, shape (S,): none with needs."""
    can: Flags = terms.watched | (terms.continuous & bool(terms.counts_care))
    return can


def summarise(
    tally: CareTally, window: Window, minutes: Ints, resolved: Resolved
) -> dict[str, float]:
    """Return the measures of one population that was present for this many person-minutes.

    There are none with needs, and none of services without contacts.
    """
    terms, length = terms_of(resolved), window.closes - window.opens
    values: dict[str, float] = {}
    if terms.watched.any():
        for days, (cut, complete), unseen in zip(
            resolved.measuring.gap_days,
            tally.gaps.sum(axis=0).tolist(),
            tally.unseen.sum(axis=0),
            strict=True,
        ):
            name = f"gaps_in_care.{days}_days"
            values[name] = per_year(cut + complete, minutes)
            values[f"{name}.complete"] = per_year(complete, minutes)
            values[f"{name}.censored"] = per_year(cut, minutes)
            values[f"not_seen.{days}_days"] = ratio(unseen, tally.minutes.sum())
        values["never_seen"] = never_seen(tally.over.sum(axis=0))
    for at, service in enumerate(resolved.names.services):
        if terms.watched[at]:
            for column, days in enumerate(resolved.measuring.gap_days):
                gaps, unseen = tally.gaps[at, column].sum(), tally.unseen[at, column]
                values[f"gaps_in_care.{service}.{days}_days"] = ratio(gaps * YEAR, length)
                values[f"not_seen.{service}.{days}_days"] = ratio(unseen, tally.minutes[at])
            values[f"never_seen.{service}"] = never_seen(tally.over[at])
    return values


def never_seen(over: Ints) -> float:
    """Return the share of accepted referrals that ended with nobody seen."""
    return ratio(over[1], over.sum())
