"""What became of each referral: when its person joined the list, was first seen, and left."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.laws import Flags, Ints
from sim.measures.recorded.tables import NEVER, Outcome, Recorded


class Spells(NamedTuple):
    """Times of referrals, in the order of `Referrals`; `NEVER` for what is not recorded. (R,)."""

    service: Ints
    joined: Ints  # the list: received, or decided where the records say when
    seen: Ints  # first attended contact; the first day of a stay at a service day and night
    ended: Ints  # closed, silent or dead
    refused: Flags  # rejected, now or later

    @property
    def off_the_list(self) -> Ints:
        """When the person was no longer waiting."""
        return np.minimum(self.seen, self.ended)

    def waits_at(self, time: int) -> Flags:
        """Return which referrals wait at a time: open, and never seen."""
        return (self.joined < time) & (self.off_the_list >= time) & ~self.refused

    def is_in_care_at(self, time: int) -> Flags:
        """Return which referrals are in care at a time: open, and seen."""
        return (self.seen < time) & (self.ended >= time) & ~self.refused


def spells(recorded: Recorded) -> Spells:
    """Return what became of each referral. Nothing is known from `taken` on."""
    referrals = recorded.referrals
    known = np.where(referrals.decided == NEVER, referrals.received, referrals.decided)
    died = recorded.people.died[referrals.person]
    ended = np.minimum(np.minimum(referrals.closed, referrals.silent), died)
    ended = np.where(ended >= recorded.taken, NEVER, ended)
    return Spells(
        referrals.service, known, _seen(recorded, ended), ended, referrals.rejected != NEVER
    )


def _seen(recorded: Recorded, ended: Ints) -> Ints:
    """Return when each referral was first seen: by contacts, or by a stay that it led to."""
    referrals, contacts, stays = recorded.referrals, recorded.contacts, recorded.stays
    seen = np.full(len(referrals.received), NEVER)
    attended = (contacts.outcome == Outcome.ATTENDED) & (contacts.referral >= 0)
    np.minimum.at(seen, contacts.referral[attended], contacts.at[attended])
    by_place: dict[tuple[int, int], list[int]] = {}
    for row in np.flatnonzero(recorded.continuous[referrals.service]).tolist():
        seen[row] = NEVER
        by_place.setdefault((referrals.person[row], referrals.service[row]), []).append(row)
    places = zip(stays.person.tolist(), stays.service.tolist(), strict=True)
    for place, start in zip(places, stays.start.tolist(), strict=True):
        rows = [
            row
            for row in by_place.get(place, ())
            if referrals.received[row] <= start <= ended[row] and seen[row] == NEVER
        ]
        if rows:
            seen[rows[-1]] = start
    return seen
