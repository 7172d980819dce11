"""One row for each referral: the person, the service, and the minute of each event."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.events import ContactFlag, Ending, EventKind, EventLog
from sim.laws import Flags, Ints
from sim.measures.observed import NEVER, Observed, rows_of

ENDED = (EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED)


class Referrals(NamedTuple):
    """Every referral in the log, by its number, shape (R,).

    Times are in minutes, and NEVER if the event did not happen. A spell that was already open when
    the run began has no referral time, so its wait is unknown and left out. A person who was
    already waiting then keeps their own referral time.
    """

    person: Ints
    service: Ints  # -1 for numbers the log never used
    clock: Ints  # when referred: where every wait is counted from
    decided: Ints
    listed: Ints  # when they joined the waiting list
    started: Ints
    first: Ints  # first attended contact of the spell
    second: Ints
    closed: Ints  # turned away, left waiting or exited before a start
    ended: Ints  # the spell
    freed: Ints  # the place: with the spell, or when a row says it was held until then
    exited: Flags  # the person's exit from the population ended it


def referrals(seen: Observed) -> Referrals:
    """Return every referral and spell between the run's start and the window's close."""
    size = int(seen.rows["spell"].max(initial=-1)) + 1
    person, service = np.zeros(size, np.int64), np.full(size, -1, np.int64)
    known = rows_of(seen, EventKind.REFERRED, EventKind.WAITING, EventKind.SPELL_STARTED)
    person[known["spell"]] = known["person"]
    service[known["spell"]] = known["service"]
    started = first_time(size, rows_of(seen, EventKind.SPELL_STARTED))
    closing = (EventKind.TURNED_AWAY, EventKind.LEFT_WAITING)
    closed = first_time(size, rows_of(seen, *closing))
    gone = seen.left[person]
    left_early = (gone < seen.window.closes) & (started == NEVER) & (service >= 0)
    closed = np.where(left_early, np.minimum(closed, gone), closed)
    endings = rows_of(seen, *ENDED)
    exited = np.zeros(size, np.bool_)
    exited[endings["spell"][endings["detail"] == Ending.EXITED]] = True
    first, second = first_contacts(size, seen)
    ended = first_time(size, endings)
    freed = first_time(size, rows_of(seen, EventKind.PLACE_FREED))
    return Referrals(
        person=person,
        service=service,
        clock=clock(size, seen),
        decided=first_time(size, rows_of(seen, EventKind.ACCEPTED, EventKind.TURNED_AWAY)),
        listed=first_time(size, rows_of(seen, EventKind.WAITING)),
        started=started,
        first=first,
        second=second,
        closed=closed,
        ended=ended,
        freed=np.where(freed == NEVER, ended, freed),
        exited=exited,
    )


def first_time(size: int, rows: EventLog) -> Ints:
    """Return, for each referral, the minute of its first row among the given rows."""
    times = np.full(size, NEVER, np.int64)
    backwards = rows[::-1]
    times[backwards["spell"]] = backwards["time"]
    return times


def clock(size: int, seen: Observed) -> Ints:
    """Return when each referral was made; before minute 0 for people waiting at the start."""
    times = first_time(size, rows_of(seen, EventKind.REFERRED))
    waiting = rows_of(seen, EventKind.WAITING)
    unseen = waiting[times[waiting["spell"]] == NEVER]
    times[unseen["spell"]] = unseen["due"]
    return times


def first_contacts(size: int, seen: Observed) -> tuple[Ints, Ints]:
    """Return the minutes of the first and the second attended contact of each spell.

    A follow-up contact after the ending belongs to the ended spell but is not counted.
    """
    rows = rows_of(seen, EventKind.CONTACT)
    rows = rows[(rows["spell"] >= 0) & (rows["detail"] & ContactFlag.FOLLOW_UP == 0)]
    rows = rows[np.argsort(rows["spell"], kind="stable")]
    new = np.ones(rows.size, np.bool_)
    new[1:] = rows["spell"][1:] != rows["spell"][:-1]
    after = np.zeros(rows.size, np.bool_)
    after[1:] = new[:-1] & ~new[1:]
    return first_time(size, rows[new]), first_time(size, rows[after])
