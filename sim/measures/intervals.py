"""Convert a log to intervals of need: covered or unmet, without cover, and between contacts.

Each person's rows are read once. `sim.measures.cover_state` describes the state that is kept from
row to row. `sim.measures.cover_intervals` describes the intervals that are written.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiling import compiled
from sim.events import EventLog
from sim.laws import Ints
from sim.measures.cover_intervals import OPEN_INTERVAL, Found, account, leave, read
from sim.measures.cover_state import NEED, OUT, PERSON, SPELL, reset
from sim.measures.observed import Observed, rows_about_people
from sim.measures.terms import Terms, terms_of
from sim.resolved import Resolved


class Intervals(NamedTuple):
    """The intervals of all people up to the window's close, shape (N,). `closes` is exclusive."""

    person: Ints
    scope: Ints  # a Scope
    need: Ints  # for Scope.PERSON the worst need, the same throughout
    opens: Ints  # minutes
    closes: Ints  # minutes
    state: Ints


def intervals(seen: Observed, resolved: Resolved) -> Intervals:
    """Return every interval of each person, from arrival to exit or the window's close.

    Intervals that ended before the window opened are included; callers cut them or leave them out.
    The result is empty if the scenario has no needs.
    """
    if seen.needs == 0:
        return Intervals(*np.zeros((6, 0), np.int64))
    terms = terms_of(resolved)
    order = rows_about_people(seen.rows)
    referrals = int(seen.rows["spell"].max(initial=-1)) + 1
    size = order.size
    while True:
        out = Found(np.empty((size, 6), np.int64), np.zeros(1, np.int64))
        walk(
            seen.rows,
            order,
            seen.group,
            seen.arrived,
            seen.left,
            terms,
            np.zeros(1, PERSON),
            np.zeros(seen.needs, NEED),
            np.zeros(2 * seen.needs + 1, OPEN_INTERVAL),
            np.zeros(referrals, SPELL),
            out,
        )
        found = int(out.used[0])
        if found <= size:
            return Intervals(*out.table[:found].T)
        size = found


@compiled
def walk(
    rows: EventLog,
    order: Ints,
    group: Ints,
    arrived: Ints,
    left: Ints,
    terms: Terms,
    people: EventLog,
    needs: EventLog,
    open_now: EventLog,
    spells: EventLog,
    out: Found,
) -> None:
    """Read the rows of all people, person by person; `people` has one row, for the current one."""
    person = people[0]
    first = 0
    while first < order.size:
        number = rows[order[first]].person
        now, end = arrived[number], left[number]
        reset(person, needs)
        person.group = group[number]
        open_now["state"][:] = OUT
        while first < order.size and rows[order[first]].person == number:
            row = rows[order[first]]
            then = min(row.time, end)
            if then > now:
                account(out, open_now, number, person, needs, spells, terms, now, then)
                now = then
            read(out, number, person, needs, spells, terms, row)
            first += 1
        if end > now:
            account(out, open_now, number, person, needs, spells, terms, now, end)
        leave(out, open_now, number, needs, terms, end)
