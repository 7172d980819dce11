"""Run the loop over steps, until the run closes."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map, inlined
from sim.engines.fast import constants as const
from sim.engines.fast.arriving import arrive, await_arrival, note_arrival
from sim.engines.fast.away import come_back, go_away
from sim.engines.fast.booking import fall_due
from sim.engines.fast.calendar import NO_ROOM, set_timer, take_next
from sim.engines.fast.change import change_item, change_ways, items_of_change
from sim.engines.fast.contacts import held_by_nobody
from sim.engines.fast.ending import has_come, release
from sim.engines.fast.finishing import finish
from sim.engines.fast.follow_ups import follow_up
from sim.engines.fast.handoff import end_unheard
from sim.engines.fast.layout import NONE, REGION_SHIFT, SPELL_TIMERS, WORKER_TIMERS
from sim.engines.fast.life import (
    await_candidate,
    begin_life,
    consider,
    end_episode,
    leave,
    new_person,
    seek,
    set_need,
)
from sim.engines.fast.memory import (
    INDEX_BITS,
    change,
    date_time,
    person,
    place_held,
    post,
    spell,
    starter_attributes,
    starter_away,
    starter_group,
    starter_key,
    starter_states,
    starter_trust,
    timer,
    work,
    worker,
)
from sim.engines.fast.notice import give_notice
from sim.engines.fast.person_timers import clock_of, person_of, settled_timer
from sim.engines.fast.program import entry, part
from sim.engines.fast.referral import decide, join_list
from sim.engines.fast.seeking import reconsider_seeking
from sim.engines.fast.serving import choose, first_that_fits
from sim.engines.fast.shared import NOWHERE, level_at, new_spell, note, spell_at, use_in, worst_need
from sim.engines.fast.vacant_rows import has_room
from sim.engines.fast.waiting import leave_list, settle, start_at_once
from sim.engines.fast.workforce import (
    change_places,
    fill_posts,
    first_worker_starts,
    open_posts,
    tenure_ends,
    worker_starts,
)
from sim.engines.order import STEPS_IN_A_MINUTE


@inlined
def count_step(w, who, kind):
    """Count a person's step in this minute; after too many, the run stops with an endless loop."""
    of = person(w, who)
    if of.minute != w[const.AT_NOW]:
        of.minute, of.steps_in_minute = w[const.AT_NOW], 0
    of.steps_in_minute += 1
    if of.steps_in_minute > STEPS_IN_A_MINUTE:
        w[const.AT_STATUS], w[const.AT_CULPRIT], w[const.AT_DOING] = (
            const.STATUS_ENDLESS_LOOP,
            who,
            kind,
        )


@part
def person_step(w: Map, index: int, kind: int) -> None:
    """Carry out a step of a person."""
    who, clock = person_of(w, index), clock_of(w, index)
    count_step(w, who, kind)
    if kind == const.STEP_NEED_MAY_CHANGE:
        consider(w, who, clock)
        settle(w)
        await_candidate(w, who, clock)
        return
    if kind == const.STEP_EPISODE_ENDS:
        end_episode(w, who, clock - w[const.AT_NEEDS])
    elif kind == const.STEP_PERSON_SEEKS:
        seek(w, who)
    elif kind == const.STEP_PERSON_ARRIVES:
        come_back(w, who)
    elif index == settled_timer(w, who):
        go_away(w, who)
    else:
        leave(w, who)
    settle(w)


@part
def spell_step(w: Map, index: int, kind: int) -> None:
    """Carry out a step of a spell."""
    row = spell(w, index)
    count_step(w, np.int64(row.person), kind)
    if kind == const.STEP_CONTACT_HAPPENS:
        held_by_nobody(w, index)
    elif kind == const.STEP_CONTACT_FALLS_DUE:
        fall_due(w, index, w[const.AT_NOW], False)
    elif kind in (const.STEP_STAY_ENDS, const.STEP_SETTLED_LONG_ENOUGH):
        if row.stage == const.STAGE_OPEN and not row.handing_on and not row.blocked:
            finish(
                w,
                index,
                const.ENDING_STAY_OVER if kind == const.STEP_STAY_ENDS else const.ENDING_SETTLED,
            )
    elif kind == const.STEP_DECISION_FALLS_DUE:
        decide(w, index)
    elif kind == const.STEP_PATIENCE_ENDS:
        leave_list(w, index, const.LEAVING_PATIENCE)
    elif kind == const.STEP_WARM_LIMIT_ENDS:
        end_unheard(w, index, const.ENDING_HANDOFF_FELL_THROUGH)
    elif kind == const.STEP_PLACE_COMES_FREE:
        release(w, index)
        note(w, const.EVENT_PLACE_FREED, row.person, row.service, index, -1, -1, -1, -1, 0, 0, -1)
        has_come(w, index)
    else:
        follow_up(w, index)
    settle(w)


