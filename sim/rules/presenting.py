"""The level at which a need presents itself: the worst of the last while, not of one minute."""

from __future__ import annotations

import numpy as np

from sim.compiling import compiled, from_one_source
from sim.events import EventKind
from sim.resolved import LEVELS

SEVERE, CRISIS = 2, 3
NEVER_HELD = -(2**31)
"""The minute in which a level was held last, of a level that was never held."""

AS_PRESENTED = (
    EventKind.SOUGHT,
    EventKind.REFERRED,
    EventKind.TURNED_AWAY,
    EventKind.ACCEPTED,
    EventKind.WAITING,
    EventKind.SPELL_STARTED,
    EventKind.ALREADY_KNOWN,
)
"""Rows of the log that tell the need and the level that presented themselves.

All others tell the worst need of the minute and the level that it holds.
"""
TOLD = tuple(int(kind in AS_PRESENTED) for kind in range(max(EventKind) + 1))


@from_one_source
def is_as_presented(event):
    """Return whether a row of the log tells the need and the level that presented themselves."""
    return TOLD[event] != 0


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
