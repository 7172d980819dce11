"""The level at which a need presents itself: the worst of the last while, not of one minute."""

from __future__ import annotations

import numpy as np

from sim.compiling import compiled
from sim.resolved import LEVELS

SEVERE, CRISIS = 2, 3
NEVER_HELD = -(2**31)
"""The minute in which a level was held last, of a level that was never held."""


@compiled
def presenting_level(level, held, now, over):
    """Return the highest level held in the minutes (now - over, now]; a crisis counts as severe.

    A crisis that holds now is a crisis. With `over` 0 it is the level held now.

    Parameters
    ----------
    level
        The level held now.
    held
        The last minute in which each level was held before it was left, or `NEVER_HELD`; of the
        level held now it says nothing. Shape (L,).
    now, over
        Minutes.
    """
    found = level
    for other in range(level + 1, LEVELS):
        if held[other] > now - over:
            found = min(other, SEVERE)
    return np.int64(max(found, level))


@compiled
def last_held(since, now, before):
    """Return the last minute of a level that was taken at `since` and is left now.

    A level that was taken and left within a minute was held in none: `before` stays.
    """
    return np.int64(now - 1 if since < now else before)
