"""Where one person stands with services, need by need, as their rows are read one after another.

The state here is everything that decides whether a need is unmet, and why. It changes only when
a row of that person is read, except that the cover a contact gives runs out by itself.
All functions are compiled; `sim.measures.intervals` reads a whole log with them, and an engine
that keeps no log can call them as it goes.
"""

from __future__ import annotations

import enum
from typing import Any, NamedTuple

import numpy as np

from sim.compiling import compiled
from sim.events import EventKind, Reason
from sim.resolved import Flags, Ints
from sim.units import FOREVER

NEVER = FOREVER
OUT = -1
COVERED = 0
AFTER_ENDING = 10
"""A part of `Cause.NOT_YET_SOUGHT`, told apart here and added to it by whoever counts causes."""

GONE, REFERRED, WAITING, OPEN = 0, 1, 2, 3
"""Stages of a referral; a referral that was never made is gone too."""

NO_WAY, REFUSED, LET_GO = 0, 1, 2
"""How a person's latest way for a need led nowhere: not at all, turned away, or at an ending."""

LIVE, DISENGAGED = 0, 1
"""Places in `Standing.number`."""


class Cause(enum.IntEnum):
    """Why a minute of need is unmet: the first of these that holds."""

    WORKER_LOST = 1
    MISSED_CONTACT = 2
    CONTACT_OVERDUE = 3
    BETWEEN_SERVICES = 4
    WAITING_LIST = 5
    AWAITING_DECISION = 6
    TURNED_AWAY = 7
    DISENGAGED = 8
    NOT_YET_SOUGHT = 9


class Terms(NamedTuple):
    """What counts as need and as cover. G groups, K needs, S services."""

    seek_level: Ints  # (G, K)
    covers: Flags  # (S, K)
    continuous: Flags  # (S,)
    covered_for: int  # minutes
    lost_after: int  # minutes
    shortest: int  # minutes: shorter gaps between contacts are of no interest


class Spells(NamedTuple):
    """Every referral of the log, by its number. Shape (R,)."""

    service: Ints
    stage: Ints
    from_service: Flags  # another service passed the person on
    unallocated: Flags  # the worker left and nobody has taken over
    lost: Flags  # the worker left and nobody has been met since
    missed: Flags  # the latest contact was missed
    blocked: Flags  # the place is held, contacts are over


class Standing(NamedTuple):
    """One person, now. Shape (K,) unless stated."""

    level: Ints
    in_episode: Flags
    cover_until: Ints  # minutes; an attended contact covers the need until then
    way: Ints  # NO_WAY, REFUSED or LET_GO
    seen: Ints  # minutes: latest contact of this need episode, NEVER without one or inside
    planned: Flags  # a planned ending came within `lost_after` of `seen`
    live: Ints  # numbers of the referrals and spells that are not gone
    number: Ints  # (2,) how many of them there are, and whether the person is disengaged


def new_spells(referrals: int) -> Spells:
    """Referrals none of which has been made yet."""
    flags = [np.zeros(referrals, np.bool_) for _ in range(5)]
    return Spells(np.zeros(referrals, np.int64), np.zeros(referrals, np.int64), *flags)


def new_standing(needs: int, live: int) -> Standing:
    """A person of whom nothing is known, with room for `live` referrals at once."""
    return Standing(
        level=np.zeros(needs, np.int64),
        in_episode=np.zeros(needs, np.bool_),
        cover_until=np.zeros(needs, np.int64),
        way=np.zeros(needs, np.int64),
        seen=np.full(needs, NEVER, np.int64),
        planned=np.zeros(needs, np.bool_),
        live=np.zeros(live, np.int64),
        number=np.zeros(2, np.int64),
    )


@compiled
def reset(standing: Standing) -> None:
    """Make this standing the next person's."""
    standing.level[:] = 0
    standing.in_episode[:] = False
    standing.cover_until[:] = 0
    standing.way[:] = NO_WAY
    standing.seen[:] = NEVER
    standing.planned[:] = False
    standing.number[:] = 0


@compiled
def set_stage(spells: Spells, standing: Standing, spell: int, service: int, stage: int) -> None:
    """Move a referral to a stage and keep the list of live ones."""
    before = spells.stage[spell]
    live = standing.number[LIVE]
    if before == GONE and stage != GONE:
        standing.live[live] = spell
        standing.number[LIVE] = live + 1
    elif before != GONE and stage == GONE:
        for place in range(live):
            if standing.live[place] == spell:
                standing.live[place] = standing.live[live - 1]
                standing.number[LIVE] = live - 1
                break
    spells.service[spell] = service
    spells.stage[spell] = stage


@compiled
def is_inside(spells: Spells, standing: Standing, terms: Terms, need: int) -> bool:
    """Whether the person is at a continuous service (a hospital, say) that covers the need."""
    for place in range(standing.number[LIVE]):
        spell = standing.live[place]
        service = spells.service[spell]
        if (
            spells.stage[spell] == OPEN
            and terms.continuous[service]
            and terms.covers[service, need]
        ):
            return True
    return False


