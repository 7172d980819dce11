"""Writing intervals down while a person's rows are read: what each minute between rows was.

Between two rows nothing changes except that the cover of the latest contact may run out, so
every stretch splits into at most two parts. All functions are compiled.
"""

from __future__ import annotations

import enum
from typing import Any, NamedTuple

import numpy as np

from sim.compiling import compiled
from sim.events import EventKind
from sim.measures.standing import (
    COVERED,
    NEVER,
    NO_WAY,
    OUT,
    Spells,
    Standing,
    Terms,
    cause_now,
    is_inside,
)
from sim.resolved import Ints

UNCOVERED = 1
CUT, COMPLETE, PLANNED = 0, 1, 2


class Scope(enum.IntEnum):
    """What an interval is about, and so what its `state` says."""

    NEED = 0  # a need at or above its seek level: COVERED, a Cause, or AFTER_ENDING
    PERSON = 1  # the same for the worst need of each minute
    WITHOUT_COVER = 2  # within a need episode, at any level: UNCOVERED
    CONTACT_GAP = 3  # between contacts of a need episode: COMPLETE or CUT, plus PLANNED


class Writing(NamedTuple):
    """Intervals being written: slot 0 to K - 1 by need, K the person, then K without cover."""

    table: Ints  # (rows, 6) columns as in `Intervals`
    used: Ints  # (1,) intervals found so far, also those there was no room for
    state: Ints  # (2 K + 1,) of the interval now open, OUT for none
    since: Ints  # (2 K + 1,) minutes
    need: Ints  # (2 K + 1,)


def new_writing(table: Ints, needs: int) -> Writing:
    """Nothing written yet."""
    slots = 2 * needs + 1
    return Writing(
        table=table,
        used=np.zeros(1, np.int64),
        state=np.full(slots, OUT, np.int64),
        since=np.zeros(slots, np.int64),
        need=np.zeros(slots, np.int64),
    )


@compiled
def write(
    out: Writing, person: int, scope: int, need: int, opens: int, closes: int, state: int
) -> None:
    """Write one interval down, or only count it when the table is full."""
    place = out.used[0]
    if place < out.table.shape[0]:
        out.table[place, 0] = person
        out.table[place, 1] = scope
        out.table[place, 2] = need
        out.table[place, 3] = opens
        out.table[place, 4] = closes
        out.table[place, 5] = state
    out.used[0] = place + 1


@compiled
def put(out: Writing, person: int, slot: int, need: int, state: int, now: int) -> None:
    """From now on a slot is in this state; the interval it was in ends if that is another."""
    if out.state[slot] == state and (state == OUT or out.need[slot] == need):
        return
    if out.state[slot] != OUT:
        needs = out.state.size // 2
        scope = Scope.NEED
        if slot == needs:
            scope = Scope.PERSON
        elif slot > needs:
            scope = Scope.WITHOUT_COVER
        write(out, person, scope, out.need[slot], out.since[slot], now, out.state[slot])
    out.state[slot] = state
    out.since[slot] = now
    out.need[slot] = need


@compiled
def worst_need(standing: Standing, seek_level: Ints) -> int:
    """The need of the highest level among those to seek help for, first in file order; -1: none."""
    worst = -1
    for need in range(standing.level.size):
        level = standing.level[need]
        if level >= seek_level[need] and (worst < 0 or level > standing.level[worst]):
            worst = need
    return worst


@compiled
def account(
    out: Writing,
    person: int,
    spells: Spells,
    standing: Standing,
    terms: Terms,
    seek_level: Ints,
    now: int,
    then: int,
) -> None:
    """Write down the minutes from `now` to `then`, in which no row was read."""
    needs = standing.level.size
    worst = worst_need(standing, seek_level)
    if worst < 0:
        put(out, person, needs, -1, OUT, now)
    for need in range(needs):
        in_need = standing.level[need] >= seek_level[need]
        in_episode = standing.in_episode[need]
        if not in_need:
            put(out, person, need, need, OUT, now)
        if not in_episode:
            put(out, person, needs + 1 + need, need, OUT, now)
        if not (in_need or in_episode):
            continue
        later = cause_now(spells, standing, terms, need)
        runs_out = min(max(standing.cover_until[need], now), then)
        for half in range(2):
            at = now if half == 0 else runs_out
            state = COVERED if half == 0 and runs_out > now else later
            if at == then:
                continue
            if in_need:
                put(out, person, need, need, state, at)
            if need == worst:
                put(out, person, needs, need, state, at)
            if in_episode:
                without = OUT if state == COVERED else UNCOVERED
                put(out, person, needs + 1 + need, need, without, at)


@compiled
def end_contact_gap(
    out: Writing, person: int, standing: Standing, terms: Terms, need: int, now: int, how: int
) -> None:
    """Write down the time since the latest contact of this need episode, if it is long."""
    opened = standing.seen[need]
    if opened != NEVER and now - opened > terms.shortest:
        planned = PLANNED if standing.planned[need] else 0
        write(out, person, Scope.CONTACT_GAP, need, opened, now, how + planned)


@compiled
def meet(
    out: Writing, person: int, spells: Spells, standing: Standing, terms: Terms, row: Any
) -> None:
    """The person is seen at a service: its needs are covered anew and their gaps end."""
    service, now = row["service"], row["time"]
    for need in range(standing.level.size):
        if not terms.covers[service, need]:
            continue
        standing.way[need] = NO_WAY
        if row["event"] == EventKind.CONTACT:
            standing.cover_until[need] = now + terms.covered_for
        elif not terms.continuous[service]:
            continue
        if standing.in_episode[need]:
            end_contact_gap(out, person, standing, terms, need, now, COMPLETE)
            inside = is_inside(spells, standing, terms, need)
            standing.seen[need] = NEVER if inside else now
            standing.planned[need] = False


@compiled
def part(spells: Spells, standing: Standing, terms: Terms, row: Any) -> None:
    """A spell has ended: the clock of the next gap starts, and a planned ending is remembered."""
    service, now = row["service"], row["time"]
    for need in range(standing.level.size):
        if not (terms.covers[service, need] and standing.in_episode[need]):
            continue
        if terms.continuous[service] and not is_inside(spells, standing, terms, need):
            standing.seen[need] = now
            standing.planned[need] = False
        if row["event"] == EventKind.ENDED_PLANNED and standing.seen[need] != NEVER:
            standing.planned[need] |= now - standing.seen[need] < terms.lost_after
