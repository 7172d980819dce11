"""Run the timer after which settled people without a referral or spell leave."""

from __future__ import annotations

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.calendar import set_timer, stop_timer
from sim.engines.fast.layout import AWAY, GONE, NONE
from sim.engines.fast.memory import group, need, person, timer
from sim.engines.fast.person_timers import settled_timer
from sim.engines.fast.program import part
from sim.resolved import MISSING


@part
def is_settled(w: Map, who: int, highest: int) -> bool:
    """Return whether a person's needs are all at or below a level, and no service is involved.

    No service is involved if the person has no referral and no spell.
    """
    if person(w, who).gone == GONE or person(w, who).first_spell != NONE:
        return False
    for which in range(w[const.AT_NEEDS]):
        if need(w, who * w[const.AT_NEEDS] + which).level > highest:
            return False
    return True


@part
def watch_settled(w: Map, who: int) -> None:
    """Start or stop the clock after which a settled person leaves.

    It runs while all needs are at or below the settled level and the person has no referral or
    spell.
    """
    if w[const.AT_LEAVES_SETTLED] == 0:
        return
    settings = group(w, person(w, who).group)
    if settings.settled_level == MISSING or person(w, who).gone == AWAY:
        return
    clock = settled_timer(w, who)
    if not is_settled(w, who, settings.settled_level):
        stop_timer(w, clock)
    elif timer(w, clock).kind == NONE:
        set_timer(w, clock, w[const.AT_NOW] + settings.settled_for, const.STEP_PERSON_LEAVES)
