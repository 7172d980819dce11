"""Keep the pending timers, in the order that both engines follow (`sim.engines.order`).

Time is divided into windows, and a window into minutes. A timer of a later window is kept in a
chunk of that window, without order. A timer of the present window is in a list of its minute. A
timer of the present minute is in a heap. Setting and taking a timer therefore costs about the same
for a hundred pending timers and for ten million. The memory of a window's people is prefetched
before their minutes come.

A stopped timer stays where it is, and is skipped when its time comes. Only the heap removes it at
once, because the heap's order must be right.
"""

from __future__ import annotations

import numpy as np

from sim.compiling import Map, bring_near, inlined, lowest_bit
from sim.compiling.pages import LINE
from sim.engines.fast import constants as const
from sim.engines.fast.heap import heap_push, heap_remove, leave_heap
from sim.engines.fast.layout import (
    CHUNK_ENTRIES,
    CHUNK_FOLLOWING,
    CHUNK_SIZE,
    CHUNK_WORDS,
    NEED,
    NONE,
    PERSON,
    REGION_SHIFT,
    SPELL,
    SPELL_TIMERS,
    TIMER,
    WORK,
    WORKER,
    WORKER_TIMERS,
)
from sim.engines.fast.memory import (
    INDEX_BITS,
    bits,
    chunk,
    minutes,
    node,
    pending,
    person,
    timer,
    windows,
    worker,
)
from sim.engines.fast.person_timers import person_of
from sim.engines.fast.program import part
from sim.engines.fast.registry import PLACES_OF_TABLE
from sim.units import FOREVER

TIMER_SIZE, PERSON_SIZE = TIMER.itemsize, PERSON.itemsize
NEED_SIZE, SPELL_SIZE = NEED.itemsize, SPELL.itemsize
WORK_SIZE, WORKER_SIZE = WORK.itemsize, WORKER.itemsize
NO_ROOM = -2
LAST_MINUTE = 2**31 - 1
NUMBER_BITS = 2**32 - 1
FIT_THE_CACHE = 4_096
"""The most rows of people that are in the processor's caches without being prefetched."""
AHEAD = 12
"""The number of entries of a window by which a timer is prefetched before it is read."""


@inlined
def put_in_minute(w, number, time):
    """Add a timer to the list of a later minute of the present window."""
    index = w[const.AT_FREE_NODE]
    if index != NONE:
        w[const.AT_FREE_NODE] = node(w, index).next
    else:
        index = w[const.AT_NODES_TOUCHED]
        w[const.AT_NODES_TOUCHED] += 1
    w[const.AT_NODES_IN_USE] += 1
    minute = time - (w[const.AT_WINDOW_NOW] << w[const.AT_WINDOW_SHIFT])
    head = minutes(w, minute, 1)
    entry = node(w, index)
    entry.timer, entry.next = number, head[0]
    head[0] = index
    bits(w, minute >> 6, 1)[0] |= np.int64(1) << (minute & 63)
    timer(w, number).held = const.HELD_IN_MINUTE


@part
def new_chunk(w: Map, following: int) -> int:
    """Return an empty chunk that is followed by another chunk."""
    index = w[const.AT_FREE_CHUNK]
    if index != NONE:
        w[const.AT_FREE_CHUNK] = chunk(w, CHUNK_WORDS * index, 2)[CHUNK_FOLLOWING]
    else:
        index = w[const.AT_CHUNKS_TOUCHED]
        w[const.AT_CHUNKS_TOUCHED] += 1
    w[const.AT_CHUNKS_IN_USE] += 1
    words = chunk(w, CHUNK_WORDS * index, 2)
    words[CHUNK_FOLLOWING], words[CHUNK_SIZE] = following, 0
    return index


@inlined
def put_in_window(w, number, time):
    """Add a timer to a later window."""
    head = windows(w, time >> w[const.AT_WINDOW_SHIFT], 1)
    index = np.int64(head[0])
    if index == NONE or chunk(w, CHUNK_WORDS * index, 2)[CHUNK_SIZE] == CHUNK_WORDS - CHUNK_ENTRIES:
        index = new_chunk(w, index)
        head[0] = index
    words = chunk(w, CHUNK_WORDS * index, CHUNK_WORDS)
    size = words[CHUNK_SIZE]
    words[CHUNK_ENTRIES + size] = (time << 32) | number
    words[CHUNK_SIZE] = size + 1
    w[const.AT_FAR] += 1
    timer(w, number).held = const.HELD_IN_WINDOW


