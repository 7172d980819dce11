"""The credit of help of one need: contacts add to it, and minutes in need use it up.

Credit is counted in minutes of help times the minutes of a week. A minute in need then uses as
much credit as minutes of help are wanted per week, and all numbers stay whole. Between two rows
the credit changes only in two ways: it is used up, and it lapses. Therefore minutes are accounted
for later, when a row is read that changes the rate of use. All functions are compiled into the
code that reads rows.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiling import linked
from sim.events import ContactFlag, EventKind, EventLog
from sim.measures.cover_intervals import wide
from sim.measures.cover_state import is_inside
from sim.measures.terms import Terms, contact_covers, is_need, person_wants
from sim.resolved import LEVELS
from sim.rules.presenting import NEVER_HELD, SEVERE, last_held, presenting_level
from sim.units import WEEK

NO_HELP = int(ContactFlag.RETELLING | ContactFlag.STIGMATISING)
"""Flags of contacts that give no credit."""

HELP = np.dtype(
    [
        ("credit", np.int64),  # minutes of help times minutes of a week
        ("short", np.int64),  # minutes of the window so far
        ("in_need", np.int64),  # likewise
        ("lapses", np.int64),  # the minute from which on the credit is gone
        ("until", np.int32),  # the minute up to which it is accounted for
        ("since", np.int32),  # when the level held now was taken
        ("held", np.int32, (LEVELS,)),  # see `presenting_level`
    ],
    align=True,
)
"""The help of one need of one person."""


@linked
def no_help(helps: EventLog, now: int) -> None:
    """Set the state of a person who arrives now: no need has had any help."""
    for need in range(helps.size):
        help_ = helps[need]
        help_.credit = 0
        help_.short = 0
        help_.in_need = 0
        help_.until = now
        help_.lapses = now
        help_.since = now
        for level in range(LEVELS):
            help_.held[level] = NEVER_HELD


@linked
def change_level(help_: Any, row: Any, before: int) -> None:
    """Record that a need takes another level.

    On arrival, the level counts as held until then.
    """
    if row.event == EventKind.NEED_IS:
        help_.held[row.level] = row.time - 1
    else:
        help_.held[before] = last_held(wide(help_.since), wide(row.time), wide(help_.held[before]))
    help_.since = row.time


@linked
def use_help(help_: Any, rate: int, in_need: bool, inside: bool, then: int, opens: int) -> None:
    """Account for the minutes up to `then`, during which the need has one level.

    `rate` is the help wanted at that level, in minutes a week. `inside` is true if a continuous
    stay covers the need; no credit is then used and no minute is short of help.
    """
    now, lapses = wide(help_.until), wide(help_.lapses)
    if then <= now:
        return
    help_.until = then
    if in_need:
        help_.in_need += max(then, opens) - max(now, opens)
    enough_until = now
    if in_need and not inside and rate > 0:
        valid_until = max(min(then, lapses), now)
        minutes = min(valid_until - now, help_.credit // rate)
        help_.credit -= minutes * rate
        enough_until = now + minutes
        if enough_until < valid_until:  # a minute with too little uses the rest
            help_.credit = 0
        help_.short += max(then, opens) - max(enough_until, opens)
    if then >= lapses:
        help_.credit = 0


@linked
def use_all(
    person: Any, needs: EventLog, helps: EventLog, spells: EventLog, terms: Terms, wants: int,
    then: int, opens: int,
) -> None:  # fmt: skip
    """Account for the minutes up to `then` for every need of a person; see `use_help`."""
    for need in range(needs.size):
        level = wide(needs[need].level)
        in_need = is_need(terms, person.group, need, level)
        inside = in_need and is_inside(spells, person, terms, need)
        use_help(helps[need], person_wants(terms, wants, level), in_need, inside, then, opens)


@linked
def presents_at(
    needs: EventLog, helps: EventLog, terms: Terms, group: int, need: int, now: int
) -> int:
    """Return the level at which a need of a person of this group presents itself now."""
    over = terms.presenting_over[group, need]
    level = wide(needs[need].level)
    found: int = presenting_level(level, helps[need].held, now, over)
    return found


@linked
def who_is_helped(
    needs: EventLog, helps: EventLog, terms: Terms, group: int, service: int, now: int
) -> int:
    """Return the index of the need that a contact helps, or -1 if it helps none.

    Of the needs that the service covers, it is the one with the highest presenting level.
    """
    worst, highest = -1, -1
    for need in range(needs.size):
        if contact_covers(terms, service, need, now):
            level = presents_at(needs, helps, terms, group, need, now)
            if level > highest:
                worst, highest = need, level
    return worst


@linked
def give_help(
    needs: EventLog, helps: EventLog, terms: Terms, group: int, wants: int, row: Any
) -> None:
    """Add the length of an attended contact to the credit of one need, up to a limit."""
    now = wide(row.time)
    need = who_is_helped(needs, helps, terms, group, row.service, now)
    if need < 0 or row.detail & NO_HELP:
        return
    help_ = helps[need]
    if now >= help_.lapses:
        help_.credit = 0
    level = presents_at(needs, helps, terms, group, need, now)
    rate = max(person_wants(terms, wants, level), person_wants(terms, wants, SEVERE))
    given = min(help_.credit + wide(row.length) * WEEK, terms.covered_for * rate)
    help_.credit = max(help_.credit, given)
    help_.lapses = now + terms.covered_for
