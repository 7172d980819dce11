"""Queue work for its worker, or its two workers, in the order that both engines follow."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map, inlined
from sim.draws import tie_break
from sim.engines.fast import constants as const
from sim.engines.fast.absence import is_away, may_be_away
from sim.engines.fast.calendar import LAST_MINUTE, set_timer, stop_timer
from sim.engines.fast.layout import NONE, REGION_SHIFT, WORKER_TIMERS
from sim.engines.fast.memory import person, service, spell, team, timer, work, worker, works_on
from sim.engines.fast.program import part
from sim.rules.budget import next_opening
from sim.units import DAY


@inlined
def worker_timer(index, clock):
    """Return the number of a worker's timer."""
    return (const.REGION_WORKER << REGION_SHIFT) | (index * WORKER_TIMERS + clock)


@part
def new_work(
    w: Map, kind: int, about: int, where: int, due: int, cost: int, length: int, ordinal: int
) -> int:
    """Add a piece of work about a spell, and return its row. It is in no queue yet."""
    index = w[const.AT_FREE_WORK]
    if index != NONE:
        w[const.AT_FREE_WORK] = work(w, index).next
    else:
        index = w[const.AT_WORKS_TOUCHED]
        w[const.AT_WORKS_TOUCHED] += 1
    w[const.AT_WORKS_IN_USE] += 1
    row = work(w, index)
    row.kind, row.spell, row.service, row.urgent = kind, about, where, 0
    row.plans = 0
    row.due, row.cost, row.length, row.ordinal = due, cost, length, ordinal
    row.worker = row.second = row.other = row.asked = row.next = NONE
    row.alone_from = LAST_MINUTE
    return np.int64(index)


@part
def free_work(w: Map, index: int) -> None:
    """Free a row of the table of works."""
    work(w, index).next = w[const.AT_FREE_WORK]
    w[const.AT_FREE_WORK] = index
    w[const.AT_WORKS_IN_USE] -= 1


# The order of a queue.


@part
def work_tie_break(w: Map, index: int) -> int:
    """Return the tie-break draw of a piece of work.

    It is keyed by the person, the service, and the minute in which the work fell due.
    """
    row = work(w, index)
    if row.tie_break == NONE:
        row.tie_break = tie_break(
            w[const.AT_SEED],
            w[const.AT_REPLICATION],
            service(w, row.service).name,
            person(w, spell(w, row.spell).person).key,
            np.int64(row.due),
        )
    return np.int64(row.tie_break)


@part
def goes_before(w: Map, a: int, b: int) -> bool:
    """Return whether piece of work `a` comes before `b` in a queue."""
    first, second = work(w, a), work(w, b)
    if first.urgent != second.urgent:
        return first.urgent > second.urgent
    if first.due != second.due:
        return first.due < second.due
    draw, other_draw = work_tie_break(w, a), work_tie_break(w, b)
    if draw != other_draw:
        return draw < other_draw
    of, other = spell(w, first.spell), spell(w, second.spell)
    number, other_number = person(w, of.person).number, person(w, other.person).number
    if number != other_number:
        return number < other_number
    if first.kind != second.kind:
        return first.kind < second.kind
    return of.number < other.number


@inlined
def behind(w, index, who):
    """Return the next piece of work behind this one in a worker's queue, or NONE."""
    row = work(w, index)
    return np.int64(row.behind if row.worker == who else row.behind_of_second)


@inlined
def ahead(w, index, who):
    """Return the next piece of work ahead of this one in a worker's queue, or NONE."""
    row = work(w, index)
    return np.int64(row.ahead if row.worker == who else row.ahead_of_second)


@inlined
def set_behind(w, index, who, other):
    """Record which piece of work is behind this one in a worker's queue."""
    row = work(w, index)
    if row.worker == who:
        row.behind = other
    else:
        row.behind_of_second = other


@inlined
def set_ahead(w, index, who, other):
    """Record which piece of work is ahead of this one in a worker's queue."""
    row = work(w, index)
    if row.worker == who:
        row.ahead = other
    else:
        row.ahead_of_second = other


