"""How much a person takes of a worker's caseload, and which worker has room for more.

A load and its limit are people, or thousandths of a weight where a team weighs its people.
"""

from __future__ import annotations

import numpy as np

from sim.compiling import compiled
from sim.resolved import MISSING


@compiled
def weight_of(weight):
    """Return what a person takes: the weight of their level, or 1 where nobody is weighed."""
    return np.int64(1) if weight == MISSING else np.int64(weight)


@compiled
def has_room_for(people, load, limit, weight):
    """Return whether a worker can take on someone; one without people takes anyone."""
    return people == 0 or load + weight <= limit


@compiled
def is_less_loaded(load, limit, other_load, other_limit):
    """Return whether one worker has a smaller share of their limit than another."""
    return load * other_limit < other_load * limit
