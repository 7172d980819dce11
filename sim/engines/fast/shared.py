"""Functions that all parts of the fast engine use: for the log, routes, needs and spells."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map, inlined
from sim.engines.fast import constants as const
from sim.engines.fast.drawing import draw
from sim.engines.fast.layout import LONG_AGO, NONE, REGION_SHIFT, SPELL_TIMERS
from sim.engines.fast.memory import (
    effect,
    log_row,
    need,
    person,
    routes,
    service,
    spell,
    sure_route,
    timer,
    use,
)
from sim.engines.fast.own_asking import asks
from sim.engines.fast.own_routes import own_route
from sim.engines.fast.presenting import presents_at, presents_worst
from sim.engines.fast.program import part
from sim.engines.fast.settled import watch_settled
from sim.resolved import REASONS
from sim.rules.ending import count_anew
from sim.rules.need import pick
from sim.rules.pool import has_pool, member_of_pool
from sim.rules.presenting import is_as_presented

NOWHERE = -1
NOBODY = -1


@inlined
def spell_timer(index, clock):
    """Return the number of a spell's timer."""
    return (const.REGION_SPELL << REGION_SHIFT) | (index * SPELL_TIMERS + clock)


@inlined
def need_of(w, who, which):
    """Return the row of a person's need."""
    return need(w, who * w[const.AT_NEEDS] + which)


@inlined
def use_in(w, index):
    """Return the row about a spell's person at the spell's service."""
    return use(w, spell(w, index).use)


@inlined
def covers(w, which_service, which_need):
    """Return whether a service works with a need."""
    return (service(w, which_service).covers >> which_need) & 1


@part
def use_at(w: Map, who: int, where: int) -> int:
    """Return the number of the row about a person at a service, or NONE if there is no such row."""
    index = np.int64(person(w, who).first_use)
    while index != NONE and use(w, index).service != where:
        index = np.int64(use(w, index).next)
    return index


@part
def use_made(w: Map, who: int, where: int) -> int:
    """Return the number of the row about a person at a service; add the row if there is none."""
    index = use_at(w, who, where)
    if index != NONE:
        return index
    index = w[const.AT_FREE_USE]
    if index != NONE:
        w[const.AT_FREE_USE] = use(w, index).next
    else:
        index = w[const.AT_USES_TOUCHED]
        w[const.AT_USES_TOUCHED] += 1
    row, of = use(w, index), person(w, who)
    row.service, row.next = where, of.first_use
    of.first_use = index
    row.worker, row.ended_at, row.relationship = NONE, LONG_AGO, 0.0
    row.visits = row.stays = row.contacts = row.routed = row.routed_in_crisis = 0
    return index


@inlined
def area_of(w, who):
    """Return the area of a person; 0 without areas."""
    return person(w, who).group % w[const.AT_AREAS]


@inlined
def way_of(w, where, who):
    """Return the row of the routes from a service that apply to a person's group and area."""
    return where * w[const.AT_ROUTED_BY] + person(w, who).group % w[const.AT_ROUTED_BY]


@part
def note(
    w: Map,
    event: int,
    who: int,
    where: int,
    index: int,
    who_works: int,
    other: int,
    which_need: int,
    level: int,
    due: int,
    charged: int,
    detail: int,
) -> None:
    """Write an event. `who` and `index` are the rows of the person and spell in their tables.

    All other arguments are as in the log.
    """
    if not w[const.AT_NOTED]:
        return
    row = log_row(w, w[const.AT_ROWS])
    w[const.AT_ROWS] += 1
    if w[const.AT_NOTED] == const.NOTED_BY_NUMBER:
        who = -1 if who < 0 else np.int64(person(w, who).number)
        index = -1 if index < 0 else np.int64(spell(w, index).number)
    row.time = w[const.AT_NOW]
    row.person = who
    row.event = event
    row.service = where
    row.spell = index
    row.worker = who_works
    row.other_worker = other
    row.need = which_need
    row.level = level
    row.due = due
    row.minutes = charged
    row.length = 0
    row.detail = detail


@part
def note_length(w: Map, length: int) -> None:
    """Write the length column of the log's last row.

    It is the minutes of help at a contact, or the size of the last post in a change of capacity.
    """
    if w[const.AT_NOTED]:
        log_row(w, w[const.AT_ROWS] - 1).length = length


@part
def held_by(w: Map, who: int, where: int, ordinal: int, who_works: int) -> int:
    """Return the number of who holds a contact: the worker, or a member of the pool."""
    here = service(w, where)
    if not has_pool(here.pool, here.team):
        return np.int64(who_works)
    u = draw(w, const.PURPOSE_SEEN_BY, here.name, person(w, who).key, ordinal)
    return member_of_pool(u, np.int64(here.pool))


@part
def worst_need(w: Map, who: int, where: int) -> int:
    """Return the worst need that a service covers (ties: file order); NOBODY if there is none."""
    worst, highest = NOBODY, -1
    bits = service(w, where).covers
    for which in range(w[const.AT_NEEDS]):
        level = need_of(w, who, which).level
        if (bits >> which) & 1 and level > highest:
            worst, highest = which, level
    return worst


@inlined
def level_at(w, who, which):
    """Return the level of a need; 0 without a need."""
    return np.int64(0) if which == NOBODY else np.int64(need_of(w, who, which).level)


