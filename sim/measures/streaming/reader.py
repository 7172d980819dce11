"""The compiled reader: one pass over rows as they happen, everybody's mixed."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.compiling import compiled, inlined, linked
from sim.events import FORGOTTEN, EventKind, EventLog
from sim.measures.accounting import read
from sim.measures.standing import GONE
from sim.measures.streaming.contacts import be_seen, charge, read_contact
from sim.measures.streaming.crises import AGAIN, MET, read_ending, read_level, see_leavings
from sim.measures.streaming.layout import (
    ENOUGH,
    FINISHED,
    LIFE_DAYS,
    NONE,
    PAIRS,
    PENDING,
    PEOPLE,
    SPELLS,
    WAIT_DAYS,
    WORKERS,
)
from sim.measures.streaming.lives import arrive, count_found, matters, pass_time, sum_up
from sim.measures.streaming.stays import free_place, read_stay
from sim.units import DAY

ARRIVED, EXITED = int(EventKind.ARRIVED), int(EventKind.EXITED)
NEED_IS, NEED_CHANGED = int(EventKind.NEED_IS), int(EventKind.NEED_CHANGED)


@compiled
def read_rows(rows: EventLog, first: int, m: Any, c: Any, limits: Any) -> tuple[int, int]:
    """Read rows from a place on; the place of the first that was not read, and what it needs."""
    for place in range(first, rows.size):
        row = rows[place]
        if row.time >= limits.closes:
            return rows.size, ENOUGH
        what = wanting(m, c, limits, row)
        if what != ENOUGH:
            return place, what
        if row.person >= 0:
            read_person(m, c, limits, row)
        else:
            read_service(m, c.services, row, limits.opens)
    return rows.size, ENOUGH


@inlined
def wanting(m: Any, c: Any, limits: Any, row: Any) -> int:
    """What has no room for this row, or ENOUGH."""
    kind = row.event
    if row.person >= m.people.size:
        return PEOPLE
    if kind == NEED_CHANGED:
        return ENOUGH
    if row.spell >= m.spells.size:
        return SPELLS
    if max(row.worker, row.other_worker) >= m.workers.size:
        return WORKERS
    if kind in (ARRIVED, EXITED, FORGOTTEN):
        return wanting_for_life(m, c, limits, row)
    return wanting_for_spell(m, c, row) if row.spell >= 0 else ENOUGH


@inlined
def wanting_for_life(m: Any, c: Any, limits: Any, row: Any) -> int:
    """What has no room for somebody's being summed up."""
    # The longest gap of whoever is forgotten lasts to the close, if they have needs at all.
    until = row.time if row.event == EXITED or m.needs.size == 0 else limits.closes
    if until - m.people[row.person].arrived >= c.longest.shape[1] * DAY:
        return LIFE_DAYS
    return FINISHED if c.set_down[0] + 3 > c.sequences.shape[0] else ENOUGH


@inlined
def wanting_for_spell(m: Any, c: Any, row: Any) -> int:
    """What has no room for a wait that may end, a worker who may be new, an ending."""
    kind, spell = row.event, m.spells[row.spell]
    waits = spell.stage != GONE and spell.has_clock and spell.attended < 2
    if waits and row.time - spell.clock >= c.wait_days.shape[3] * DAY:
        return WAIT_DAYS
    if kind == EventKind.CONTACT and m.pools[0].used == m.pairs.size:
        return PAIRS
    ends = kind in (EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED)
    return PENDING if ends and m.pools[1].used + 2 > m.endings.size else ENOUGH


