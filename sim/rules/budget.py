"""The time of one worker: when they may begin something, and how much of a week they may use.

All times here are counted from a Monday, 00:00: that of the week in which the run begins. A week
lasts from Monday to Sunday. A week's contact minutes W are spread evenly over the D working days of
a full week: on the d-th day that a worker is there, they may have used W * d / D of them. While
an arm is phased in, W is less; `minutes_of_week` alone says how much W is in a week.
"""

from __future__ import annotations

import numpy as np

from sim.compiling import compiled
from sim.rules.wanted import MILLION
from sim.units import DAY, WEEK

NO_PHASE_IN = 0
"""The length of the phase-in of an arm that has none."""


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
def minutes_of_week(weekly, monday, begins, over, share):
    """Return the contact minutes W of one worker in a week of `weekly` paid contact minutes.

    From minute `begins` on, the time that can be used rises linearly from a share, in millionths,
    to all of it after `over` minutes; `NO_PHASE_IN` is none. What holds in the middle of a week
    that begins at minute `monday` holds throughout it; the week of `begins` counts from then on.
    Whole minutes, rounded down.
    """
    if over == NO_PHASE_IN or monday + WEEK <= begins:
        return np.int64(weekly)
    twice = min(max(monday, begins) + monday + WEEK - 2 * begins, 2 * over)
    whole = 2 * over * MILLION
    return np.int64(weekly * (2 * over * share + (MILLION - share) * twice) // whole)


@compiled
def fits(cost, remaining, a_day):
    """Return whether work of a given length may begin in the minutes that remain today.

    Work longer than a day's share of the week needs no more than that share.
    """
    return remaining >= min(cost, a_day)
