"""One step after another, until the run closes."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map, inlined
from sim.engines.fast.booking import fall_due
from sim.engines.fast.calendar import NO_ROOM, set_timer, take_next
from sim.engines.fast.contacts import follow_up, happens
from sim.engines.fast.diaries import least_loaded
from sim.engines.fast.ending import drop_spell, release
from sim.engines.fast.finishing import finish
from sim.engines.fast.handing import end_unheard
from sim.engines.fast.layout import CHUNK_WORDS, NONE, REGION_SHIFT, SPELL_TIMERS
from sim.engines.fast.life import (
    arrive,
    await_arrival,
    await_candidate,
    begin_life,
    consider,
    end_episode,
    leave,
    new_person,
    note_arrival,
    seek,
    set_need,
)
from sim.engines.fast.map import At, Region, Status
from sim.engines.fast.memory import (
    INDEX_BITS,
    change,
    person,
    place_held,
    post,
    service,
    spell,
    starter_attributes,
    starter_group,
    starter_key,
    starter_states,
    starter_trust,
    team,
    timer,
    worker,
)
from sim.engines.fast.program import entry, part
from sim.engines.fast.referral import decide, join_list
from sim.engines.fast.seeking import CRISIS, reconsider_seeking
from sim.engines.fast.starting import start
from sim.engines.fast.story import (
    BY_NUMBER,
    NEEDS,
    NOTED,
    NOW,
    NOWHERE,
    OPEN,
    PERSON_CLOCKS,
    level_at,
    new_spell,
    note,
    spell_at,
    use_in,
    worst_need,
)
from sim.engines.fast.waiting import PATIENCE, await_worker, leave_list, settle
from sim.engines.fast.workforce import (
    change_capacity,
    open_posts,
    tenure_ends,
    worker_starts,
)
from sim.engines.order import STEPS_IN_A_MINUTE, StepKind
from sim.events import Ending, EventKind
from sim.resolved import MISSING
from sim.units import FOREVER

STEPS, STATUS = int(At.STEPS), int(At.STATUS)
CULPRIT, DOING = int(At.CULPRIT), int(At.DOING)
DONE, MAKE_ROOM = int(Status.DONE), int(Status.MAKE_ROOM)
ENDLESS, PAUSED = int(Status.ENDLESS_LOOP), int(Status.PAUSED)
OF_PERSON, OF_SPELL = int(Region.PERSON), int(Region.SPELL)
OF_WORKER, OF_STREAM, OF_CHANGE = int(Region.WORKER), int(Region.STREAM), int(Region.CHANGE)
ROWS, LOG, HEAP, HEAP_SIZE = int(At.ROWS), int(At.LOG), int(At.HEAP), int(At.HEAP_SIZE)
SPELL, SPELLS_TOUCHED = int(At.SPELL), int(At.SPELLS_TOUCHED)
SPELLS_IN_USE, FREE_SPELL = int(At.SPELLS_IN_USE), int(At.FREE_SPELL)
USE, USES_TOUCHED = int(At.USE), int(At.USES_TOUCHED)
PERSON, PEOPLE_TOUCHED = int(At.PERSON), int(At.PEOPLE_TOUCHED)
FREE_PERSON, PEOPLE_MADE = int(At.FREE_PERSON), int(At.PEOPLE_MADE)
LOSS, LOSSES_TOUCHED = int(At.LOSS), int(At.LOSSES_TOUCHED)
WORKER, WORKERS_MADE = int(At.WORKER), int(At.WORKERS_MADE)
POST, ARRIVED, STREAMS = int(At.POST), int(At.ARRIVED), int(At.STREAMS)
STARTERS, PLACES = int(At.STARTER_KEY) + 1, int(At.PLACE) + 1
CHANGES, TEAM = int(At.CHANGES), int(At.TEAM)
BEGUN = int(At.BEGUN)
WINDOWS, CHUNKS, CHUNKS_IN_USE = int(At.WINDOWS), int(At.CHUNKS), int(At.CHUNKS_IN_USE)
NODES, NODES_IN_USE = int(At.NODES), int(At.NODES_IN_USE)
STRETCH, ORDER, CHUNK = int(At.STRETCH), int(At.ORDER), int(At.CHUNK)
PEOPLE_WAITING, LARGEST_CASELOAD = int(At.PEOPLE_WAITING), int(At.LARGEST_CASELOAD)
MAY_CHANGE, EPISODE_OVER = int(StepKind.NEED_MAY_CHANGE), int(StepKind.EPISODE_ENDS)
SEEKS, HAPPENS = int(StepKind.PERSON_SEEKS), int(StepKind.CONTACT_HAPPENS)
FALLS_DUE, STAY_ENDS = int(StepKind.CONTACT_FALLS_DUE), int(StepKind.STAY_ENDS)
LONG_ENOUGH, LIMIT_ENDS = int(StepKind.SETTLED_LONG_ENOUGH), int(StepKind.WARM_LIMIT_ENDS)
DECISION, PATIENCE_ENDS = int(StepKind.DECISION_FALLS_DUE), int(StepKind.PATIENCE_ENDS)
COMES_FREE, FOLLOWS_UP = int(StepKind.PLACE_COMES_FREE), int(StepKind.FOLLOW_UP_HAPPENS)
WORKER_LEAVES, CAPACITY_CHANGES = int(StepKind.WORKER_LEAVES), int(StepKind.CAPACITY_CHANGES)
STAY_OVER, SETTLED = int(Ending.STAY_OVER), int(Ending.SETTLED)
FELL_THROUGH, FREED = int(Ending.HANDOFF_FELL_THROUGH), int(EventKind.PLACE_FREED)
MOST_ROWS_A_START = 32
"""Rows of the log, timers and losses that one person's start, or loss of a worker, can make."""


