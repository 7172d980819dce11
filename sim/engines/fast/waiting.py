"""Let people leave waiting lists or get places, and settle each step."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.allocating import allocate_all, await_worker
from sim.engines.fast.calendar import set_timer
from sim.engines.fast.caseloads import least_loaded, least_loaded_of_all
from sim.engines.fast.choice import grant_others
from sim.engines.fast.drawing import lasts
from sim.engines.fast.ending import drop_spell, end
from sim.engines.fast.handoff import fell_through
from sim.engines.fast.layout import NONE
from sim.engines.fast.memory import (
    line,
    marked,
    person,
    scratch,
    service,
    spell,
    team,
    timer,
)
from sim.engines.fast.notice import name_receivers
from sim.engines.fast.program import part
from sim.engines.fast.referral import close_referral, refer, remove_waiting, waits_before
from sim.engines.fast.room import own_worker, worker_for
from sim.engines.fast.seeking import nowhere_to_go, reconsider_seeking
from sim.engines.fast.shared import NOWHERE, note_spell, route, spell_timer
from sim.engines.fast.starting import start
from sim.resolved import MISSING
from sim.units import FOREVER


@part
def leave_list(w: Map, index: int, why: int) -> None:
    """Take a person off a waiting list, or end a referral that is not decided yet."""
    row = spell(w, index)
    who, where, hands_over = row.person, row.service, row.from_spell
    if row.stage == const.STAGE_WAITING:
        remove_waiting(w, index)
    note_spell(w, const.EVENT_LEFT_WAITING, index, -1, -1, 0, 0, why)
    close_referral(w, index)
    target = np.int64(NOWHERE)
    if why == const.LEAVING_PATIENCE:
        target = route(w, index, const.REASON_LEFT_WAITING)
        if target == NOWHERE:
            nowhere_to_go(w, who, where, const.REASON_LEFT_WAITING)
    if target != NOWHERE:
        refer(w, who, target, where, hands_over)
    elif hands_over != NONE and why != const.LEAVING_EXITED:
        fell_through(w, hands_over)
    if why != const.LEAVING_EXITED:
        reconsider_seeking(w, who, False)


@part
def first_waiting(w: Map, where: int) -> int:
    """Return the first person on a list, or NONE."""
    if service(w, where).waiting > 0:
        for which in range(w[const.AT_CLASSES]):
            first = line(w, where * w[const.AT_CLASSES] + which).first
            if first != NONE:
                return np.int64(first)
    return np.int64(NONE)


@part
def grant_kept(w: Map, where: int) -> None:
    """Start waiting people whose own worker has room for them above the limit.

    They may be anywhere on the list.
    """
    of = team(w, service(w, where).team)
    if not of.keep or max(of.keep_over, of.load_over) <= 0:
        return
    for which in range(w[const.AT_CLASSES]):
        index = line(w, where * w[const.AT_CLASSES] + which).first
        while index != NONE:
            following = spell(w, index).behind
            own = own_worker(w, index)
            if own != NONE:
                remove_waiting(w, index)
                start(w, index, own, NONE)
            index = following


@part
def grant(w: Map, where: int) -> None:
    """Start people from the waiting list, in its order, while there is room for the first."""
    here = service(w, where)
    while here.waiting > 0:
        index = first_waiting(w, where)
        who_works = np.int64(NONE)
        if here.capacity == const.CAPACITY_PLACES:
            if here.occupied >= here.places_now:
                break
        elif w[const.AT_CARES] and here.capacity == const.CAPACITY_WORKERS:
            who_works = worker_for(w, index)
            if who_works == NONE:
                break
        remove_waiting(w, index)
        start(w, index, who_works, NONE)
    if w[const.AT_CARES] and here.capacity == const.CAPACITY_WORKERS:
        grant_kept(w, where)


@part
def start_at_once(w: Map, index: int, held: int) -> None:
    """Start a spell even if there is no room, with the least loaded worker, if there is one.

    `held` is the row of a place held since before minute 0, or NONE.
    """
    where = spell(w, index).service
    who_works = np.int64(NONE)
    if service(w, where).team != MISSING:
        who_works = least_loaded(w, where) if held == NONE else least_loaded_of_all(w, where)
    start(w, index, who_works, held)
    if service(w, where).team != MISSING and who_works == NONE:
        await_worker(w, index, NONE)


@part
def grow_impatient(w: Map, index: int) -> None:
    """Begin the timer of a person's patience."""
    row = spell(w, index)
    here = service(w, row.service)
    patience = row.patience_left
    if patience == NONE:
        key = person(w, row.person).key
        patience = lasts(w, here.patience, const.PURPOSE_PATIENCE, here.name, key, row.visit)
    if patience < FOREVER:
        set_timer(
            w,
            spell_timer(index, const.SPELL_TIMER_NEXT),
            w[const.AT_NOW] + patience,
            const.STEP_PATIENCE_ENDS,
        )


@part
def in_line_before(w: Map, a: int, b: int) -> bool:
    """Return whether waiting spell `a` comes before `b` at the same service."""
    first, second = spell(w, a).line_class, spell(w, b).line_class
    if first != second:
        return first < second
    return waits_before(w, a, b)


@part
def keep_blocked(w: Map) -> None:
    """Remove spells that are no longer blocked from the list of blocked spells."""
    index = w[const.AT_BLOCKED_FIRST]
    last = np.int64(NONE)
    w[const.AT_BLOCKED_FIRST] = NONE
    while index != NONE:
        row = spell(w, index)
        following = row.blocked_next
        if row.stage == const.STAGE_OPEN and row.blocked:
            row.blocked_next = NONE
            if last == NONE:
                w[const.AT_BLOCKED_FIRST] = index
            else:
                spell(w, last).blocked_next = index
            last = np.int64(index)
        index = following


