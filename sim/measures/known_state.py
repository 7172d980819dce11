"""Whether a worker knows a person: one of their workers has met them often, and recently.

Between two rows this can change in one way only: the latest contact becomes too old. All functions
are compiled into the code that reads rows.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiling import linked
from sim.events import EventLog
from sim.measures.cover_intervals import wide, worst_need
from sim.measures.cover_state import NO_SPELL, OPEN
from sim.measures.pairs import NONE, pair_with
from sim.measures.terms import Terms
from sim.rules.wanted import MILLION
from sim.units import DAY

CRISIS = 3
KNOWS_AFTER = 3
"""The number of contacts after which a worker knows a person."""
SEEN_WITHIN = 28 * DAY
SEEN_IN_CRISIS_WITHIN = 2 * DAY

KNOWN = np.dtype(
    [
        ("minutes", np.int64),  # of the window, in need and known to somebody, so far
        ("wants", np.int64),  # the person's own multiple of the help wanted, in millionths
        ("until", np.int32),  # the minute up to which it is accounted for
        ("crisis_since", np.int32),  # when a need reached level 3 while no other was; or NONE
    ],
    align=True,
)
"""The time for which a worker has known one person."""


@linked
def not_known(known: Any, now: int) -> None:
    """Set the state of a person who arrives now: no worker knows this person."""
    known.minutes = 0
    known.wants = MILLION
    known.until = now
    known.crisis_since = NONE


@linked
def see_crisis(known: Any, needs: EventLog, row: Any) -> None:
    """Record when a person's crisis began or that it is over, as a need changes its level."""
    highest = wide(row.level)
    for need in range(needs.size):
        if need != row.need:
            highest = max(highest, needs[need].level)
    if highest < CRISIS:
        known.crisis_since = NONE
    elif known.crisis_since == NONE:
        known.crisis_since = row.time


@linked
def known_until(
    known: Any, first_spell: int, first_pair: int, spells: EventLog, pairs: EventLog
) -> int:
    """Return the minute up to which a worker knows the person if no further row is read."""
    found: int = wide(known.until)
    spell = first_spell
    while spell != NO_SPELL:
        row = spells[spell]
        if row.stage == OPEN and row.worker >= 0:
            position = pair_with(first_pair, pairs, row.worker)
            if position != NONE and pairs[position].seen >= KNOWS_AFTER:
                last, since = wide(pairs[position].seen_at), wide(known.crisis_since)
                until = last + SEEN_WITHIN
                if since != NONE and last < since:
                    until = min(until, since + SEEN_IN_CRISIS_WITHIN)
                found = max(found, until)
        spell = row.next
    return found


@linked
def use_known(
    known: Any,
    person: Any,
    needs: EventLog,
    spells: EventLog,
    pairs: EventLog,
    terms: Terms,
    then: int,
    opens: int,
) -> None:
    """Account for the minutes up to `then`; no row in them changes who knows the person."""
    now = wide(known.until)
    if then <= now:
        return
    if worst_need(person, needs, terms) >= 0:
        first_spell, first_pair = wide(person.first_spell), wide(person.first_pair)
        until = min(known_until(known, first_spell, first_pair, spells, pairs), then)
        known.minutes += max(until, opens) - max(now, opens)
    known.until = then