@part
def has_room(w: Map) -> bool:
    """Whether every table has room for whatever one more step can write."""
    people_moved = STEPS_IN_A_MINUTE + w[PEOPLE_WAITING] + 2 * w[LARGEST_CASELOAD]
    if w[CHANGES] > 0:
        people_moved += w[SPELLS_IN_USE]
    set_at_most = people_moved * SPELL_TIMERS
    more = MOST_ROWS_A_START * people_moved
    return (
        (not w[NOTED] or (w[ROWS] < w[CHUNK] and w[ROWS] + more < w[LOG + 1]))
        and (w[NOTED] != BY_NUMBER or w[PEOPLE_MADE] < w[ARRIVED + 1])
        and w[HEAP_SIZE] + set_at_most < w[HEAP + 1]
        and w[NODES_IN_USE] + set_at_most < w[NODES + 1]
        # A new chunk is for a window without one, or for more entries than the last one held.
        and w[CHUNKS_IN_USE] + w[WINDOWS + 1] + set_at_most // (CHUNK_WORDS - 2)
        < w[CHUNKS + 1] // CHUNK_WORDS
        and w[SPELLS_TOUCHED] + 2 * STEPS_IN_A_MINUTE < w[SPELL + 1]
        and w[USES_TOUCHED] + 2 * STEPS_IN_A_MINUTE < w[USE + 1]
        and w[PEOPLE_TOUCHED] + 1 < w[PERSON + 1]
        and w[LOSSES_TOUCHED] + 4 * people_moved < w[LOSS + 1]
        and 2 * w[LARGEST_CASELOAD] + 2 < w[ORDER + 1]
        and w[WORKERS_MADE] + w[POST + 1] + STEPS_IN_A_MINUTE < w[WORKER + 1]
    )


@inlined
def count_step(w, who, kind):
    """Count a step of this person in this minute; too many are a loop, and an error."""
    of = person(w, who)
    if of.minute != w[NOW]:
        of.minute, of.steps_in_minute = w[NOW], 0
    of.steps_in_minute += 1
    if of.steps_in_minute > STEPS_IN_A_MINUTE:
        w[STATUS], w[CULPRIT], w[DOING] = ENDLESS, who, kind


@part
def person_step(w: Map, index: int, kind: int) -> None:
    """A step of a person's own."""
    who, clock = index // w[PERSON_CLOCKS], index & (w[PERSON_CLOCKS] - 1)
    count_step(w, who, kind)
    if kind == MAY_CHANGE:
        consider(w, who, clock)
        settle(w)
        await_candidate(w, who, clock)
        return
    if kind == EPISODE_OVER:
        end_episode(w, who, clock - w[NEEDS])
    elif kind == SEEKS:
        seek(w, who)
    else:
        leave(w, who)
    settle(w)


@part
def spell_step(w: Map, index: int, kind: int) -> None:
    """A step of a spell's."""
    row = spell(w, index)
    count_step(w, np.int64(row.person), kind)
    if kind == HAPPENS:
        happens(w, index)
    elif kind == FALLS_DUE:
        fall_due(w, index, w[NOW], False)
    elif kind in (STAY_ENDS, LONG_ENOUGH):
        if row.stage == OPEN and not row.handing_on and not row.blocked:
            finish(w, index, STAY_OVER if kind == STAY_ENDS else SETTLED)
    elif kind == DECISION:
        decide(w, index)
    elif kind == PATIENCE_ENDS:
        leave_list(w, index, PATIENCE)
    elif kind == LIMIT_ENDS:
        end_unheard(w, index, FELL_THROUGH)
    elif kind == COMES_FREE:
        release(w, index)
        note(w, FREED, row.person, row.service, index, -1, -1, -1, -1, 0, 0, -1)
    else:
        follow_up(w, index)
    settle(w)
    if kind in (COMES_FREE, FOLLOWS_UP):
        row.still_to_come -= 1
        if row.still_to_come == 0:
            drop_spell(w, index)


