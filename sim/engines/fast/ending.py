"""A spell ends: what that does to the person, to the place, and to what hung on it."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.draws import Purpose
from sim.engines.fast.booking import cancel_contacts, next_contact_if_none, take_up_contacts
from sim.engines.fast.calendar import set_timer, stop_timer
from sim.engines.fast.diaries import unassign
from sim.engines.fast.inner import drop_loss, feel_loss, reconsider_trust
from sim.engines.fast.layout import LONG_AGO, NONE
from sim.engines.fast.map import At
from sim.engines.fast.memory import group, loss, marked, person, service, spell, use, worker
from sim.engines.fast.program import part
from sim.engines.fast.seeking import reconsider_seeking
from sim.engines.fast.story import (
    ENDED,
    FREE_SPELL,
    LIMIT,
    NEEDS,
    NEXT,
    NOW,
    OPEN,
    SETTLED,
    SPELLS_IN_USE,
    STAY,
    draw,
    lasts,
    note,
    note_spell,
    person_timer,
    remove_from_person,
    spell_timer,
    use_in,
)
from sim.engines.order import StepKind
from sim.events import Ending, EventKind, Exit
from sim.resolved import MISSING, Pause
from sim.rules.relationship import fall

TO_SETTLE, ENDED_FIRST = int(At.TO_SETTLE), int(At.ENDED_FIRST)
FREE_USE = int(At.FREE_USE)
PEOPLE_WAITING = int(At.PEOPLE_WAITING)
FREE_PERSON = int(At.FREE_PERSON)
EXITED, UNBLOCKED = int(Ending.EXITED), int(Ending.UNBLOCKED)
LEFT, LED_NOWHERE = int(EventKind.EXITED), int(Exit.LED_NOWHERE)
PLANNED, UNPLANNED = int(EventKind.ENDED_PLANNED), int(EventKind.ENDED_UNPLANNED)
RESUMED, PAUSED = int(EventKind.RESUMED), int(EventKind.PAUSED)
PAUSES = int(Pause.PAUSES)
EXIT_DELAY, FOLLOW_UP = int(Purpose.EXIT_DELAY), int(Purpose.FOLLOW_UP)
COMES_FREE, FOLLOWS_UP = int(StepKind.PLACE_COMES_FREE), int(StepKind.FOLLOW_UP_HAPPENS)
LIMIT_ENDS = int(StepKind.WARM_LIMIT_ENDS)


@part
def mark(w: Map, where: int) -> None:
    """A service has something to settle."""
    flag = marked(w, where, 1)
    if flag[0] == 0:
        flag[0] = 1
        w[TO_SETTLE] += 1


@part
def release(w: Map, index: int) -> None:
    """Free the place, and the worker's caseload, that a spell has held."""
    row = spell(w, index)
    service(w, row.service).occupied -= 1
    if row.worker != NONE:
        worker(w, row.worker).caseload -= 1
    mark(w, row.service)


@part
def free_losses(w: Map, index: int) -> int:
    """Losses of a person who is gone."""
    while index != NONE:
        following = loss(w, index).next
        drop_loss(w, index)
        index = following
    return NONE


@part
def free_uses(w: Map, index: int) -> int:
    """What a person who is gone has had to do with services."""
    while index != NONE:
        following = np.int64(use(w, index).next)
        use(w, index).next = w[FREE_USE]
        w[FREE_USE] = index
        index = following
    return NONE


@part
def drop_person(w: Map, who: int) -> None:
    """The row of a person who will never meet a service again is unused from now on."""
    of = person(w, who)
    of.first_loss = NONE if of.first_loss == NONE else free_losses(w, of.first_loss)
    of.first_use = free_uses(w, of.first_use)
    of.first_spell = w[FREE_PERSON]
    w[FREE_PERSON] = who


@part
def see_off(w: Map, who: int) -> None:
    """Without needs, whoever no service has anything to do with any more is not there."""
    stop_timer(w, person_timer(w, who, 2 * w[NEEDS] + 1))
    person(w, who).gone = 1
    note(w, LEFT, who, -1, -1, -1, -1, -1, -1, 0, 0, LED_NOWHERE)


@part
def drop_spell(w: Map, index: int) -> None:
    """The row of a spell is unused from now on; so is its person's, if they are gone for good."""
    row = spell(w, index)
    who = row.person
    row.next_spell = w[FREE_SPELL]
    w[FREE_SPELL] = index
    w[SPELLS_IN_USE] -= 1
    of = person(w, who)
    of.rows_held -= 1
    if of.rows_held > 0:
        return
    if w[NEEDS] == 0 and not of.gone:
        see_off(w, who)
    if of.gone:
        drop_person(w, who)


@part
def put_aside(w: Map, index: int) -> None:
    """A spell has ended in this step; its row is still read until the step has settled."""
    spell(w, index).ended_next = w[ENDED_FIRST]
    w[ENDED_FIRST] = index


