"""Compute how much a person counts in a worker's caseload, and which worker has room.

Loads and limits are numbers of people. For teams with weights, they are thousandths of a weight.
"""

from __future__ import annotations

import numpy as np

from sim.compiling import compiled
from sim.resolved import MISSING


@compiled
def weight_of(weight):
    """Return how much a person counts in a caseload: the weight, or 1 if it is MISSING."""
    return np.int64(1) if weight == MISSING else np.int64(weight)


@compiled
def has_room_for(people, load, limit, weight):
    """Return whether a worker has room for someone of this weight.

    A worker who has nobody has room for anyone.
    """
    return people == 0 or load + weight <= limit


@compiled
def is_less_loaded(load, limit, other_load, other_limit):
    """Return whether one worker's load is a smaller share of their limit than another's."""
    return load * other_limit < other_load * limit
