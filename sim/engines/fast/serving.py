"""Let a free worker choose what to do next."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.budget import has_room, occupy
from sim.engines.fast.calendar import stop_timer
from sim.engines.fast.contacts import hold
from sim.engines.fast.follow_ups import await_follow_up, hold_follow_up
from sim.engines.fast.layout import NONE
from sim.engines.fast.memory import work, worker
from sim.engines.fast.notice import hand_over
from sim.engines.fast.program import part
from sim.engines.fast.queues import (
    behind,
    opening,
    plan,
    remove,
    wake,
    worker_timer,
)
from sim.engines.fast.staff_time import hold_advice, hold_handover, queue_advice
from sim.units import DAY


@part
def for_two(w: Map, index: int) -> bool:
    """Return whether two workers must be there for a piece of work.

    A joint contact waits for both only until a time limit; then the first worker may hold it
    alone.
    """
    row = work(w, index)
    return row.second != NONE and w[const.AT_NOW] < row.alone_from


@part
def has_earlier_of_its_own(w: Map, who: int, index: int) -> bool:
    """Return whether a worker has work of their own ahead of this work for two in the queue."""
    earlier = np.int64(worker(w, who).first_work)
    while earlier != index:
        if work(w, earlier).worker == who and not for_two(w, earlier):
            return True
        earlier = behind(w, earlier, who)
    return False


@part
def both_can(w: Map, index: int, who: int) -> bool:
    """Return whether both workers of work for two can begin it now."""
    row, today = work(w, index), w[const.AT_NOW] // DAY
    other = np.int64(row.second if row.worker == who else row.worker)
    beside = worker(w, other)
    return (
        worker(w, who).closed_on != today
        and beside.closed_on != today
        and beside.busy_until <= w[const.AT_NOW]
        and opening(w, other, w[const.AT_NOW]) == w[const.AT_NOW]
        and not has_earlier_of_its_own(w, other, index)
        and has_room(w, who, index)
        and has_room(w, other, index)
    )


@part
def first_that_fits(w: Map, who: int) -> int:
    """Return the first work that a free worker can begin now, or NONE."""
    of, today = worker(w, who), w[const.AT_NOW] // DAY
    index = np.int64(of.first_work)
    while index != NONE:
        row = work(w, index)
        if for_two(w, index):
            if both_can(w, index, who):
                return index
        elif row.worker == who:
            if of.closed_on == today and not row.urgent:
                return np.int64(NONE)
            if has_room(w, who, index):
                return index
            of.closed_on = today
        index = behind(w, index, who)
    return np.int64(NONE)


@part
def begin_work(w: Map, index: int, who: int, second: int) -> None:
    """Begin a piece of work with the worker, or the two workers, for whom it waited."""
    kind = work(w, index).kind
    remove(w, index)
    if kind == const.WORK_KIND_CONTACT or kind == const.WORK_KIND_JOINT:  # noqa: PLR1714 -- compiled
        hold(w, index, who, second)
    elif kind == const.WORK_KIND_FOLLOW_UP:
        hold_follow_up(w, index, who)
    elif kind == const.WORK_KIND_ADVICE:
        hold_advice(w, index, who, second)
    elif second == NONE:
        hold_handover(w, index, who)
    else:
        occupy(w, who, np.int64(work(w, index).cost))
        occupy(w, second, np.int64(work(w, index).cost))
        hand_over(w, index, who, second)
    plan(w, who)
    if second != NONE:
        plan(w, second)


@part
def choose(w: Map, who: int, index: int) -> None:
    """Let a free worker begin this piece of work; with NONE, let them wait until the next day."""
    if index != NONE:
        row = work(w, index)
        second = np.int64(row.second) if for_two(w, index) else np.int64(NONE)
        begin_work(w, index, np.int64(row.worker), second)
    elif worker(w, who).first_work != NONE:
        tomorrow = (w[const.AT_NOW] // DAY + 1) * DAY
        wake(w, who, opening(w, who, tomorrow))


@part
def reassign(w: Map, who: int) -> None:
    """Give the advice and follow-ups that wait for a leaving worker to another worker."""
    while worker(w, who).first_work != NONE:
        index = np.int64(worker(w, who).first_work)
        row = work(w, index)
        if row.kind == const.WORK_KIND_ADVICE:
            queue_advice(w, np.int64(row.spell))
        else:
            remove(w, index)
            await_follow_up(w, index)
    stop_timer(w, worker_timer(who, const.WORKER_TIMER_CHOICE))
