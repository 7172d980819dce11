"""Choose how wide the windows of the calendar are."""

from __future__ import annotations

from sim.resolved import Numbers
from sim.units import FOREVER

WIDEST_WINDOW = 13  # as a power of two, in minutes
STEPS_IN_WINDOW = 64_000


def window_shift(numbers: Numbers, people: int) -> int:
    """Return the width of a window, as a power of two, in minutes.

    A window is wide enough to hold many steps, and narrow enough for them to fit the cache.
    """
    rates = numbers.needs.candidate_rate
    per_minute = people * float(rates.sum(axis=1).max() if len(numbers.needs.name) else 0.0)
    at_random = (numbers.arrivals.listed >= FOREVER).all(axis=1)
    busiest = numbers.arrivals.piece_rate[at_random].max(axis=1, initial=0.0)
    per_minute += float(busiest.sum()) * 3.0
    shift = WIDEST_WINDOW
    while shift > 0 and per_minute * (1 << shift) > STEPS_IN_WINDOW:
        shift -= 1
    return shift
