"""Who is on the list and in care at a time: as people count them, and as the model begins."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.laws import Flags, Floats, Ints
from sim.measures.recorded.tables import Recorded
from sim.records.estimating.courses import courses


class Spells(NamedTuple):
    """Referrals in the order of their table, in days since `Recorded.begins`; shape (R,).

    ``inf`` is never. A time asked for is the midnight after a day.
    """

    person: Ints
    service: Ints
    received: Floats
    joined: Floats  # accepted, where the records say when; else received
    seen: Floats  # first attended contact, or the day they came in
    held: Floats  # first contact, attended or missed: the model's spell begins
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
    seen, held = (
        np.where(~found.known & np.isfinite(first), found.received, first)
        for first in (found.attended, found.held)
    )
    return Spells(
        person=found.person,
        service=found.service,
        received=found.received,
        joined=np.where(told, found.decided, found.received),
        seen=seen,
        held=held,
        ended=found.ended,
        rejected=found.rejected,
    )
