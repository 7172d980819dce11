"""Carry out the change of rules from those of an arm's history to the arm's own."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.booking import next_contact_if_none
from sim.engines.fast.calendar import set_timer, stop_timer
from sim.engines.fast.caseloads import note_weight
from sim.engines.fast.ending import end, pause, resume
from sim.engines.fast.handoff import fell_through, taken_over
from sim.engines.fast.inner import reconsider_trust
from sim.engines.fast.layout import NONE
from sim.engines.fast.marking import mark
from sim.engines.fast.memory import dated, moved_to, person, present, service, spell, timer, worker
from sim.engines.fast.notice import await_notices
from sim.engines.fast.program import part
from sim.engines.fast.referral import (
    close_referral,
    join_list,
    link,
    meet_known,
    remove_waiting,
)
from sim.engines.fast.seeking import reconsider_seeking
from sim.engines.fast.shared import (
    area_of,
    level_at,
    new_spell,
    note,
    note_spell,
    spell_at,
    spell_timer,
    worst_need,
)
from sim.engines.fast.starting import watch_settling
from sim.engines.fast.waiting import start_at_once
from sim.engines.fast.workforce import change_places, open_posts
from sim.resolved import MISSING
from sim.units import FOREVER


@part
def items_of_change(w: Map) -> int:
    """Return the number of parts into which a change of rules is divided; see `change_item`."""
    return 2 + 2 * w[const.AT_SERVICES] + 3 * w[const.ROWS_PRESENT]


@part
def goes_on(w: Map, where: int) -> bool:
    """Return whether a service still exists after the change of rules."""
    return moved_to(w, where * w[const.AT_AREAS], 1)[0] == where


@part
def change_places_now(w: Map, where: int) -> None:
    """Give a service as many places or posts as the new rules set."""
    here = service(w, where)
    places, last_share = np.int64(here.places), np.int64(here.last_share)
    if places != here.places_now or last_share != here.last_share_now:
        open_posts(w, where, change_places(w, where, places, last_share))


@part
def move_spell(w: Map, index: int, target: int, there: int) -> None:
    """Move an open spell to another service at once, even if that service has no room."""
    row = spell(w, index)
    who, where, hands_over = row.person, row.service, np.int64(row.from_spell)
    row.from_spell = NONE
    end(w, index, const.ENDING_MOVED_BY_CHANGE, True)
    if target == MISSING or (there != NONE and spell(w, there).stage == const.STAGE_OPEN):
        if hands_over != NONE:
            fell_through(w, hands_over)
        return
    if there == NONE:
        level = level_at(w, who, worst_need(w, who, target))
        there = new_spell(w, who, target, where, w[const.AT_NOW], level == const.LEVEL_CRISIS)
        if hands_over != NONE:
            link(w, hands_over, there)
    else:
        if spell(w, there).stage == const.STAGE_WAITING:
            remove_waiting(w, there)
        stop_timer(w, spell_timer(there, const.SPELL_TIMER_NEXT))
        if hands_over != NONE:
            meet_known(w, there, hands_over)
    start_at_once(w, there, NONE)


@part
def move_referral(w: Map, index: int, target: int, there: int) -> None:
    """Move a referral or a place on a waiting list to another service.

    The time waited so far still counts.
    """
    row = spell(w, index)
    who, where, hands_over = row.person, row.service, np.int64(row.from_spell)
    waits, joined = row.stage == const.STAGE_WAITING, np.int64(row.joined_at)
    clock = timer(w, spell_timer(index, const.SPELL_TIMER_NEXT))
    rings = np.int64(clock.time) if clock.kind != NONE else np.int64(FOREVER)
    referred_at, in_crisis = row.referred_at, row.in_crisis
    row.from_spell = NONE
    if waits:
        remove_waiting(w, index)
    note_spell(w, const.EVENT_LEFT_WAITING, index, -1, -1, 0, 0, const.LEAVING_MOVED_BY_CHANGE)
    close_referral(w, index)
    if there != NONE:
        if hands_over != NONE:
            meet_known(w, there, hands_over)
        return
    if target == MISSING:
        if hands_over != NONE:
            fell_through(w, hands_over)
        return
    there = new_spell(w, who, target, where, referred_at, in_crisis != 0)
    if hands_over != NONE:
        link(w, hands_over, there)
    if waits:
        following = spell(w, there)
        following.patience_left = rings - w[const.AT_NOW] if rings < FOREVER else FOREVER
        join_list(w, there, joined)
    else:
        note_spell(w, const.EVENT_REFERRED, there, -1, -1, 0, 0, where)
        set_timer(
            w, spell_timer(there, const.SPELL_TIMER_NEXT), rings, const.STEP_DECISION_FALLS_DUE
        )


@part
def move(w: Map, who: int) -> None:
    """Move a person out of every service that no longer exists.

    They go to the service that takes its place, or to the community.
    """
    index = np.int64(person(w, who).first_spell)
    last = np.int64(person(w, who).last_spell)
    while index != NONE:
        row = spell(w, index)
        following = np.int64(row.newer)
        is_last = index == last
        if row.stage != const.STAGE_ENDED and not goes_on(w, row.service):
            of = row.service * w[const.AT_AREAS] + area_of(w, who)
            target = np.int64(moved_to(w, of, 1)[0])
            there: int = np.int64(NONE) if target == MISSING else spell_at(w, who, target)
            if row.stage == const.STAGE_OPEN:
                move_spell(w, index, target, there)
            else:
                move_referral(w, index, target, there)
        if is_last:
            return
        index = following


@part
def next_pausing(w: Map, index: int, other: int) -> int:
    """Return the next of a person's spells, from `other` on, that pauses the contacts of `index`.

    Returns NONE if there is none.
    """
    while other != NONE:
        beside = spell(w, other)
        if (
            other != index
            and beside.stage == const.STAGE_OPEN
            and service(w, beside.service).pauses_others == const.PAUSE_PAUSES
        ):
            return np.int64(other)
        other = beside.newer
    return np.int64(NONE)


@part
def count_pauses_anew(w: Map, index: int) -> None:
    """Pause or resume a spell's contacts by the rules that hold now."""
    row = spell(w, index)
    first = next_pausing(w, index, person(w, row.person).first_spell)
    if first != NONE and row.pauses == 0:
        pause(w, index, first)
    elif first == NONE and row.pauses > 0:
        row.pauses = 0
        resume(w, index)
    row.pauses = 0
    while first != NONE:
        row.pauses += 1
        first = next_pausing(w, index, spell(w, first).newer)


