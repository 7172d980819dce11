"""Draw the time that a worker is at work between two absences."""

from __future__ import annotations

import math

import numpy as np

from sim.compiling import compiled
from sim.units import FOREVER


@compiled
def minutes_at_work(u, mean):
    """Return the minutes for which a worker is at work before the next absence, by a uniform `u`.

    The time is exponential with the given mean, in whole minutes, and at least one minute.
    """
    return np.int64(min(max(np.rint(-math.log(u) * mean), 1.0), FOREVER))