@inlined
def read_person(m: Any, c: Any, limits: Any, row: Any) -> None:
    """A row about a person."""
    kind, who = row.event, np.int64(row.person)
    person = m.people[who]
    size = limits.terms.covers.shape[1]
    needs = m.needs[who * size : (who + 1) * size]
    open_now = m.open_now[who * (2 * size + 1) : (who + 1) * (2 * size + 1)]
    if person.there:
        gone = kind in (FORGOTTEN, ARRIVED)
        then = limits.closes if gone else row.time
        if then > person.now and (gone or matters(person, needs, limits.terms, row)):
            pass_time(m, person, needs, open_now, who, limits, then)
        if gone or kind == EXITED:
            sum_up(m, c, limits, person, needs, open_now, who, kind, then)
        else:
            if person.leavings != NONE and kind in (EventKind.CONTACT, EventKind.SPELL_STARTED):
                read_after_leaving(m, c, limits, person, row)
            read_life(m, c, limits, person, needs, row)
            read(m.found, who, person, needs, m.spells, limits.terms, row)
            count_found(m.found, person, needs, c.need_minutes, c.contact_gaps, limits)
    if kind == EventKind.PLACE_FREED:
        free_place(m.spells[row.spell], c.services[row.service], row.time, limits.opens)
    elif kind == ARRIVED:
        group = c.groups[row.detail]
        arrive(person, needs, open_now, m.visits[who], group, row, limits.opens)


@linked
def read_after_leaving(m: Any, c: Any, limits: Any, person: Any, row: Any) -> None:
    """A contact or a start of somebody of whom it is open whether they are seen in time."""
    group = c.groups[person.group]
    met = row.event == EventKind.CONTACT
    if met or c.services[row.service].continuous:
        what = MET if met else AGAIN
        see_leavings(person, group, m.pools[1], m.endings, limits, row.time, what)


@inlined
def read_life(m: Any, c: Any, limits: Any, person: Any, needs: EventLog, row: Any) -> None:
    """A row about somebody who is there, before their standing changes by it."""
    kind, number, opens = row.event, person.group, limits.opens
    group = c.groups[number]
    inside = row.time >= opens
    if kind in (NEED_CHANGED, NEED_IS):
        need = needs[row.need]
        read_level(person, need, group, m.pools[1], m.endings, limits, row)
    elif kind == EventKind.EPISODE_BEGAN:
        needs[row.need].refusals = 0
    elif kind in (EventKind.CONTACT, EventKind.CONTACT_MISSED):
        read_contact(m, c, limits, person, group, needs, row)
    elif row.spell >= 0:
        service = c.services[row.service]
        spell, at = m.spells[row.spell], c.at[number, row.service]
        if kind == EventKind.TURNED_AWAY and row.need >= 0:
            be_refused(needs[row.need], group, inside)
        read_stay(spell, group, at, service, c.wait_days, c.wait_minutes, number, row, opens)
        if kind == EventKind.SPELL_STARTED and service.continuous:
            be_seen(needs, limits.terms, row.service)
        elif kind in (EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED):
            read_ending(person, service, group, m.pools[1], m.endings, limits, row)
        elif inside:
            read_turn(m, c, group, needs, row)


@inlined
def read_turn(m: Any, c: Any, group: Any, needs: EventLog, row: Any) -> None:
    """A row of the window that is counted as such: a refusal, a handoff, a new worker."""
    kind = row.event
    if kind == EventKind.TURNED_AWAY:
        group.rejections += 1
    elif kind == EventKind.HANDED_OFF_COLD:
        group.handoffs[0] += 1
    elif kind == EventKind.HANDED_OFF_WARM:
        group.handoffs[1] += 1
    elif kind == EventKind.HANDED_OFF_BLOCKED:
        group.handoffs[2] += 1
    elif kind == EventKind.CONSULTED:
        group.handoffs[3] += 1
        charge(m.workers, c.services, row)
    elif kind == EventKind.ALLOCATED:
        charge(m.workers, c.services, row)


@linked
def be_refused(need: Any, group: Any, counts: int) -> None:
    """A referral for a need has been turned away: at the second in one need episode, a bounce."""
    if need.in_episode and need.refusals < 2:
        need.refusals += 1
        group.bounces += need.refusals == 2 and counts


@inlined
def read_service(m: Any, services: EventLog, row: Any, opens: int) -> None:
    """A row about no person: workers come and go, capacity changes."""
    kind, service, clipped = row.event, services[row.service], max(row.time, opens)
    if kind == EventKind.WORKER_STARTED:
        m.workers[row.worker] = row.service
        service.worker_minutes -= clipped
        service.in_post += 1
    elif kind == EventKind.WORKER_LEFT:
        service.worker_minutes += clipped
        service.in_post -= 1
    elif kind == EventKind.CAPACITY_CHANGED:
        service.offered += service.places * (clipped - service.since)
        service.places, service.since = row.detail, clipped
