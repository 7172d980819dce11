"""Number the timers of a person in the calendar."""

from __future__ import annotations

import numpy as np

from sim.compiling import inlined
from sim.engines.fast import constants as const


@inlined
def clocks_of_person(w):
    """Return how many timers each person has: a power of two.

    Their numbers are then taken apart by shifts. A division would take longer than much of a step.
    """
    return np.int64(1) << w[const.AT_CLOCK_BITS]


@inlined
def person_of(w, index):
    """Return the row of the person to whom a timer belongs; `index` is the timer's row."""
    return index >> w[const.AT_CLOCK_BITS]


@inlined
def clock_of(w, index):
    """Return which of a person's timers a timer is; `index` is the timer's row."""
    return index & (clocks_of_person(w) - 1)


@inlined
def person_timer(w, index, clock):
    """Return the number of a person's timer.

    The timers are, in order: one for the candidate changes of each need; one for the end of each
    need's episode; one for seeking help; one for the exit; one for leaving as settled, or
    returning.
    """
    return (index << w[const.AT_CLOCK_BITS]) + clock


@inlined
def seeking_timer(w, who):
    """Return the number of a person's timer for seeking help."""
    return person_timer(w, who, 2 * w[const.AT_NEEDS])


@inlined
def exit_timer(w, who):
    """Return the number of a person's timer for moving away or dying."""
    return person_timer(w, who, 2 * w[const.AT_NEEDS] + 1)


@inlined
def settled_timer(w, who):
    """Return the number of a person's timer for leaving as settled, or for returning."""
    return person_timer(w, who, 2 * w[const.AT_NEEDS] + 2)
