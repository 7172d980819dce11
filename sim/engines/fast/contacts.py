"""Attended and missed contacts, and their effects."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.booking import fall_due, next_contact_if_none
from sim.engines.fast.diaries import charge, give_back, least_loaded
from sim.engines.fast.ending import end
from sim.engines.fast.finishing import finish
from sim.engines.fast.inner import contact_felt
from sim.engines.fast.layout import NONE
from sim.engines.fast.memory import group, person, service, spell, team, use
from sim.engines.fast.program import part
from sim.engines.fast.shared import (
    draw,
    lasts,
    level_at,
    note,
    note_spell,
    spell_at,
    use_made,
    worst_need,
)
from sim.resolved import MISSING
from sim.rules.contact import attendance
from sim.rules.relationship import grow
from sim.units import FOREVER


@part
def flags_of(w: Map, index: int) -> int:
    """Return the flags of the present contact of a spell."""
    row = spell(w, index)
    flags = const.CONTACT_FLAG_URGENT if row.urgent else 0
    other = person(w, row.person).first_spell
    while other != NONE:
        beside = spell(w, other)
        if (
            other != index
            and beside.stage == const.STAGE_OPEN
            and service(w, beside.service).pauses_others == const.PAUSE_IN_REACH
        ):
            flags |= const.CONTACT_FLAG_IN_REACH
        other = beside.newer
    return flags


@part
def may_end(w: Map, index: int) -> bool:
    """Return whether the rules that end a spell still apply."""
    row = spell(w, index)
    return row.stage == const.STAGE_OPEN and not row.handing_on and not row.blocked


@part
def attended(w: Map, index: int) -> None:
    """Carry out an attended contact."""
    row = spell(w, index)
    of, here = person(w, row.person), service(w, row.service)
    flags = flags_of(w, index)
    earlier = np.int64(row.from_spell) if row.joint else np.int64(NONE)
    with_whom = np.int64(NONE)
    if earlier != NONE and spell(w, earlier).worker != NONE:
        before = spell(w, earlier)
        with_whom = np.int64(before.worker)
        flags |= const.CONTACT_FLAG_JOINT
        charge(w, with_whom, row.length)
        carried = service(w, before.service).warm_carries * before.relationship
        row.relationship = max(row.relationship, carried)
        row.retellings_left = 0
    if row.retellings_left > 0:
        flags |= const.CONTACT_FLAG_RETELLING
        row.retellings_left -= 1
    else:
        row.supports_since = w[const.AT_NOW]
    if contact_felt(w, row.person, row.service, row.ordinal):
        flags |= const.CONTACT_FLAG_STIGMATISING
    if row.worker != NONE:
        of.told = 1
        row.relationship = grow(row.relationship, group(w, of.group).relationship_growth)
    row.attended += 1
    row.missed_in_row = 0
    note_spell(w, const.EVENT_CONTACT, index, row.worker, with_whom, row.due, row.length, flags)
    if earlier != NONE:
        row.joint = 0
        end(w, earlier, const.ENDING_HANDED_OVER, True)
    limit = here.max_contacts
    if limit != MISSING and row.attended >= limit and may_end(w, index):
        finish(w, index, const.ENDING_CONTACTS_DONE)


@part
def missed(w: Map, index: int) -> None:
    """Carry out a missed contact."""
    row = spell(w, index)
    here = service(w, row.service)
    used = np.int64(row.length)
    if row.worker != NONE:
        share = team(w, here.team).missed_share
        used = np.int64(np.rint(row.length * share))
        give_back(w, row.worker, row.cost - np.int64(np.rint(row.cost * share)))
    note_spell(
        w, const.EVENT_CONTACT_MISSED, index, row.worker, -1, row.due, used, flags_of(w, index)
    )
    row.missed_in_row += 1
    if here.max_missed == MISSING or row.missed_in_row < here.max_missed:
        return
    if here.outreach:
        row.missed_in_row = 0
        fall_due(w, index, w[const.AT_NOW], here.urgent_within != MISSING)
    elif may_end(w, index):
        finish(w, index, const.ENDING_MISSED_CONTACTS)


@part
def happens(w: Map, index: int) -> None:
    """Carry out a booked contact, attended or missed."""
    row = spell(w, index)
    row.booked = 0
    row.last_contact = w[const.AT_NOW]
    here, of = service(w, row.service), person(w, row.person)
    settings = group(w, of.group)
    chance = attendance(
        here.attendance,
        settings.attendance_trust,
        of.trust - settings.trust_reference,
        settings.attendance_relationship,
        row.relationship - settings.relationship_reference,
    )
    if chance >= 1.0 or draw(w, const.PURPOSE_ATTENDANCE, here.name, of.key, row.ordinal) < chance:
        attended(w, index)
    else:
        missed(w, index)
    if row.stage == const.STAGE_OPEN:
        next_contact_if_none(w, index)


@part
def follow_up(w: Map, index: int) -> None:
    """Carry out a follow-up contact after the end of a spell."""
    ended = spell(w, index)
    who = ended.person
    of = person(w, who)
    if of.gone:
        return
    by = service(w, ended.service).follow_up_by
    if by == MISSING:
        by = np.int64(ended.service)
    there = service(w, by)
    here = spell_at(w, who, by)
    is_open = here != NONE and spell(w, here).stage == const.STAGE_OPEN
    who_works = np.int64(spell(w, here).worker) if is_open else np.int64(NONE)
    if who_works == NONE and there.team != MISSING:
        who_works = least_loaded(w, by, FOREVER)
    used = use(w, use_made(w, who, by))
    ordinal = used.contacts
    used.contacts = ordinal + 1
    length = lasts(
        w, there.contact_length, const.PURPOSE_CONTACT_LENGTH, there.name, of.key, ordinal
    )
    if who_works != NONE:
        charge(w, who_works, length)
    worst = worst_need(w, who, by)
    level = -1 if worst < 0 else level_at(w, who, worst)
    about = here if is_open else index
    note(
        w,
        const.EVENT_CONTACT,
        who,
        by,
        about,
        who_works,
        -1,
        worst,
        level,
        w[const.AT_NOW],
        length,
        const.CONTACT_FLAG_FOLLOW_UP,
    )
    contact_felt(w, who, by, ordinal)
