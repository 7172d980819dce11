"""Find the level at which a need presents itself: the highest one over a recent time."""

from __future__ import annotations

import numpy as np

from sim.compiling import compiled, from_one_source
from sim.events import EventKind
from sim.resolved import LEVELS

SEVERE, CRISIS = 2, 3
NEVER_HELD = -(2**31)
"""The minute that stands for a level that was never held."""

AS_PRESENTED = (
    EventKind.SOUGHT,
    EventKind.REFERRED,
    EventKind.TURNED_AWAY,
    EventKind.ACCEPTED,
    EventKind.WAITING,
    EventKind.SPELL_STARTED,
    EventKind.ALREADY_KNOWN,
)
"""Kinds of events whose row gives the need and the level that presented themselves.

All other rows give the worst need of the minute and its actual level.
"""
TOLD = tuple(int(kind in AS_PRESENTED) for kind in range(max(EventKind) + 1))


@from_one_source
def is_as_presented(event):
    """Return whether a row of the log gives the need and the level that presented themselves."""
    return TOLD[event] != 0


@compiled
def presenting_level(level, held, now, over):
    """Return the highest level held in the minutes (now - over, now].

    A crisis that holds now counts as a crisis; a crisis that has passed counts as severe. If
    `over` is 0, the result is the level held now.

    Parameters
    ----------
    level
        The level held now.
    held
        The last minute in which each level was held before it was left, or `NEVER_HELD`. The
        entry of the level held now is not used. Shape (L,).
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
    """Return the last minute at which a level was held that was taken at `since` and is left now.

    A level that was taken and left in the same minute was held in none, so the result is `before`:
    the last minute recorded earlier.
    """
    return np.int64(now - 1 if since < now else before)
