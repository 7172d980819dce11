"""Account for one worker's time: when they may begin work, and how much of a week they may use.

All times are counted from Monday, 00:00, of the week in which the run begins. A week lasts from
Monday to Sunday. A week's contact minutes W are spread evenly over the D working days of a full
week: by the end of the d-th day at work, a worker may have used W * d / D of them. While an arm is
phased in, W is less; only `minutes_of_week` computes W.
"""

from __future__ import annotations

import numpy as np

from sim.compiling import compiled
from sim.rules.wanted import MILLION
from sim.units import DAY, WEEK

NO_PHASE_IN = 0
"""The length of the phase-in of an arm without one."""


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

    In a phase-in, the share of these minutes that can be used rises linearly: from `share` (in
    millionths) at minute `begins` to all of them after `over` minutes. If `over` is `NO_PHASE_IN`,
    there is no phase-in. The week begins at minute `monday`, and the share at its middle applies
    to the whole week. In the week that contains `begins`, only the part from then on is
    considered. The result is in whole minutes, rounded down.
    """
    if over == NO_PHASE_IN or monday + WEEK <= begins:
        return np.int64(weekly)
    twice = min(max(monday, begins) + monday + WEEK - 2 * begins, 2 * over)
    whole = 2 * over * MILLION
    return np.int64(weekly * (2 * over * share + (MILLION - share) * twice) // whole)


@compiled
def fits(cost, remaining, a_day):
    """Return whether work of `cost` minutes may begin if the week allows `remaining` more by now.

    Work that is longer than a day's share of the week needs only that share to be left.
    """
    return remaining >= min(cost, a_day)
