"""Let workers start and leave in their posts, and let posts open and close."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.absence import await_absence
from sim.engines.fast.allocating import allocate, lose_worker, loses_before, loss_draw
from sim.engines.fast.budget import allowed_before_today
from sim.engines.fast.calendar import set_timer, stop_timer
from sim.engines.fast.drawing import lasts
from sim.engines.fast.ending import leave_unallocated
from sim.engines.fast.layout import NONE, REGION_SHIFT, WORKER_TIMERS
from sim.engines.fast.marking import mark
from sim.engines.fast.memory import (
    post,
    scratch,
    service,
    spell,
    team,
    timer,
    worker,
)
from sim.engines.fast.notice import (
    await_notice,
    no_longer_receives,
    receiver_of,
    stop_notice,
)
from sim.engines.fast.program import part
from sim.engines.fast.queues import worker_timer
from sim.engines.fast.serving import reassign
from sim.engines.fast.shared import note, note_length
from sim.engines.fast.waiting import settle
from sim.engines.order import STEPS_IN_A_MINUTE
from sim.resolved import MISSING, WHOLE_POST
from sim.rules.posts import key_of_worker, share_of
from sim.units import DAY, WEEK


@part
def new_worker(w: Map, position: int) -> int:
    """Make and return the next worker of a post, who starts now."""
    chair = post(w, position)
    of = team(w, chair.team)
    incumbent = chair.incumbents
    chair.incumbents += 1
    index = w[const.AT_WORKERS_MADE]
    w[const.AT_WORKERS_MADE] += 1
    row = worker(w, index)
    row.key = key_of_worker(of.name, position - of.first_post, incumbent)
    row.service, row.post, row.incumbent = of.service, position, incumbent
    row.started, row.opening = w[const.AT_NOW], chair.opening
    row.caseload, row.load, row.first_spell, row.in_post = 0, 0, NONE, 1
    # The day on which a worker starts counts if the start precedes closing.
    time = w[const.AT_NOW] + w[const.AT_SINCE_MONDAY]
    row.first_day = time // DAY + (time % DAY >= of.day_closes)
    row.week, row.week_days, row.closed_on = time // WEEK, NONE, NONE
    row.busy_until = row.used = row.overrun = row.last_cost = 0
    row.first_work, row.last_work, row.waits, row.on_notice = NONE, NONE, 0, 0
    for clock in range(WORKER_TIMERS):
        timer(w, worker_timer(index, clock)).kind = NONE
    await_absence(w, index)
    chair.worker = index
    return index


@part
def worker_starts(w: Map, position: int) -> None:
    """Let the next worker of a post start."""
    chair = post(w, position)
    of = team(w, chair.team)
    if chair.minute != w[const.AT_NOW]:
        chair.minute, chair.rounds = w[const.AT_NOW], 0
    chair.rounds += 1
    if chair.rounds > STEPS_IN_A_MINUTE:
        w[const.AT_STATUS], w[const.AT_CULPRIT] = const.STATUS_POST_TURNS_OVER, position
    index = new_worker(w, position)
    row = worker(w, index)
    place = position - of.first_post
    note(w, const.EVENT_WORKER_STARTED, -1, of.service, -1, index, -1, -1, -1, 0, 0, place)
    mark(w, of.service)
    tenure = lasts(w, of.tenure, const.PURPOSE_TENURE, of.name, row.key, 0)
    row.leaves_at = w[const.AT_NOW] + tenure
    await_notice(w, index)
    if w[const.AT_CHANGING] == 0:  # a change of rules settles when all of it is done
        settle(w)
    set_timer(
        w,
        worker_timer(index, const.WORKER_TIMER_POST),
        np.int64(row.leaves_at),
        const.STEP_WORKER_LEAVES,
    )


@part
def fill_posts(w: Map, index: int) -> None:
    """Let workers start in the posts of a team at minute 0, or later where posts are vacant."""
    of = team(w, index)
    for position in range(of.first_post, of.first_post + of.posts):
        minute = np.int64(post(w, position).starts)
        if minute == 0:
            worker_starts(w, position)
        else:
            number = (const.REGION_POST << REGION_SHIFT) | position
            timer(w, number).kind = NONE
            set_timer(w, number, minute, const.STEP_WORKER_STARTS)


@part
def first_worker_starts(w: Map, position: int) -> None:
    """Let the first worker of a post start that was vacant at minute 0, unless it has closed."""
    if post(w, position).opening == 0:
        worker_starts(w, position)


@part
def by_tie_break(w: Map, index: int) -> int:
    """Put a worker's open spells into the scratch array, in tie-break order; return how many."""
    row = worker(w, index)
    count, at = 0, row.first_spell
    while at != NONE:
        draw = loss_draw(w, at)
        order = scratch(w, 0, 2 * count + 2)
        position = count
        while position > 0:
            if loses_before(w, order[2 * position - 2], order[2 * position - 1], draw, at):
                break
            order[2 * position], order[2 * position + 1] = (
                order[2 * position - 2],
                order[2 * position - 1],
            )
            position -= 1
        order[2 * position], order[2 * position + 1] = draw, at
        count += 1
        at = spell(w, at).of_worker_next
    return count


