"""The clock of people who are settled and meet no service: when it rings, they are away."""

from __future__ import annotations

from sim.compiling import Map, inlined
from sim.engines.fast import constants as const
from sim.engines.fast.calendar import set_timer, stop_timer
from sim.engines.fast.layout import AWAY, GONE, NONE
from sim.engines.fast.memory import group, need, person, timer
from sim.engines.fast.program import part
from sim.resolved import MISSING


@inlined
def settled_timer(w, who):
    """Return the number of the clock of a person who may leave as settled, or return."""
    return who * w[const.AT_PERSON_CLOCKS] + 2 * w[const.AT_NEEDS] + 2


@part
def is_settled(w: Map, who: int, highest: int) -> bool:
    """Return whether all needs are at or below a level, and the person meets no service."""
    if person(w, who).gone == GONE or person(w, who).first_spell != NONE:
        return False
    for which in range(w[const.AT_NEEDS]):
        if need(w, who * w[const.AT_NEEDS] + which).level > highest:
            return False
    return True


@part
def watch_settled(w: Map, who: int) -> None:
    """Start or stop the clock: it runs while all needs are settled and no service is met."""
    settings = group(w, person(w, who).group)
    if settings.settled_level == MISSING or person(w, who).gone == AWAY:
        return
    clock = settled_timer(w, who)
    if not is_settled(w, who, settings.settled_level):
        stop_timer(w, clock)
    elif timer(w, clock).kind == NONE:
        set_timer(w, clock, w[const.AT_NOW] + settings.settled_for, const.STEP_PERSON_LEAVES)