@part
def put_between(w: Map, index: int, who: int, front: int, back: int) -> None:
    """Put a piece of work between two neighbours in a queue; NONE is an end of the queue."""
    of = worker(w, who)
    set_ahead(w, index, who, front)
    set_behind(w, index, who, back)
    if front == NONE:
        of.first_work = index
    else:
        set_behind(w, front, who, index)
    if back == NONE:
        of.last_work = index
    else:
        set_ahead(w, back, who, index)
    of.waits += 1
    w[const.AT_LONGEST_QUEUE] = max(w[const.AT_LONGEST_QUEUE], np.int64(of.waits))


@part
def insert(w: Map, index: int, who: int) -> None:
    """Insert a piece of work into a worker's queue, at its place in the order.

    The place is searched from the front for urgent work, and from the back for other work.
    """
    of = worker(w, who)
    if work(w, index).urgent:
        front, back = np.int64(NONE), np.int64(of.first_work)
        while back != NONE and goes_before(w, back, index):
            front, back = back, behind(w, back, who)
    else:
        front, back = np.int64(of.last_work), np.int64(NONE)
        while front != NONE and goes_before(w, index, front):
            front, back = ahead(w, front, who), front
    put_between(w, index, who, front, back)


@part
def take_out(w: Map, index: int, who: int) -> None:
    """Take a piece of work out of one worker's queue."""
    of = worker(w, who)
    front, back = ahead(w, index, who), behind(w, index, who)
    if front == NONE:
        of.first_work = back
    else:
        set_behind(w, front, who, back)
    if back == NONE:
        of.last_work = front
    else:
        set_ahead(w, back, who, front)
    of.waits -= 1


@part
def remove(w: Map, index: int) -> None:
    """Take a piece of work out of every queue."""
    row = work(w, index)
    if row.worker != NONE:
        take_out(w, index, np.int64(row.worker))
    if row.second != NONE:
        take_out(w, index, np.int64(row.second))
    row.worker = row.second = NONE


# When a worker chooses.


@part
def opening(w: Map, who: int, time: int) -> int:
    """Return the first minute, from a given minute on, at which a worker is at work."""
    index = service(w, worker(w, who).service).team
    of = team(w, index)
    offset = w[const.AT_SINCE_MONDAY]
    found = next_opening(time + offset, works_on(w, 7 * index, 7), of.day_opens, of.day_closes)
    if may_be_away(w, who):
        while found - offset < w[const.AT_CLOSES] and is_away(w, who, (found - offset) // DAY):
            tomorrow = (found // DAY + 1) * DAY
            found = next_opening(tomorrow, works_on(w, 7 * index, 7), of.day_opens, of.day_closes)
    return np.int64(found - offset)


@part
def earliest(w: Map, who: int, urgent: bool) -> int:
    """Return the first minute at which a worker may choose work, urgent or not."""
    of = worker(w, who)
    time = np.int64(max(w[const.AT_NOW], np.int64(of.busy_until)))
    if not urgent and of.closed_on == time // DAY:
        time = (time // DAY + 1) * DAY
    return opening(w, who, time)


@part
def wake(w: Map, who: int, time: int) -> None:
    """Let a worker choose work at a minute, unless they will choose earlier anyway."""
    number = worker_timer(who, const.WORKER_TIMER_CHOICE)
    clock = timer(w, number)
    if clock.kind != NONE and clock.time <= time:
        return
    stop_timer(w, number)
    set_timer(w, number, time, const.STEP_WORKER_CHOOSES)


@part
def plan(w: Map, who: int) -> None:
    """Let a worker who has taken work choose again after it, if more work waits."""
    stop_timer(w, worker_timer(who, const.WORKER_TIMER_CHOICE))
    first = worker(w, who).first_work
    if first != NONE:
        wake(w, who, earliest(w, who, work(w, first).urgent != 0))


@part
def join(w: Map, index: int, who: int, second: int) -> None:
    """Put a piece of work into the queue of its worker, or of its two workers."""
    row = work(w, index)
    row.tie_break = NONE
    row.worker, row.second = who, second
    urgent = row.urgent != 0
    insert(w, index, who)
    wake(w, who, earliest(w, who, urgent))
    if second != NONE:
        insert(w, index, second)
        wake(w, second, earliest(w, second, urgent))
