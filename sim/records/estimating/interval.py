"""How often people are seen.

The interval of the model runs from one contact, attended, missed or cancelled, to the next one. The
last one of a referral is cut off by its ending, and counts as such. Intervals of more than three
times the median are gaps: they are set apart. What contacts wait for a weekday, and, where contact
hours are known, for their worker, is taken off, as in the model they wait again. In a full diary
intervals are stretched by more than that, and the interval is assumed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sim.area.deriving.interval import ROOM
from sim.area.deriving.ranges import NORMAL, Range
from sim.area.deriving.waiting_for_staff import HALVINGS, held_at
from sim.laws import Floats
from sim.records.estimating.courses import in_days
from sim.records.estimating.durations import Durations, Span, clustered, seen
from sim.records.estimating.estimate import Estimate, Untold
from sim.records.estimating.kaplan_meier import Curve, influences, kaplan_meier, steps
from sim.records.estimating.place import Place
from sim.records.estimating.waiting import on_weekdays, waits_for_worker
from sim.units import DAY

GAP = 3  # times the median
SHOWN = 0.05  # days that contacts wait


class Delivered(NamedTuple):
    """The mean interval that was delivered."""

    value: float  # days
    error: float
    found: Range
    people: int
    begins: Floats  # when the intervals began that ended in the window, in days


def interval(place: Place) -> Iterator[Estimate | Untold]:
    """Yield the delivered interval, and that after which contacts fall due."""
    durations, begins = _intervals(place)
    curve = kaplan_meier(durations)
    if curve is None:
        why = "Hardly anybody was seen twice in this time."
        yield place.untold("interval", why, durations.people)
        return
    value, error, apart = _mean(curve, durations)
    factor = math.exp(NORMAL * error / value)
    found = Range(value / factor, value * factor, "mean by Kaplan-Meier, errors by person")
    note = (
        f"From one contact to the next. {100 * apart:.0f} % of intervals were more than {GAP} "
        "times the median: they are gaps and set apart."
    )
    yield place.told("delivered interval", value, "days", found, error, durations.people, note)
    yield _due(place, Delivered(value, error, found, durations.people, begins))


def _intervals(place: Place) -> tuple[Durations, Floats]:
    """Return times from each contact to the next, and when those began that ended in the window."""
    contacts, timed = place.recorded.contacts, place.recorded.timed
    rows = np.flatnonzero((contacts.service == place.service) & (contacts.referral >= 0))
    rows = rows[np.argsort(contacts.referral[rows], kind="stable")]
    at, referral = in_days(contacts.at[rows], timed), contacts.referral[rows]
    ended = place.records.courses.ended[referral]
    again = np.append(referral[1:] == referral[:-1], False)[: rows.size]
    following = np.where(again, np.append(at[1:], np.inf)[: rows.size], np.inf)
    event = again & (following <= ended)
    span = Span(at, np.minimum(following, ended), event, contacts.person[rows])
    durations = seen(span, place.records.opens, place.records.closes, timed)
    return durations, at[event & place.inside(following)]


def _mean(curve: Curve, durations: Durations) -> tuple[float, float, float]:
    """Return the mean of the intervals that are no gaps, its error, and the share of gaps."""
    below = np.flatnonzero(curve.lasting <= 0.5)
    median = float(curve.days[below[0]] if below.size else curve.days[-1])
    near, share = curve.days <= GAP * median, steps(curve)
    inside = float(share[near].sum())
    value = float(curve.days[near] @ share[near]) / inside
    weight = np.where(near, curve.days - value, 0.0) / inside
    each = influences(curve, durations, weight)
    error = math.sqrt(float(clustered(each, durations.person)[0, 0]))
    return value, error, max(0.0, float(share.sum()) - inside)


def _due(place: Place, seen_: Delivered) -> Estimate:
    """Return the interval after which contacts fall due, from the one that was delivered.

    Its range is as wide as if contacts waited for no worker, or for twice as long.
    """
    value, error, found, people, begins = seen_
    waiting, full = waits_for_worker(place, value)
    if full is not None and full >= ROOM:
        note = (
            f"As delivered, though {100 * full:.0f} % of the contact hours are used: a full diary "
            "may have stretched it."
        )
        return place.told("interval", value, "days", found, error, people, note, assumed=True)
    down, up = (math.hypot(value - end, waiting) for end in (found.low, found.high))
    ends = [value - waiting + each for each in (-down, 0.0, up)]
    if on_weekdays(place):
        ends = [_falls_due_after(place, begins, each) for each in ends]
    low, due, high = (max(0.0, each) for each in ends)
    note = "As delivered."
    if value - due > SHOWN:
        note = f"The delivered interval without the {value - due:.1f} days that contacts wait."
    if full is None:
        note = f"{note} Contact hours are not known: a full diary may have stretched it."
    method = found.method
    if waiting:
        method = f"{method}, and waiting that is none or twice as long"
    range_ = Range(low, high, method)
    return place.told("interval", due, "days", range_, error, people, note, assumed=full is None)


def _falls_due_after(place: Place, begins: Floats, days: float) -> float:
    """Return the interval in days after which contacts fall due that are held after `days`.

    `begins` is when intervals began; a team works from Monday to Friday.
    """
    monday = place.recorded.begins.weekday()  # days of the week before the first
    start = (begins + monday) * DAY

    def held_after(due: float) -> float:
        held = held_at(start + due * DAY) / DAY - monday
        if not place.recorded.timed:
            held = np.floor(held) + 0.5
        return float((held - begins).mean())

    low, high = 0.0, days
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if held_after(middle) < days:
            low = middle
        else:
            high = middle
    return high
