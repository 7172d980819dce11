"""Working time of services: how many minutes of an interval lie inside working hours."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiling import compiled, linked
from sim.events import Window
from sim.laws import Flags, Ints
from sim.resolved import MISSING, Resolved
from sim.rules.contact import working_minutes
from sim.units import DAY


class Calendars(NamedTuple):
    """Working hours by service, shape (S,) unless stated.

    For a service without a team, every minute is a working minute.
    """

    works_on: Flags  # (S, 7) Monday first
    day_opens: Ints  # minutes after midnight
    day_closes: Ints
    since_monday: int  # minutes from the Monday of the first week to minute 0


def calendars(resolved: Resolved) -> Calendars:
    """Return the working hours of every service of an arm."""
    team, teams = resolved.numbers.services.team, resolved.numbers.workforce
    size = len(team)
    made = Calendars(
        np.ones((size, 7), np.bool_),
        np.zeros(size, np.int64),
        np.full(size, DAY),
        resolved.calendar.since_monday,
    )
    has = team != MISSING
    made.works_on[has] = teams.works_on[team[has]]
    made.day_opens[has] = teams.day_opens[team[has]]
    made.day_closes[has] = teams.day_closes[team[has]]
    return made


@linked
def worked_before(times: Calendars, service: int, time: int) -> int:
    """Return the working minutes of a service from the start of the run to this minute."""
    days, opens, closes = (
        times.works_on[service],
        times.day_opens[service],
        times.day_closes[service],
    )
    until = working_minutes(time + times.since_monday, days, opens, closes)
    found: int = until - working_minutes(times.since_monday, days, opens, closes)
    return found


def working_minutes_between(
    times: Calendars,
    service: Ints,
    begins: Ints,
    ends: Ints,
    window: Window,
    weights: Ints | None = None,
) -> Ints:
    """Return the working minutes of intervals inside a window, by service, shape (S,).

    Parameters
    ----------
    service, begins, ends
        Shape (N,): the service of each interval, its first minute, and the minute after its last.
        An interval that ends before it begins, or lies outside the window, counts 0.
    weights
        How many times each interval counts; once by default.
    """
    often = np.ones(len(service), np.int64) if weights is None else weights
    spans = (np.clip(edge, window.opens, window.closes) for edge in (begins, ends))
    columns = map(np.ascontiguousarray, (service, *spans, often))
    return added_up(times, *columns)


@compiled
def added_up(times: Calendars, service: Ints, begins: Ints, ends: Ints, weights: Ints) -> Ints:
    """Add up, for each service, the weight of each interval times its working minutes."""
    total = np.zeros(times.day_opens.size, np.int64)
    for position in range(service.size):
        if ends[position] > begins[position]:
            where = service[position]
            span = worked_before(times, where, ends[position]) - worked_before(
                times, where, begins[position]
            )
            total[where] += weights[position] * span
    return total
