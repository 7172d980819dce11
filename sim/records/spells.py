"""Who is on the list and in care at a time: as people count them, and as the model begins."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.laws import Flags, Floats, Ints
from sim.measures.recorded.tables import Outcome, Recorded
from sim.records.estimating.courses import courses, in_days


class Spells(NamedTuple):
    """Referrals in the order of their table, in days since `Recorded.begins`; shape (R,).

    ``inf`` is never. A time asked for is the midnight after a day.
    """

    person: Ints
    service: Ints
    received: Floats
    joined: Floats  # accepted, where the records say when; else received
    seen: Floats  # first attended contact, or the day they came in
    held: Floats  # first contact of any kind: the model's spell begins
    ended: Floats
    rejected: Floats

    def on_list(self, time: float) -> Flags:
        """Return which are open, and never seen."""
        return self._open(time) & (self.seen >= time)

    def in_care(self, time: float) -> Flags:
        """Return which are open, and seen."""
        return self._open(time) & (self.seen < time)

    def waits_in_model(self, time: float) -> Flags:
        """Return which wait for a place in the model: accepted, without a first contact."""
        accepted = (self.joined < time) & np.isinf(self.rejected)
        return self._open(time) & accepted & (self.held >= time)

    def in_care_in_model(self, time: float) -> Flags:
        """Return which have a spell in the model."""
        return self._open(time) & (self.held < time)

    def _open(self, time: float) -> Flags:
        found: Flags = (self.received < time) & (self.ended >= time)
        return found


def spells(recorded: Recorded) -> Spells:
    """Return what became of each referral."""
    found = courses(recorded)
    told = np.isfinite(found.decided) & (found.decided < found.rejected)
    # Who was first met at a time that is not known had been met all along.
    held = np.where(~found.known & np.isfinite(found.begun), found.received, found.begun)
    attended = np.maximum(_attended(recorded), held)
    return Spells(
        person=found.person,
        service=found.service,
        received=found.received,
        joined=np.where(told, found.decided, found.received),
        seen=np.where(attended <= found.ended, attended, np.inf),
        held=held,
        ended=found.ended,
        rejected=found.rejected,
    )


def _attended(recorded: Recorded) -> Floats:
    """Return the first attended contact; where people stay day and night, none is waited for."""
    contacts, service = recorded.contacts, recorded.referrals.service
    found = np.where(recorded.continuous[service], -np.inf, np.inf)
    met = (contacts.outcome == Outcome.ATTENDED) & (contacts.referral >= 0)
    at = in_days(contacts.at, recorded.timed)
    np.minimum.at(found, contacts.referral[met], at[met])
    return found