@part
def take_step(w: Map, number: int) -> None:
    """Take one step."""
    clock = timer(w, number)
    kind = np.int64(clock.kind)
    clock.kind = NONE
    region, index = number >> REGION_SHIFT, number & INDEX_BITS
    if region == OF_PERSON:
        person_step(w, index, kind)
    elif region == OF_SPELL:
        spell_step(w, index // SPELL_TIMERS, kind)
    elif region == OF_STREAM:
        arrive(w, index)
        settle(w)
        await_arrival(w, index)
    elif region == OF_WORKER:
        if kind == WORKER_LEAVES:
            tenure_ends(w, index)
        elif post(w, worker(w, index).post).opening == worker(w, index).opening:
            worker_starts(w, worker(w, index).post)
    else:
        before = service(w, change(w, 3 * index, 3)[1]).places_now
        change_capacity(w, index)
        settle(w)
        open_posts(w, index, before)


@part
def take_place(w: Map, who: int, held: int) -> None:
    """A person is in a service, or on its list, since before the run."""
    place = place_held(w, held)
    where = place.service
    if spell_at(w, who, where) != NONE:
        return  # two places of the scenario's are one service in this arm
    since = w[NOW] - place.minutes_so_far
    level = level_at(w, who, worst_need(w, who, where))
    referred_at = since if place.waiting else w[NOW]
    index = new_spell(w, who, where, NOWHERE, referred_at, level == CRISIS)
    if place.waiting:
        spell(w, index).patience_left = place.stay
        join_list(w, index, since)
        return
    use_in(w, index).stays += 1
    who_works = np.int64(NONE)
    if service(w, where).team != MISSING:
        who_works = least_loaded(w, where, FOREVER)
    start(w, index, who_works, held)
    if service(w, where).team != MISSING and who_works == NONE:
        await_worker(w, index, NONE)


@part
def open_services(w: Map) -> None:
    """Workers take their posts; scheduled changes of capacity are set."""
    for index in range(w[TEAM + 1]):
        of = team(w, index)
        for place in range(of.first_post, of.first_post + of.posts):
            worker_starts(w, place)
    for index in range(w[CHANGES]):
        number = (OF_CHANGE << REGION_SHIFT) | index
        timer(w, number).kind = NONE
        set_timer(w, number, change(w, 3 * index, 3)[0], CAPACITY_CHANGES)


@part
def begin_person(w: Map, index: int) -> None:
    """Someone is there at minute 0."""
    who = new_person(
        w,
        starter_key(w, index, 1)[0],
        np.int64(starter_group(w, index, 1)[0]),
        starter_attributes(w, index, 1)[0],
        starter_trust(w, index, 1)[0],
    )
    for which in range(w[NEEDS]):
        set_need(w, who, which, np.int64(starter_states(w, index * w[NEEDS] + which, 1)[0]))
    if w[NOTED] == BY_NUMBER:
        note_arrival(w, who, NONE, index)
    begin_life(w, who, NOWHERE)


@part
def begin_item(w: Map, index: int) -> None:
    """The people of minute 0 begin one by one, then their places, then their looking for help."""
    people, places = w[STARTERS], w[PLACES]
    if index < people:
        begin_person(w, index)
    elif index < people + places:
        held = index - people
        take_place(w, np.int64(place_held(w, held).person), held)
    else:
        reconsider_seeking(w, index - people - places, False)


@part
def begin(w: Map) -> int:
    """Begin the run, one thing after another; a Status, DONE when all has begun."""
    if w[BEGUN] == 0:
        open_services(w)
        w[BEGUN] = 1
    stretch = w[STRETCH]
    while w[BEGUN] <= 2 * w[STARTERS] + w[PLACES]:
        if not has_room(w):
            return np.int64(MAKE_ROOM)
        if stretch == 0:
            return np.int64(PAUSED)
        stretch -= 1
        begin_item(w, w[BEGUN] - 1)
        w[BEGUN] += 1
    if not has_room(w):
        return np.int64(MAKE_ROOM)
    settle(w)
    for index in range(w[STREAMS]):
        timer(w, (OF_STREAM << REGION_SHIFT) | index).kind = NONE
        await_arrival(w, index)
    return w[STATUS]


@part
def take_steps(w: Map) -> int:
    """Take steps until the run closes, room is short, or a stretch is over; a Status."""
    stretch = w[STRETCH]
    while w[STATUS] == DONE:
        if not has_room(w):
            return np.int64(MAKE_ROOM)
        if stretch == 0:
            return np.int64(PAUSED)
        stretch -= 1
        number = take_next(w)
        if number == NONE:
            return np.int64(DONE)
        if number == NO_ROOM:
            return np.int64(MAKE_ROOM)
        w[STEPS] += 1
        take_step(w, number)
    return w[STATUS]


@entry
def run_on(w: Map) -> int:
    """Begin the run, then go on with it; a Status. Called again until it is DONE or a fault."""
    if w[STEPS] > 0:
        return take_steps(w)
    status = begin(w)
    if status != DONE:
        return status
    w[STEPS] = 1
    return np.int64(PAUSED)
