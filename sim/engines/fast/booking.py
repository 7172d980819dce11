"""Let contacts fall due, and then wait for their worker or be put off."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map, linked
from sim.engines.fast import constants as const
from sim.engines.fast.calendar import LAST_MINUTE, runs, set_timer, stop_timer
from sim.engines.fast.drawing import draw, lasts, wants_of
from sim.engines.fast.layout import NONE
from sim.engines.fast.memory import person, service, spell, use, work
from sim.engines.fast.own_asking import asks
from sim.engines.fast.own_people import own_next_contact
from sim.engines.fast.planning import makes_plans, plan_is_due
from sim.engines.fast.program import part
from sim.engines.fast.queues import free_work, join, new_work, remove
from sim.engines.fast.shared import (
    level_at,
    needs_met,
    note_spell,
    spell_timer,
    use_in,
    use_made,
    worst_need,
)
from sim.resolved import MISSING
from sim.rules.contact import longer_by
from sim.rules.wanted import own_interval
from sim.units import FOREVER


@part
def interval_now(w: Map, index: int) -> int:
    """Return the minutes between contacts at the present level of need, or FOREVER.

    FOREVER means that there are no contacts at this level.
    """
    row = spell(w, index)
    level = level_at(w, row.person, worst_need(w, row.person, row.service))
    here = service(w, row.service)
    interval = here.contact_interval[level]
    if here.as_wanted:
        interval = own_interval(interval, wants_of(w, row.person))
    if asks(w, const.AT_ASKS_NEXT_CONTACT) and interval < FOREVER:
        return own_next_contact(w, index, interval)
    return interval


@part
def next_contact(w: Map, index: int) -> None:
    """Set the timer of the next contact by the interval for the present level of need."""
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
    """Return whether this spell's contacts have stopped because of a joint contact.

    They stop when the next spell of a warm handoff has started. The joint contact is held there.
    """
    row = spell(w, index)
    return (
        row.handing_on
        and row.next_spell != NONE
        and spell(w, row.next_spell).stage == const.STAGE_OPEN
    )


@part
def next_contact_if_none(w: Map, index: int) -> None:
    """Set the timer of the next contact, unless it runs already or a contact waits.

    No timer is set while contacts are paused, blocked, or stopped for a joint contact.
    """
    row = spell(w, index)
    if (
        row.contact == NONE
        and row.joint_work == NONE
        and not runs(w, spell_timer(index, const.SPELL_TIMER_NEXT), const.STEP_CONTACT_FALLS_DUE)
        and not row.blocked
        and row.pauses == 0
        and not stopped_for_joint_contact(w, index)
    ):
        next_contact(w, index)


@linked
def lengths(w, who, where, ordinal, plans):
    """Return a contact's minutes of help to the person, and the minutes of each worker.

    A contact in which a plan is made has a length of its own.
    """
    here, key = service(w, where), person(w, who).key
    if plans:
        length = staff = np.int64(here.plan_length)
    else:
        purpose = const.PURPOSE_CONTACT_LENGTH
        length = staff = lasts(w, here.contact_length, purpose, here.name, key, ordinal)
        if here.contact_staff != MISSING:
            staff = lasts(w, here.contact_staff, purpose, here.name, key, ordinal)
    longer = np.int64(0)
    if here.contact_per_need > 0:
        longer = longer_by(needs_met(w, who, where), here.contact_per_need)
    return length + longer, staff + longer + here.contact_overhead


@part
def next_ordinal(w: Map, who: int, where: int) -> int:
    """Return the number of a person's next contact at a service, and count it.

    Cancelled and missed contacts count as well.
    """
    used = use(w, use_made(w, who, where))
    used.contacts += 1
    return np.int64(used.contacts - 1)


@part
def drop_contact(w: Map, index: int) -> None:
    """Drop the contact that waits, if there is one."""
    row = spell(w, index)
    if row.contact == NONE:
        return
    clock = spell_timer(index, const.SPELL_TIMER_NEXT)
    if runs(w, clock, const.STEP_CONTACT_HAPPENS):
        stop_timer(w, clock)
    remove(w, np.int64(row.contact))
    free_work(w, np.int64(row.contact))
    row.contact = NONE


@part
def cancel_contacts(w: Map, index: int) -> None:
    """Stop the timer of the next contact, and drop all contacts that wait."""
    row = spell(w, index)
    stop_timer(w, spell_timer(index, const.SPELL_TIMER_NEXT))
    drop_contact(w, index)
    if row.joint_work != NONE:
        remove(w, np.int64(row.joint_work))
        free_work(w, np.int64(row.joint_work))
        row.joint_work = NONE


@part
def put_off(w: Map, index: int) -> None:
    """Put off the contact that waits, and stop the timer of the next one.

    If an ordinary and a joint contact both wait, only the joint one is kept.
    """
    row = spell(w, index)
    if row.joint_work != NONE:
        drop_contact(w, index)
        row.contact, row.joint_work = row.joint_work, NONE
    stop_timer(w, spell_timer(index, const.SPELL_TIMER_NEXT))
    if row.contact != NONE:
        remove(w, np.int64(row.contact))
        work(w, row.contact).urgent = 0


@part
def earlier_worker(w: Map, index: int) -> int:
    """Return the worker at the service that hands over, if the next contact is to be joint.

    Otherwise return NONE.
    """
    row = spell(w, index)
    if row.joint and row.from_spell != NONE:
        return np.int64(spell(w, row.from_spell).worker)
    return np.int64(NONE)


@part
def await_contact(w: Map, index: int) -> None:
    """Let the contact that fell due wait for the workers it needs, or put it off."""
    row = spell(w, index)
    here, contact = service(w, row.service), np.int64(row.contact)
    waits = work(w, contact)
    if row.pauses > 0 or (here.team != MISSING and row.worker == NONE):
        waits.urgent = 0
        return
    if row.worker == NONE:
        time = w[const.AT_NOW] + here.urgent_within if waits.urgent else w[const.AT_NOW]
        set_timer(w, spell_timer(index, const.SPELL_TIMER_NEXT), time, const.STEP_CONTACT_HAPPENS)
        return
    second = np.int64(NONE)
    waits.kind = const.WORK_KIND_CONTACT
    if not waits.urgent:
        second = earlier_worker(w, index)
    if second != NONE:
        row.contact, row.joint_work = NONE, contact
        waits.kind = const.WORK_KIND_JOINT
        limit = service(w, spell(w, row.from_spell).service).joint_limit
        waits.alone_from = min(waits.due + limit, LAST_MINUTE)
    join(w, contact, np.int64(row.worker), second)


@part
def hasten(w: Map, index: int, due: int) -> None:
    """Make the contact that waits urgent, with a new due minute.

    It keeps its number among the person's contacts. Its length is the one drawn for that number;
    no plan is made in it.
    """
    row = spell(w, index)
    waits = work(w, row.contact)
    clock = spell_timer(index, const.SPELL_TIMER_NEXT)
    held_by_nobody = runs(w, clock, const.STEP_CONTACT_HAPPENS)
    if waits.urgent or (waits.worker == NONE and not held_by_nobody):
        return
    if held_by_nobody:
        stop_timer(w, clock)
    remove(w, np.int64(row.contact))
    waits.due, waits.urgent = due, 1
    if waits.plans:
        waits.plans = 0
        length, cost = lengths(w, row.person, row.service, np.int64(waits.ordinal), False)
        waits.length, waits.cost = length, cost
    await_contact(w, index)


@part
def is_cancelled(w: Map, index: int, due: int, ordinal: int) -> bool:
    """Return whether the person or the service cancels a contact before it takes place."""
    row = spell(w, index)
    here = service(w, row.service)
    chance = here.cancelled_person + here.cancelled_provider
    if chance <= 0.0:
        return False
    u = draw(w, const.PURPOSE_CANCELLED, here.name, person(w, row.person).key, ordinal)
    if u >= chance:
        return False
    by = const.CANCELLED_PERSON if u < here.cancelled_person else const.CANCELLED_PROVIDER
    note_spell(w, const.EVENT_CONTACT_CANCELLED, index, row.worker, -1, due, 0, by)
    return True


@part
def fall_due(w: Map, index: int, due: int, urgent: bool) -> None:
    """Let a contact fall due: it waits for its worker, or is put off for now."""
    row = spell(w, index)
    if row.blocked or stopped_for_joint_contact(w, index):
        return
    clock = spell_timer(index, const.SPELL_TIMER_NEXT)
    if runs(w, clock, const.STEP_CONTACT_FALLS_DUE):
        stop_timer(w, clock)
    if row.contact != NONE:
        if urgent:
            hasten(w, index, due)
        return
    used = use_in(w, index)
    ordinal = np.int64(used.contacts)
    used.contacts += 1
    if not urgent and is_cancelled(w, index, due, ordinal):
        row.last_contact = due
        next_contact_if_none(w, index)
        return
    plans = False
    if not urgent and makes_plans(w, row.service):
        plans = plan_is_due(w, index, interval_now(w, index))
    length, cost = lengths(w, row.person, row.service, ordinal, plans)
    contact = new_work(
        w, const.WORK_KIND_CONTACT, index, np.int64(row.service), due, cost, length, ordinal
    )
    work(w, contact).urgent, work(w, contact).plans = urgent, plans
    row.contact = contact
    await_contact(w, index)


@part
def take_up_contacts(w: Map, index: int) -> None:
    """Let a contact that was put off wait for its worker.

    If none was put off, set the timer of the next contact.
    """
    if spell(w, index).contact != NONE:
        await_contact(w, index)
    else:
        next_contact_if_none(w, index)


@part
def meet_as_it_stands(w: Map, index: int) -> None:
    """Let a contact wait for other workers, if it has just become joint or ceased to be so."""
    row = spell(w, index)
    joint = np.int64(row.joint_work)
    if joint != NONE:
        remove(w, joint)
        row.joint_work = NONE
        if row.contact != NONE:
            free_work(w, joint)  # an urgent one waits, and there is one contact to hold
            return
        row.contact = joint
        await_contact(w, index)
    elif row.contact != NONE:
        waits = work(w, row.contact)
        if waits.worker != NONE and not waits.urgent and earlier_worker(w, index) != NONE:
            remove(w, np.int64(row.contact))
            await_contact(w, index)


@part
def meet_again(w: Map, earlier: int) -> None:
    """Adapt the joint contact when the spell that hands over loses or gets a worker."""
    following = np.int64(spell(w, earlier).next_spell)
    if following != NONE and spell(w, following).from_spell == earlier:
        meet_as_it_stands(w, following)
