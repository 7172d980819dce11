"""What a service sees of a need: the highest level of the last while, not of one minute."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map, inlined
from sim.engines.fast import constants as const
from sim.engines.fast.memory import effect, levels_held, need, person, service
from sim.engines.fast.program import part
from sim.events import NOBODY
from sim.resolved import LEVELS
from sim.rules.presenting import NEVER_HELD, last_held, presenting_level


@inlined
def over_of(w, who, which):
    """Return the minutes over which a need presents itself; 0 = it is the level now."""
    return effect(w, person(w, who).group * w[const.AT_NEEDS] + which).presenting_over


@inlined
def held_by(w, who, which):
    """Return what is remembered of a need that presents itself over some time."""
    return levels_held(w, who * w[const.AT_NEEDS] + which)


@part
def presents_at(w: Map, who: int, which: int) -> int:
    """Return the level at which a need presents itself now, 0 to 3; 0 without a need (NOBODY).

    This is the highest level held in any minute of (now - over, now], with `over` the need's
    `presenting.over`; a crisis counts as severe unless it holds now. Without `presenting` it is
    the level now. Levels of before minute 0, or of before the arrival, are the first one.
    """
    if which == NOBODY:
        return np.int64(0)
    level = np.int64(need(w, who * w[const.AT_NEEDS] + which).level)
    over = over_of(w, who, which)
    if over == 0:
        return level
    row = held_by(w, who, which)
    return presenting_level(level, row.held, w[const.AT_NOW], over)


@part
def presents_worst(w: Map, who: int, where: int) -> int:
    """Return the need that presents itself as the worst of those that a service covers.

    Of needs at one level it is the first of the file; NOBODY if the service covers no need.
    `presents_at` gives its level.
    """
    worst, highest = NOBODY, np.int64(-1)
    bits = service(w, where).covers
    for which in range(w[const.AT_NEEDS]):
        if (bits >> which) & 1:
            level = presents_at(w, who, which)
            if level > highest:
                worst, highest = which, level
    return worst


@part
def hold_first_level(w: Map, who: int, which: int, level: int) -> None:
    """Note that a person who arrives now has had a need at this level up to now."""
    if over_of(w, who, which) == 0:
        return
    row = held_by(w, who, which)
    row.since = w[const.AT_NOW]
    for other in range(LEVELS):
        row.held[other] = NEVER_HELD
    row.held[level] = w[const.AT_NOW] - 1


@part
def leave_level(w: Map, who: int, which: int, before: int) -> None:
    """Note that a need has left a level in this minute."""
    if over_of(w, who, which) == 0:
        return
    row = held_by(w, who, which)
    row.held[before] = last_held(np.int64(row.since), w[const.AT_NOW], np.int64(row.held[before]))
    row.since = w[const.AT_NOW]