@part
def set_timer(w: Map, number: int, time: int, kind: int) -> None:
    """Set a timer that is not running. A timer for the time FOREVER is not set.

    A timer that is due after the end of the run counts as running. Callers then get the same
    answer as in a longer run.
    """
    if time >= FOREVER:
        return
    clock = timer(w, number)
    clock.time, clock.kind = min(time, LAST_MINUTE), kind
    if time >= w[const.AT_CLOSES]:
        clock.held = const.HELD_IN_WINDOW
    elif time <= w[const.AT_MINUTE]:
        heap_push(w, number)
    elif time >> w[const.AT_WINDOW_SHIFT] == w[const.AT_WINDOW_NOW]:
        put_in_minute(w, number, time)
    else:
        put_in_window(w, number, time)


@inlined
def stop_timer(w, number):
    """Stop a timer, if it is running."""
    clock = timer(w, number)
    if clock.kind != NONE:
        if clock.held == const.HELD_IN_HEAP:
            leave_heap(w, number)
        clock.kind = NONE


@inlined
def runs(w, number, kind):
    """Return whether a timer is running and is of this kind."""
    return timer(w, number).kind == kind


@inlined
def bring_timer_near(w, number):
    """Prefetch a timer into the cache."""
    bring_near(
        w[const.AT_TIMERS_PERSON + PLACES_OF_TABLE * (number >> REGION_SHIFT)]
        + (number & INDEX_BITS) * TIMER_SIZE
    )


@inlined
def bring_lines_near(address):
    """Prefetch the first two cache lines of a row."""
    bring_near(address)
    bring_near(address + LINE)


