"""How long a contact is."""

from __future__ import annotations

import numpy as np

from sim.area.deriving.ranges import NORMAL, Range
from sim.measures.recorded.tables import Outcome
from sim.records.estimating.estimate import Estimate, Untold
from sim.records.estimating.place import Place
from sim.records.estimating.shares import ratio_of


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
