"""Contacts become due, and are booked in a diary or postponed."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.calendar import runs, set_timer, stop_timer
from sim.engines.fast.diaries import book, give_back
from sim.engines.fast.layout import LONG_AGO, NONE
from sim.engines.fast.memory import person, service, spell
from sim.engines.fast.program import part
from sim.engines.fast.shared import lasts, level_at, spell_timer, use_in, worst_need
from sim.resolved import MISSING
from sim.units import FOREVER


@part
def interval_now(w: Map, index: int) -> int:
    """Return the minutes between contacts at the present level of need; FOREVER for no contacts."""
    row = spell(w, index)
    level = level_at(w, row.person, worst_need(w, row.person, row.service))
    return service(w, row.service).contact_interval[level]


@part
def next_contact(w: Map, index: int) -> None:
    """Set the timer of the next contact by the present level of need."""
    interval = interval_now(w, index)
    if interval >= FOREVER:
        return
    clock = spell_timer(index, const.SPELL_TIMER_NEXT)
    stop_timer(w, clock)
    set_timer(
        w,
        clock,
        max(spell(w, index).last_contact + interval, w[const.AT_NOW]),
        const.STEP_CONTACT_FALLS_DUE,
    )


@part
def stopped_for_joint_contact(w: Map, index: int) -> bool:
    """Return whether contacts here have stopped because of a joint contact.

    This is so if the next service has started; it holds the joint contact.
    """
    row = spell(w, index)
    return (
        row.handing_on
        and row.next_spell != NONE
        and spell(w, row.next_spell).stage == const.STAGE_OPEN
    )


@part
def next_contact_if_none(w: Map, index: int) -> None:
    """Set the timer of the next contact, unless it is set or a contact is booked."""
    row = spell(w, index)
    if (
        not row.booked
        and row.put_off_due == LONG_AGO
        and not runs(w, spell_timer(index, const.SPELL_TIMER_NEXT), const.STEP_CONTACT_FALLS_DUE)
        and not row.blocked
        and row.pauses == 0
        and not stopped_for_joint_contact(w, index)
    ):
        next_contact(w, index)


@part
def cancel_contacts(w: Map, index: int) -> int:
    """Cancel a contact that is due or booked; return when it was due, or LONG_AGO."""
    row = spell(w, index)
    stop_timer(w, spell_timer(index, const.SPELL_TIMER_NEXT))
    if not row.booked:
        return np.int64(LONG_AGO)
    row.booked = 0
    if row.worker != NONE:
        give_back(w, row.worker, row.cost)
    return np.int64(row.due)


@part
def fall_due(w: Map, index: int, due: int, urgent: bool) -> None:
    """Book a contact that becomes due, or postpone it until it can be booked."""
    row = spell(w, index)
    if row.blocked or stopped_for_joint_contact(w, index):
        return
    if urgent:
        cancel_contacts(w, index)
    here = service(w, row.service)
    if row.pauses > 0 or (here.team != MISSING and row.worker == NONE):
        row.put_off_due = due if row.put_off_due == LONG_AGO else min(row.put_off_due, due)
        return
    used = use_in(w, index)
    ordinal = used.contacts
    used.contacts = ordinal + 1
    key = person(w, row.person).key
    length = lasts(w, here.contact_length, const.PURPOSE_CONTACT_LENGTH, here.name, key, ordinal)
    cost = np.int64(0)
    if row.worker == NONE:
        time = w[const.AT_NOW] + here.urgent_within if urgent else w[const.AT_NOW]
    else:
        time, cost = book(w, row.worker, length, urgent)
        if urgent:
            time = min(time, w[const.AT_NOW] + here.urgent_within)
    row.booked, row.urgent = 1, urgent
    row.due, row.length, row.ordinal, row.cost = due, length, ordinal, cost
    set_timer(w, spell_timer(index, const.SPELL_TIMER_NEXT), time, const.STEP_CONTACT_HAPPENS)


@part
def take_up_contacts(w: Map, index: int) -> None:
    """Book a contact that was postponed; otherwise set the timer of the next contact."""
    row = spell(w, index)
    due = np.int64(row.put_off_due)
    row.put_off_due = LONG_AGO
    if due != LONG_AGO:
        fall_due(w, index, due, False)
    else:
        next_contact_if_none(w, index)
