"""Hold follow-ups: the contacts that were promised after an ending."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.booking import lengths, next_ordinal
from sim.engines.fast.budget import occupy
from sim.engines.fast.caseloads import least_loaded_of_all
from sim.engines.fast.ending import has_come
from sim.engines.fast.inner import contact_felt, stigmatises
from sim.engines.fast.layout import NONE
from sim.engines.fast.memory import follow_up_by, past, person, service, spell, work
from sim.engines.fast.program import part
from sim.engines.fast.queues import free_work, join, new_work, remove
from sim.engines.fast.shared import (
    area_of,
    held_by,
    level_at,
    note,
    note_length,
    spell_at,
    worst_need,
)
from sim.resolved import MISSING
from sim.rules.contact import helps_though_felt


@part
def open_spell_at(w: Map, who: int, where: int) -> int:
    """Return a person's open spell at a service, or NONE."""
    here = spell_at(w, who, where)
    if here != NONE and spell(w, here).stage != const.STAGE_OPEN:
        return np.int64(NONE)
    return here


@part
def no_longer_waits(w: Map, who: int, index: int) -> None:
    """Remove a follow-up from the list of a person's waiting follow-ups."""
    of = past(w, who)
    if of.follow_up == index:
        of.follow_up = work(w, index).next
        return
    before = np.int64(of.follow_up)
    while work(w, before).next != index:
        before = np.int64(work(w, before).next)
    work(w, before).next = work(w, index).next


@part
def hold_follow_up(w: Map, index: int, who_works: int) -> None:
    """Hold a follow-up, with a worker or, where none is needed, without one."""
    row = work(w, index)
    about, by = np.int64(row.spell), np.int64(row.service)
    who = np.int64(spell(w, about).person)
    no_longer_waits(w, who, index)
    has_come(w, about)
    if who_works != NONE:
        occupy(w, who_works, np.int64(row.cost))
    here = open_spell_at(w, who, by)
    worst = worst_need(w, who, by)
    ordinal = np.int64(row.ordinal)
    flags = const.CONTACT_FLAG_FOLLOW_UP
    if not helps_though_felt(stigmatises(w, who, by, ordinal), service(w, by).stigma_helps != 0):
        flags |= const.CONTACT_FLAG_STIGMATISING
    note(
        w,
        const.EVENT_CONTACT,
        who,
        by,
        here if here != NONE else about,
        held_by(w, who, by, np.int64(row.ordinal), who_works),
        -1,
        worst,
        -1 if worst < 0 else level_at(w, who, worst),
        np.int64(row.due),
        np.int64(row.cost),
        flags,
    )
    note_length(w, np.int64(row.length))
    free_work(w, index)
    contact_felt(w, who, by, ordinal)


@part
def await_follow_up(w: Map, index: int) -> None:
    """Let a follow-up wait for the person's worker, or for the least loaded worker.

    At a service without workers it is held at once.
    """
    row = work(w, index)
    by = np.int64(row.service)
    here = open_spell_at(w, np.int64(spell(w, row.spell).person), by)
    who_works = np.int64(spell(w, here).worker) if here != NONE else np.int64(NONE)
    if who_works == NONE and service(w, by).team != MISSING:
        who_works = least_loaded_of_all(w, by)
    if who_works != NONE:
        join(w, index, who_works, NONE)
    else:
        hold_follow_up(w, index, NONE)


@part
def follow_up(w: Map, about: int) -> None:
    """Let a follow-up fall due, and wait for its worker."""
    ended = spell(w, about)
    who = np.int64(ended.person)
    if person(w, who).gone:
        has_come(w, about)
        return
    where = ended.service * w[const.AT_AREAS] + area_of(w, who)
    by = np.int64(follow_up_by(w, where, 1)[0])
    if by == MISSING:
        by = np.int64(ended.service)
    ordinal = next_ordinal(w, who, by)
    length, cost = lengths(w, who, by, ordinal, False)
    index = new_work(
        w, const.WORK_KIND_FOLLOW_UP, about, by, w[const.AT_NOW], cost, length, ordinal
    )
    row, of = work(w, index), past(w, who)
    row.urgent, row.next = 1, of.follow_up
    of.follow_up = index
    await_follow_up(w, index)


@part
def forget_follow_ups(w: Map, who: int) -> None:
    """Drop all follow-ups that were promised to a person who is gone."""
    index = np.int64(past(w, who).follow_up)
    while index != NONE:
        row = work(w, index)
        following, about = np.int64(row.next), np.int64(row.spell)
        remove(w, index)
        free_work(w, index)
        has_come(w, about)
        index = following
    past(w, who).follow_up = NONE
