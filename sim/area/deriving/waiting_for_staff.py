"""How much later than it falls due a contact is held, and so how often contacts fall due.

A contact that falls due waits until a day on which the team works: of contacts each ten days, one
in five falls due on a Saturday and one on a Sunday, and they are held each 10.5 days. It also waits
for a worker who is with somebody else. As people who are seen regularly do not come all at once,
that is much less than in a queue of chance arrivals, and hardly depends on how full the diary is:
in the model about half of the days that a worker needs for one contact, with 60 % to 80 % of the
hours used (`tests/area/recovery`).
"""

from __future__ import annotations

from functools import cache

import numpy as np

from sim.laws import Floats
from sim.scenario.workforce import WorkingHours, minute_of_day
from sim.units import DAY, WEEK

WAITED = 0.5  # of the days that a worker needs for one contact
STEP = 10  # minutes between the beginnings of contacts that are looked at
HALVINGS = 40


def falls_due_after(days: float) -> float:
    """Return the interval in days after which contacts fall due that are held after `days`.

    A team works from Monday to Friday, as the model has it unless it is told otherwise.
    """
    if days <= 0:
        return 0.0
    low, high = 0.0, days
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if held_after(middle) < days:
            low = middle
        else:
            high = middle
    return high


def held_after(days: float) -> float:
    """Return the mean days from one contact to the next one that falls due `days` after it."""
    begins = _working_minutes()
    return float((held_at(begins + days * DAY) - begins).mean()) / DAY


def held_at(due: Floats) -> Floats:
    """Return when contacts are held that fall due at some minutes, counted from a Monday 00:00."""
    opens, closes = _hours()
    day, minute = np.divmod(due, DAY)
    over = minute >= closes
    day, minute = day + over, np.where(over, 0.0, minute)
    weekend = np.maximum(0, day % 7 - 4)  # 1 on Saturday, 2 on Sunday
    free = weekend > 0
    day = day + np.where(free, 3 - weekend, 0)
    minute = np.where(free, opens, np.maximum(minute, opens))
    return np.asarray(day * DAY + minute, np.float64)


@cache
def _working_minutes() -> Floats:
    """Return when contacts begin, in minutes of the week."""
    opens, closes = _hours()
    minutes = np.arange(STEP // 2, WEEK, STEP, dtype=np.float64)
    inside = (minutes < 5 * DAY) & (minutes % DAY >= opens) & (minutes % DAY < closes)
    return minutes[inside]


def _hours() -> tuple[int, int]:
    """Return when a day opens and closes, in minutes."""
    usual = WorkingHours()
    return minute_of_day(usual.opens), minute_of_day(usual.closes)
