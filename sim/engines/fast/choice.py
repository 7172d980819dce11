"""Let people change to another worker when they have asked for it."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.assigning import assigned_but
from sim.engines.fast.booking import put_off, take_up_contacts
from sim.engines.fast.caseloads import let_go, unassign, weight_at
from sim.engines.fast.getting_on import ask_no_more
from sim.engines.fast.layout import NONE
from sim.engines.fast.marking import mark
from sim.engines.fast.memory import service, spell, team, work
from sim.engines.fast.program import part
from sim.engines.fast.shared import note_spell
from sim.engines.fast.staff_time import await_handover, drop_staff_time, queue_advice
from sim.engines.fast.starting import carry_over, meet_worker
from sim.resolved import MISSING


@part
def another_worker(w: Map, index: int) -> int:
    """Return the worker to whom a person changes: the least loaded one with room.

    Returns NONE if nobody has room, or if the person is being handed over to another service.
    """
    row = spell(w, index)
    if row.handing_on or row.blocked:
        return np.int64(NONE)
    weight = weight_at(w, row.service, row.weight_level)
    return assigned_but(w, index, weight, np.int64(row.worker), np.int64(row.left_by_choice))


@part
def change_worker(w: Map, index: int, who_works: int) -> None:
    """Let a person change to another worker of the team, as they asked, without a loss."""
    row = spell(w, index)
    of = team(w, service(w, row.service).team)
    earlier, before = np.int64(row.worker), row.relationship
    ask_no_more(w, index)
    urgent = 0 if row.contact == NONE else work(w, row.contact).urgent
    if row.contact != NONE or row.joint_work != NONE:
        put_off(w, index)
    if row.contact != NONE:
        work(w, row.contact).urgent = urgent
    drop_staff_time(w, index, False)
    unassign(w, index)
    let_go(w, index, earlier)
    meet_worker(w, index, who_works)
    row.left_by_choice = earlier
    if of.handover_planned:
        carry_over(w, index, of.handover_share * before)
    note_spell(
        w,
        const.EVENT_CHANGED_WORKER,
        index,
        who_works,
        earlier,
        0,
        0,
        1 if of.handover_planned else 0,
    )
    if of.handover_planned and of.handover_minutes > 0:
        await_handover(w, index, who_works, earlier, of.handover_minutes)
    take_up_contacts(w, index)
    queue_advice(w, index)
    mark(w, row.service)


@part
def grant_others(w: Map, where: int) -> None:
    """Change the worker of people who have asked for it, in order of asking.

    Someone for whom no worker has room keeps theirs for now. Each change makes room for others, so
    the list is then searched again from its start.
    """
    here = service(w, where)
    if here.first_asking == NONE:
        return
    if team(w, here.team).choice_after == MISSING:  # by a change of rules
        while here.first_asking != NONE:
            ask_no_more(w, np.int64(here.first_asking))
    index = np.int64(here.first_asking)
    while index != NONE:
        who_works = another_worker(w, index)
        if who_works == NONE:
            index = np.int64(spell(w, index).asks_next)
        else:
            change_worker(w, index, who_works)
            index = np.int64(here.first_asking)
