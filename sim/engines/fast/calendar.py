"""What falls due, in the order both engines keep (`sim.engines.order`).

Time is cut into windows, and a window into minutes. What falls due in a later window stands in
that window's chunks, in no order; in the present window, in a list of its minute; in the
present minute, in a heap. So setting and taking cost about the same for a hundred pending
timers and for ten million, and a window's people are brought near before their minutes come.

A timer that is stopped stays where it stands and is passed over when its time comes; only the
heap, whose order must hold, lets go of it at once. Lots, which are draws, are looked up only
when two steps fall due in the same minute and are of one kind.
"""

from __future__ import annotations

import numpy as np

from sim.compiling import Map, inlined, linked
from sim.draws import NO_NAME, lot
from sim.engines.fast.layout import (
    CHUNK_WORDS,
    NEED,
    NONE,
    PERSON,
    REGION_SHIFT,
    SPELL,
    SPELL_TIMERS,
    TIMER,
    At,
    Region,
)
from sim.engines.fast.machine import bring_near, lowest_bit
from sim.engines.fast.memory import (
    INDEX_BITS,
    TIMERS,
    bits,
    change,
    chunk,
    minutes,
    node,
    pending,
    person,
    service,
    spell,
    stream,
    timer,
    windows,
    worker,
)
from sim.engines.fast.program import part
from sim.units import FOREVER

NOW, CLOSES, SEED, REPLICATION = int(At.NOW), int(At.CLOSES), int(At.SEED), int(At.REPLICATION)
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
OF_WORKER, OF_STREAM = int(Region.WORKER), int(Region.STREAM)
PEOPLE, NEED_ROWS, SPELLS = int(At.PERSON), int(At.NEED), int(At.SPELL)
TIMER_SIZE, PERSON_SIZE = TIMER.itemsize, PERSON.itemsize
NEED_SIZE, SPELL_SIZE = NEED.itemsize, SPELL.itemsize
NO_ROOM = -2
IN_WINDOW, IN_MINUTE, IN_HEAP = 0, 1, 2
LAST_MINUTE = 2**31 - 1
NUMBER_BITS = 2**32 - 1
AHEAD = 12
"""Entries of a window between asking for a timer and reading it."""


@inlined
def number_of(region, index):
    """The number of a timer from its region and its row there."""
    return (region << REGION_SHIFT) | index


@part
def lot_of(w: Map, number: int) -> int:
    """The lot of a step of the present minute: a keyed draw of its subject and its service."""
    region, index = number >> REGION_SHIFT, number & INDEX_BITS
    if region == OF_PERSON:
        name, key = NO_NAME, person(w, index // w[PERSON_CLOCKS]).key
    elif region == OF_SPELL:
        row = spell(w, index // SPELL_TIMERS)
        name, key = service(w, row.service).name, person(w, row.person).key
    elif region == OF_WORKER:
        row_of_worker = worker(w, index)
        name, key = service(w, row_of_worker.service).name, row_of_worker.key
    elif region == OF_STREAM:
        name, key = NO_NAME, stream(w, index).key
    else:
        name = service(w, change(w, 3 * index, 3)[1]).name
        key = name
    return lot(w[SEED], w[REPLICATION], name, key, w[MINUTE])


@linked
def subject_of(w, number):
    """Subject and item of a step, which settle what its lot has not."""
    region, index = number >> REGION_SHIFT, number & INDEX_BITS
    if region == OF_PERSON:
        clock = index & (w[PERSON_CLOCKS] - 1)
        item = clock % max(w[NEEDS], 1) if clock < 2 * w[NEEDS] else 0
        return np.int64(person(w, index // w[PERSON_CLOCKS]).number), np.int64(item)
    if region == OF_SPELL:
        row = spell(w, index // SPELL_TIMERS)
        return np.int64(person(w, row.person).number), np.int64(row.number)
    if region == OF_WORKER:
        return np.int64(index), np.int64(0)
    if region == OF_STREAM:
        return np.int64(index), np.int64(stream(w, index).number)
    return np.int64(change(w, 3 * index, 3)[1]), np.int64(index)


@linked
def wins_tie(w, a, b):
    """Whether the first of two steps of one kind and minute comes before the second."""
    if a.lot == NONE:
        a.lot = lot_of(w, a.timer)
    if b.lot == NONE:
        b.lot = lot_of(w, b.timer)
    if a.lot != b.lot:
        return a.lot < b.lot
    subject_a, item_a = subject_of(w, a.timer)
    subject_b, item_b = subject_of(w, b.timer)
    if subject_a != subject_b:
        return subject_a < subject_b
    return item_a < item_b


@inlined
def comes_first(w, a, b):
    """Whether the first of two steps of the present minute comes before the second."""
    if a.kind != b.kind:
        return a.kind < b.kind
    return wins_tie(w, a, b)


@inlined
def put(w, place, kind, draw, number):
    """Write an entry of the heap."""
    entry = pending(w, place)
    entry.kind, entry.lot, entry.timer = kind, draw, number


@inlined
def swap(w, i, j):
    """Exchange two entries of the heap."""
    a, b = pending(w, i), pending(w, j)
    kind, draw, number = a.kind, a.lot, a.timer
    put(w, i, b.kind, b.lot, b.timer)
    put(w, j, kind, draw, number)


@part
def sift_up(w: Map, place: int) -> int:
    """Let an entry rise to where it belongs; where that is."""
    while place > 0:
        parent = (place - 1) >> 1
        if not comes_first(w, pending(w, place), pending(w, parent)):
            break
        swap(w, place, parent)
        place = parent
    return place


@part
def sift_down(w: Map, place: int) -> None:
    """Let an entry sink to where it belongs."""
    size = w[HEAP_SIZE]
    while True:
        child = 2 * place + 1
        if child >= size:
            return
        if child + 1 < size and comes_first(w, pending(w, child + 1), pending(w, child)):
            child += 1
        if not comes_first(w, pending(w, child), pending(w, place)):
            return
        swap(w, place, child)
        place = child


@inlined
def heap_push(w, number):
    """Put a timer into the heap of the present minute."""
    clock = timer(w, number)
    place = w[HEAP_SIZE]
    w[HEAP_SIZE] = place + 1
    clock.held = IN_HEAP
    put(w, place, clock.kind, NONE, number)
    if place > 0:
        sift_up(w, place)


@inlined
def heap_remove(w, place):
    """Take an entry out of the heap."""
    last = w[HEAP_SIZE] - 1
    w[HEAP_SIZE] = last
    if place == last:
        return
    moved = pending(w, last)
    put(w, place, moved.kind, moved.lot, moved.timer)
    if place == 0 or sift_up(w, place) == place:
        sift_down(w, place)


@part
def leave_heap(w: Map, number: int) -> None:
    """Take a timer out of the heap: seldom needed, and only within its own minute."""
    place = 0
    while pending(w, place).timer != number:
        place += 1
    heap_remove(w, place)


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
