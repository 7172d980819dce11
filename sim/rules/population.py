"""The expected number of people, and whether it grows without bound.

A rate per person-year says something of services only while the number of people stays about
what it is. Where people come and hardly anybody leaves, each year adds people whose dealings with
services are over, and the same services give a lower rate the longer a run lasts.
"""

from __future__ import annotations

import math

import numpy as np

from sim.events import Window
from sim.resolved import MISSING, Floats, Ints, Resolved
from sim.units import FOREVER

MOST_GROWTH = 0.5
"""By how much the number of people may grow over the measured time before rates are withheld."""


def outgrows(resolved: Resolved, window: Window) -> bool:
    """Whether the people of an arm grow by more than `MOST_GROWTH` over a window.

    It goes by what is to be expected and not by one run, so that every run, and every arm of the
    same people, is told alike.
    """
    if window.opens >= window.closes or not resolved.numbers.arrivals.piece_rate.any():
        return False
    opening = expected_people(resolved, window.opens)
    return expected_people(resolved, window.closes) > (1 + MOST_GROWTH) * opening


def expected_people(resolved: Resolved, minute: int) -> float:
    """The expected number of people in the population at a minute.

    Without needs, people who come straight to a service are left out: they leave when services
    are done with them, and how many are there is for the services to say.
    """
    numbers, start = resolved.numbers, resolved.start
    shares = np.diff(numbers.persons.share, prepend=0.0)
    leaving = numbers.persons.exit_rates.sum(axis=1)
    begin = numbers.cohort * shares
    for here in start.table:
        begin = begin + _of_group(here.group, shares)
    people = float(begin @ np.exp(-leaving * minute))
    arrivals, has_needs = numbers.arrivals, len(resolved.names.needs) > 0
    for stream, group in enumerate(arrivals.group.tolist()):
        if has_needs or arrivals.to[stream] == MISSING:
            pieces = arrivals.piece_from[stream], arrivals.piece_rate[stream]
            still = [still_here(*pieces, rate, minute) for rate in leaving.tolist()]
            people += float(_of_group(group, shares) @ np.array(still))
    return people


def expected_arrivals(resolved: Resolved, minute: int) -> float:
    """The expected number of people who come until a minute, in all streams."""
    arrivals = resolved.numbers.arrivals
    pieces = zip(arrivals.piece_from, arrivals.piece_rate, strict=True)
    return sum(still_here(begins, rates, 0.0, minute) for begins, rates in pieces)


def still_here(begins: Ints, rates: Floats, leaving: float, minute: int) -> float:
    """Of the people of a stream, the expected number who came before a minute and are there.

    Parameters
    ----------
    begins, rates
        Of each piece of the stream's rate its first minute and its rate per minute.
    leaving
        At which each of them leaves, per minute.
    """
    people = 0.0
    ends = [*begins.tolist()[1:], FOREVER]
    for begin, end, rate in zip(begins.tolist(), ends, rates.tolist(), strict=True):
        if begin >= minute:
            break
        came, since = min(end, minute) - begin, minute - min(end, minute)
        kept = came if leaving == 0 else -math.expm1(-leaving * came) / leaving
        people += rate * kept * math.exp(-leaving * since)
    return people


def _of_group(group: int, shares: Floats) -> Floats:
    """One person by groups: of a known group, or as groups are shared out."""
    return shares if group == MISSING else np.eye(shares.size)[group]