@compiled
def cause_in_spell(spells: Spells, spell: int) -> int:
    """Why a need is unmet although this referral or spell covers it; OUT if it explains nothing."""
    stage = spells.stage[spell]
    if stage == OPEN:
        if spells.blocked[spell]:
            return OUT
        if spells.unallocated[spell] or spells.lost[spell]:
            return Cause.WORKER_LOST
        if spells.missed[spell]:
            return Cause.MISSED_CONTACT
        return Cause.CONTACT_OVERDUE
    if spells.from_service[spell]:
        return Cause.BETWEEN_SERVICES
    return Cause.WAITING_LIST if stage == WAITING else Cause.AWAITING_DECISION


@compiled
def cause_now(spells: Spells, standing: Standing, terms: Terms, need: int) -> int:
    """Why the need is unmet when no recent contact covers it; COVERED inside a hospital."""
    if is_inside(spells, standing, terms, need):
        return COVERED
    first = 99
    for place in range(standing.number[LIVE]):
        spell = standing.live[place]
        if terms.covers[spells.service[spell], need]:
            cause = cause_in_spell(spells, spell)
            if cause != OUT and cause < first:
                first = cause
    if first != 99:
        return first
    if standing.way[need] == REFUSED:
        return Cause.TURNED_AWAY
    if standing.number[DISENGAGED] == 1:
        return Cause.DISENGAGED
    return AFTER_ENDING if standing.way[need] == LET_GO else Cause.NOT_YET_SOUGHT


@compiled
def read_need_row(standing: Standing, row: Any) -> None:
    """A row about a need itself, or about looking for help with it."""
    kind, need = row["event"], row["need"]
    if kind in (EventKind.NEED_IS, EventKind.NEED_CHANGED):
        standing.level[need] = row["level"]
    elif kind == EventKind.EPISODE_BEGAN:
        standing.in_episode[need] = True
    elif kind == EventKind.EPISODE_ENDED:
        standing.in_episode[need] = False
        standing.way[need] = NO_WAY
        standing.seen[need] = NEVER
    elif kind == EventKind.SOUGHT and need >= 0:
        standing.way[need] = NO_WAY if row["service"] >= 0 else REFUSED
    elif kind == EventKind.DISENGAGED:
        standing.number[DISENGAGED] = 1
    elif kind == EventKind.REENGAGED:
        standing.number[DISENGAGED] = 0


@compiled
def read_dead_end(standing: Standing, terms: Terms, seek_level: Ints, row: Any) -> None:
    """A NOWHERE_TO_GO row: being turned away concerns its need, an ending every need left open."""
    service, reason = row["service"], row["detail"]
    turned_away = reason in (Reason.TURNED_AWAY, Reason.SEEKING)
    ended = reason in (Reason.MISSED_CONTACTS, Reason.FINISHED_SETTLED, Reason.FINISHED_IN_NEED)
    for need in range(standing.level.size):
        if turned_away and row["need"] == need:
            standing.way[need] = REFUSED
        elif ended and terms.covers[service, need] and standing.level[need] >= seek_level[need]:
            standing.way[need] = LET_GO


@compiled
def read_spell_row(spells: Spells, standing: Standing, row: Any) -> None:
    """A row that moves a referral from stage to stage, or its worker away from it."""
    kind, spell, service = row["event"], row["spell"], row["service"]
    if spell < 0:
        return
    if kind == EventKind.REFERRED:
        set_stage(spells, standing, spell, service, REFERRED)
        spells.from_service[spell] = row["detail"] >= 0
    elif kind in (EventKind.ACCEPTED, EventKind.WAITING):
        set_stage(spells, standing, spell, service, WAITING)
    elif kind == EventKind.SPELL_STARTED:
        set_stage(spells, standing, spell, service, OPEN)
    elif kind in (
        EventKind.TURNED_AWAY,
        EventKind.LEFT_WAITING,
        EventKind.ENDED_PLANNED,
        EventKind.ENDED_UNPLANNED,
    ):
        set_stage(spells, standing, spell, service, GONE)
    elif kind == EventKind.UNALLOCATED:
        spells.unallocated[spell] = True
        spells.lost[spell] |= row["worker"] >= 0
    elif kind == EventKind.ALLOCATED:
        spells.unallocated[spell] = False
        spells.lost[spell] |= row["other_worker"] >= 0
    elif kind == EventKind.HANDED_OFF_BLOCKED:
        spells.blocked[spell] = True
    elif kind in (EventKind.CONTACT, EventKind.CONTACT_MISSED):
        spells.missed[spell] = kind == EventKind.CONTACT_MISSED
        spells.lost[spell] &= kind == EventKind.CONTACT_MISSED