@part
def pause(w: Map, index: int, by: int) -> None:
    """Contacts of a spell pause while the person is in a service that pauses others."""
    row = spell(w, index)
    row.pauses += 1
    if row.pauses > 1:
        return
    due = cancel_contacts(w, index)
    if due != LONG_AGO:
        row.put_off_due = due
    note_spell(w, PAUSED, index, row.worker, -1, 0, 0, spell(w, by).service)


@part
def pause_others(w: Map, index: int) -> None:
    """A spell starts beside others: whichever of them pauses contacts pauses the other's."""
    row = spell(w, index)
    pausing = service(w, row.service).pauses_others == PAUSES
    other = person(w, row.person).first_spell
    while other != NONE:
        beside = spell(w, other)
        following = beside.newer
        if other != index and beside.stage == OPEN:
            if pausing:
                pause(w, other, index)
            if service(w, beside.service).pauses_others == PAUSES:
                pause(w, index, other)
        other = following


@part
def resume_others(w: Map, index: int) -> None:
    """A spell has ended that paused contacts of others."""
    row = spell(w, index)
    if service(w, row.service).pauses_others != PAUSES:
        return
    other = person(w, row.person).first_spell
    while other != NONE:
        beside = spell(w, other)
        following = beside.newer
        # One that is just starting has not been paused yet.
        if beside.stage == OPEN and beside.pauses > 0:
            beside.pauses -= 1
            if beside.pauses == 0:
                note_spell(w, RESUMED, other, beside.worker, -1, 0, 0, -1)
                take_up_contacts(w, other)
        other = following


@part
def leave_unallocated(w: Map, index: int) -> None:
    """A spell is no longer among those without a worker."""
    row = spell(w, index)
    here = service(w, row.service)
    row.unallocated = 0
    w[PEOPLE_WAITING] -= 1
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
    """An ending is a loss, by the relationship that is lost; unplanned ones cost trust."""
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
def let_go(w: Map, index: int, ending: int) -> None:
    """Free the place now, or once its exit delay is over; a blocked one has waited enough."""
    row = spell(w, index)
    here = service(w, row.service)
    delay = np.int64(0)
    if ending != UNBLOCKED:
        key = person(w, row.person).key
        delay = lasts(w, here.exit_delay, EXIT_DELAY, here.name, key, row.visit)
    if delay == 0:
        release(w, index)
    else:
        # Also when the run ends first: the place is not free again, the row not unused.
        row.still_to_come += 1
        set_timer(w, spell_timer(index, STAY), w[NOW] + delay, COMES_FREE)


@part
def look_elsewhere(w: Map, index: int) -> None:
    """Nobody takes over from this warm spell: it goes on for its limit, then ends."""
    row = spell(w, index)
    row.next_spell = NONE
    clock = spell_timer(index, LIMIT)
    stop_timer(w, clock)
    set_timer(w, clock, w[NOW] + service(w, row.service).warm_limit, LIMIT_ENDS)
    next_contact_if_none(w, index)


@part
def unlink(w: Map, index: int, ending: int) -> None:
    """Whoever waited for this spell, or whom it waited for, learns of its end."""
    row = spell(w, index)
    if row.next_spell != NONE:
        following = spell(w, row.next_spell)
        if following.from_spell == index:
            following.from_spell = NONE
            following.joint = 0
    earlier = row.from_spell
    row.from_spell = NONE
    if earlier != NONE and ending != EXITED:
        # Only a warm spell can still be there: a blocked one ended when this one started.
        look_elsewhere(w, earlier)


@part
def arrange_follow_up(w: Map, index: int, ending: int) -> None:
    """A contact after the end, such as within 72 hours of leaving hospital."""
    row = spell(w, index)
    here = service(w, row.service)
    if here.follow_up_within == MISSING or ending == EXITED:
        return
    key = person(w, row.person).key
    u = draw(w, FOLLOW_UP, here.name, key, row.visit)
    if u >= here.follow_up_probability:
        return
    time = w[NOW] + np.int64(np.rint(here.follow_up_within * (u / here.follow_up_probability)))
    row.still_to_come += 1
    set_timer(w, spell_timer(index, LIMIT), time, FOLLOWS_UP)


@part
def end(w: Map, index: int, ending: int, planned: bool) -> None:
    """End a spell; its place is free at once or after its exit delay."""
    row = spell(w, index)
    who = row.person
    cancel_contacts(w, index)
    for clock in (NEXT, STAY, SETTLED, LIMIT):
        stop_timer(w, spell_timer(index, clock))
    event = PLANNED if planned else UNPLANNED
    note_spell(w, event, index, row.worker, -1, 0, 0, ending)
    row.stage = ENDED
    remove_from_person(w, index)
    put_aside(w, index)
    used = use_in(w, index)
    used.ended_at = w[NOW]
    if row.worker != NONE:
        used.worker, used.relationship = row.worker, row.relationship
        unassign(w, index)
    if row.unallocated:
        leave_unallocated(w, index)
    if ending != EXITED:
        feel_ending(w, index, planned)
    let_go(w, index, ending)
    unlink(w, index, ending)
    resume_others(w, index)
    arrange_follow_up(w, index, ending)
    reconsider_seeking(w, who, False)
