"""Counts of contacts: whether attended, how late, and of what kind."""

from __future__ import annotations

from typing import Any

from sim.compiling import linked
from sim.events import NOBODY, ContactFlag, EventKind, EventLog
from sim.measures.activity import SLIPPED_AFTER
from sim.measures.terms import Terms, contact_covers, is_seen, stay_covers

RETELLING, URGENT = int(ContactFlag.RETELLING), int(ContactFlag.URGENT)


@linked
def be_seen(needs: EventLog, terms: Terms, service: int, contact: int, now: int) -> None:
    """Record for each need covered that a service saw the person, in a contact or in a stay."""
    for need in range(needs.size):
        stays = not contact and stay_covers(terms, service, need)
        if stays or (contact and contact_covers(terms, service, need, now)):
            needs[need].served = 1


@linked
def read_contact(
    at: Any, group: Any, service: Any, terms: Terms, limits: Any, needs: EventLog, row: Any
) -> None:
    """Count an attended or missed contact."""
    attended = row.event == EventKind.CONTACT
    if attended and is_seen(terms, row):
        be_seen(needs, terms, row.service, 1, row.time)
    if row.time < limits.opens:
        return
    at.contacts += attended
    at.missed += not attended
    at.unnamed += attended and row.worker == NOBODY
    at.slipped += row.time - row.due > SLIPPED_AFTER
    if attended:
        group.retellings += row.detail & RETELLING > 0
        group.crisis_contacts += row.detail & URGENT > 0 or service.for_crisis