@part
def worker_step(w: Map, who: int, kind: int) -> None:
    """Carry out a step of a worker, or of the post that the worker left."""
    if kind == const.STEP_WORKER_CHOOSES:
        index = first_that_fits(w, who)
        if index != NONE:
            count_step(w, np.int64(spell(w, work(w, index).spell).person), kind)
        choose(w, who, index)
        settle(w)
    elif kind == const.STEP_WORKER_LEAVES:
        tenure_ends(w, who)
    elif kind == const.STEP_NOTICE_IS_GIVEN:
        give_notice(w, who)
        settle(w)
    elif post(w, worker(w, who).post).opening == worker(w, who).opening:
        worker_starts(w, worker(w, who).post)


@part
def take_step(w: Map, number: int) -> None:
    """Carry out one step."""
    clock = timer(w, number)
    kind = np.int64(clock.kind)
    clock.kind = NONE
    region, index = number >> REGION_SHIFT, number & INDEX_BITS
    if region == const.REGION_PERSON:
        person_step(w, index, kind)
    elif region == const.REGION_SPELL:
        spell_step(w, index // SPELL_TIMERS, kind)
    elif region == const.REGION_STREAM:
        arrive(w, index)
        settle(w)
        await_arrival(w, index)
    elif region == const.REGION_WORKER:
        worker_step(w, index // WORKER_TIMERS, kind)
    elif region == const.REGION_POST:
        first_worker_starts(w, index)
    elif kind == const.STEP_RULES_CHANGE and index > w[const.AT_CHANGES]:
        change_ways(w, index - w[const.AT_CHANGES] - 1)
    elif kind == const.STEP_RULES_CHANGE:
        w[const.AT_CHANGING], w[const.AT_STATUS] = 1, const.STATUS_RULES_CHANGE
    else:
        row = change(w, index)
        before = change_places(w, row.service, row.places, row.last_share)
        settle(w)
        open_posts(w, row.service, before)


@part
def take_place(w: Map, who: int, held: int) -> None:
    """Put a person into a service, or on its waiting list, since before the run."""
    place = place_held(w, held)
    where = place.service
    if spell_at(w, who, where) != NONE:
        return  # two places of the scenario's are one service in this arm
    since = w[const.AT_NOW] - place.minutes_so_far
    level = level_at(w, who, worst_need(w, who, where))
    referred_at = since if place.waiting else w[const.AT_NOW]
    index = new_spell(w, who, where, NOWHERE, referred_at, level == const.LEVEL_CRISIS)
    if place.waiting:
        spell(w, index).patience_left = place.stay
        join_list(w, index, since)
        return
    use_in(w, index).stays += 1
    start_at_once(w, index, held)


@part
def open_services(w: Map) -> None:
    """Let workers start in their posts, and schedule the changes of capacity and of rules."""
    for index in range(w[const.ROWS_TEAM]):
        fill_posts(w, index)
    for index in range(w[const.AT_CHANGES]):
        number = (const.REGION_CHANGE << REGION_SHIFT) | index
        timer(w, number).kind = NONE
        set_timer(w, number, change(w, index).time, const.STEP_CAPACITY_CHANGES)
    number = (const.REGION_CHANGE << REGION_SHIFT) | w[const.AT_CHANGES]
    timer(w, number).kind = NONE
    set_timer(w, number, w[const.AT_CHANGES_AT], const.STEP_RULES_CHANGE)
    for date in range(w[const.AT_DATES]):
        timer(w, number + 1 + date).kind = NONE
        set_timer(w, number + 1 + date, date_time(w, date, 1)[0], const.STEP_RULES_CHANGE)


@part
def begin_person(w: Map, index: int) -> None:
    """Begin a person who is present at minute 0."""
    who = new_person(
        w,
        starter_key(w, index, 1)[0],
        np.int64(starter_group(w, index, 1)[0]),
        starter_attributes(w, index, 1)[0],
        starter_trust(w, index, 1)[0],
    )
    for which in range(w[const.AT_NEEDS]):
        set_need(
            w, who, which, np.int64(starter_states(w, index * w[const.AT_NEEDS] + which, 1)[0])
        )
    if w[const.AT_NOTED] == const.NOTED_BY_NUMBER:
        note_arrival(w, who, NONE, index)
    begin_life(w, who, NOWHERE)


@part
def begin_item(w: Map, index: int) -> None:
    """Carry out one part of beginning the run with the people of minute 0.

    The parts come in this order: everyone arrives; some are away; the others take their places;
    everyone who is not away may seek help.
    """
    people, places = w[const.ROWS_STARTER_KEY], w[const.ROWS_PLACE]
    if index < people:
        begin_person(w, index)
    elif index < 2 * people:
        if starter_away(w, index - people, 1)[0]:
            go_away(w, index - people)
    elif index < 2 * people + places:
        held = index - 2 * people
        take_place(w, np.int64(place_held(w, held).person), held)
    elif not starter_away(w, index - 2 * people - places, 1)[0]:
        reconsider_seeking(w, index - 2 * people - places, False)


@part
def begin(w: Map) -> int:
    """Begin the run, one part after another.

    Returns a Status, which is DONE when everything has begun.
    """
    if w[const.AT_BEGUN] == 0:
        open_services(w)
        w[const.AT_BEGUN] = 1
    stretch = w[const.AT_STRETCH]
    while w[const.AT_BEGUN] <= 3 * w[const.ROWS_STARTER_KEY] + w[const.ROWS_PLACE]:
        if not has_room(w):
            return np.int64(const.STATUS_MAKE_ROOM)
        if stretch == 0:
            return np.int64(const.STATUS_PAUSED)
        stretch -= 1
        begin_item(w, w[const.AT_BEGUN] - 1)
        w[const.AT_BEGUN] += 1
    if not has_room(w):
        return np.int64(const.STATUS_MAKE_ROOM)
    settle(w)
    for index in range(w[const.AT_STREAMS]):
        timer(w, (const.REGION_STREAM << REGION_SHIFT) | index).kind = NONE
        await_arrival(w, index)
    return w[const.AT_STATUS]


@part
def go_through_change(w: Map) -> int:
    """Carry out a change of rules, one part after another.

    Returns a Status, which is DONE when everything is done.
    """
    while w[const.AT_CHANGING] <= items_of_change(w):
        if not has_room(w):
            return np.int64(const.STATUS_MAKE_ROOM)
        change_item(w, w[const.AT_CHANGING] - 1)
        w[const.AT_CHANGING] += 1
    if not has_room(w):
        return np.int64(const.STATUS_MAKE_ROOM)
    w[const.AT_CHANGING] = 0
    settle(w)
    return w[const.AT_STATUS]


@part
def take_steps(w: Map) -> int:
    """Carry out steps until the run closes, a table is nearly full, or a stretch of steps is over.

    Returns a Status.
    """
    stretch = w[const.AT_STRETCH]
    while w[const.AT_STATUS] == const.STATUS_DONE:
        if not has_room(w):
            return np.int64(const.STATUS_MAKE_ROOM)
        if stretch == 0:
            return np.int64(const.STATUS_PAUSED)
        stretch -= 1
        number = take_next(w)
        if number == NONE:
            return np.int64(const.STATUS_DONE)
        if number == NO_ROOM:
            return np.int64(const.STATUS_MAKE_ROOM)
        w[const.AT_STEPS] += 1
        take_step(w, number)
    return w[const.AT_STATUS]


@entry
def run_on(w: Map) -> int:
    """Begin the run or go on with it, and return a Status.

    It is called again until the Status is DONE or a fault.
    """
    if w[const.AT_CHANGING] > 0:
        status = go_through_change(w)
        if status != const.STATUS_DONE:
            return status
    if w[const.AT_STEPS] > 0:
        return take_steps(w)
    status = begin(w)
    if status != const.STATUS_DONE:
        return status
    w[const.AT_STEPS] = 1
    return np.int64(const.STATUS_PAUSED)
