"""Find the route of a spell that has finished, and make the handoff."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.booking import cancel_contacts
from sim.engines.fast.caseloads import least_loaded_of_all
from sim.engines.fast.ending import end
from sim.engines.fast.layout import NONE
from sim.engines.fast.memory import handoff, service, spell, work
from sim.engines.fast.program import part
from sim.engines.fast.referral import refer
from sim.engines.fast.seeking import nowhere_to_go, reconsider_seeking
from sim.engines.fast.shared import NOWHERE, in_need, note_spell, route
from sim.engines.fast.staff_time import ask_for_advice
from sim.engines.fast.starting import set_stay, watch_settling
from sim.resolved import MISSING
from sim.rules.ending import count_anew, is_agreed, reason_after


@part
def consult(w: Map, index: int, specialists: int) -> None:
    """Ask a specialist, if one is in post, to advise the current worker; the person stays."""
    row, there = spell(w, index), service(w, specialists)
    adviser = np.int64(NONE)
    if there.team != MISSING:
        adviser = least_loaded_of_all(w, specialists)
    if row.advice != NONE:
        adviser = np.int64(work(w, row.advice).other)
    note_spell(w, const.EVENT_CONSULTED, index, row.worker, adviser, 0, 0, specialists)
    if row.advice == NONE and (adviser != NONE or there.team == MISSING):
        ask_for_advice(w, index, specialists, adviser)
    count_anew(row)
    set_stay(w, index)
    watch_settling(w, index)


@part
def finish(w: Map, index: int, ending: int) -> None:
    """Draw the route of a finished spell, and end it or begin its handoff."""
    row = spell(w, index)
    who, where = row.person, row.service
    reason = reason_after(ending, in_need(w, who, where))
    planned = service(w, where).planned != 0 and is_agreed(ending)
    target = route(w, index, reason)
    if target == NOWHERE:
        end(w, index, ending, planned)
        if reason != const.REASON_FINISHED_SETTLED:
            nowhere_to_go(w, who, where, reason)
        return
    how = handoff(w, where * w[const.AT_SERVICES] + target, 1)[0]
    if how == const.HANDOFF_CONSULT:
        consult(w, index, target)
    elif how == const.HANDOFF_COLD:
        note_spell(w, const.EVENT_HANDED_OFF_COLD, index, row.worker, -1, 0, 0, target)
        row.leads_to = target
        end(w, index, ending, planned)
        refer(w, who, target, where, NONE)
    elif how == const.HANDOFF_WARM:
        note_spell(w, const.EVENT_HANDED_OFF_WARM, index, row.worker, -1, 0, 0, target)
        row.handing_on, row.warm_limit = 1, service(w, where).warm_limit
        refer(w, who, target, where, index)
    else:
        note_spell(w, const.EVENT_HANDED_OFF_BLOCKED, index, row.worker, -1, 0, 0, target)
        cancel_contacts(w, index)
        row.blocked = 1
        row.blocked_next = w[const.AT_BLOCKED_FIRST]
        w[const.AT_BLOCKED_FIRST] = index
        w[const.AT_MAY_SWAP] = 1
        refer(w, who, target, where, index)
    reconsider_seeking(w, who, False)
