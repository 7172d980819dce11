"""Referrals within a year after an ending: which endings count, and which were followed by one."""

from __future__ import annotations

import numpy as np

from sim.events import BY_RATE, Ending, EventKind, EventLog
from sim.laws import Flags, Ints
from sim.measures.observed import NEVER, Observed, rows_of, rows_within
from sim.measures.referrals import ENDED
from sim.measures.terms import Terms, terms_of
from sim.resolved import Resolved
from sim.units import DAY

REFERRED_WITHIN = 365 * DAY
NOT_COUNTED = (Ending.EXITED, Ending.MOVED_BY_CHANGE)
"""Endings after which nobody is asked whether the person was referred again."""

HANDED_OFF = (
    EventKind.HANDED_OFF_COLD,
    EventKind.HANDED_OFF_WARM,
    EventKind.HANDED_OFF_BLOCKED,
)


def re_referred(seen: Observed, resolved: Resolved) -> tuple[Ints, Ints, Ints]:
    """Return three arrays about the endings that count: group, service, and 1 if followed, else 0.

    An ending counts if it lies in the window and its 365 days do too. It is followed if the person
    was handed on to a helping service, if another service began that cannot be open beside it, or
    if a referral to a helping service was made from the minute of the ending on (where the person
    was handed on, from the minute of the handoff on), at most 365 days after the ending. An ending
    is left out if the person moves away or dies within these days without that.
    """
    terms = terms_of(resolved)
    endings = rows_within(seen, *ENDED)
    endings = endings[~np.isin(endings["detail"], NOT_COUNTED)]
    limit = endings["time"] + REFERRED_WITHIN
    endings, limit = endings[limit <= seen.window.closes], limit[limit <= seen.window.closes]
    handed_on, since = _handed_on(seen, terms, endings)
    person = np.asarray(endings["person"], np.int64)
    followed = handed_on | (endings["detail"] == Ending.MOVED_ON)
    followed |= _next_referral(seen, terms, person, since) <= limit
    counted = followed | (_lost_sight_of(seen)[person] >= limit)
    group, service = seen.group[person[counted]], endings["service"][counted]
    return group, service.astype(np.int64), followed[counted].astype(np.int64)


def all_help(terms: Terms, service: Ints, time: Ints) -> Flags:
    """Return whether each service is a helping one at a minute, shape (N,).

    Its contacts are help and not signposting, or it is continuous.
    """
    then = service + terms.services * (time >= terms.change)
    found: Flags = terms.helps[then] | terms.continuous[service]
    return found


def _handed_on(seen: Observed, terms: Terms, endings: EventLog) -> tuple[Flags, Ints]:
    """Return whether each spell was handed on to a helping service, and when referrals count from.

    That is the minute of the handoff, to any service, or of the ending if there was none.
    """
    size = int(seen.rows["spell"].max(initial=-1)) + 1
    rows = rows_of(seen, *HANDED_OFF)
    helps = all_help(terms, np.asarray(rows["detail"], np.int64), rows["time"])
    to_help, handed_at = np.zeros(size, np.bool_), np.full(size, NEVER, np.int64)
    to_help[rows["spell"][helps]] = True
    handed_at[rows["spell"]] = rows["time"]  # the latest of each spell stays
    spell = endings["spell"]
    return to_help[spell], np.minimum(handed_at[spell], endings["time"])


def _next_referral(seen: Observed, terms: Terms, person: Ints, since: Ints) -> Ints:
    """Return when each person was next referred to a helping service from a minute on, or NEVER."""
    rows = rows_of(seen, EventKind.REFERRED)
    rows = rows[all_help(terms, np.asarray(rows["service"], np.int64), rows["time"])]
    if not rows.size:
        return np.full(person.size, NEVER, np.int64)
    a_person = seen.window.closes + 1
    keys = np.sort(rows["person"] * np.int64(a_person) + rows["time"])
    place = np.searchsorted(keys, person * a_person + since)
    found = keys[np.minimum(place, keys.size - 1)]
    same = (place < keys.size) & (found // a_person == person)
    return np.where(same, found % a_person, NEVER)


def _lost_sight_of(seen: Observed) -> Ints:
    """Return when each person moved away or died, or else the window's close, shape (people,)."""
    exits = rows_of(seen, EventKind.EXITED)
    exits = exits[np.isin(exits["detail"], BY_RATE)]
    at = np.full(seen.group.size, seen.window.closes, np.int64)
    at[exits["person"]] = exits["time"]
    return at
