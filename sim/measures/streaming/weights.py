"""The weights of spells in the caseloads of their workers, updated row by row."""

from __future__ import annotations

from typing import Any

from sim.compiling import linked
from sim.events import EventKind


@linked
def take_off(spell: Any, service: Any, clipped: int) -> None:
    """Stop counting a spell in its worker's caseload from now on."""
    if spell.counts:
        service.weight_minutes += spell.weight * clipped
        service.weight -= spell.weight
        spell.counts = 0


@linked
def put_on(spell: Any, service: Any, clipped: int) -> None:
    """Count a spell in its worker's caseload from now on."""
    if not spell.counts and spell.weight > 0:
        service.weight_minutes -= spell.weight * clipped
        service.weight += spell.weight
        spell.counts = 1


@linked
def read_weight(spell: Any, service: Any, row: Any, opens: int) -> None:
    """Update caseload weights by a row about a spell, before it changes the stage or worker."""
    kind, clipped = row.event, max(row.time, opens)
    if kind in (EventKind.REFERRED, EventKind.SPELL_STARTED):
        spell.weight = spell.counts = 0
    elif kind == EventKind.WEIGHED:
        take_off(spell, service, clipped)
        spell.weight = row.detail
        if not spell.unallocated:
            put_on(spell, service, clipped)
    elif kind == EventKind.ALLOCATED:
        put_on(spell, service, clipped)
    elif kind in (EventKind.UNALLOCATED, EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED):
        take_off(spell, service, clipped)
