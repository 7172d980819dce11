"""Let people in care lose their worker, wait for another one, and get one."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.draws import tie_break
from sim.engines.fast import constants as const
from sim.engines.fast.assigning import assigned
from sim.engines.fast.booking import meet_again, next_contact_if_none, put_off, take_up_contacts
from sim.engines.fast.caseloads import let_go, unassign, weight_at
from sim.engines.fast.ending import leave_unallocated
from sim.engines.fast.getting_on import ask_no_more
from sim.engines.fast.inner import feel_loss
from sim.engines.fast.layout import NONE
from sim.engines.fast.memory import group, person, service, spell, team
from sim.engines.fast.program import part
from sim.engines.fast.shared import note_spell, use_in
from sim.engines.fast.staff_time import await_handover, drop_staff_time, queue_advice
from sim.engines.fast.starting import carry_over, meet_worker


@part
def loss_draw(w: Map, index: int) -> int:
    """Return the tie-break draw that orders the people who lose their worker, now or later."""
    row = spell(w, index)
    name, key = service(w, row.service).name, person(w, row.person).key
    return tie_break(w[const.AT_SEED], w[const.AT_REPLICATION], name, key, w[const.AT_NOW])


@part
def loses_before(w: Map, draw: int, index: int, other_draw: int, other: int) -> bool:
    """Return whether the first of two people loses their worker before the second.

    The lower tie-break draw comes first; with equal draws, the lower number of the person.
    """
    if draw != other_draw:
        return draw < other_draw
    return person(w, spell(w, index).person).number < person(w, spell(w, other).person).number


@part
def allocate(w: Map, index: int, who_works: int, handed_over: bool) -> None:
    """Assign a new worker to an open spell that has none.

    With `handed_over`, a handover between the two workers has been held. Without it, a planned
    handover takes place only if workers give no notice and the new worker takes over in the minute
    in which the earlier one was lost.
    """
    row = spell(w, index)
    of = team(w, service(w, row.service).team)
    before = row.relationship
    earlier = row.lost_worker
    meet_worker(w, index, who_works)
    now = earlier != NONE and row.lost_at == w[const.AT_NOW]
    handover = handed_over or (now and of.handover_planned and of.handover_notice == 0)
    if handover:
        carry_over(w, index, of.handover_share * before)
    note_spell(w, const.EVENT_ALLOCATED, index, who_works, earlier, 0, 0, 1 if handover else 0)
    if handover and not handed_over and of.handover_minutes > 0:
        await_handover(w, index, who_works, earlier, of.handover_minutes)
    row.lost_worker = NONE
    take_up_contacts(w, index)
    queue_advice(w, index)
    meet_again(w, index)


@part
def allocate_all(w: Map, where: int) -> None:
    """Assign colleagues with room to people who have no worker.

    People are taken in the order in which they lost their worker. The first for whom no colleague
    has room ends the search.
    """
    here = service(w, where)
    while here.first_unallocated != NONE:
        index = np.int64(here.first_unallocated)
        weight = weight_at(w, where, spell(w, index).weight_level)
        who_works = assigned(w, index, weight)
        if who_works == NONE:
            return
        leave_unallocated(w, index)
        allocate(w, index, who_works, False)


@part
def await_worker(w: Map, index: int, lost: int) -> None:
    """Put an open spell on the list of those that wait for a worker."""
    row = spell(w, index)
    here = service(w, row.service)
    row.worker, row.lost_worker, row.lost_at = NONE, lost, w[const.AT_NOW]
    note_spell(w, const.EVENT_UNALLOCATED, index, lost, -1, 0, 0, -1)
    row.unallocated = 1
    w[const.AT_PEOPLE_WAITING] += 1
    row.unallocated_prev, row.unallocated_next = here.last_unallocated, NONE
    if here.last_unallocated == NONE:
        here.first_unallocated = index
    else:
        spell(w, here.last_unallocated).unallocated_next = index
    here.last_unallocated = index
    next_contact_if_none(w, index)  # contacts still fall due, and are put off


@part
def lose_worker(w: Map, index: int, who_works: int, handed_over: bool) -> None:
    """Take the worker from an open spell, and apply the loss to the person."""
    row = spell(w, index)
    of = person(w, row.person)
    settings = group(w, of.group)
    put_off(w, index)
    here = team(w, service(w, row.service).team)
    agreed = handed_over or (here.handover_planned and here.handover_notice == 0)
    share = settings.loss_planned_share if agreed else 1.0
    feel_loss(w, row.person, share * row.relationship)
    used = use_in(w, index)
    used.worker, used.relationship = who_works, row.relationship
    unassign(w, index)
    let_go(w, index, who_works)
    ask_no_more(w, index)
    await_worker(w, index, who_works)
    drop_staff_time(w, index, False)
    queue_advice(w, index)
    meet_again(w, index)