@part
def worker_leaves(w: Map, index: int) -> None:
    """Let a worker leave. Their people wait for another one, in order of their tie-break draws."""
    row = worker(w, index)
    here = service(w, row.service)
    first_post = team(w, here.team).first_post
    row.in_post = 0
    stop_notice(w, index)
    post(w, row.post).worker = NONE
    note(
        w,
        const.EVENT_WORKER_LEFT,
        -1,
        row.service,
        -1,
        index,
        -1,
        -1,
        -1,
        0,
        0,
        row.post - first_post,
    )
    no_longer_receives(w, index)
    count = by_tie_break(w, index)
    theirs = scratch(w, 0, 2 * count)
    for position in range(count):
        about = np.int64(theirs[2 * position + 1])
        receiver = receiver_of(w, about)
        lose_worker(w, about, index, False)
        if receiver != NONE:
            leave_unallocated(w, about)
            allocate(w, about, receiver, False)
    reassign(w, index)
    mark(w, row.service)


@part
def tenure_ends(w: Map, index: int) -> None:
    """End a worker's tenure: the worker leaves, and the post is vacant for a while."""
    worker_leaves(w, index)
    settle(w)
    row = worker(w, index)
    of = team(w, service(w, row.service).team)
    vacancy = lasts(w, of.vacancy, const.PURPOSE_VACANCY, of.name, row.key, 0)
    set_timer(
        w,
        worker_timer(index, const.WORKER_TIMER_POST),
        w[const.AT_NOW] + vacancy,
        const.STEP_WORKER_STARTS,
    )


@part
def close_posts(w: Map, where: int, places: int, before: int) -> None:
    """Let the workers of closed posts leave, in the order in which they started."""
    of = team(w, service(w, where).team)
    for position in range(of.first_post + places, of.first_post + of.most_posts):
        if post(w, position).worker != NONE:
            no_longer_receives(w, np.int64(post(w, position).worker))
    for _ in range(places, of.most_posts):
        # Workers started in the order of their numbers.
        earliest = np.int64(NONE)
        for other in range(of.first_post + places, of.first_post + of.most_posts):
            holder = post(w, other).worker
            if holder != NONE and (earliest == NONE or holder < earliest):
                earliest = np.int64(holder)
        if earliest == NONE:
            break
        stop_timer(w, worker_timer(earliest, const.WORKER_TIMER_POST))
        worker_leaves(w, earliest)
    for position in range(of.first_post + places, of.first_post + before):
        post(w, position).opening += 1


@part
def count_days_before(w: Map, position: int, sign: int) -> None:
    """Add the minutes allowed before today in this week, times `sign`, to a worker's used minutes.

    It is called with the sign -1 before the post's share changes, and with 1 after it. The minutes
    left over, or overrun, up to today then stay as they were.
    """
    holder = np.int64(post(w, position).worker)
    if holder != NONE:
        allowed = allowed_before_today(w, holder)  # first, since it turns to the present week
        row = worker(w, holder)
        row.used += sign * allowed
        row.last_cost = row.used  # taken by the earlier share, so not judged by this one


@part
def resize_posts(w: Map, where: int, places: int, last_share: int) -> None:
    """Change the size of posts that go on, from today on."""
    here = service(w, where)
    first = team(w, here.team).first_post
    before, earlier = np.int64(here.places_now), np.int64(here.last_share_now)
    going_on = min(int(before), places)
    for sign in (-1, 1):
        for place in range(going_on):
            if share_of(place, before, earlier) != share_of(place, places, last_share):
                count_days_before(w, first + place, sign)
        here.places_now, here.last_share_now = places, last_share


@part
def change_places(w: Map, where: int, places: int, last_share: int) -> int:
    """Change a service's places or posts, and return how many there were before."""
    here = service(w, where)
    before = np.int64(here.places_now)
    note(w, const.EVENT_CAPACITY_CHANGED, -1, where, -1, -1, -1, -1, -1, 0, 0, places)
    if last_share < WHOLE_POST:
        note_length(w, last_share)
    mark(w, where)
    if here.team == MISSING:
        here.places_now = places
        return before
    resize_posts(w, where, places, last_share)
    close_posts(w, where, places, before)
    return before


@part
def open_posts(w: Map, where: int, before: int) -> None:
    """Fill the posts that have opened, one after another."""
    here = service(w, where)
    if here.team == MISSING:
        return
    of = team(w, here.team)
    for position in range(of.first_post + before, of.first_post + here.places_now):
        worker_starts(w, position)
