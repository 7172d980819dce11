"""Start spells."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.booking import fall_due, interval_now, next_contact
from sim.engines.fast.calendar import runs, set_timer, stop_timer
from sim.engines.fast.caseloads import assign, note_weight, weigh_first
from sim.engines.fast.drawing import draw, lasts
from sim.engines.fast.ending import end, pause_others
from sim.engines.fast.handoff import taken_over
from sim.engines.fast.layout import NONE
from sim.engines.fast.memory import group, person, place_held, service, spell, stay_law
from sim.engines.fast.planning import begin_with_plan, retellings
from sim.engines.fast.program import part
from sim.engines.fast.seeking import reconsider_seeking
from sim.engines.fast.shared import level_at, note_spell, spell_timer, use_in, worst_need
from sim.rules.ending import (
    count_from_before,
    draws_settled_share,
    settling_time,
    watches_levels,
)
from sim.units import FOREVER


@part
def meet_worker(w: Map, index: int, who_works: int) -> None:
    """Let a worker take on a person.

    If this was the person's last worker at the service, their relationship continues.
    """
    row = spell(w, index)
    assign(w, index, who_works)
    row.met_here = 0
    used = use_in(w, index)
    if used.worker == who_works:
        row.relationship, row.retellings_left = used.relationship, 0
        return
    of = person(w, row.person)
    settings = group(w, of.group)
    row.relationship = settings.relationship_start
    row.retellings_left = retellings(w, row.person, who_works)


@part
def carry_over(w: Map, index: int, relationship: float) -> None:
    """Raise a relationship to at least this value after a handover, and cancel retelling."""
    row = spell(w, index)
    row.relationship = max(row.relationship, relationship)
    row.retellings_left = 0


@part
def carry_on(w: Map, index: int, held: int) -> None:
    """Continue a spell that began before minute 0.

    The person already knows the worker, has had some of the contacts, and has already waited part
    of the time to the next one.
    """
    row, before = spell(w, index), place_held(w, held)
    here = service(w, row.service)
    if row.worker != NONE:
        person(w, row.person).told = 1
        row.relationship, row.retellings_left = before.relationship, 0
    level = level_at(w, row.person, worst_need(w, row.person, row.service))
    settled = 0.0
    if draws_settled_share(here):
        settled = draw(
            w, const.PURPOSE_SETTLED_SHARE, here.name, person(w, row.person).key, np.int64(0)
        )
    count_from_before(here, row, level, before.phase, settled, w[const.AT_NOW])
    interval = interval_now(w, index)
    if interval < FOREVER:
        row.last_contact = w[const.AT_NOW] - np.int64(before.phase * interval)


@part
def close_what_cannot_stay_open(w: Map, index: int) -> None:
    """End the person's other spells that cannot stay open beside this one."""
    row = spell(w, index)
    here = service(w, row.service)
    if here.parallel or here.lead:
        return
    other = person(w, row.person).first_spell
    while other != NONE:
        beside = spell(w, other)
        following = beside.newer
        there = service(w, beside.service)
        if (
            other != index
            and beside.stage == const.STAGE_OPEN
            and beside.next_spell != index
            and not there.parallel
            and not there.lead
        ):
            beside.leads_to = row.service
            end(w, other, const.ENDING_MOVED_ON, False)
        other = following


@part
def stay_for(w: Map, index: int, stay: int) -> None:
    """Set the timer of a stay; a running timer is replaced."""
    if stay < FOREVER:
        clock = spell_timer(index, const.SPELL_TIMER_STAY)
        stop_timer(w, clock)
        set_timer(w, clock, w[const.AT_NOW] + stay, const.STEP_STAY_ENDS)


@part
def set_stay(w: Map, index: int) -> None:
    """Draw the length of a stay and set its timer."""
    row = spell(w, index)
    here, used = service(w, row.service), use_in(w, index)
    ordinal = used.stays
    used.stays = ordinal + 1
    of, by = person(w, row.person), w[const.AT_STAYS_BY]
    law = stay_law(w, row.service * by + of.group % by, 1)[0]
    stay = lasts(w, law, const.PURPOSE_STAY, here.name, of.key, ordinal)
    stay_for(w, index, stay)


@part
def watch_settling(w: Map, index: int) -> None:
    """Start or stop the timer that ends a spell because needs have settled."""
    row = spell(w, index)
    here = service(w, row.service)
    clock = spell_timer(index, const.SPELL_TIMER_SETTLED)
    if not watches_levels(here):
        stop_timer(w, clock)  # a clock from before a change of rules
        return
    level = level_at(w, row.person, worst_need(w, row.person, row.service))
    lasting = settling_time(here, row, level, w[const.AT_NOW])
    if lasting >= FOREVER:
        stop_timer(w, clock)
    elif not runs(w, clock, const.STEP_SETTLED_LONG_ENOUGH):
        set_timer(w, clock, w[const.AT_NOW] + lasting, const.STEP_SETTLED_LONG_ENOUGH)


@part
def start(w: Map, index: int, who_works: int, held: int) -> None:
    """Begin a spell. `held` is the row of a place held since before minute 0, or NONE."""
    row = spell(w, index)
    here = service(w, row.service)
    stop_timer(w, spell_timer(index, const.SPELL_TIMER_NEXT))
    row.stage = const.STAGE_OPEN
    row.last_contact = w[const.AT_NOW]
    here.occupied += 1
    if w[const.AT_CARES]:
        weigh_first(w, index)
    if who_works != NONE:
        meet_worker(w, index, who_works)
    if held != NONE:
        carry_on(w, index, held)
    note_spell(
        w, const.EVENT_SPELL_STARTED, index, row.worker, -1, row.referred_at, 0, row.came_from
    )
    if w[const.AT_CARES]:
        note_weight(w, index)
    if held != NONE:
        begin_with_plan(w, index)
    close_what_cannot_stay_open(w, index)
    if w[const.AT_LINKS] and row.from_spell != NONE:
        taken_over(w, row.from_spell)
    if held == NONE:
        set_stay(w, index)
    else:
        stay_for(w, index, place_held(w, held).stay)
    watch_settling(w, index)
    if w[const.AT_CARES]:
        pause_others(w, index)
        if held != NONE:
            next_contact(w, index)
        elif here.has_contacts:
            fall_due(w, index, w[const.AT_NOW], False)
    reconsider_seeking(w, row.person, False)
