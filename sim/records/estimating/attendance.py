"""The share of contacts that are attended, and of those that are cancelled beforehand."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.measures.recorded.tables import Outcome
from sim.records.estimating.estimate import Estimate, Untold
from sim.records.estimating.place import Place
from sim.records.estimating.shares import share_of

CANCELLED = {
    "cancelled share": (Outcome.CANCELLED_BY_PERSON, Outcome.CANCELLED_BY_PROVIDER),
    "cancelled by person": (Outcome.CANCELLED_BY_PERSON,),
    "cancelled by provider": (Outcome.CANCELLED_BY_PROVIDER,),
}


def attendance(place: Place) -> Iterator[Estimate | Untold]:
    """Yield attended ÷ (attended + missed), and the shares of all contacts cancelled, by whom."""
    contacts, rows = place.recorded.contacts, place.contacts
    if not rows.size:
        yield place.untold("attendance", "No contact is recorded in this time.")
        return
    outcome, person = contacts.outcome[rows], contacts.person[rows]
    held = np.isin(outcome, (Outcome.ATTENDED, Outcome.MISSED))
    if not held.any():
        yield place.untold("attendance", "Each contact was cancelled.", int(rows.size))
    else:
        share = share_of(outcome[held] == Outcome.ATTENDED, person[held])
        note = "Attended ÷ (attended + missed); cancelled contacts are in neither."
        yield place.told_share("attendance", share, note)
    for item, outcomes in CANCELLED.items():
        share = share_of(np.isin(outcome, outcomes), person)
        note = "Cancelled ÷ (attended + missed + cancelled)."
        yield place.told_share(item, share, note)
