"""Count crises, crises within 90 days of an ending, and contacts within 72 hours of hospital.

An ending waits in a list (a ring) of its person, oldest first, until its sequel is known. That is
when the crisis or contact happens, its time is over, or the person leaves the population.
"""

from __future__ import annotations

from typing import Any

from sim.compiling import linked
from sim.events import Ending, EventKind, EventLog
from sim.measures.crisis import CRISIS
from sim.measures.streaming.layout import NONE
from sim.measures.streaming.pools import drop_first, push

MET, AGAIN, EXITED, OVER = 0, 1, 2, 3
"""What follows a departure from hospital.

It is a contact (`MET`), another start in hospital (`AGAIN`) or an exit (`EXITED`); with `OVER`,
nothing can follow any more.
"""


@linked
def read_level(
    person: Any, need: Any, group: Any, pool: Any, endings: EventLog, limits: Any, row: Any
) -> None:
    """Update counts by a NEED_IS or NEED_CHANGED row, before the need takes its new level."""
    before, now = person.in_crisis, row.time
    person.in_crisis += (row.level >= CRISIS) - (need.level >= CRISIS)
    if before > 0 and person.in_crisis == 0:
        group.crisis_minutes += max(now, limits.opens)
        group.in_crisis -= 1
    if before > 0 or person.in_crisis == 0:
        return
    group.crisis_minutes -= max(now, limits.opens)
    group.in_crisis += 1
    if row.event == EventKind.NEED_CHANGED:
        person.crisis_at = now
        group.crises += now >= limits.opens
        see_endings(person, group, pool, endings, limits, now)


@linked
def read_ending(
    person: Any,
    service: Any,
    group: Any,
    pool: Any,
    endings: EventLog,
    limits: Any,
    row: Any,
) -> None:
    """Count an ending in the window that is not an exit.

    If its whole follow-up time lies in the window, it is kept until its sequel is known.
    """
    now, planned = row.time, row.event == EventKind.ENDED_PLANNED
    if row.detail == Ending.EXITED or now < limits.opens:
        return
    group.endings[1 if planned else 0] += 1
    if now + limits.crisis_within <= limits.closes:
        if person.crisis_at == now:
            group.after_ending[1 if planned else 0, 1] += 1
        else:
            see_endings(person, group, pool, endings, limits, now)
            person.endings = push(pool, endings, person.endings, now, 1 if planned else 0)
    if service.continuous and person.inside == 0 and now + limits.follow_up_within <= limits.closes:
        person.leavings = push(pool, endings, person.leavings, now, NONE)


@linked
def see_endings(person: Any, group: Any, pool: Any, rows: EventLog, limits: Any, now: int) -> None:
    """Count each ending for which it is now known whether a crisis followed in time.

    An ending is left out if the person leaves the population before its time is over. It still
    counts if its time is over in the same minute.
    """
    while person.endings != NONE:
        ending = rows[rows[person.endings].next]
        limit = ending.time + limits.crisis_within
        if limit < now or (limit == now and not person.there):
            group.after_ending[ending.mark, 0] += 1
        elif person.crisis_at == now:
            group.after_ending[ending.mark, 1] += 1
        elif person.there:
            return
        person.endings = drop_first(pool, rows, person.endings)


@linked
def see_leavings(
    person: Any, group: Any, pool: Any, rows: EventLog, limits: Any, now: int, what: int
) -> None:
    """Count each departure from hospital for which it is known whether a contact followed in time.

    A departure is marked with the minute of the next start in hospital. A contact in that minute
    still counts. At a later contact the departure is left out.
    """
    while person.leavings != NONE:
        leaving = rows[rows[person.leavings].next]
        if leaving.mark in (NONE, now):
            if leaving.time + limits.follow_up_within < now or what == OVER:
                group.left_hospital[0] += 1
            elif what == MET:
                group.left_hospital[1] += 1
            elif what == AGAIN:
                break
        person.leavings = drop_first(pool, rows, person.leavings)
    if person.leavings != NONE:
        position = person.leavings
        while True:
            rows[position].mark = now
            position = rows[position].next
            if position == person.leavings:
                return
