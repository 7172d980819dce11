"""What falls due, in the order both engines keep (`sim.engines.order`).

Time is cut into windows, and a window into minutes. What falls due in a later window stands in
that window's chunks, in no order; in the present window, in a list of its minute; in the
present minute, in a heap. So setting and taking cost about the same for a hundred pending
timers and for ten million, and a window's people are brought near before their minutes come.

A timer that is stopped stays where it stands and is passed over when its time comes; only the
heap, whose order must hold, lets go of it at once.
"""

from __future__ import annotations

import numpy as np

from sim.compiling import Map, bring_near, inlined, lowest_bit
from sim.engines.fast.heap import heap_push, heap_remove, leave_heap
from sim.engines.fast.layout import (
    CHUNK_WORDS,
    NEED,
    NONE,
    PERSON,
    REGION_SHIFT,
    SPELL,
    SPELL_TIMERS,
    TIMER,
    Held,
)
from sim.engines.fast.map import At, Region
from sim.engines.fast.memory import (
    INDEX_BITS,
    TIMERS,
    bits,
    chunk,
    minutes,
    node,
    pending,
    person,
    timer,
    windows,
)
from sim.engines.fast.program import part
from sim.units import FOREVER

NOW, CLOSES = int(At.NOW), int(At.CLOSES)
HEAP_SIZE, MINUTE, PERSON_CLOCKS = int(At.HEAP_SIZE), int(At.MINUTE), int(At.PERSON_CLOCKS)
WINDOW_SHIFT, WINDOW_NOW = int(At.WINDOW_SHIFT), int(At.WINDOW_NOW)
WINDOWS, NODES = int(At.WINDOWS), int(At.NODES)
FAR, FREE_CHUNK, CHUNKS_TOUCHED = int(At.FAR), int(At.FREE_CHUNK), int(At.CHUNKS_TOUCHED)
CHUNKS_IN_USE = int(At.CHUNKS_IN_USE)
FREE_NODE, NODES_TOUCHED, NODES_IN_USE = (
    int(At.FREE_NODE),
    int(At.NODES_TOUCHED),
    int(At.NODES_IN_USE),
)
NODES_WANTED, HEAP = int(At.NODES_WANTED), int(At.HEAP)
NEEDS = int(At.NEEDS)
OF_PERSON, OF_SPELL = int(Region.PERSON), int(Region.SPELL)
PEOPLE, NEED_ROWS, SPELLS = int(At.PERSON), int(At.NEED), int(At.SPELL)
TIMER_SIZE, PERSON_SIZE = TIMER.itemsize, PERSON.itemsize
NEED_SIZE, SPELL_SIZE = NEED.itemsize, SPELL.itemsize
NO_ROOM = -2
IN_WINDOW, IN_MINUTE, IN_HEAP = (int(where) for where in Held)
LAST_MINUTE = 2**31 - 1
NUMBER_BITS = 2**32 - 1
AHEAD = 12
"""Entries of a window between asking for a timer and reading it."""


@inlined
def put_in_minute(w, number, time):
    """Add a timer to the list of a later minute of the present window."""
    index = w[FREE_NODE]
    if index != NONE:
        w[FREE_NODE] = node(w, index).next
    else:
        index = w[NODES_TOUCHED]
        w[NODES_TOUCHED] += 1
    w[NODES_IN_USE] += 1
    minute = time - (w[WINDOW_NOW] << w[WINDOW_SHIFT])
    head = minutes(w, minute, 1)
    entry = node(w, index)
    entry.timer, entry.next = number, head[0]
    head[0] = index
    bits(w, minute >> 6, 1)[0] |= np.int64(1) << (minute & 63)
    timer(w, number).held = IN_MINUTE


