"""End a spell in a handoff, when the next service takes over or when none does."""

from __future__ import annotations

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.booking import cancel_contacts
from sim.engines.fast.ending import end, look_elsewhere
from sim.engines.fast.layout import NONE
from sim.engines.fast.memory import service, spell
from sim.engines.fast.program import part
from sim.engines.fast.seeking import nowhere_to_go
from sim.engines.fast.shared import in_need


@part
def end_unheard(w: Map, index: int, ending: int) -> None:
    """End a spell whose handoff failed; if a need is still open, note that it led nowhere."""
    row = spell(w, index)
    who, where = row.person, row.service
    need_open = in_need(w, who, where)
    end(w, index, ending, False)
    if need_open:
        nowhere_to_go(w, who, where, const.REASON_FINISHED_IN_NEED)


@part
def fell_through(w: Map, index: int) -> None:
    """End a spell whose handoff failed: at once if it is blocked, after its limit if warm."""
    row = spell(w, index)
    row.next_spell = NONE
    if row.stage != const.STAGE_OPEN:
        return
    if row.blocked:
        end_unheard(w, index, const.ENDING_UNBLOCKED)
    else:
        look_elsewhere(w, index)


@part
def taken_over(w: Map, index: int) -> None:
    """End the earlier spell of a handoff, now that the next one has started.

    In a warm handoff, it goes on until a joint contact. This requires that both spells have
    workers and the next service has contacts.
    """
    row = spell(w, index)
    following = spell(w, row.next_spell)
    if row.blocked:
        if following.from_spell == index:
            following.from_spell = NONE
        end(w, index, const.ENDING_UNBLOCKED, service(w, row.service).planned != 0)
    elif row.worker >= 0 and following.worker >= 0 and service(w, following.service).has_contacts:
        cancel_contacts(w, index)
        following.from_spell = index
        following.joint = 1
    else:
        if following.from_spell == index:
            following.from_spell = NONE
        end(w, index, const.ENDING_HANDED_OVER, True)
