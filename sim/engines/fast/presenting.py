"""Find the level that a need shows to a service: the highest one over a recent time."""

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
    """Return the minutes over which a need's highest level counts; 0 for the level now."""
    if w[const.ROWS_LEVELS_HELD] == 0:  # no need of this run presents itself over some time
        return np.int64(0)
    return effect(w, person(w, who).group * w[const.AT_NEEDS] + which).presenting_over


@inlined
def held_by(w, who, which):
    """Return the row of a need's recent levels, if the need presents itself over some time."""
    return levels_held(w, who * w[const.AT_NEEDS] + which)


@part
def presents_at(w: Map, who: int, which: int) -> int:
    """Return the level at which a need presents itself now, 0 to 3; 0 without a need (NOBODY).

    This is the highest level held in any minute of (now - over, now], with `over` the need's
    `presenting.over`. A crisis counts as severe unless it holds now. Without `presenting`, it is
    the level now. Before minute 0, or before the arrival, the need counts as having been at its
    first level.
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
    """Return the need that presents itself at the highest level, of those that a service covers.

    With equal levels, it is the first in the file. Returns NOBODY if the service covers no need.
    `presents_at` gives the level.
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
    """Record that a need has been at this level up to now, for a person who arrives now."""
    if over_of(w, who, which) == 0:
        return
    row = held_by(w, who, which)
    row.since = w[const.AT_NOW]
    for other in range(LEVELS):
        row.held[other] = NEVER_HELD
    row.held[level] = w[const.AT_NOW] - 1


@part
def leave_level(w: Map, who: int, which: int, before: int) -> None:
    """Record that a need has left the level `before` in this minute."""
    if over_of(w, who, which) == 0:
        return
    row = held_by(w, who, which)
    row.held[before] = last_held(np.int64(row.since), w[const.AT_NOW], np.int64(row.held[before]))
    row.since = w[const.AT_NOW]