@part
def look_again(w: Map, who: int) -> None:
    """Apply the new rules to a person's trust, pauses, settling, contacts and seeking of help.

    Timers that run already keep their times.
    """
    reconsider_trust(w, who)
    index = person(w, who).first_spell
    while index != NONE:
        row = spell(w, index)
        following = row.newer
        if row.stage == const.STAGE_OPEN:
            if row.joint and row.from_spell != NONE and not service(w, row.service).has_contacts:
                row.joint = 0
                taken_over(w, row.from_spell)
                following = row.newer
            count_pauses_anew(w, index)
            watch_settling(w, index)
            next_contact_if_none(w, index)
        index = following
    reconsider_seeking(w, who, False)


@part
def note_weights(w: Map, who: int) -> None:
    """Write the caseload weights of a person's open spells to the log, by the present rules."""
    index = person(w, who).first_spell
    while index != NONE:
        if spell(w, index).stage == const.STAGE_OPEN:
            note_weight(w, index)
        index = spell(w, index).newer


@part
def accept_work_done(w: Map) -> None:
    """Exempt the work that was taken under the earlier rules from the check of weekly minutes."""
    for who in range(w[const.AT_WORKERS_MADE]):
        row = worker(w, who)
        row.last_cost = row.used


@part
def change_ways(w: Map, date: int) -> None:
    """Write a date's changes of routes, stays and entry to the log; ask for their new tables."""
    for row in range(w[const.ROWS_DATED] // 3):
        what = dated(w, 3 * row, 3)
        if what[0] == date:
            note(w, const.EVENT_WAYS_CHANGED, -1, what[1], -1, -1, -1, -1, -1, 0, 0, what[2])
    w[const.AT_DATE], w[const.AT_STATUS] = date, const.STATUS_WAYS_CHANGE


@part
def change_item(w: Map, item: int) -> None:
    """Carry out one part of a change of rules, in the order that both engines follow.

    The parts are, in turn: a row of the log; the caseload weights of each person; the places and
    posts of services that go on; the moves of each person out of services that end; the places and
    posts of services that end; the timers of each person; the settling of all services.
    """
    services, people = w[const.AT_SERVICES], w[const.ROWS_PRESENT]
    if item == 0:
        note(w, const.EVENT_RULES_CHANGED, -1, -1, -1, -1, -1, -1, -1, 0, 0, -1)
        accept_work_done(w)
        return
    if item <= people:
        note_weights(w, present(w, item - 1, 1)[0])
        return
    item -= 1 + people
    if item < services:
        if goes_on(w, item):
            change_places_now(w, item)
            await_notices(w, item)
    elif item < services + people:
        move(w, present(w, item - services, 1)[0])
    elif item < 2 * services + people:
        where = item - services - people
        if not goes_on(w, where):
            change_places_now(w, where)
    elif item < 2 * (services + people):
        look_again(w, present(w, item - 2 * services - people, 1)[0])
    else:
        for where in range(services):
            mark(w, where)
