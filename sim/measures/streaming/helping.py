"""Counts for enough help during a run: what rows and the passing of time change, and sums."""

from __future__ import annotations

from typing import Any

from sim.compiling import inlined, linked
from sim.events import EventKind, EventLog
from sim.laws import Ints
from sim.measures.cover_intervals import wide
from sim.measures.help_state import change_level, give_help, no_help, use_all
from sim.measures.helped import CHANGES, QUARTERS
from sim.measures.known_state import not_known, see_crisis, use_known
from sim.measures.silence import hear, hear_no_more
from sim.measures.streaming.layout import NONE
from sim.measures.streaming.pools import drop_first, push
from sim.measures.terms import Terms, is_seen
from sim.rules.wanted import MILLION

NEED_IS, NEED_CHANGED = int(EventKind.NEED_IS), int(EventKind.NEED_CHANGED)
WANTS = int(EventKind.WANTS)
CONTACT, SPELL_STARTED = int(EventKind.CONTACT), int(EventKind.SPELL_STARTED)


@inlined
def arrive_unhelped(m: Any, terms: Terms, who: int, needs: int, now: int) -> None:
    """Begin to count help for a person who arrives without earlier rows, if help is measured."""
    if not terms.counts_help:
        return
    no_help(m.helps[who * needs : (who + 1) * needs], now)
    not_known(m.known[who], now)
    m.known[who].crises = NONE


@inlined
def read_help(
    m: Any, c: Any, terms: Terms, limits: Any, person: Any, needs: EventLog, who: int, row: Any
) -> None:
    """Update the counts of help by a row about a person, before it updates any other counts."""
    if not terms.counts_help:
        return
    kind, now, opens = row.event, wide(row.time), wide(limits.opens)
    helps = m.helps[who * needs.size : (who + 1) * needs.size]
    known, group, spells = m.known[who], c.groups[person.group], m.spells
    if kind in CHANGES:
        use_all(person, needs, helps, spells, terms, wide(known.wants), now, opens)
        use_known(known, person, needs, spells, m.pairs, terms, now, opens)
    group.silences += hear(spells, person, row, opens)
    if kind == WANTS:
        known.wants = row.detail
    elif kind in (NEED_IS, NEED_CHANGED):
        change_level(helps[row.need], row, wide(needs[row.need].level))
        before = known.crisis_since
        see_crisis(known, needs, row)
        if kind == NEED_CHANGED and before == NONE and known.crisis_since != NONE:
            reach_crisis(person, known, group, m.pools[1], m.endings, limits, now)
    elif kind == CONTACT:
        give_help(needs, helps, terms, person.group, wide(known.wants), row)
    if (kind == CONTACT and is_seen(terms, row)) or (
        kind == SPELL_STARTED and terms.continuous[row.service]
    ):
        see_crises(known, group, m.pools[1], m.endings, limits, now, 1, 1)


@inlined
def sum_up_help(
    m: Any,
    c: Any,
    terms: Terms,
    limits: Any,
    person: Any,
    needs: EventLog,
    who: int,
    known_until: int,
    then: int,
) -> None:
    """Count the help that a person has had, after their last row."""
    if not terms.counts_help:
        return
    opens, number = wide(limits.opens), wide(person.group)
    helps = m.helps[who * needs.size : (who + 1) * needs.size]
    known, group = m.known[who], c.groups[number]
    use_all(person, needs, helps, m.spells, terms, wide(known.wants), wide(then), opens)
    use_known(known, person, needs, m.spells, m.pairs, terms, wide(then), opens)
    group.silences += hear_no_more(m.spells, person, wide(then), opens)
    group.known += known.minutes
    see_crises(known, group, m.pools[1], m.endings, limits, known_until, 0, 0)
    count_helped(helps, group, c.help_minutes[number], wide(limits.enough))


@linked
def count_helped(helps: EventLog, group: Any, minutes: Ints, enough: int) -> None:
    """Count the minutes of one person's needs, and the share of these minutes with enough help.

    `minutes` are those of the person's group, shape (K, 2): short of help, in need. `enough` is in
    millionths.
    """
    short, in_need = wide(0), wide(0)
    for need in range(helps.size):
        short += helps[need].short
        in_need += helps[need].in_need
        minutes[need, 0] += helps[need].short
        minutes[need, 1] += helps[need].in_need
    if in_need > 0:
        helped = in_need - short
        group.bands[(helped * QUARTERS + in_need - 1) // in_need] += 1
        group.enough += helped * MILLION >= in_need * enough


@linked
def reach_crisis(
    person: Any, known: Any, group: Any, pool: Any, rows: EventLog, limits: Any, now: int
) -> None:
    """Keep a crisis until it is known whether a contact follows in time.

    It is kept only if the whole time for a contact lies in the window. A person in a continuous
    stay counts as seen at once.
    """
    if now < limits.opens or now + limits.seen_within > limits.closes:
        return
    if person.inside > 0:
        group.crises_seen[1] += 1
        return
    see_crises(known, group, pool, rows, limits, now, 0, 1)
    known.crises = push(pool, rows, known.crises, now, NONE)


@linked
def see_crises(
    known: Any, group: Any, pool: Any, rows: EventLog, limits: Any, now: int, met: int, there: int
) -> None:
    """Count the crises that a contact has followed in time (`met`), or can no longer follow.

    A crisis is left out if the person leaves before its time is over. It counts as not followed if
    its time is over in the same minute.
    """
    while known.crises != NONE:
        limit = rows[rows[known.crises].next].time + limits.seen_within
        if limit < now or (limit == now and not met and not there):
            group.crises_seen[0] += 1
        elif met:
            group.crises_seen[1] += 1
        elif there:
            return
        known.crises = drop_first(pool, rows, known.crises)
