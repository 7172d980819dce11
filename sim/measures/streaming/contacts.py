"""Contacts: where and with whom, how late, and whose time they take."""

from __future__ import annotations

from typing import Any

from sim.compiling import inlined, linked
from sim.events import ContactFlag, EventKind, EventLog
from sim.measures.activity import SLIPPED_AFTER
from sim.measures.streaming.meetings import met_service, met_worker
from sim.measures.streaming.stays import TO_FIRST_CONTACT, TO_SECOND_CONTACT, end_wait

RETELLING, URGENT = int(ContactFlag.RETELLING), int(ContactFlag.URGENT)
FOLLOW_UP = int(ContactFlag.FOLLOW_UP)


@linked
def be_seen(needs: EventLog, terms: Any, service: int) -> None:
    """The person has been seen by a service that covers some needs."""
    for need in range(needs.size):
        if terms.covers[service, need]:
            needs[need].served = 1


@linked
def charge(workers: Any, services: EventLog, row: Any) -> None:
    """Each worker named in a row has used that much time, at the service they belong to."""
    if row.worker >= 0:
        services[workers[row.worker]].charged += row.minutes
    if row.other_worker >= 0:
        services[workers[row.other_worker]].charged += row.minutes


@inlined
def read_contact(
    m: Any, c: Any, limits: Any, person: Any, group: Any, needs: EventLog, row: Any
) -> None:
    """An attended or missed contact."""
    at, service = c.at[person.group, row.service], c.services[row.service]
    inside = row.time >= limits.opens
    attended = row.event == EventKind.CONTACT
    if inside:
        charge(m.workers, c.services, row)
        at.contacts += attended
        at.missed += not attended
        at.slipped += row.time - row.due > SLIPPED_AFTER
    if not attended:
        return
    be_seen(needs, limits.terms, row.service)
    if inside:
        group.retellings += row.detail & RETELLING > 0
        group.crisis_contacts += row.detail & URGENT > 0 or service.for_crisis
        met_service(person, m.visits[row.person], row.service, service.has_team)
    if row.worker >= 0:
        met_worker(person, m.pools[0], m.pairs, row.worker, row.time, inside)
    if row.spell >= 0 and row.detail & FOLLOW_UP == 0:
        spell = m.spells[row.spell]
        if spell.attended < 2:
            stage = TO_FIRST_CONTACT if spell.attended == 0 else TO_SECOND_CONTACT
            spell.attended += 1
            days, minutes = c.wait_days, c.wait_minutes
            end_wait(days, minutes, spell, person.group, stage, row.time, limits.opens)
