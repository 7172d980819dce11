"""How often people are seen, and how long a contact is.

The interval of the model runs from one contact, attended, missed or cancelled, to the next one.
The last one of a referral is cut off by its ending, and counts as such. Intervals of more than
three times the median are gaps: they are set apart. What contacts wait for a weekday, and, where
contact hours are known, for their worker, is taken off as `sim.area.deriving` does. In a full
diary intervals are stretched by more than that, and the interval is assumed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from sim.area.deriving.interval import ROOM
from sim.area.deriving.ranges import NORMAL, Range
from sim.area.deriving.waiting_for_staff import WAITED, falls_due_after
from sim.measures.recorded.tables import Outcome
from sim.records.estimating.courses import in_days
from sim.records.estimating.durations import Durations, Span, clustered, seen
from sim.records.estimating.estimate import Estimate, Untold
from sim.records.estimating.kaplan_meier import Curve, influences, kaplan_meier, steps
from sim.records.estimating.place import Place
from sim.records.estimating.posts import hours_available
from sim.records.estimating.shares import ratio_of
from sim.units import HOUR

GAP = 3  # times the median
FEW_AT_WEEKENDS = 0.02
DAYS_A_WEEK = 7


def interval(place: Place) -> Iterator[Estimate | Untold]:
    """Yield the delivered interval, and that after which contacts fall due."""
    durations = _intervals(place)
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
    yield _due(place, value, error, durations.people, found)


def length(place: Place) -> Estimate | Untold:
    """Return the mean minutes of an attended contact."""
    contacts = place.recorded.contacts
    rows = place.contacts[contacts.outcome[place.contacts] == Outcome.ATTENDED]
    rows = rows[contacts.minutes[rows] >= 0]
    if not rows.size:
        return place.untold("contact", "No length of a contact is recorded in this time.")
    minutes, person = contacts.minutes[rows].astype(np.float64), contacts.person[rows]
    value, error = ratio_of(minutes, np.ones(rows.size), person)
    ends = max(0.0, value - NORMAL * error), value + NORMAL * error
    found = Range(*ends, "mean, errors by person")
    note = "Of the attended contacts whose length is recorded."
    people = int(np.unique(person).size)
    return place.told("contact", value, "minutes", found, error, people, note)


def _intervals(place: Place) -> Durations:
    """Return times from each contact to the next one of its referral, or to its ending."""
    contacts, timed = place.recorded.contacts, place.recorded.timed
    rows = np.flatnonzero((contacts.service == place.service) & (contacts.referral >= 0))
    rows = rows[np.argsort(contacts.referral[rows], kind="stable")]
    at, referral = in_days(contacts.at[rows], timed), contacts.referral[rows]
    ended = place.records.courses.ended[referral]
    again = np.append(referral[1:] == referral[:-1], False)[: rows.size]
    following = np.append(at[1:], np.inf)[: rows.size]
    event = again & (following <= ended)
    span = Span(at, np.where(event, following, ended), event, contacts.person[rows])
    return seen(span, place.records.opens, place.records.closes, timed)


def _mean(curve: Curve, durations: Durations) -> tuple[float, float, float]:
    """Return the mean of the intervals that are no gaps, its error, and the share of gaps."""
    below = np.flatnonzero(curve.lasting <= 0.5)
    median = float(curve.days[below[0]] if below.size else curve.days[-1])
    near, share = curve.days <= GAP * median, steps(curve)
    inside = float(share[near].sum())
    value = float(curve.days[near] @ share[near]) / inside
    weight = np.where(near, curve.days - value, 0.0) / inside
    each = influences(curve, durations, weight)
    return value, math.sqrt(float(clustered(each, durations.person)[0, 0])), 1 - inside


def _due(place: Place, value: float, error: float, people: int, found: Range) -> Estimate:
    """Return the interval after which contacts fall due, from the one that was delivered."""
    available = hours_available(place)
    waiting, full = 0.0, None
    if available is not None:
        wanted, each = _wanted(place)
        full = wanted / available.hours
        waiting = min(WAITED * each / HOUR / available.of_a_post * DAYS_A_WEEK, value / 2)
    if full is not None and full >= ROOM:
        note = (
            f"As delivered, though {100 * full:.0f} % of the contact hours are used: a full diary "
            "may have stretched it."
        )
        return place.told("interval", value, "days", found, error, people, note, assumed=True)
    due = falls_due_after(value - waiting) if _on_weekdays(place) else value - waiting
    note = f"The delivered interval without the {value - due:.1f} days that contacts wait."
    if full is None:
        note = f"{note} Contact hours are not known: a full diary may have stretched it."
    low = max(0.0, due - math.hypot(value - found.low, waiting))
    high = due + math.hypot(found.high - value, waiting)
    range_ = Range(low, high, f"{found.method}, and waiting that is none or twice as long")
    return place.told("interval", due, "days", range_, error, people, note, assumed=full is None)


def _wanted(place: Place) -> tuple[float, float]:
    """Return the minutes a week of attended and missed contacts in hours, and minutes of each."""
    contacts, rows = place.recorded.contacts, place.contacts
    held = rows[np.isin(contacts.outcome[rows], (Outcome.ATTENDED, Outcome.MISSED))]
    minutes = contacts.minutes[held]
    each = float(minutes[minutes >= 0].mean()) if (minutes >= 0).any() else 0.0
    weeks = (place.records.closes - place.records.opens) / DAYS_A_WEEK
    return held.size * each / HOUR / weeks, each


def _on_weekdays(place: Place) -> bool:
    """Return whether hardly any contact is at a weekend."""
    rows = place.contacts
    day = np.floor(in_days(place.recorded.contacts.at[rows], timed=False)).astype(np.int64)
    weekday = (day + place.recorded.begins.weekday()) % DAYS_A_WEEK
    return bool(rows.size) and float((weekday >= 5).mean()) < FEW_AT_WEEKENDS
