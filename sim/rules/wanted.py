"""How much help a person wants beside others, and how often one is seen where that is followed."""

from __future__ import annotations

import numpy as np

from sim.compiling import compiled
from sim.units import FOREVER

MILLION = 1_000_000
"""What a person wants is a multiple in millionths; so many is as much as all others."""
MOST = 2_000 * MILLION


@compiled
def in_millionths(multiple):
    """Return a multiple in whole millionths: at least one millionth, and at most 2,000."""
    return np.int64(min(max(np.rint(multiple * MILLION), 1.0), MOST))


@compiled
def own_interval(interval, wants):
    """Return an interval between contacts divided by a multiple in millionths.

    Whole minutes, a half rounded up, at least one minute; FOREVER stays FOREVER.
    """
    if interval >= FOREVER:
        return np.int64(FOREVER)
    return np.int64(max((2 * interval * MILLION + wants) // (2 * wants), 1))
