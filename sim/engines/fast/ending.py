"""End spells, with the effects on the person, on the place and on linked spells."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.booking import (
    cancel_contacts,
    meet_as_it_stands,
    next_contact_if_none,
    put_off,
    take_up_contacts,
)
from sim.engines.fast.calendar import set_timer, stop_timer
from sim.engines.fast.caseloads import let_go as no_longer_counts, unassign
from sim.engines.fast.drawing import draw, lasts
from sim.engines.fast.getting_on import ask_no_more
from sim.engines.fast.inner import drop_loss, feel_loss, reconsider_trust
from sim.engines.fast.layout import GONE, NONE
from sim.engines.fast.marking import mark
from sim.engines.fast.memory import (
    exit_delay,
    group,
    loss,
    person,
    service,
    spell,
    use,
)
from sim.engines.fast.person_timers import exit_timer
from sim.engines.fast.program import part
from sim.engines.fast.seeking import reconsider_seeking
from sim.engines.fast.shared import note, note_spell, remove_from_person, spell_timer, use_in
from sim.engines.fast.staff_time import drop_staff_time
from sim.resolved import MISSING
from sim.rules.ending import is_felt
from sim.rules.relationship import fall


@part
def release(w: Map, index: int) -> None:
    """Free a spell's place, and stop counting the spell in the worker's caseload."""
    row = spell(w, index)
    service(w, row.service).occupied -= 1
    if row.worker != NONE:
        no_longer_counts(w, index, np.int64(row.worker))
    mark(w, row.service)


@part
def free_losses(w: Map, index: int) -> int:
    """Free a linked list of rows of the table of losses, and return NONE."""
    while index != NONE:
        following = loss(w, index).next
        drop_loss(w, index)
        index = following
    return NONE


@part
def free_uses(w: Map, index: int) -> int:
    """Free a linked list of rows about services used, and return NONE."""
    while index != NONE:
        following = np.int64(use(w, index).next)
        use(w, index).next = w[const.AT_FREE_USE]
        w[const.AT_FREE_USE] = index
        index = following
    return NONE


@part
def drop_person(w: Map, who: int) -> None:
    """Free the row of a person who will never meet a service again."""
    of = person(w, who)
    of.first_loss = NONE if of.first_loss == NONE else free_losses(w, of.first_loss)
    of.first_use = free_uses(w, of.first_use)
    of.first_spell = w[const.AT_FREE_PERSON]
    w[const.AT_FREE_PERSON] = who


@part
def see_off(w: Map, who: int) -> None:
    """In a scenario without needs, let a person leave who has nothing left to wait for."""
    stop_timer(w, exit_timer(w, who))
    person(w, who).gone = GONE
    note(w, const.EVENT_EXITED, who, -1, -1, -1, -1, -1, -1, 0, 0, const.EXIT_LED_NOWHERE)


@part
def drop_spell(w: Map, index: int) -> None:
    """Free the row of a spell, and the person's row if the person is gone for good."""
    row = spell(w, index)
    who = row.person
    row.next_spell = w[const.AT_FREE_SPELL]
    w[const.AT_FREE_SPELL] = index
    w[const.AT_SPELLS_IN_USE] -= 1
    of = person(w, who)
    of.rows_held -= 1
    if of.rows_held > 0:
        return
    if w[const.AT_NEEDS] == 0 and not of.gone:
        see_off(w, who)
    if of.gone == GONE:
        drop_person(w, who)


@part
def put_aside(w: Map, index: int) -> None:
    """Keep the row of a spell that is over in this step until the step has settled."""
    spell(w, index).ended_next = NONE
    if w[const.AT_ENDED_LAST] == NONE:
        w[const.AT_ENDED_FIRST] = index
    else:
        spell(w, w[const.AT_ENDED_LAST]).ended_next = index
    w[const.AT_ENDED_LAST] = index


@part
def has_come(w: Map, index: int) -> None:
    """Count down what is still to come after a spell's ending.

    This can be the end of an exit delay, or a follow-up.
    """
    row = spell(w, index)
    row.still_to_come -= 1
    if row.still_to_come == 0:
        put_aside(w, index)


