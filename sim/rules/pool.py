"""Choose which member of a service's pool holds a contact. Pool members have no caseload.

The members of a pool are numbered downwards from `FIRST_OF_POOL`, separately in each service. So
their numbers differ from those of workers and from `NOBODY`.
"""

from __future__ import annotations

import numpy as np

from sim.compiling import compiled
from sim.events import FIRST_OF_POOL, MOST_IN_POOL, NOBODY


@compiled
def has_pool(pool, team):
    """Return whether the contacts of a service are held by members of a pool."""
    return pool > 0 and team < 0


@compiled
def member_of_pool(u, pool):
    """Return the number of the member that a uniform number chooses from a pool of this size."""
    return np.int64(FIRST_OF_POOL - min(pool - 1, int(u * pool)))


@compiled
def staff_number(worker, service):
    """Return a number for the person who held a contact, different for each member of staff.

    A worker keeps their own number. A member of a pool gets a number below `NOBODY` that is
    different for each service and member. If nobody is named, the number is `NOBODY`.
    """
    if worker >= NOBODY:
        return np.int64(worker)
    return np.int64(FIRST_OF_POOL - (np.int64(service) * MOST_IN_POOL + FIRST_OF_POOL - worker))
