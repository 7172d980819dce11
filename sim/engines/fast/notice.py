"""Let workers who will leave give notice, and hand people over to colleagues before they go."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.allocating import allocate, lose_worker, loses_before, loss_draw
from sim.engines.fast.assigning import assigned
from sim.engines.fast.calendar import set_timer, stop_timer
from sim.engines.fast.caseloads import reserve, reserve_no_more, weight_at
from sim.engines.fast.ending import leave_unallocated
from sim.engines.fast.layout import NONE
from sim.engines.fast.marking import mark
from sim.engines.fast.memory import post, service, spell, team, work, worker
from sim.engines.fast.program import part
from sim.engines.fast.queues import behind, free_work, join, new_work, worker_timer
from sim.engines.fast.shared import note, note_spell
from sim.engines.fast.staff_time import drop_handover

# When notice is given.


@part
def no_longer_receives(w: Map, who: int) -> None:
    """Drop the handovers in which a worker was to take people over.

    These people need another receiver.
    """
    index = np.int64(worker(w, who).first_work)
    while index != NONE:
        row = work(w, index)
        following = behind(w, index, who)
        if row.kind == const.WORK_KIND_HANDOVER and row.second != NONE and row.worker == who:
            drop_handover(w, np.int64(row.spell))
        index = following


@part
def give_notice(w: Map, who: int) -> None:
    """Let a worker give notice: from now on they take nobody new."""
    row = worker(w, who)
    of = team(w, service(w, row.service).team)
    row.on_notice = 1
    of.on_notice += 1
    note(
        w,
        const.EVENT_NOTICE_GIVEN,
        -1,
        row.service,
        -1,
        who,
        -1,
        -1,
        -1,
        0,
        0,
        row.post - of.first_post,
    )
    no_longer_receives(w, who)
    mark(w, row.service)


@part
def stop_notice(w: Map, who: int) -> None:
    """Stop a leaving worker's timer for giving notice; a notice already given counts no more."""
    row = worker(w, who)
    stop_timer(w, worker_timer(who, const.WORKER_TIMER_NOTICE))
    if row.on_notice:
        team(w, service(w, row.service).team).on_notice -= 1


@part
def await_notice(w: Map, who: int) -> None:
    """Set the time at which a worker gives notice; if it has come already, give notice now."""
    row = worker(w, who)
    clock = worker_timer(who, const.WORKER_TIMER_NOTICE)
    stop_timer(w, clock)
    before = team(w, service(w, row.service).team).handover_notice
    time = max(np.int64(row.leaves_at) - before, w[const.AT_NOW])
    if before == 0 or row.on_notice or time >= w[const.AT_CLOSES]:
        return
    if time == w[const.AT_NOW]:
        give_notice(w, who)
    else:
        set_timer(w, clock, time, const.STEP_NOTICE_IS_GIVEN)


@part
def await_notices(w: Map, where: int) -> None:
    """Set the time at which each worker of a service gives notice, by the new rules."""
    here = service(w, where)
    if here.capacity != const.CAPACITY_WORKERS:
        return
    of = team(w, here.team)
    for position in range(of.first_post, of.first_post + of.most_posts):
        if post(w, position).worker != NONE:
            await_notice(w, np.int64(post(w, position).worker))


# Who is to take over.


@part
def receiver_of(w: Map, about: int) -> int:
    """Return the colleague who will take a person over while a handover waits, or NONE."""
    index = np.int64(spell(w, about).handover)
    if index == NONE or work(w, index).second == NONE:
        return np.int64(NONE)
    return np.int64(work(w, index).worker)


@part
def first_to_name(w: Map, where: int) -> int:
    """Return the open spell that is first, by tie-break draw, to need a receiver, or NONE."""
    here = service(w, where)
    of = team(w, here.team)
    best, best_draw = np.int64(NONE), np.int64(NONE)
    for position in range(of.first_post, of.first_post + of.most_posts):
        who = np.int64(post(w, position).worker)
        if who == NONE or not worker(w, who).on_notice:
            continue
        index = np.int64(worker(w, who).first_spell)
        while index != NONE:
            row = spell(w, index)
            if row.handover == NONE:
                draw = loss_draw(w, index)
                if best == NONE or loses_before(w, draw, index, best_draw, best):
                    best, best_draw = index, draw
            index = np.int64(row.of_worker_next)
    return best


@part
def take_over(w: Map, about: int, receiver: int, leaving: int) -> None:
    """Let a receiver take a person over from a worker who is still in post."""
    reserve_no_more(w, about, receiver)
    lose_worker(w, about, leaving, True)
    leave_unallocated(w, about)
    allocate(w, about, receiver, True)


@part
def name_receiver(w: Map, about: int, receiver: int) -> None:
    """Name the colleague who is to take a person over, and queue the handover with both workers.

    If handovers take no time, the colleague takes the person over at once.
    """
    of = spell(w, about)
    leaving, here = np.int64(of.worker), service(w, of.service)
    reserve(w, about, receiver)
    note_spell(w, const.EVENT_NAMED, about, leaving, receiver, 0, 0, -1)
    minutes = team(w, here.team).handover_minutes
    if minutes == 0:
        take_over(w, about, receiver, leaving)
        return
    index = new_work(
        w, const.WORK_KIND_HANDOVER, about, np.int64(of.service), w[const.AT_NOW], minutes, 0, 0
    )
    work(w, index).other = leaving
    of.handover = index
    join(w, index, receiver, leaving)


@part
def name_receivers(w: Map, where: int) -> None:
    """Name a colleague with room for each person whose worker will leave.

    People are taken one by one, by tie-break draw, until no colleague has room.
    """
    of = team(w, service(w, where).team)
    while of.on_notice > 0:
        about = first_to_name(w, where)
        if about == NONE:
            return
        receiver = assigned(w, about, weight_at(w, where, spell(w, about).weight_level))
        if receiver == NONE:
            return
        name_receiver(w, about, receiver)


@part
def hand_over(w: Map, index: int, receiver: int, leaving: int) -> None:
    """Hold a handover for which both workers are there."""
    row = work(w, index)
    about = np.int64(row.spell)
    spell(w, about).handover = NONE
    due, minutes = np.int64(row.due), np.int64(row.cost)
    note_spell(w, const.EVENT_HANDOVER, about, receiver, leaving, due, minutes, 1)
    free_work(w, index)
    take_over(w, about, receiver, leaving)
