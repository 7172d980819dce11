"""Record the intervals of cover and unmet need while a person's rows are read.

Between two rows only one thing can change: the cover of the latest contact may end. So the time
between two rows has at most two parts. All functions are compiled into their callers.
"""

from __future__ import annotations

import enum
from typing import Any, NamedTuple

import numpy as np

from sim.compiling import linked
from sim.events import EventKind, EventLog
from sim.laws import Ints
from sim.measures.cover_state import (
    COVERED,
    NO_WAY,
    NOT_MET,
    OPEN,
    OUT,
    cause_now,
    is_inside,
    read_dead_end,
    read_need_row,
    read_spell_row,
)
from sim.measures.terms import (
    Terms,
    contact_covers,
    is_need,
    is_seen,
    stay_covers,
    works_with,
)

UNCOVERED = 1
CUT, COMPLETE, PLANNED = 0, 1, 2


class Scope(enum.IntEnum):
    """The kind of an interval. The meaning of the interval's `state` depends on it."""

    NEED = 0  # a need at or above its seek level: COVERED, a Cause, or AFTER_ENDING
    PERSON = 1  # the same for the worst need of each minute
    WITHOUT_COVER = 2  # within a need episode, at any level: UNCOVERED
    CONTACT_GAP = 3  # between contacts of a need episode: COMPLETE or CUT, plus PLANNED


OPEN_INTERVAL = np.dtype(
    [("since", np.int32), ("need", np.int16), ("state", np.int8)],  # state OUT: none is open
    align=True,
)
"""The open interval of one of a person's 2 K + 1 clocks.

There is one clock for each of the K needs, one for the person's worst need, and one for each
need's time without cover.
"""


class Found(NamedTuple):
    """The intervals found, in the order in which they ended."""

    table: Ints  # (rows, 6) columns as in `Intervals`
    used: Ints  # (1,) intervals found so far, also those there was no room for


@linked
def wide(number: Any) -> Any:
    """Return the number as a 64-bit integer, so that functions are compiled for one type only."""
    return np.int64(number)


@linked
def write(
    out: Found, person: int, scope: int, need: int, opens: int, closes: int, state: int
) -> None:
    """Write one interval, or only count it if the table is full."""
    position = out.used[0]
    if position < out.table.shape[0]:
        out.table[position, 0] = person
        out.table[position, 1] = scope
        out.table[position, 2] = need
        out.table[position, 3] = opens
        out.table[position, 4] = closes
        out.table[position, 5] = state
    out.used[0] = position + 1


@linked
def put(
    out: Found, open_now: EventLog, person: int, clock: int, need: int, state: int, now: int
) -> None:
    """Set the state of a clock from now on.

    If the state changes, the interval so far ends and is written.
    """
    interval = open_now[clock]
    if interval.state == state and (state == OUT or interval.need == need):
        return
    if interval.state != OUT:
        needs = open_now.size // 2
        scope = Scope.NEED
        if clock == needs:
            scope = Scope.PERSON
        elif clock > needs:
            scope = Scope.WITHOUT_COVER
        write(out, person, scope, interval.need, wide(interval.since), now, wide(interval.state))
    interval.state = state
    interval.since = now
    interval.need = need


@linked
def put_out(out: Found, open_now: EventLog, person: int, now: int) -> None:
    """End all open intervals of a person."""
    for clock in range(open_now.size):
        put(out, open_now, person, clock, -1, OUT, now)


@linked
def worst_need(person: Any, needs: EventLog, terms: Terms) -> int:
    """Return the index of a person's worst need at or above its seek level; -1 if there is none.

    The worst need has the highest level; of needs at the same level, it is the first in file
    order.
    """
    worst = -1
    for need in range(needs.size):
        level = needs[need].level
        in_need = is_need(terms, person.group, need, level)
        if in_need and (worst < 0 or level > needs[worst].level):
            worst = need
    return worst


@linked
def put_need(
    out: Found,
    open_now: EventLog,
    number: int,
    need: int,
    is_worst: bool,
    in_need: bool,
    in_episode: int,
    state: int,
    at: int,
) -> None:
    """Set the state of a need from `at` on, and that of the person if it is their worst need."""
    size = open_now.size // 2
    put(out, open_now, number, need, need, state if in_need else OUT, at)
    if is_worst:
        put(out, open_now, number, size, need, state, at)
    without = UNCOVERED if in_episode and state != COVERED else OUT
    put(out, open_now, number, size + 1 + need, need, without, at)


