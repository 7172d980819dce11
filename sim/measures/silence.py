"""Waits without word: four weeks between referral and start in which nobody was in touch.

These count as being in touch: the referral itself, its acceptance, and any attended contact of the
person at any service. All functions are compiled into the code that reads rows.
"""

from __future__ import annotations

from typing import Any

from sim.compiling import linked
from sim.events import EventKind, EventLog
from sim.measures.cover_state import NO_SPELL, REFERRED, WAITING
from sim.units import DAY

LONG_SILENCE = 28 * DAY

WORD = (int(EventKind.REFERRED), int(EventKind.ACCEPTED), int(EventKind.WAITING))
ENDS = (int(EventKind.SPELL_STARTED), int(EventKind.TURNED_AWAY), int(EventKind.LEFT_WAITING))


@linked
def was_long(spell: Any, now: int, opens: int) -> int:
    """Return 1 if the silence that ends now became long in a minute of the window, otherwise 0."""
    long_at = spell.word + LONG_SILENCE
    return 1 if long_at <= now and long_at > opens else 0


@linked
def hear(spells: EventLog, person: Any, row: Any, opens: int) -> int:
    """Update silences by a row before it changes a referral; return how many long ones end."""
    kind, now, ended = row.event, row.time, 0
    if kind == EventKind.CONTACT:
        position = person.first_spell
        while position != NO_SPELL:
            spell = spells[position]
            if spell.stage in (REFERRED, WAITING):
                ended += was_long(spell, now, opens)
                spell.word = now
            position = spell.next
    elif row.spell >= 0:
        spell = spells[row.spell]
        on_the_way = spell.stage in (REFERRED, WAITING)
        if on_the_way and (kind in WORD or kind in ENDS):
            ended = was_long(spell, now, opens)
        if kind in WORD:
            spell.word = now
    return ended


@linked
def hear_no_more(spells: EventLog, person: Any, now: int, opens: int) -> int:
    """Return how many silences of a person are long when the window closes or the person exits."""
    ended, position = 0, person.first_spell
    while position != NO_SPELL:
        spell = spells[position]
        if spell.stage in (REFERRED, WAITING):
            ended += was_long(spell, now, opens)
        position = spell.next
    return ended
