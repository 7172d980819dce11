"""The credit of help of one need: what contacts give it, and what its minutes in need use.

Credit is counted in minutes of help times minutes of a week, so that a minute in need uses the
wanted minutes per week as they are and everything stays whole. Between two rows nothing changes
but by itself: credit is used up, and it lapses. So minutes are accounted for late, when a row
comes that changes what they use. All functions are compiled into the code that reads rows.
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
"""Contacts that give no credit."""

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
"""One need of one person."""


@linked
def no_help(helps: EventLog, now: int) -> None:
    """Note that no need of a person who arrives now has had any help."""
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
    """Note that a need takes another level; on arrival, the level counts as held until then."""
    if row.event == EventKind.NEED_IS:
        help_.held[row.level] = row.time - 1
    else:
        help_.held[before] = last_held(wide(help_.since), wide(row.time), wide(help_.held[before]))
    help_.since = row.time


@linked
def use_help(help_: Any, rate: int, in_need: bool, inside: bool, then: int, opens: int) -> None:
    """Account for the minutes up to `then`, in which the need has one level.

    `rate` is the help wanted at that level, in minutes a week; `inside`, whether a continuous
    stay covers the need, in which nothing is used and nothing is short.
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
    """Return the level at which a need of someone of a group presents itself now."""
    over = terms.presenting_over[group, need]
    level = wide(needs[need].level)
    found: int = presenting_level(level, helps[need].held, now, over)
    return found


@linked
def who_is_helped(
    needs: EventLog, helps: EventLog, terms: Terms, group: int, service: int, now: int
) -> int:
    """Return the index of the need that a contact helps; -1 if it helps none.

    Of the needs that the service covers, this is the one with the highest presenting level.
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
    """An attended contact gives its length to one need, up to as much as may be kept."""
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