@part
def new_chunk(w: Map, following: int) -> int:
    """An empty chunk that others follow."""
    index = w[FREE_CHUNK]
    if index != NONE:
        w[FREE_CHUNK] = chunk(w, CHUNK_WORDS * index, 1)[0]
    else:
        index = w[CHUNKS_TOUCHED]
        w[CHUNKS_TOUCHED] += 1
    w[CHUNKS_IN_USE] += 1
    words = chunk(w, CHUNK_WORDS * index, 2)
    words[0], words[1] = following, 0
    return index


@inlined
def put_in_window(w, number, time):
    """Add a timer to a later window."""
    head = windows(w, time >> w[WINDOW_SHIFT], 1)
    index = np.int64(head[0])
    if index == NONE or chunk(w, CHUNK_WORDS * index, 2)[1] == CHUNK_WORDS - 2:
        index = new_chunk(w, index)
        head[0] = index
    words = chunk(w, CHUNK_WORDS * index, CHUNK_WORDS)
    size = words[1]
    words[2 + size] = (time << 32) | number
    words[1] = size + 1
    w[FAR] += 1
    timer(w, number).held = IN_WINDOW


@part
def set_timer(w: Map, number: int, time: int, kind: int) -> None:
    """Set a timer that does not run; one that never ends stays unset.

    What falls due after the end of the run counts as running all the same: whoever asks
    gets the answer that they would get in a longer run.
    """
    if time >= FOREVER:
        return
    clock = timer(w, number)
    clock.time, clock.kind = min(time, LAST_MINUTE), kind
    if time >= w[CLOSES]:
        clock.held = IN_WINDOW
    elif time <= w[MINUTE]:
        heap_push(w, number)
    elif time >> w[WINDOW_SHIFT] == w[WINDOW_NOW]:
        put_in_minute(w, number, time)
    else:
        put_in_window(w, number, time)


@inlined
def stop_timer(w, number):
    """Stop a timer, if it runs."""
    clock = timer(w, number)
    if clock.kind != NONE:
        if clock.held == IN_HEAP:
            leave_heap(w, number)
        clock.kind = NONE


@inlined
def runs(w, number, kind):
    """Whether a timer runs, and is of that kind."""
    return timer(w, number).kind == kind


@inlined
def bring_timer_near(w, number):
    """Ask for a timer before it is needed."""
    bring_near(w[TIMERS + 2 * (number >> REGION_SHIFT)] + (number & INDEX_BITS) * TIMER_SIZE)


@inlined
def bring_subject_near(w, number):
    """Ask for the person, or the spell, whose timer falls due soon."""
    region, index = number >> REGION_SHIFT, number & INDEX_BITS
    if region == OF_PERSON:
        who = index // w[PERSON_CLOCKS]
        bring_near(w[PEOPLE] + who * PERSON_SIZE)
        bring_near(w[NEED_ROWS] + who * w[NEEDS] * NEED_SIZE)
    elif region == OF_SPELL:
        place = w[SPELLS] + index // SPELL_TIMERS * SPELL_SIZE
        bring_near(place)
        bring_near(place + 64)


@part
def open_window(w: Map) -> bool:
    """Put what falls due in the present window into its minutes; False if room is short."""
    head = windows(w, w[WINDOW_NOW], 1)
    wanted, index = np.int64(0), np.int64(head[0])
    while index != NONE:
        words = chunk(w, CHUNK_WORDS * index, 2)
        wanted += words[1]
        index = words[0]
    if w[NODES_IN_USE] + wanted > w[NODES + 1]:
        w[NODES_WANTED] = wanted
        return False
    index = np.int64(head[0])
    head[0] = NONE
    while index != NONE:
        words = chunk(w, CHUNK_WORDS * index, CHUNK_WORDS)
        size, following = words[1], words[0]
        for place in range(2, min(size, AHEAD) + 2):
            bring_timer_near(w, words[place] & NUMBER_BITS)
        for place in range(2, size + 2):
            if place + AHEAD < size + 2:
                bring_timer_near(w, words[place + AHEAD] & NUMBER_BITS)
            time, number = words[place] >> 32, words[place] & NUMBER_BITS
            clock = timer(w, number)
            if clock.kind != NONE and clock.time == time and clock.held == IN_WINDOW:
                put_in_minute(w, number, time)
        w[FAR] -= size
        w[CHUNKS_IN_USE] -= 1
        words[0] = w[FREE_CHUNK]
        w[FREE_CHUNK] = index
        index = following
    return True


