"""Contact while in care, row by row: when each open spell was last quiet."""

from __future__ import annotations

from typing import Any

from sim.compiling import linked
from sim.events import Ending, EventKind, EventLog, Leaving
from sim.measures.cover_state import GONE, NO_SPELL, OPEN
from sim.measures.in_care import CareTally
from sim.measures.streaming.layout import NONE
from sim.measures.terms import Terms
from sim.units import DAY

BEGINS = (int(EventKind.REFERRED), int(EventKind.WAITING), int(EventKind.SPELL_STARTED))
STARTED, CONTACT = int(EventKind.SPELL_STARTED), int(EventKind.CONTACT)
PAUSED, RESUMED = int(EventKind.PAUSED), int(EventKind.RESUMED)
ENDED = (int(EventKind.ENDED_PLANNED), int(EventKind.ENDED_UNPLANNED))
LEFT_WAITING = int(EventKind.LEFT_WAITING)
BY_ITSELF = (int(Leaving.PATIENCE), int(Leaving.SETTLED))
NOT_BY_CARE = (int(Ending.EXITED), int(Ending.MOVED_BY_CHANGE))


@linked
def read_care(spell: Any, care: CareTally, terms: Terms, group: int, row: Any, opens: int) -> None:
    """Update counts by a row about a referral or spell, before the row changes its stage."""
    kind = row.event
    if spell.stage == GONE and kind in BEGINS:
        spell.quiet_since = NONE
    if row.time >= opens and (terms.watched[row.service] or terms.continuous[row.service]):
        count_over(spell, care, terms, group, row)
    if not terms.watched[row.service]:
        return
    if kind in (STARTED, CONTACT, PAUSED, RESUMED) or kind in ENDED:
        hear_from(
            spell, care, terms, group, row.service, row.time, opens, 1 if kind == CONTACT else 0
        )
        if kind == STARTED or (spell.stage == OPEN and kind in (CONTACT, RESUMED)):
            spell.quiet_since = row.time
            spell.after_contact = kind != STARTED


@linked
def count_over(spell: Any, care: CareTally, terms: Terms, group: int, row: Any) -> None:
    """Count an accepted referral that ends in the window, seen or not."""
    kind = row.event
    if kind == LEFT_WAITING and spell.listed and row.detail in BY_ITSELF:
        care.over[group, row.service, 1] += 1
    own = kind in ENDED and row.detail not in NOT_BY_CARE
    if own and spell.stage == OPEN and spell.has_clock:
        met = spell.attended > 0 or terms.continuous[row.service]
        care.over[group, row.service, 0 if met else 1] += 1


@linked
def hear_from(
    spell: Any,
    care: CareTally,
    terms: Terms,
    group: int,
    service: int,
    now: int,
    opens: int,
    complete: int,
) -> None:
    """Count the quiet time of a spell that ends now, if there is one."""
    since = spell.quiet_since
    if since == NONE:
        return
    clipped = max(now, opens)
    care.minutes[group, service] += clipped - max(since, opens)
    for column in range(terms.gap_days.size):
        passes = since + terms.gap_days[column] * DAY
        care.unseen[group, service, column] += max(clipped - max(passes, opens), 0)
        if spell.after_contact and opens <= passes < now:
            care.gaps[group, service, column, complete] += 1
    spell.quiet_since = NONE


@linked
def sum_up_care(
    person: Any, spells: EventLog, care: CareTally, terms: Terms, now: int, opens: int
) -> None:
    """Count the quiet times of a person who exits, or for whom the window closes."""
    position = person.first_spell
    while position != NO_SPELL:
        spell = spells[position]
        if spell.stage == OPEN:
            hear_from(spell, care, terms, person.group, spell.service, now, opens, 0)
        position = spell.next
