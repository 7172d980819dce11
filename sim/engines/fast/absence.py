"""Find the days on which a worker does not work: bank holidays, leave, sickness, training."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map, linked
from sim.engines.fast import constants as const
from sim.engines.fast.drawing import draw, lasts
from sim.engines.fast.memory import closed, service, team, worker, works_on
from sim.engines.fast.program import part
from sim.resolved import MISSING
from sim.rules.absence import minutes_at_work
from sim.units import DAY, WEEK


@linked
def absence_after(w, who, since, number):
    """Return the minutes at which a worker's absence with this number begins and ends.

    `since` is the end of the absence before it, or the minute at which the worker started.
    """
    row = worker(w, who)
    here = service(w, row.service)
    of = team(w, here.team)
    u = draw(w, const.PURPOSE_AT_WORK, here.name, row.key, number)
    begins = since + minutes_at_work(u, of.at_work)
    ends = begins + lasts(w, of.away_spells, const.PURPOSE_AWAY, here.name, row.key, number)
    return begins, ends


@part
def await_absence(w: Map, who: int) -> None:
    """Draw the first absence of a worker who starts now."""
    row = worker(w, who)
    row.absence = 0
    row.away_from = row.away_to = 0
    if team(w, service(w, row.service).team).away_spells != MISSING:
        row.away_from, row.away_to = absence_after(w, who, w[const.AT_NOW], np.int64(0))


@part
def forget_absences(w: Map, who: int) -> None:
    """Replace a worker's stored absence by the first one that ends after their week began."""
    row = worker(w, who)
    if team(w, service(w, row.service).team).away_spells == MISSING:
        return
    monday = row.week * WEEK - w[const.AT_SINCE_MONDAY]
    while row.away_to <= monday:
        row.absence += 1
        row.away_from, row.away_to = absence_after(
            w, who, np.int64(row.away_to), np.int64(row.absence)
        )


@part
def is_away(w: Map, who: int, day: int) -> bool:
    """Return whether a worker is away when a day of the run opens.

    The day must not be before the week for which the worker's minutes are counted.
    """
    row = worker(w, who)
    index = np.int64(service(w, row.service).team)
    of, days = team(w, index), w[const.AT_CLOSED_DAYS]
    if 0 <= day < days and closed(w, index * days + day, 1)[0]:
        return True
    if of.away_spells == MISSING:
        return False
    opens = day * DAY + of.day_opens
    begins, ends, number = np.int64(row.away_from), np.int64(row.away_to), np.int64(row.absence)
    while ends <= opens:
        number += 1
        begins, ends = absence_after(w, who, ends, number)
    return begins <= opens


@part
def may_be_away(w: Map, who: int) -> bool:
    """Return whether the workers of this worker's team can ever be away."""
    of = team(w, service(w, worker(w, who).service).team)
    return w[const.AT_CLOSED_DAYS] > 0 or of.away_spells != MISSING


@part
def days_there(w: Map, who: int, first: int, last: int) -> int:
    """Return the number of days on which a worker works and is not away.

    `first` and `last` are included. Days are counted from the Monday of the first week.
    """
    week = works_on(w, 7 * np.int64(service(w, worker(w, who).service).team), 7)
    offset = w[const.AT_SINCE_MONDAY] // DAY
    days = 0
    for day in range(first, last + 1):
        if week[day % 7] and not is_away(w, who, day - offset):
            days += 1
    return np.int64(days)
