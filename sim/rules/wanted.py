"""Compute how much help a person wants, compared with others, and how often they are seen."""

from __future__ import annotations

import numpy as np

from sim.compiling import compiled
from sim.units import FOREVER

MILLION = 1_000_000
"""The multiple of help, in millionths, of a person who wants as much as is usual."""
MOST = 2_000 * MILLION


@compiled
def in_millionths(multiple):
    """Return a multiple in whole millionths, limited to the range from one millionth to 2,000."""
    return np.int64(min(max(np.rint(multiple * MILLION), 1.0), MOST))


@compiled
def own_interval(interval, wants):
    """Return a person's own interval between contacts: the usual one divided by their multiple.

    `wants` is the multiple in millionths. The result is in whole minutes, with halves rounded up,
    and at least one minute. FOREVER stays FOREVER.
    """
    if interval >= FOREVER:
        return np.int64(FOREVER)
    return np.int64(max((2 * interval * MILLION + wants) // (2 * wants), 1))