@part
def route(w: Map, index: int, reason: int) -> int:
    """Draw and return the service to which a person goes next after a spell, or NOWHERE."""
    row = spell(w, index)
    used = use_in(w, index)
    if reason == const.REASON_CRISIS:
        purpose, ordinal = const.PURPOSE_CRISIS_ROUTE, used.routed_in_crisis
        used.routed_in_crisis += 1
    else:
        purpose, ordinal = const.PURPOSE_ROUTE, used.routed
        used.routed += 1
    way = way_of(w, row.service, row.person) * REASONS + reason
    sure = sure_route(w, way, 1)[0]
    if sure != NONE:
        return np.int64(NOWHERE if sure == w[const.AT_SERVICES] else sure)
    width = w[const.AT_SERVICES] + 1
    shares = routes(w, way * width, width)
    name, key = service(w, row.service).name, person(w, row.person).key
    position = pick(shares, draw(w, purpose, name, key, ordinal))
    if asks(w, const.AT_ASKS_ROUTE):
        level = level_at(w, row.person, worst_need(w, row.person, row.service))
        first, who, where = way * width, np.int64(row.person), np.int64(row.service)
        position = own_route(w, who, where, reason, first, ordinal, position, level)
    return np.int64(NOWHERE if position == w[const.AT_SERVICES] else position)


@part
def note_spell(
    w: Map, event: int, index: int, who_works: int, other: int, due: int, charged: int, detail: int
) -> None:
    """Write a row of the log about a spell, with the worst need that its service covers.

    Up to the start of the spell, this is the need that presents itself at the highest level.
    """
    if not w[const.AT_NOTED]:
        return
    row = spell(w, index)
    if is_as_presented(event):
        worst = presents_worst(w, row.person, row.service)
        level = presents_at(w, row.person, worst)
    else:
        worst = worst_need(w, row.person, row.service)
        level = level_at(w, row.person, worst)
    if worst == NOBODY:
        level = np.int64(NOBODY)
    note(
        w,
        event,
        row.person,
        row.service,
        index,
        who_works,
        other,
        worst,
        level,
        due,
        charged,
        detail,
    )


@part
def spell_at(w: Map, who: int, where: int) -> int:
    """Return a person's active referral or spell at a service, or NONE."""
    index = person(w, who).first_spell
    while index != NONE:
        row = spell(w, index)
        if row.service == where:
            return np.int64(index)
        index = row.newer
    return np.int64(NONE)


@inlined
def add_to_person(w, who, index):
    """Add a spell at the end of a person's active spells."""
    row, of = spell(w, index), person(w, who)
    row.older, row.newer = of.last_spell, NONE
    if of.last_spell == NONE:
        of.first_spell = index
    else:
        spell(w, of.last_spell).newer = index
    of.last_spell = index


@part
def new_spell(
    w: Map, who: int, where: int, came_from: int, referred_at: int, in_crisis: bool
) -> int:
    """Return the row of a new referral, at the end of a person's active spells."""
    index = w[const.AT_FREE_SPELL]
    if index != NONE:
        w[const.AT_FREE_SPELL] = spell(w, index).next_spell
    else:
        index = w[const.AT_SPELLS_TOUCHED]
        w[const.AT_SPELLS_TOUCHED] += 1
    w[const.AT_SPELLS_IN_USE] += 1
    row = spell(w, index)
    row.number = w[const.AT_SPELLS_MADE]
    w[const.AT_SPELLS_MADE] += 1
    row.person, row.service, row.came_from = who, where, came_from
    row.referred_at, row.in_crisis = referred_at, in_crisis
    row.stage = const.STAGE_REFERRED
    row.use = use_made(w, who, where)
    used = use_in(w, index)
    row.visit = used.visits
    used.visits += 1
    row.from_spell = row.next_spell = row.worker = row.lost_worker = NONE
    row.relationship = 0.0
    row.warm_limit = 0
    row.leads_to = NONE
    row.weight = row.reserved = row.weight_level = 0
    row.contact = row.joint_work = row.advice = row.handover = NONE
    row.retellings_left = row.last_contact = row.pauses = 0
    row.met_here, row.left_by_choice, row.asks = 0, NONE, 0
    count_anew(row)
    row.supports_since = LONG_AGO
    row.advised_until = row.lost_at = NONE
    row.patience_left = NONE
    row.handing_on = row.blocked = row.joint = 0
    row.still_to_come = row.unallocated = row.has_joined = 0
    person(w, who).rows_held += 1
    for clock in range(SPELL_TIMERS):
        timer(w, spell_timer(index, clock)).kind = NONE
    add_to_person(w, who, index)
    watch_settled(w, who)
    return np.int64(index)


@part
def remove_from_person(w: Map, index: int) -> None:
    """Remove a spell from a person's active spells."""
    row = spell(w, index)
    of = person(w, row.person)
    if row.older == NONE:
        of.first_spell = row.newer
    else:
        spell(w, row.older).newer = row.newer
    if row.newer == NONE:
        of.last_spell = row.older
    else:
        spell(w, row.newer).older = row.older
    watch_settled(w, row.person)


@inlined
def effect_of(w, of_group, which):
    """Return the effects of care on a need, for people of a group."""
    return effect(w, of_group * w[const.AT_NEEDS] + which)


@part
def needs_met(w: Map, who: int, where: int) -> int:
    """Return how many of the needs that a service covers are at or above the seek level."""
    bits = service(w, where).covers
    of_group, met = person(w, who).group, 0
    for which in range(w[const.AT_NEEDS]):
        if (bits >> which) & 1 and need_of(w, who, which).level >= effect_of(
            w, of_group, which
        ).seek_level:
            met += 1
    return np.int64(met)


@part
def in_need(w: Map, who: int, where: int) -> bool:
    """Return whether any need that a service covers is at or above the seek level."""
    bits = service(w, where).covers
    of_group = person(w, who).group
    for which in range(w[const.AT_NEEDS]):
        if (bits >> which) & 1 and need_of(w, who, which).level >= effect_of(
            w, of_group, which
        ).seek_level:
            return True
    return False
