"""Draw the time until an event that happens at a constant rate, such as moving away."""

from __future__ import annotations

import math

import numpy as np

from sim.compiling import compiled
from sim.units import FOREVER


@compiled
def minutes_until(u, rate):
    """Return the minutes until an event that happens `rate` times a minute, by a uniform `u`.

    The time is exponential, in whole minutes, and at most `FOREVER`. The rate is above 0.
    """
    return np.int64(min(np.rint(-math.log(u) / rate), FOREVER))
