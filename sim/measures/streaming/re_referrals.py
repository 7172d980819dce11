"""Count, while a run happens, the endings that were followed by a referral within a year.

An ending waits in a ring of its person, oldest first, until it is known what followed it.
"""

from __future__ import annotations

from typing import Any

from sim.compiling import linked
from sim.events import Ending, EventKind, EventLog, Exit
from sim.measures.streaming.layout import NONE
from sim.measures.streaming.pools import drop_first, push
from sim.measures.terms import Terms, by_then

HANDED_OFF_COLD, HANDED_OFF_WARM = int(EventKind.HANDED_OFF_COLD), int(EventKind.HANDED_OFF_WARM)
HANDED_OFF_BLOCKED, REFERRED = int(EventKind.HANDED_OFF_BLOCKED), int(EventKind.REFERRED)
EXITED, MOVED_BY_CHANGE = int(Ending.EXITED), int(Ending.MOVED_BY_CHANGE)
MOVED_ON = int(Ending.MOVED_ON)
MOVED_AWAY, DIED = int(Exit.MOVED_AWAY), int(Exit.DIED)


@linked
def is_helping(terms: Terms, service: int, now: int) -> bool:
    """Return whether a service is a helping one: contacts there are help, or it is continuous."""
    return bool(terms.helps[by_then(terms, service, now)] or terms.continuous[service])


@linked
def read_re_referral(
    person: Any,
    spell: Any,
    at: EventLog,
    pool: Any,
    rows: EventLog,
    terms: Terms,
    limits: Any,
    row: Any,
) -> None:
    """Read a referral or handoff; `at` are the counts of the person's group at each service."""
    kind, now = row.event, row.time
    if kind == REFERRED:
        if is_helping(terms, row.service, now):
            person.referred_at = now
            see_departures(person, at, pool, rows, limits, now)
    elif kind in (HANDED_OFF_COLD, HANDED_OFF_WARM, HANDED_OFF_BLOCKED):
        spell.handed_at = now
        if is_helping(terms, row.detail, now):
            spell.handed_on = 1


@linked
def read_departure(
    person: Any, spell: Any, at: EventLog, pool: Any, rows: EventLog, limits: Any, row: Any
) -> None:
    """Count an ending whose year lies in the window, or keep it until it is known what follows."""
    now = row.time
    if row.detail in (EXITED, MOVED_BY_CHANGE) or now < limits.opens:
        return
    if now + limits.referred_within > limits.closes:
        return
    since = now if spell.handed_at == NONE else spell.handed_at
    if spell.handed_on or row.detail == MOVED_ON or person.referred_at >= since:
        at[row.service].departures += 1
        at[row.service].re_referred += 1
    else:
        drop_old(person, at, pool, rows, limits, now)
        person.departures = push(pool, rows, person.departures, now, row.service)


@linked
def see_departures(
    person: Any, at: EventLog, pool: Any, rows: EventLog, limits: Any, now: int
) -> None:
    """Count each ending that waits, now that the person is referred again."""
    drop_old(person, at, pool, rows, limits, now)
    while person.departures != NONE:
        service = rows[rows[person.departures].next].mark
        at[service].departures += 1
        at[service].re_referred += 1
        person.departures = drop_first(pool, rows, person.departures)


@linked
def drop_old(person: Any, at: EventLog, pool: Any, rows: EventLog, limits: Any, now: int) -> None:
    """Count as not followed each ending whose time is over before this minute."""
    while person.departures != NONE:
        departure = rows[rows[person.departures].next]
        if departure.time + limits.referred_within >= now:
            return
        at[departure.mark].departures += 1
        person.departures = drop_first(pool, rows, person.departures)


@linked
def leave_departures(
    person: Any, at: EventLog, pool: Any, rows: EventLog, limits: Any, now: int, way: int
) -> None:
    """Count what waits of a person of whom no more rows come.

    `way` is how they left, or NONE. Who moves away or dies is left out where the time of the ending
    was not over; nobody else can be referred again, so their endings count as not followed.
    """
    while person.departures != NONE:
        departure = rows[rows[person.departures].next]
        over = departure.time + limits.referred_within <= now
        at[departure.mark].departures += over or way not in (MOVED_AWAY, DIED)
        person.departures = drop_first(pool, rows, person.departures)