@linked
def account_by_one_rule(
    out: Found,
    open_now: EventLog,
    number: int,
    person: Any,
    needs: EventLog,
    spells: EventLog,
    terms: Terms,
    now: int,
    then: int,
) -> None:
    """Record the cover of each need from `now` to `then`, a time without a change of rules."""
    worst = worst_need(person, needs, terms)
    if worst < 0:
        put(out, open_now, number, needs.size, -1, OUT, now)
    for need in range(needs.size):
        here = needs[need]
        in_need = is_need(terms, person.group, need, here.level)
        state, runs_out = OUT, then
        if in_need or here.in_episode:
            covered = here.met != NOT_MET and here.met + terms.covered_for > now
            state = COVERED
            if not covered:
                state = cause_now(spells, person, here.way, terms, need, now)
            runs_out = min(here.met + terms.covered_for, then) if covered else then
        is_worst = need == worst
        put_need(out, open_now, number, need, is_worst, in_need, here.in_episode, state, now)
        if runs_out < then:
            state = cause_now(spells, person, here.way, terms, need, now)
            put_need(
                out, open_now, number, need, is_worst, in_need, here.in_episode, state, runs_out
            )


@linked
def account(
    out: Found,
    open_now: EventLog,
    number: int,
    person: Any,
    needs: EventLog,
    spells: EventLog,
    terms: Terms,
    now: int,
    then: int,
) -> None:
    """Record the cover of each need from `now` to `then`, between two rows of the person.

    The rules may change in between. `number` is the number of the person, and `then` is later than
    `now`.
    """
    if now < terms.change < then:
        account_by_one_rule(out, open_now, number, person, needs, spells, terms, now, terms.change)
        now = terms.change
    account_by_one_rule(out, open_now, number, person, needs, spells, terms, now, then)


@linked
def end_contact_gap(
    out: Found, number: int, need: Any, which: int, terms: Terms, now: int, how: int
) -> None:
    """Write the time since the latest contact of a need episode, if it is long enough to count."""
    if need.seen != NOT_MET and now - need.seen > terms.shortest:
        planned = PLANNED if need.planned else 0
        write(out, number, Scope.CONTACT_GAP, which, need.seen, now, how + planned)


@linked
def meet(
    out: Found,
    number: int,
    person: Any,
    needs: EventLog,
    spells: EventLog,
    terms: Terms,
    row: Any,
) -> None:
    """Record that a service sees the person.

    From now on, the needs that this contact or stay covers are covered, and their contact gaps
    end.
    """
    service, now = row.service, row.time
    for which in range(needs.size):
        if not works_with(terms, service, which, now):
            continue
        need = needs[which]
        need.way = NO_WAY
        if row.event == EventKind.CONTACT:
            if not (contact_covers(terms, service, which, now) and is_seen(terms, row)):
                continue
            need.met = now
        elif not stay_covers(terms, service, which):
            continue
        if need.in_episode:
            end_contact_gap(out, number, need, which, terms, now, COMPLETE)
            need.seen = NOT_MET if is_inside(spells, person, terms, which) else now
            need.planned = 0


@linked
def part(person: Any, needs: EventLog, spells: EventLog, terms: Terms, row: Any) -> None:
    """Record that a spell has ended: a gap begins after a stay, and a planned ending is stored."""
    service, now = row.service, row.time
    for which in range(needs.size):
        need = needs[which]
        helps = contact_covers(terms, service, which, now) or stay_covers(terms, service, which)
        if not (helps and need.in_episode):
            continue
        if stay_covers(terms, service, which) and not is_inside(spells, person, terms, which):
            need.seen = now
            need.planned = 0
        if row.event == EventKind.ENDED_PLANNED and need.seen != NOT_MET:
            need.planned = need.planned or now - need.seen < terms.lost_after


@linked
def read(
    out: Found,
    number: int,
    person: Any,
    needs: EventLog,
    spells: EventLog,
    terms: Terms,
    row: Any,
) -> None:
    """Update the state of the person by one row of the log."""
    kind, spell = row.event, row.spell
    if kind == EventKind.NEED_CHANGED:
        needs[row.need].level = row.level
    elif spell >= 0:
        was_open = spells[spell].stage == OPEN
        read_spell_row(spells, person, row)
        if was_open and kind in (EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED):
            part(person, needs, spells, terms, row)
    elif kind == EventKind.NOWHERE_TO_GO:
        read_dead_end(person, needs, terms, row)
    else:
        if kind == EventKind.EPISODE_ENDED:
            end_contact_gap(out, number, needs[row.need], wide(row.need), terms, row.time, CUT)
        read_need_row(person, needs, row)
    if kind in (EventKind.CONTACT, EventKind.SPELL_STARTED):
        meet(out, number, person, needs, spells, terms, row)


@linked
def leave(
    out: Found, open_now: EventLog, number: int, needs: EventLog, terms: Terms, now: int
) -> None:
    """End all open intervals and contact gaps of a person whose rows have all been read."""
    put_out(out, open_now, number, now)
    for which in range(needs.size):
        end_contact_gap(out, number, needs[which], which, terms, now, CUT)