@part
def pause(w: Map, index: int, by: int) -> None:
    """Pause the contacts of a spell while the person is in a service that pauses others."""
    row = spell(w, index)
    row.pauses += 1
    if row.pauses > 1:
        return
    put_off(w, index)
    note_spell(w, const.EVENT_PAUSED, index, row.worker, -1, 0, 0, spell(w, by).service)


@part
def pause_others(w: Map, index: int) -> None:
    """Pause contacts when a spell starts while the person has others open.

    If the new spell's service pauses contacts, those of the other spells pause. If the service of
    another spell does, those of the new spell pause.
    """
    row = spell(w, index)
    pausing = service(w, row.service).pauses_others == const.PAUSE_PAUSES
    other = person(w, row.person).first_spell
    while other != NONE:
        beside = spell(w, other)
        following = beside.newer
        if other != index and beside.stage == const.STAGE_OPEN:
            if pausing:
                pause(w, other, index)
            if service(w, beside.service).pauses_others == const.PAUSE_PAUSES:
                pause(w, index, other)
        other = following


@part
def resume(w: Map, index: int) -> None:
    """Resume the contacts of a spell that no other spell pauses any more."""
    note_spell(w, const.EVENT_RESUMED, index, spell(w, index).worker, -1, 0, 0, -1)
    take_up_contacts(w, index)


@part
def resume_others(w: Map, index: int) -> None:
    """Resume the contacts that an ended spell has paused."""
    row = spell(w, index)
    if service(w, row.service).pauses_others != const.PAUSE_PAUSES:
        return
    other = person(w, row.person).first_spell
    while other != NONE:
        beside = spell(w, other)
        following = beside.newer
        # One that is just starting has not been paused yet.
        if beside.stage == const.STAGE_OPEN and beside.pauses > 0:
            beside.pauses -= 1
            if beside.pauses == 0:
                resume(w, other)
        other = following


@part
def leave_unallocated(w: Map, index: int) -> None:
    """Remove a spell from the list of those without a worker."""
    row = spell(w, index)
    here = service(w, row.service)
    row.unallocated = 0
    w[const.AT_PEOPLE_WAITING] -= 1
    if row.unallocated_prev == NONE:
        here.first_unallocated = row.unallocated_next
    else:
        spell(w, row.unallocated_prev).unallocated_next = row.unallocated_next
    if row.unallocated_next == NONE:
        here.last_unallocated = row.unallocated_prev
    else:
        spell(w, row.unallocated_next).unallocated_prev = row.unallocated_prev


@part
def feel_ending(w: Map, index: int, planned: bool) -> None:
    """Apply the loss that a person feels at an ending, by the strength of the relationship.

    An unplanned ending also reduces trust.
    """
    row = spell(w, index)
    of = person(w, row.person)
    settings = group(w, of.group)
    if planned:
        feel_loss(w, row.person, settings.loss_planned_share * row.relationship)
        return
    of.trust = fall(of.trust, settings.trust_fall_ending)
    reconsider_trust(w, row.person)
    feel_loss(w, row.person, row.relationship)


@part
def law_of_exit_delay(w: Map, index: int, ending: int) -> int:
    """Return the row of the distribution of the exit delay that applies to a spell's place."""
    row = spell(w, index)
    to = np.int64(row.leads_to)
    if ending == const.ENDING_HANDED_OVER and row.next_spell != NONE:
        to = np.int64(spell(w, row.next_spell).service)
    if to == NONE:
        return np.int64(service(w, row.service).exit_delay)
    return exit_delay(w, row.service * w[const.AT_SERVICES] + to, 1)[0]


@part
def let_go(w: Map, index: int, ending: int) -> None:
    """Free a spell's place now, or after its exit delay.

    After a blocked handoff or a move by a change of rules, it is free now.
    """
    row = spell(w, index)
    here = service(w, row.service)
    delay = np.int64(0)
    if ending not in (const.ENDING_UNBLOCKED, const.ENDING_MOVED_BY_CHANGE):
        key = person(w, row.person).key
        law = law_of_exit_delay(w, index, ending)
        delay = lasts(w, law, const.PURPOSE_EXIT_DELAY, here.name, key, row.visit)
    if delay == 0:
        release(w, index)
    else:
        # Also when the run ends first: the place is not free again, the row not unused.
        row.still_to_come += 1
        set_timer(
            w,
            spell_timer(index, const.SPELL_TIMER_STAY),
            w[const.AT_NOW] + delay,
            const.STEP_PLACE_COMES_FREE,
        )


