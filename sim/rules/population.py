"""Compute the expected number of people, and whether it grows without bound.

A rate per person-year describes services only if the number of people is about constant. If people
arrive and hardly anybody leaves, every year adds people who have finished with services. The same
services then give a lower rate the longer a run lasts.
"""

from __future__ import annotations

import numpy as np

from sim.events import Window
from sim.laws import Floats, Ints
from sim.people import Persons
from sim.resolved import MISSING, Resolved
from sim.rules.settling import course, people_at
from sim.units import FOREVER

MOST_GROWTH = 0.5
"""If the number of people grows by more than this share in the window, rates are not reported."""


def outgrows(resolved: Resolved, window: Window) -> bool:
    """Return whether an arm's expected number of people grows by more than `MOST_GROWTH`.

    The numbers at the beginning and the end of the window are compared. Expected numbers are used,
    not those of one run. So all runs, and all arms with the same people, are treated alike.
    """
    numbers = resolved.numbers
    some_come = numbers.arrivals.piece_rate.any() or numbers.persons.away_at_start.any()
    if window.opens >= window.closes or not some_come:
        return False
    opening = expected_people(resolved, window.opens)
    return expected_people(resolved, window.closes) > (1 + MOST_GROWTH) * opening


def expected_people(resolved: Resolved, minute: int) -> float:
    """Return the expected number of people in the population at a minute.

    If people may leave as settled, the number follows from `sim.rules.settling`.

    In a scenario without needs, people who arrive directly at a service are left out. They leave
    when services have finished with them, so their number depends on the services.
    """
    numbers, start = resolved.numbers, resolved.start
    persons = numbers.persons
    shares = shares_in(persons, MISSING, MISSING)
    leaving = numbers.persons.exit_rates.sum(axis=1)
    begin = numbers.cohort * shares
    for here in start.table:
        begin = begin + shares_in(persons, here.group, here.area)
    if (persons.settled_level != MISSING).any():
        return _with_returns(resolved, begin, shares, minute)
    people = float(begin @ np.exp(-leaving * minute))
    arrivals, has_needs = numbers.arrivals, len(resolved.names.needs) > 0
    for stream, group in enumerate(arrivals.group.tolist()):
        if has_needs or arrivals.to[stream, 0] == MISSING:
            pieces = arrivals.piece_from[stream], arrivals.piece_rate[stream]
            still = [still_here(*pieces, rate, minute) for rate in leaving.tolist()]
            of = shares_in(persons, group, int(arrivals.area[stream]))
            people += float(of @ np.array(still))
    return people


def _with_returns(resolved: Resolved, begin: Floats, shares: Floats, minute: int) -> float:
    """Return the expected number of people if some leave as settled and may return."""
    numbers = resolved.numbers
    arrivals, away = numbers.arrivals, numbers.cohort * shares * numbers.persons.away_at_start
    who = [
        shares_in(numbers.persons, group, area)
        for group, area in zip(arrivals.group.tolist(), arrivals.area.tolist(), strict=True)
    ]
    people = 0.0
    for group in range(shares.size):
        pieces = [
            (begins, rates * of[group])
            for of, begins, rates in zip(who, arrivals.piece_from, arrivals.piece_rate, strict=True)
        ]
        of_group = course(numbers, group)
        there = float(begin[group] - away[group])
        people += people_at(minute, there, float(away[group]), of_group, pieces)
    return people


def expected_arrivals(resolved: Resolved, minute: int) -> float:
    """Return the expected number of arrivals before a minute, in all streams."""
    arrivals = resolved.numbers.arrivals
    pieces = zip(arrivals.piece_from, arrivals.piece_rate, strict=True)
    return sum(still_here(begins, rates, 0.0, minute) for begins, rates in pieces)


def still_here(begins: Ints, rates: Floats, leaving: float, minute: int) -> float:
    """Return the expected number of people who arrive in a stream and are present at a minute.

    Parameters
    ----------
    begins, rates
        The first minute and the rate per minute of each piece of the stream's rate.
    leaving
        The rate per minute at which a person leaves.
    """
    edges = np.minimum(np.append(begins, FOREVER), minute)
    came, since = np.diff(edges), minute - edges[1:]
    kept = came if leaving == 0 else -np.expm1(-leaving * came) / leaving
    return float((rates * kept * np.exp(-leaving * since)).sum())


def shares_in(persons: Persons, group: int, area: int) -> Floats:
    """Return the probability that a person is in each group and area, shape (G,).

    A known group or area has probability 1. A MISSING one is distributed by its shares.
    """
    groups = np.diff(persons.share, prepend=0.0)
    areas = np.diff(persons.area, axis=1, prepend=0.0)
    if group != MISSING:
        groups = np.eye(groups.size)[group]
    if area != MISSING:
        areas = np.tile(np.eye(persons.areas)[area], (groups.size, 1))
    shares: Floats = (groups[:, None] * areas).ravel()
    return shares
