"""How long people wait on a list before they leave it unseen.

The event is that a referral is closed before any contact as the person asked to leave, moved or did
not come, or for no reason that is recorded. The first contact and every other ending censor. What
the first contact of the model waits for its worker is no time on the list, and is taken off. The
risk of leaving is told by four weeks of waiting. Weeks with few leavers are joined.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from sim.area.deriving.counting import Count
from sim.area.deriving.ranges import of_count, of_mean_time
from sim.laws import Floats
from sim.records.estimating.acceptance import says_when
from sim.records.estimating.courses import LEFT
from sim.records.estimating.durations import Durations, Span, seen
from sim.records.estimating.estimate import Estimate, Family, Law, Parameter, Step, Untold
from sim.records.estimating.laws import Told
from sim.records.estimating.place import Place
from sim.records.estimating.waiting import first_waits

BAND = 28  # days
FEWEST = 10
"""Leavers of one step of the table at least."""


def patience(place: Place) -> Estimate | Untold:
    """Return the risk of leaving the list, by days waited, with the mean if it were always alike.

    Waiting begins when a referral is accepted, where the records say when, else when it is
    received.
    """
    if not place.shows_care:
        return place.untold("patience", place.SHOWS_NO_CARE)
    durations = _waiting(place)
    if not durations.exit.size:
        return place.untold("patience", "Nobody is known to have waited in this time.")
    if durations.events == 0:
        why = "Nobody who waited left unseen in this time."
        return place.untold("patience", why, durations.people)
    spent, events = float((durations.exit - durations.entry).sum()), durations.events
    found = of_mean_time(spent, Count(events, events, events), "who left")
    mean = spent / events
    told = Told(
        Law(Family.HAZARD, steps=_steps(durations)),
        mean, found.low, found.high, mean / math.sqrt(events),
        "risk of leaving by four weeks waited; mean = days waited ÷ those who left unseen",
    )  # fmt: skip
    begins = "when it was accepted" if says_when(place) else "when it was received"
    note = (
        "Closed before any contact, as the person did not come, moved or asked to leave. Waiting "
        f"begins {begins}. The first contact, any other closure and the last day cut it off."
    )
    return place.told_law("patience", told, durations.people, note)


def _waiting(place: Place) -> Durations:
    courses = place.courses
    begins = courses.decided if says_when(place) else courses.received
    listed = np.isinf(courses.rejected) & courses.known
    event = courses.closed & np.isin(courses.why, LEFT) & np.isinf(courses.begun)
    started = np.maximum(begins, courses.begun - first_waits(place))
    span = Span(
        begins[listed],
        np.minimum(started, courses.ended)[listed],
        event[listed],
        courses.person[listed],
    )
    return seen(span, place.records.opens, place.records.closes, place.recorded.timed)


def _steps(durations: Durations) -> tuple[Step, ...]:
    """Return the steps of a hazard table; each has `FEWEST` leavers, if all have."""
    bands = int(durations.exit[durations.event].max() // BAND) + 1
    edges = BAND * np.arange(bands + 1, dtype=np.float64)
    edges[-1] = np.inf
    left, _ = np.histogram(durations.exit[durations.event], edges)
    spent = np.array([_spent(durations, a, b) for a, b in pairwise(edges)])
    joined: list[tuple[int, int, float]] = []  # begin, leavers, days
    for band in range(bands):
        joined.append((band * BAND, int(left[band]), float(spent[band])))
        if len(joined) > 1 and (joined[-2][1] < FEWEST or joined[-1][1] == 0):
            _join(joined)
    while len(joined) > 1 and joined[-1][1] < FEWEST:
        _join(joined)
    return tuple(Step(begins, _per_day(events, days)) for begins, events, days in joined)


def _join(bands: list[tuple[int, int, float]]) -> None:
    """Join the last two bands."""
    (_, events, days), (begins, before, spent) = bands.pop(), bands.pop()
    bands.append((begins, before + events, spent + days))


def _spent(durations: Durations, begins: float, ends: float) -> float:
    """Return the days waited between two lengths of waiting."""
    inside: Floats = np.minimum(durations.exit, ends) - np.maximum(durations.entry, begins)
    return float(np.maximum(0.0, inside).sum())


def _per_day(events: int, days: float) -> Parameter:
    """Return the probability of leaving on a day, from leavers and the days they waited."""
    found = of_count(Count(events, events, events), "who left")
    rate, low, high = (-math.expm1(-each / days) for each in (events, found.low, found.high))
    return Parameter("per_day", rate, low, high, rate / math.sqrt(events))