@part
def look_elsewhere(w: Map, index: int) -> None:
    """Let a spell in a failed warm handoff continue for its limit and then end."""
    row = spell(w, index)
    row.next_spell = NONE
    clock = spell_timer(index, const.SPELL_TIMER_LIMIT)
    stop_timer(w, clock)
    set_timer(w, clock, w[const.AT_NOW] + row.warm_limit, const.STEP_WARM_LIMIT_ENDS)
    next_contact_if_none(w, index)


@part
def unlink(w: Map, index: int, ending: int) -> None:
    """Cut an ended spell's links with the next spell and with the earlier one.

    The earlier spell's handoff to this one has then failed, unless the person is leaving for good.
    """
    row = spell(w, index)
    if row.next_spell != NONE:
        following = spell(w, row.next_spell)
        if following.from_spell == index:
            following.from_spell = NONE
            following.joint = 0
            meet_as_it_stands(w, np.int64(row.next_spell))
    earlier = row.from_spell
    row.from_spell = NONE
    if earlier != NONE and ending != const.ENDING_EXITED:
        # Only a warm spell can still be there: a blocked one ended when this one started.
        look_elsewhere(w, earlier)


@part
def arrange_follow_up(w: Map, index: int, ending: int) -> None:
    """Arrange a follow-up after an ending, such as within 72 hours of leaving hospital."""
    row = spell(w, index)
    here = service(w, row.service)
    if here.follow_up_within == MISSING or not is_felt(ending):
        return
    key = person(w, row.person).key
    u = draw(w, const.PURPOSE_FOLLOW_UP, here.name, key, row.visit)
    if u >= here.follow_up_probability:
        return
    time = w[const.AT_NOW] + np.int64(
        np.rint(here.follow_up_within * (u / here.follow_up_probability))
    )
    row.still_to_come += 1
    set_timer(w, spell_timer(index, const.SPELL_TIMER_LIMIT), time, const.STEP_FOLLOW_UP_HAPPENS)


@part
def leave_worker(w: Map, index: int) -> None:
    """Let an ended spell part with its worker, or with the lists on which it waits for one."""
    row = spell(w, index)
    if row.worker != NONE:
        used = use_in(w, index)
        used.worker, used.relationship = row.worker, row.relationship
        unassign(w, index)
    if row.unallocated:
        leave_unallocated(w, index)
    ask_no_more(w, index)


@part
def end(w: Map, index: int, ending: int, planned: bool) -> None:
    """End a spell; its place is free at once or after its exit delay."""
    row = spell(w, index)
    who = row.person
    if w[const.AT_CARES]:
        cancel_contacts(w, index)
        drop_staff_time(w, index, True)
    for clock in (
        const.SPELL_TIMER_NEXT,
        const.SPELL_TIMER_STAY,
        const.SPELL_TIMER_SETTLED,
        const.SPELL_TIMER_LIMIT,
    ):
        stop_timer(w, spell_timer(index, clock))
    event = const.EVENT_ENDED_PLANNED if planned else const.EVENT_ENDED_UNPLANNED
    note_spell(w, event, index, row.worker, -1, 0, 0, ending)
    row.stage = const.STAGE_ENDED
    remove_from_person(w, index)
    put_aside(w, index)
    used = use_in(w, index)
    used.ended_at = w[const.AT_NOW]
    if w[const.AT_CARES]:
        leave_worker(w, index)
    if w[const.AT_FEELS] and is_felt(ending):
        feel_ending(w, index, planned)
    let_go(w, index, ending)
    if w[const.AT_LINKS]:
        unlink(w, index, ending)
    if w[const.AT_CARES]:
        resume_others(w, index)
        arrange_follow_up(w, index, ending)
    reconsider_seeking(w, who, False)
