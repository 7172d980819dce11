"""Keep the steps of the present minute in a heap, with the first step at the top.

Tie-break numbers are drawn only for two steps of the same kind.
"""

from __future__ import annotations

import numpy as np

from sim.compiling import Map, inlined, linked
from sim.draws import NO_NAME, tie_break
from sim.engines.fast import constants as const
from sim.engines.fast.layout import NONE, REGION_SHIFT, SPELL_TIMERS, WORKER_TIMERS
from sim.engines.fast.memory import (
    INDEX_BITS,
    change,
    pending,
    person,
    post,
    service,
    spell,
    stream,
    team,
    timer,
    worker,
)
from sim.engines.fast.person_timers import clock_of, person_of
from sim.engines.fast.program import part
from sim.rules.posts import key_of_worker


@part
def tie_break_of(w: Map, number: int) -> int:
    """Return the tie-break draw of a step, keyed by its subject and its service."""
    region, index = number >> REGION_SHIFT, number & INDEX_BITS
    if region == const.REGION_PERSON:
        name, key = NO_NAME, person(w, person_of(w, index)).key
    elif region == const.REGION_SPELL:
        row = spell(w, index // SPELL_TIMERS)
        name, key = service(w, row.service).name, person(w, row.person).key
    elif region == const.REGION_WORKER:
        row_of_worker = worker(w, index // WORKER_TIMERS)
        name = team(w, service(w, row_of_worker.service).team).name
        key = row_of_worker.key
    elif region == const.REGION_STREAM:
        name, key = NO_NAME, stream(w, index).key
    elif region == const.REGION_POST:
        of = team(w, post(w, index).team)
        name, key = of.name, key_of_worker(of.name, index - of.first_post, 0)
    else:
        name = service(w, change(w, index).service).name
        key = name
    return tie_break(w[const.AT_SEED], w[const.AT_REPLICATION], name, key, w[const.AT_MINUTE])


@linked
def subject_of(w, number):
    """Return a step's subject and item, which decide the order if tie-break draws are equal."""
    region, index = number >> REGION_SHIFT, number & INDEX_BITS
    if region == const.REGION_PERSON:
        clock = clock_of(w, index)
        needs = w[const.AT_NEEDS]
        # The clock of those who leave settled comes after moving away and dying.
        item = clock % max(needs, 1) if clock < 2 * needs else clock == 2 * needs + 2
        return np.int64(person(w, person_of(w, index)).number), np.int64(item)
    if region == const.REGION_SPELL:
        row = spell(w, index // SPELL_TIMERS)
        return np.int64(person(w, row.person).number), np.int64(row.number)
    if region == const.REGION_WORKER:
        return np.int64(index // WORKER_TIMERS), np.int64(0)
    if region == const.REGION_STREAM:
        return np.int64(index), np.int64(stream(w, index).number)
    if region == const.REGION_POST:
        of = team(w, post(w, index).team)
        return np.int64(index - of.first_post), np.int64(of.service)
    return np.int64(change(w, index).service), np.int64(index)


@linked
def wins_tie(w, a, b):
    """Return whether step `a` comes before step `b`, if both have the same kind and minute."""
    if a.tie_break == NONE:
        a.tie_break = tie_break_of(w, a.timer)
    if b.tie_break == NONE:
        b.tie_break = tie_break_of(w, b.timer)
    if a.tie_break != b.tie_break:
        return a.tie_break < b.tie_break
    subject_a, item_a = subject_of(w, a.timer)
    subject_b, item_b = subject_of(w, b.timer)
    if subject_a != subject_b:
        return subject_a < subject_b
    return item_a < item_b


@inlined
def comes_first(w, a, b):
    """Return whether step `a` comes before step `b`, if both are of the present minute."""
    if a.kind != b.kind:
        return a.kind < b.kind
    return wins_tie(w, a, b)


@inlined
def put(w, position, kind, draw, number):
    """Write an entry of the heap."""
    entry = pending(w, position)
    entry.kind, entry.tie_break, entry.timer = kind, draw, number


@inlined
def swap(w, i, j):
    """Exchange two entries of the heap."""
    a, b = pending(w, i), pending(w, j)
    kind, draw, number = a.kind, a.tie_break, a.timer
    put(w, i, b.kind, b.tie_break, b.timer)
    put(w, j, kind, draw, number)


@part
def sift_up(w: Map, position: int) -> int:
    """Move an entry up to its right place; return that place."""
    while position > 0:
        parent = (position - 1) >> 1
        if not comes_first(w, pending(w, position), pending(w, parent)):
            break
        swap(w, position, parent)
        position = parent
    return position


@part
def sift_down(w: Map, position: int) -> None:
    """Move an entry down to its right place."""
    size = w[const.AT_HEAP_SIZE]
    while True:
        child = 2 * position + 1
        if child >= size:
            return
        if child + 1 < size and comes_first(w, pending(w, child + 1), pending(w, child)):
            child += 1
        if not comes_first(w, pending(w, child), pending(w, position)):
            return
        swap(w, position, child)
        position = child


@inlined
def heap_push(w, number):
    """Add a timer to the heap of the present minute."""
    clock = timer(w, number)
    position = w[const.AT_HEAP_SIZE]
    w[const.AT_HEAP_SIZE] = position + 1
    clock.held = const.HELD_IN_HEAP
    put(w, position, clock.kind, NONE, number)
    if position > 0:
        sift_up(w, position)


@inlined
def heap_remove(w, position):
    """Remove an entry from the heap."""
    last = w[const.AT_HEAP_SIZE] - 1
    w[const.AT_HEAP_SIZE] = last
    if position == last:
        return
    moved = pending(w, last)
    put(w, position, moved.kind, moved.tie_break, moved.timer)
    if position == 0 or sift_up(w, position) == position:
        sift_down(w, position)


@part
def leave_heap(w: Map, number: int) -> None:
    """Remove a timer from the heap.

    This is rare, and happens only within the timer's own minute.
    """
    position = 0
    while pending(w, position).timer != number:
        position += 1
    heap_remove(w, position)
