"""Account for the minutes of a worker's week, and decide what may begin now."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.absence import days_there, forget_absences, may_be_away
from sim.engines.fast.caseloads import post_share
from sim.engines.fast.layout import NONE
from sim.engines.fast.memory import service, team, work, worker, works_on
from sim.engines.fast.program import part
from sim.engines.fast.queues import opening
from sim.rules.budget import days_worked, fits, minutes_of_week
from sim.rules.posts import part_of
from sim.units import DAY, WEEK


@part
def minutes_in(w: Map, who: int) -> int:
    """Return the contact minutes that a worker has in the week that their account covers."""
    of = worker(w, who)
    weekly = team(w, service(w, of.service).team).weekly_minutes
    weekly = part_of(np.int64(weekly), post_share(w, who))
    monday = np.int64(of.week) * WEEK
    begins = w[const.AT_CHANGES_AT] + w[const.AT_SINCE_MONDAY]
    return minutes_of_week(weekly, monday, begins, w[const.AT_PHASE_OVER], w[const.AT_PHASE_SHARE])


@part
def allowed_by(w: Map, who: int, last: int, minutes: int) -> int:
    """Return how many of the `minutes` of their week a worker may use by the end of day `last`."""
    of = worker(w, who)
    index = service(w, of.service).team
    first = max(np.int64(of.week) * 7, np.int64(of.first_day))
    if may_be_away(w, who):
        days = days_there(w, who, first, last)
    else:
        days = days_worked(first, last, works_on(w, 7 * index, 7))
    return minutes * days // team(w, index).days_a_week


@part
def turn_to_week(w: Map, who: int) -> None:
    """Bring a worker's account of minutes up to the present week.

    Overrun is carried over; unused time lapses.
    """
    of = worker(w, who)
    now = (w[const.AT_NOW] + w[const.AT_SINCE_MONDAY]) // WEEK
    while of.week < now:
        allowed = allowed_by(w, who, np.int64(of.week) * 7 + 6, minutes_in(w, who))
        of.overrun = max(np.int64(0), of.overrun + of.used - allowed)
        of.used = of.last_cost = 0
        if of.overrun == 0:
            of.week = now
        else:
            of.week += 1
        of.week_days = NONE
    if of.week_days == NONE and may_be_away(w, who):
        forget_absences(w, who)
        monday = np.int64(of.week) * 7
        of.week_days = days_there(w, who, max(monday, np.int64(of.first_day)), monday + 6)


@part
def allowed_before_today(w: Map, who: int) -> int:
    """Return the minutes of this week that a worker could use by the end of yesterday."""
    turn_to_week(w, who)
    yesterday = (w[const.AT_NOW] + w[const.AT_SINCE_MONDAY]) // DAY - 1
    return allowed_by(w, who, yesterday, minutes_in(w, who))


@part
def has_room(w: Map, who: int, index: int) -> bool:
    """Return whether a piece of work fits into the minutes that the worker's week allows by now.

    Urgent work may use the whole week; other work, the days up to today.
    """
    turn_to_week(w, who)
    of, row = worker(w, who), work(w, index)
    today = (w[const.AT_NOW] + w[const.AT_SINCE_MONDAY]) // DAY
    last = np.int64(of.week) * 7 + 6 if row.urgent else today
    minutes = minutes_in(w, who)
    remaining = allowed_by(w, who, last, minutes) - of.used - of.overrun
    a_day = minutes // team(w, service(w, of.service).team).days_a_week
    return fits(np.int64(row.cost), remaining, a_day)


@part
def occupy(w: Map, who: int, minutes: int) -> None:
    """Make a worker busy from now on, and count the minutes in their week.

    The run stops with a fault if the worker is busy already or is not at work.
    """
    turn_to_week(w, who)
    of = worker(w, who)
    if of.busy_until > w[const.AT_NOW] or opening(w, who, w[const.AT_NOW]) != w[const.AT_NOW]:
        w[const.AT_STATUS], w[const.AT_CULPRIT] = const.STATUS_BUSY_TWICE, who
    of.busy_until = w[const.AT_NOW] + minutes
    of.used += minutes
    of.last_cost = minutes