@inlined
def bring_subject_near(w, number):
    """Prefetch the person, spell or worker to whom a timer that is due soon belongs."""
    region, index = number >> REGION_SHIFT, number & INDEX_BITS
    if region == const.REGION_PERSON:
        who = person_of(w, index)
        bring_near(w[const.AT_PERSON] + who * PERSON_SIZE)
        bring_near(w[const.AT_NEED] + who * w[const.AT_NEEDS] * NEED_SIZE)
    elif region == const.REGION_SPELL:
        bring_lines_near(w[const.AT_SPELL] + index // SPELL_TIMERS * SPELL_SIZE)
    elif region == const.REGION_WORKER:
        bring_lines_near(w[const.AT_WORKER] + index // WORKER_TIMERS * WORKER_SIZE)


@part
def open_window(w: Map) -> bool:
    """Distribute the timers of the present window to its minutes.

    Returns False, and distributes nothing, if there is no room for them.
    """
    head = windows(w, w[const.AT_WINDOW_NOW], 1)
    wanted, index = np.int64(0), np.int64(head[0])
    while index != NONE:
        words = chunk(w, CHUNK_WORDS * index, 2)
        wanted += words[CHUNK_SIZE]
        index = words[CHUNK_FOLLOWING]
    if w[const.AT_NODES_IN_USE] + wanted > w[const.ROWS_NODES]:
        w[const.AT_NODES_WANTED] = wanted
        return False
    index = np.int64(head[0])
    head[0] = NONE
    while index != NONE:
        words = chunk(w, CHUNK_WORDS * index, CHUNK_WORDS)
        size, following = words[CHUNK_SIZE], words[CHUNK_FOLLOWING]
        for position in range(CHUNK_ENTRIES, CHUNK_ENTRIES + min(size, AHEAD)):
            bring_timer_near(w, words[position] & NUMBER_BITS)
        for position in range(CHUNK_ENTRIES, CHUNK_ENTRIES + size):
            if position + AHEAD < CHUNK_ENTRIES + size:
                bring_timer_near(w, words[position + AHEAD] & NUMBER_BITS)
            time, number = words[position] >> 32, words[position] & NUMBER_BITS
            clock = timer(w, number)
            if clock.kind != NONE and clock.time == time and clock.held == const.HELD_IN_WINDOW:
                put_in_minute(w, number, time)
        w[const.AT_FAR] -= size
        w[const.AT_CHUNKS_IN_USE] -= 1
        words[CHUNK_FOLLOWING] = w[const.AT_FREE_CHUNK]
        w[const.AT_FREE_CHUNK] = index
        index = following
    return True


@inlined
def bring_first_near(w, number):
    """Prefetch the first spell of a person, or work of a worker, who has a step in this minute."""
    region, index = number >> REGION_SHIFT, number & INDEX_BITS
    if region == const.REGION_PERSON:
        first = np.int64(person(w, person_of(w, index)).first_spell)
        if first != NONE:
            bring_near(w[const.AT_SPELL] + first * SPELL_SIZE)
    elif region == const.REGION_WORKER:
        first = np.int64(worker(w, index // WORKER_TIMERS).first_work)
        if first != NONE:
            bring_lines_near(w[const.AT_WORK] + first * WORK_SIZE)


@inlined
def bring_minute_near(w, minute):
    """Prefetch everyone who has a step in a minute that comes soon."""
    index = np.int64(minutes(w, minute, 1)[0])
    while index != NONE:
        entry = node(w, index)
        number = np.int64(entry.timer)
        bring_timer_near(w, number)
        bring_subject_near(w, number)
        index = np.int64(entry.next)


@inlined
def open_minute(w, minute):
    """Put the timers of a minute of the present window into the heap."""
    head = minutes(w, minute, 1)
    bits(w, minute >> 6, 1)[0] &= ~(np.int64(1) << (minute & 63))
    is_large = w[const.ROWS_PERSON] > FIT_THE_CACHE
    if is_large and minute + 1 < np.int64(1) << w[const.AT_WINDOW_SHIFT]:
        bring_minute_near(w, minute + 1)
    index = np.int64(head[0])
    head[0] = NONE
    w[const.AT_MINUTE] = (w[const.AT_WINDOW_NOW] << w[const.AT_WINDOW_SHIFT]) + minute
    while index != NONE:
        entry = node(w, index)
        number, following = np.int64(entry.timer), np.int64(entry.next)
        clock = timer(w, number)
        if (
            clock.kind != NONE
            and clock.time == w[const.AT_MINUTE]
            and clock.held == const.HELD_IN_MINUTE
        ):
            if is_large:
                bring_first_near(w, number)
            heap_push(w, number)
        entry.next = w[const.AT_FREE_NODE]
        w[const.AT_FREE_NODE] = index
        w[const.AT_NODES_IN_USE] -= 1
        index = following


@inlined
def next_minute(w):
    """Return the next minute of the present window that has a timer; NONE if none has."""
    size = np.int64(1) << w[const.AT_WINDOW_SHIFT]
    minute = max(
        w[const.AT_MINUTE] - (w[const.AT_WINDOW_NOW] << w[const.AT_WINDOW_SHIFT]), np.int64(0)
    )
    position = minute >> 6
    word = bits(w, position, 1)[0] & (np.int64(-1) << (minute & 63))
    while word == 0:
        position += 1
        if position << 6 >= size:
            return np.int64(NONE)
        word = bits(w, position, 1)[0]
    return (position << 6) + lowest_bit(word)


@part
def find_minute(w: Map) -> int:
    """Fill the empty heap with the steps of the next minute that has any.

    Returns 0 if there is such a minute, NONE if there are no more steps, and NO_ROOM if a table is
    full. After NO_ROOM, call it again with larger tables.
    """
    while True:
        minute = next_minute(w)
        if minute != NONE:
            if w[const.AT_HEAP_SIZE] + w[const.AT_NODES_IN_USE] > w[const.ROWS_HEAP]:
                return np.int64(NO_ROOM)
            open_minute(w, minute)
            if w[const.AT_HEAP_SIZE] > 0:
                return np.int64(0)
        elif w[const.AT_FAR] == 0:
            return np.int64(NONE)
        else:
            w[const.AT_WINDOW_NOW] += 1
            if not open_window(w):
                w[const.AT_WINDOW_NOW] -= 1
                return np.int64(NO_ROOM)


@inlined
def take_next(w):
    """Take the first step from the heap, set the present minute, and return the step's timer.

    The timer no longer runs. Returns NONE if nothing is pending, and NO_ROOM if a table must be
    enlarged first.
    """
    if w[const.AT_HEAP_SIZE] == 0:
        found = find_minute(w)
        if found != 0:
            return found
    number = np.int64(pending(w, 0).timer)
    w[const.AT_NOW] = w[const.AT_MINUTE]
    heap_remove(w, 0)
    return number
