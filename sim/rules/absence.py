"""Absences of workers: the time at work between them."""

from __future__ import annotations

import math

import numpy as np

from sim.compiling import compiled
from sim.units import FOREVER


@compiled
def minutes_at_work(u, mean):
    """Return for how many minutes a worker is there before the next absence, by a uniform draw.

    It is exponential with the given mean, in whole minutes, at least one.
    """
    return np.int64(min(max(np.rint(-math.log(u) * mean), 1.0), FOREVER))
