"""A log as intervals of need: covered or unmet and why, time without cover, gaps between contacts.

One pass over each person's rows; see `sim.measures.standing` for what is remembered from row to
row, and `sim.measures.accounting` for what is written down between them.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.compiling import compiled
from sim.events import EventKind, EventLog
from sim.measures.accounting import (
    CUT,
    Writing,
    account,
    end_contact_gap,
    meet,
    new_writing,
    part,
    put,
)
from sim.measures.observed import Observed, order_by_person, rows_of
from sim.measures.standing import (
    OPEN,
    OUT,
    Spells,
    Standing,
    Terms,
    new_spells,
    new_standing,
    read_dead_end,
    read_need_row,
    read_spell_row,
    reset,
)
from sim.resolved import Ints, Resolved
from sim.units import DAY


class Intervals(NamedTuple):
    """Intervals of all people up to the window's close, shape (N,). `closes` is not included."""

    person: Ints
    scope: Ints  # a Scope
    need: Ints  # for Scope.PERSON the worst need, the same throughout
    opens: Ints  # minutes
    closes: Ints  # minutes
    state: Ints


def intervals(seen: Observed, resolved: Resolved) -> Intervals:
    """Every interval of every person from their arrival to the window's close or their exit.

    Intervals that ended before the window opened are included; callers cut or leave out. Empty
    when the scenario has no needs.
    """
    if seen.needs == 0:
        return Intervals(*np.zeros((6, 0), np.int64))
    terms = terms_of(resolved)
    order = order_by_person(seen.rows)
    order = order[np.count_nonzero(seen.rows["person"] < 0) :]
    referrals = int(seen.rows["spell"].max(initial=-1)) + 1
    size = order.size
    while True:
        table = np.empty((size, 6), np.int64)
        found = walk(
            seen.rows,
            order,
            seen.group,
            seen.arrived,
            seen.left,
            terms,
            new_spells(referrals),
            new_standing(seen.needs, most_referrals(seen)),
            new_writing(table, seen.needs),
        )
        if found <= size:
            return Intervals(*table[:found].T)
        size = found


def most_referrals(seen: Observed) -> int:
    """The largest number of referrals and spells of one person."""
    rows = rows_of(seen, EventKind.REFERRED, EventKind.WAITING, EventKind.SPELL_STARTED)
    return int(np.bincount(rows["person"]).max(initial=0))


def terms_of(resolved: Resolved) -> Terms:
    """What counts as need and as cover in this arm."""
    measuring = resolved.measuring
    return Terms(
        seek_level=np.ascontiguousarray(resolved.numbers.needs.seek_level, np.int64),
        covers=np.ascontiguousarray(resolved.numbers.services.covers, np.bool_),
        continuous=np.ascontiguousarray(resolved.numbers.services.continuous, np.bool_),
        covered_for=int(measuring.covered_for),
        lost_after=int(measuring.lost_after),
        shortest=min([int(measuring.lost_after) - 1, *(d * DAY for d in measuring.gap_days)]),
    )


@compiled
def read(
    out: Writing,
    person: int,
    spells: Spells,
    standing: Standing,
    terms: Terms,
    seek_level: Ints,
    row: Any,
) -> None:
    """Change where the person stands by one row."""
    kind, spell = row["event"], row["spell"]
    if kind == EventKind.EPISODE_ENDED:
        end_contact_gap(out, person, standing, terms, row["need"], row["time"], CUT)
    was_open = spell >= 0 and spells.stage[spell] == OPEN
    read_need_row(standing, row)
    read_spell_row(spells, standing, row)
    if kind in (EventKind.CONTACT, EventKind.SPELL_STARTED):
        meet(out, person, spells, standing, terms, row)
    elif was_open and kind in (EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED):
        part(spells, standing, terms, row)
    elif kind == EventKind.NOWHERE_TO_GO:
        read_dead_end(standing, terms, seek_level, row)


@compiled
def walk(
    rows: EventLog,
    order: Ints,
    group: Ints,
    arrived: Ints,
    left: Ints,
    terms: Terms,
    spells: Spells,
    standing: Standing,
    out: Writing,
) -> int:
    """Read everybody's rows, in the order of persons; how many intervals there are."""
    needs = standing.level.size
    first = 0
    while first < order.size:
        person = rows[order[first]]["person"]
        seek_level = terms.seek_level[group[person]]
        now, end = arrived[person], left[person]
        reset(standing)
        while first < order.size and rows[order[first]]["person"] == person:
            row = rows[order[first]]
            then = min(row["time"], end)
            if then > now:
                account(out, person, spells, standing, terms, seek_level, now, then)
                now = then
            read(out, person, spells, standing, terms, seek_level, row)
            first += 1
        if end > now:
            account(out, person, spells, standing, terms, seek_level, now, end)
        for slot in range(2 * needs + 1):
            put(out, person, slot, -1, OUT, end)
        for need in range(needs):
            end_contact_gap(out, person, standing, terms, need, end, CUT)
    return int(out.used[0])