@inlined
def bring_spell_near(w, number):
    """Ask for the first spell of a person to whom something happens now."""
    if number >> REGION_SHIFT == OF_PERSON:
        first = np.int64(person(w, (number & INDEX_BITS) // w[PERSON_CLOCKS]).first_spell)
        if first != NONE:
            bring_near(w[SPELLS] + first * SPELL_SIZE)


@inlined
def bring_minute_near(w, minute):
    """Ask for everyone to whom something happens in a minute that comes soon."""
    index = np.int64(minutes(w, minute, 1)[0])
    while index != NONE:
        entry = node(w, index)
        number = np.int64(entry.timer)
        bring_timer_near(w, number)
        bring_subject_near(w, number)
        index = np.int64(entry.next)


@inlined
def open_minute(w, minute):
    """Put what falls due in a minute of the present window into the heap."""
    head = minutes(w, minute, 1)
    bits(w, minute >> 6, 1)[0] &= ~(np.int64(1) << (minute & 63))
    if minute + 1 < np.int64(1) << w[WINDOW_SHIFT]:
        bring_minute_near(w, minute + 1)
    index = np.int64(head[0])
    head[0] = NONE
    w[MINUTE] = (w[WINDOW_NOW] << w[WINDOW_SHIFT]) + minute
    while index != NONE:
        entry = node(w, index)
        number, following = np.int64(entry.timer), np.int64(entry.next)
        clock = timer(w, number)
        if clock.kind != NONE and clock.time == w[MINUTE] and clock.held == IN_MINUTE:
            bring_spell_near(w, number)
            heap_push(w, number)
        entry.next = w[FREE_NODE]
        w[FREE_NODE] = index
        w[NODES_IN_USE] -= 1
        index = following


@inlined
def next_minute(w):
    """The next minute of the present window, from its beginning, in which anything is; or NONE."""
    size = np.int64(1) << w[WINDOW_SHIFT]
    minute = max(w[MINUTE] - (w[WINDOW_NOW] << w[WINDOW_SHIFT]), np.int64(0))
    place = minute >> 6
    word = bits(w, place, 1)[0] & (np.int64(-1) << (minute & 63))
    while word == 0:
        place += 1
        if place << 6 >= size:
            return np.int64(NONE)
        word = bits(w, place, 1)[0]
    return (place << 6) + lowest_bit(word)


@part
def find_minute(w: Map) -> int:
    """Fill the empty heap with the steps of the next minute that has any; NONE or NO_ROOM if not.

    The window is opened once more when room was short.
    """
    while True:
        minute = next_minute(w)
        if minute != NONE:
            if w[HEAP_SIZE] + w[NODES_IN_USE] > w[HEAP + 1]:
                return np.int64(NO_ROOM)
            open_minute(w, minute)
            if w[HEAP_SIZE] > 0:
                return np.int64(0)
        elif w[FAR] == 0:
            return np.int64(NONE)
        else:
            w[WINDOW_NOW] += 1
            if not open_window(w):
                w[WINDOW_NOW] -= 1
                return np.int64(NO_ROOM)


@inlined
def take_next(w):
    """Take the step that comes first; its timer no longer runs, and the minute moves on to it.

    NONE when nothing is pending any more; NO_ROOM when a table must be enlarged first.
    """
    if w[HEAP_SIZE] == 0:
        found = find_minute(w)
        if found != 0:
            return found
    number = np.int64(pending(w, 0).timer)
    w[NOW] = w[MINUTE]
    heap_remove(w, 0)
    return number
