"""How long contacts that fall due wait in the model: for a working day, and for their worker."""

from __future__ import annotations

import numpy as np

from sim.area.deriving.waiting_for_staff import STEP, WAITED, held_at
from sim.measures.recorded.tables import Outcome
from sim.records.estimating.place import Place
from sim.records.estimating.posts import hours_available
from sim.units import DAY, HOUR, WEEK

FEW_AT_WEEKENDS = 0.02
DAYS_A_WEEK = WEEK // DAY
HELD = (Outcome.ATTENDED, Outcome.MISSED)


def first_waits(place: Place) -> float:
    """Return how many days the first contact waits after the start of a spell of the model.

    A spell starts when somebody else's ends, at any time of the week; nobody leaves the list from
    then on.
    """
    if not on_weekdays(place):
        return 0.0
    minutes = np.arange(0, WEEK, STEP, dtype=np.float64)
    open_ = float((held_at(minutes) - minutes).mean()) / DAY
    return open_ + waits_for_worker(place, float(DAYS_A_WEEK))[0]


def waits_for_worker(place: Place, interval: float) -> tuple[float, float | None]:
    """Return how long contacts wait for their worker, and the share of contact hours in use.

    A wait is at most half an interval. The share is None where contact hours are not known.
    """
    available = hours_available(place)
    if available is None:
        return 0.0, None
    contacts, rows = place.recorded.contacts, place.contacts
    held = rows[np.isin(contacts.outcome[rows], HELD)]
    known = contacts.minutes[held][contacts.minutes[held] >= 0]
    each = float(known.mean()) / HOUR if known.size else 0.0
    weeks = (place.records.closes - place.records.opens) / DAYS_A_WEEK
    full = held.size * each / weeks / available.hours
    return min(WAITED * each / available.of_a_post * DAYS_A_WEEK, interval / 2), full


def on_weekdays(place: Place) -> bool:
    """Return whether hardly any contact is held at a weekend."""
    contacts, rows = place.recorded.contacts, place.contacts
    held = rows[np.isin(contacts.outcome[rows], HELD)]
    weekday = (contacts.at[held] // DAY + place.recorded.begins.weekday()) % DAYS_A_WEEK
    return bool(held.size) and float((weekday >= DAYS_A_WEEK - 2).mean()) < FEW_AT_WEEKENDS