@part
def lay_roads(w: Map) -> None:
    """Find the roads: for each pair of services, the blocked spell that is first in line, or NONE.

    A road leads from the spell's service to the service for which the spell waits.
    """
    count = w[const.AT_SERVICES]
    roads = scratch(w, 0, count * count)
    roads[:] = NONE
    index = w[const.AT_BLOCKED_FIRST]
    while index != NONE:
        row = spell(w, index)
        if row.next_spell != NONE and spell(w, row.next_spell).stage == const.STAGE_WAITING:
            road = row.service * count + spell(w, row.next_spell).service
            first = roads[road]
            if first == NONE or in_line_before(w, row.next_spell, spell(w, first).next_spell):
                roads[road] = index
        index = row.blocked_next


@part
def find_ring(w: Map, origin: int) -> bool:
    """Return whether a chain of roads leads from a service back to it.

    A road is a blocked spell, from its service to the one for which it waits. If there is such a
    chain, the scratch column `before` contains the shortest: for each service, the one that leads
    to it.
    """
    count = w[const.AT_SERVICES]
    roads = scratch(w, 0, count * count)
    before, queue = scratch(w, count * count, count), scratch(w, count * count + count, count)
    before[:] = NONE
    queue[0] = origin
    taken, put = 0, 1
    while taken < put:
        here = queue[taken]
        taken += 1
        for target in range(count):
            if before[target] == NONE and roads[here * count + target] != NONE:
                before[target] = here
                if target == origin:
                    return True
                queue[put] = target
                put += 1
    return False


@part
def move_ring(w: Map, size: int) -> None:
    """Move all people of a ring at the same time: each takes the place of the next.

    The scratch array holds the blocked spells of the ring backwards from its first service.
    """
    count = w[const.AT_SERVICES]
    ring = scratch(w, count * count + count, count)
    following = scratch(w, count * count + 2 * count, count)
    for position in range(size):
        following[position] = spell(w, ring[position]).next_spell
        remove_waiting(w, following[position])
    for position in range(size - 1, -1, -1):
        end(
            w,
            ring[position],
            const.ENDING_UNBLOCKED,
            service(w, spell(w, ring[position]).service).planned != 0,
        )
    for position in range(size - 1, -1, -1):
        row = spell(w, following[position])
        who_works = np.int64(NONE)
        if service(w, row.service).capacity == const.CAPACITY_WORKERS:
            who_works = worker_for(w, following[position])
        start(w, following[position], who_works, NONE)
        if service(w, row.service).team != MISSING and who_works == NONE:
            await_worker(w, following[position], NONE)  # whom they swap with had lost a worker


@part
def swap_a_ring(w: Map) -> None:
    """Move blocked people who wait in a ring for each other's places, all at once."""
    keep_blocked(w)
    if w[const.AT_BLOCKED_FIRST] == NONE:
        return
    lay_roads(w)
    count = w[const.AT_SERVICES]
    for origin in range(count):
        if not find_ring(w, origin):
            continue
        roads, before = scratch(w, 0, count * count), scratch(w, count * count, count)
        ring = scratch(w, count * count + count, count)
        size, target = 0, np.int64(origin)
        while size == 0 or target != origin:
            ring[size] = roads[before[target] * count + target]
            size += 1
            target = before[target]
        move_ring(w, size)
        return


@part
def settle_marked(w: Map) -> None:
    """Settle every marked service, in file order, until no service is marked."""
    while w[const.AT_TO_SETTLE] > 0:
        flags = marked(w, 0, w[const.AT_SERVICES])
        where = 0
        while flags[where] == 0:
            where += 1
        flags[where] = 0
        w[const.AT_TO_SETTLE] -= 1
        if w[const.AT_CARES] and service(w, where).capacity == const.CAPACITY_WORKERS:
            allocate_all(w, where)
            name_receivers(w, where)
            grant_others(w, where)
        grant(w, where)


@part
def drop_ended(w: Map) -> None:
    """Free the rows of spells that ended in this step, unless something is still to come.

    This can be the end of an exit delay, or a follow-up.
    """
    index = w[const.AT_ENDED_FIRST]
    w[const.AT_ENDED_FIRST] = w[const.AT_ENDED_LAST] = NONE
    while index != NONE:
        row = spell(w, index)
        following = row.ended_next
        if row.still_to_come == 0:
            drop_spell(w, index)
        index = following


@part
def settle(w: Map) -> None:
    """Carry out what follows at once from the present step, such as starts from lists."""
    while w[const.AT_TO_SETTLE] > 0 or w[const.AT_MAY_SWAP] > 0:
        settle_marked(w)
        w[const.AT_MAY_SWAP] = 0
        if w[const.AT_LINKS] and w[const.AT_BLOCKED_FIRST] != NONE:
            swap_a_ring(w)
    index = w[const.AT_JOINED_FIRST]
    w[const.AT_JOINED_FIRST] = w[const.AT_JOINED_LAST] = NONE
    while index != NONE:
        row = spell(w, index)
        following = row.joined_next
        row.has_joined = 0
        if (
            row.stage == const.STAGE_WAITING
            and timer(w, spell_timer(index, const.SPELL_TIMER_NEXT)).kind == NONE
        ):
            grow_impatient(w, index)
        index = following
    drop_ended(w)
