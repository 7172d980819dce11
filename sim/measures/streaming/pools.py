"""Pools of table rows: a row is taken when something begins, and is free again when it ends."""

from __future__ import annotations

from typing import Any

from sim.compiling import linked
from sim.events import EventLog
from sim.measures.streaming.layout import NONE


@linked
def take(pool: Any, rows: EventLog) -> int:
    """Take an unused row and return its position. Callers first check that there is one."""
    pool.used += 1
    if pool.free != NONE:
        found: int = pool.free
        pool.free = rows[found].next
        return found
    position: int = pool.touched
    pool.touched = position + 1
    return position


@linked
def give_back(pool: Any, rows: EventLog, position: int) -> None:
    """Return a row that is no longer needed to the pool."""
    rows[position].next = pool.free
    pool.free = position
    pool.used -= 1


@linked
def push(pool: Any, rows: EventLog, latest: int, time: int, mark: int) -> int:
    """Add a row to the end of a ring, or begin a ring; return the new latest row."""
    new = take(pool, rows)
    rows[new].time = time
    rows[new].mark = mark
    if latest == NONE:
        rows[new].next = new
    else:
        rows[new].next = rows[latest].next
        rows[latest].next = new
    return new


@linked
def drop_first(pool: Any, rows: EventLog, latest: int) -> int:
    """Remove the first row of a ring; return the latest row, or NONE if none is left."""
    first = rows[latest].next
    following = rows[first].next
    give_back(pool, rows, first)
    if first == latest:
        return NONE
    rows[latest].next = following
    return latest
