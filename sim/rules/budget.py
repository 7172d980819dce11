"""The time of one worker: when they may begin something, and how much of a week they may use.

All times here are counted from a Monday, 00:00: that of the week in which the run begins. A week
lasts from Monday to Sunday. A week's contact minutes W are spread evenly over the D working days of
a full week: on the d-th day that a worker is there, they may have used W * d / D of them.
"""

from __future__ import annotations

import numpy as np

from sim.compiling import compiled
from sim.units import DAY


@compiled
def next_opening(time, works_on, opens, closes):
    """Return the first minute from `time` on that lies inside the working hours.

    Minute 0 is a Monday, 00:00. At least one of the seven days must be a working day.
    """
    day = time // DAY
    if works_on[day % 7] and time % DAY < closes:
        return np.int64(max(time, day * DAY + opens))
    for _ in range(7):
        day += 1
        if works_on[day % 7]:
            break
    return np.int64(day * DAY + opens)


@compiled
def days_worked(first, last, works_on):
    """Return the number of working days between two days, both included; day 0 is a Monday."""
    days = 0
    for day in range(first, last + 1):
        if works_on[day % 7]:
            days += 1
    return np.int64(days)


@compiled
def fits(cost, remaining, a_day):
    """Return whether work of a given length may begin in the minutes that remain today.

    Work longer than a day's share of the week needs no more than that share.
    """
    return remaining >= min(cost, a_day)
