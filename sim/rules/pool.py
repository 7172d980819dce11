"""Which of a service's named people sees somebody, where none of them has a caseload.

The people of a pool are numbered downwards from `FIRST_OF_POOL`, in each service anew, so that no
number is that of a worker or of nobody.
"""

from __future__ import annotations

import numpy as np

from sim.compiling import compiled
from sim.events import FIRST_OF_POOL, MOST_IN_POOL, NOBODY


@compiled
def has_pool(pool, team):
    """Return whether contacts of a service are with named people who have no caseload."""
    return pool > 0 and team < 0


@compiled
def member_of_pool(u, pool):
    """Return the number of the member of a pool of so many that a uniform number chooses."""
    return np.int64(FIRST_OF_POOL - min(pool - 1, int(u * pool)))


@compiled
def staff_number(worker, service):
    """Return a number for whoever held a contact, different for each member of staff.

    That of a worker is their own; members of pools have one below `NOBODY` for each service and
    member. It is `NOBODY` where nobody is named.
    """
    if worker >= NOBODY:
        return np.int64(worker)
    return np.int64(FIRST_OF_POOL - (np.int64(service) * MOST_IN_POOL + FIRST_OF_POOL - worker))
