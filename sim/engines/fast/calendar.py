"""What falls due, in the order both engines keep (`sim.engines.order`).

A wheel of time buckets holds everything that is further off than the present bucket; what falls
due in the present one is in a small heap. Setting, stopping and taking cost about
the same for a hundred pending timers and for ten million. Lots, which are draws,
are looked up only when two steps fall due in the same minute and are of one kind.
"""

from __future__ import annotations

import numpy as np

from sim.compiling import Map, inlined, linked
from sim.draws import NO_NAME, lot
from sim.engines.fast.layout import NONE, REGION_SHIFT, SPELL_TIMERS, At, Region
from sim.engines.fast.memory import (
    INDEX_BITS,
    buckets,
    change,
    pending,
    person,
    service,
    spell,
    stream,
    timer,
    worker,
)
from sim.engines.fast.program import part
from sim.units import FOREVER

NOW, CLOSES, SEED, REPLICATION = int(At.NOW), int(At.CLOSES), int(At.SEED), int(At.REPLICATION)
HEAP_SIZE, IN_BUCKETS = int(At.HEAP_SIZE), int(At.IN_BUCKETS)
BUCKET_SHIFT, BUCKET_NOW = int(At.BUCKET_SHIFT), int(At.BUCKET_NOW)
BUCKETS, NEEDS = int(At.BUCKETS), int(At.NEEDS)
OF_PERSON, OF_SPELL = int(Region.PERSON), int(Region.SPELL)
OF_WORKER, OF_STREAM = int(Region.WORKER), int(Region.STREAM)
HEAP, FETCHING = int(At.HEAP), int(At.FETCHING)
NO_ROOM = -2
IN_BUCKET, IN_HEAP, AFTER_THE_END = 0, 1, 2
LAST_MINUTE = 2**31 - 1


@inlined
def number_of(region, index):
    """The number of a timer from its region and its row there."""
    return (region << REGION_SHIFT) | index


@part
def lot_of(w: Map, number: int, time: int) -> int:
    """The lot of a step: a keyed draw of its subject, its service and its minute."""
    region, index = number >> REGION_SHIFT, number & INDEX_BITS
    if region == OF_PERSON:
        name, key = NO_NAME, person(w, index // (2 * w[NEEDS] + 2)).key
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
    return lot(w[SEED], w[REPLICATION], name, key, np.int64(time))


@linked
def subject_of(w, number):
    """Subject and item of a step, which settle what its lot has not."""
    region, index = number >> REGION_SHIFT, number & INDEX_BITS
    if region == OF_PERSON:
        per_person = 2 * w[NEEDS] + 2
        clock = index % per_person
        item = clock % max(w[NEEDS], 1) if clock < 2 * w[NEEDS] else 0
        return np.int64(person(w, index // per_person).number), np.int64(item)
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
        a.lot = lot_of(w, a.timer, a.time)
    if b.lot == NONE:
        b.lot = lot_of(w, b.timer, b.time)
    if a.lot != b.lot:
        return a.lot < b.lot
    subject_a, item_a = subject_of(w, a.timer)
    subject_b, item_b = subject_of(w, b.timer)
    if subject_a != subject_b:
        return subject_a < subject_b
    return item_a < item_b


@inlined
def comes_first(w, a, b):
    """Whether the first of two pending steps comes before the second."""
    if a.time != b.time:
        return a.time < b.time
    if a.kind != b.kind:
        return a.kind < b.kind
    return wins_tie(w, a, b)


@inlined
def put(w, place, time, kind, draw, number):
    """Write an entry of the heap, and its place into its timer."""
    entry = pending(w, place)
    entry.time, entry.kind, entry.lot, entry.timer = time, kind, draw, number
    timer(w, number).prev = place


@inlined
def swap(w, i, j):
    """Exchange two entries of the heap."""
    a, b = pending(w, i), pending(w, j)
    time, kind, draw, number = a.time, a.kind, a.lot, a.timer
    put(w, i, b.time, b.kind, b.lot, b.timer)
    put(w, j, time, kind, draw, number)


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
    """Put a timer into the heap of the present bucket."""
    clock = timer(w, number)
    place = w[HEAP_SIZE]
    w[HEAP_SIZE] = place + 1
    clock.held = IN_HEAP
    put(w, place, clock.time, clock.kind, NONE, number)
    sift_up(w, place)


@part
def heap_remove(w: Map, place: int) -> None:
    """Take an entry out of the heap."""
    last = w[HEAP_SIZE] - 1
    w[HEAP_SIZE] = last
    if place == last:
        return
    moved = pending(w, last)
    put(w, place, moved.time, moved.kind, moved.lot, moved.timer)
    if sift_up(w, place) == place:
        sift_down(w, place)


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
        clock.held = AFTER_THE_END
        return
    bucket = np.int64(time) >> w[BUCKET_SHIFT]
    if bucket <= w[BUCKET_NOW]:
        heap_push(w, number)
        return
    clock.held = IN_BUCKET
    heads = buckets(w, bucket & (w[BUCKETS + 1] - 1), 1)
    first = heads[0]
    clock.next, clock.prev = first, NONE
    if first != NONE:
        timer(w, first).prev = number
    heads[0] = number
    w[IN_BUCKETS] += 1


@inlined
def leave_bucket(w, number):
    """Unlink a timer from its bucket."""
    clock = timer(w, number)
    if clock.prev == NONE:
        bucket = np.int64(clock.time) >> w[BUCKET_SHIFT]
        buckets(w, bucket & (w[BUCKETS + 1] - 1), 1)[0] = clock.next
    else:
        timer(w, clock.prev).next = clock.next
    if clock.next != NONE:
        timer(w, clock.next).prev = clock.prev
    w[IN_BUCKETS] -= 1


@part
def stop_timer(w: Map, number: int) -> None:
    """Stop a timer, if it runs."""
    clock = timer(w, number)
    if clock.kind == NONE:
        return
    if clock.held == IN_HEAP:
        heap_remove(w, np.int64(clock.prev))
    elif clock.held == IN_BUCKET:
        leave_bucket(w, number)
    clock.kind = NONE


@inlined
def runs(w, number, kind):
    """Whether a timer runs, and is of that kind."""
    return timer(w, number).kind == kind


@part
def fetch_bucket(w: Map) -> bool:
    """Put what falls due in the present bucket into the heap; False if it has no room for it."""
    mask, now, room = w[BUCKETS + 1] - 1, w[BUCKET_NOW], w[HEAP + 1]
    number = buckets(w, now & mask, 1)[0]
    while number != NONE:
        clock = timer(w, number)
        following = clock.next
        if (np.int64(clock.time) >> w[BUCKET_SHIFT]) == now:
            if w[HEAP_SIZE] >= room:
                w[FETCHING] = 1
                return False
            leave_bucket(w, number)
            heap_push(w, number)
        number = following
    w[FETCHING] = 0
    return True


@inlined
def take_next(w):
    """Take the step that comes first; its timer no longer runs, and the minute moves on to it.

    NONE when nothing is pending any more; NO_ROOM when the heap must be enlarged first.
    """
    if w[FETCHING] == 1 and not fetch_bucket(w):
        return NO_ROOM
    while w[HEAP_SIZE] == 0:
        if w[IN_BUCKETS] == 0:
            return NONE
        w[BUCKET_NOW] += 1
        if not fetch_bucket(w):
            return NO_ROOM
    entry = pending(w, 0)
    number = entry.timer
    w[NOW] = entry.time
    heap_remove(w, 0)
    return number
