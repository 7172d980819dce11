"""Hold contacts: each is attended or missed, and has all of its effects as it begins."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.booking import fall_due, next_contact_if_none
from sim.engines.fast.budget import occupy
from sim.engines.fast.caseloads import weigh_again
from sim.engines.fast.drawing import draw
from sim.engines.fast.ending import end
from sim.engines.fast.finishing import finish
from sim.engines.fast.getting_on import consider_asking, get_on
from sim.engines.fast.inner import contact_felt
from sim.engines.fast.layout import NONE
from sim.engines.fast.marking import mark
from sim.engines.fast.memory import group, person, service, spell, team, work
from sim.engines.fast.own_asking import asks
from sim.engines.fast.own_people import own_ending
from sim.engines.fast.planning import make_plan
from sim.engines.fast.program import part
from sim.engines.fast.queues import free_work
from sim.engines.fast.shared import held_by, note_length, note_spell
from sim.engines.fast.starting import carry_over
from sim.resolved import MISSING
from sim.rules.contact import attendance, helps_though_felt
from sim.rules.ending import NO_ENDING, REACH_OUT, ending_when_attended, ending_when_missed


@part
def flags_of(w: Map, index: int, contact: int, second: int) -> int:
    """Return the flags of a contact: urgent, joint, or with a person who is in hospital."""
    row = spell(w, index)
    flags = const.CONTACT_FLAG_URGENT if work(w, contact).urgent else 0
    if second != NONE:
        flags |= const.CONTACT_FLAG_JOINT
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
    """Return whether the service's rules for ending a spell still apply to it."""
    row = spell(w, index)
    return row.stage == const.STAGE_OPEN and not row.handing_on and not row.blocked


@part
def attended(w: Map, index: int, contact: int, second: int) -> None:
    """Apply the effects of an attended contact, and write its row of the log."""
    row, what = spell(w, index), work(w, contact)
    of, here = person(w, row.person), service(w, row.service)
    flags = flags_of(w, index, contact, second)
    earlier = np.int64(row.from_spell) if row.joint else np.int64(NONE)
    if second != NONE:
        before = spell(w, earlier)
        carry_over(w, index, service(w, before.service).warm_carries * before.relationship)
    retold = row.retellings_left > 0
    if retold:
        flags |= const.CONTACT_FLAG_RETELLING
        row.retellings_left -= 1
    felt = contact_felt(w, row.person, row.service, np.int64(what.ordinal))
    if felt:
        flags |= const.CONTACT_FLAG_STIGMATISING
    if not retold and helps_though_felt(felt, here.stigma_helps != 0):
        row.supports_since = w[const.AT_NOW]
    if row.worker != NONE:
        of.told = 1
        get_on(w, index)
    ending = ending_when_attended(here, row, w[const.AT_NOW])
    due, cost, ordinal = np.int64(what.due), np.int64(what.cost), np.int64(what.ordinal)
    by = held_by(w, np.int64(row.person), np.int64(row.service), ordinal, np.int64(row.worker))
    note_spell(w, const.EVENT_CONTACT, index, by, second, due, cost, flags)
    note_length(w, np.int64(what.length))
    if weigh_again(w, index):
        mark(w, row.service)
    if what.plans:
        make_plan(w, index)
    # An urgent contact with the new worker alone leaves the joint one to be held.
    if earlier != NONE and (what.kind == const.WORK_KIND_JOINT or spell(w, earlier).worker == NONE):
        row.joint = 0
        end(w, earlier, const.ENDING_HANDED_OVER, True)
    if may_end(w, index):
        if asks(w, const.AT_ASKS_ENDING):
            ending = own_ending(w, index, ordinal, np.int64(ending))
        if ending != NO_ENDING:
            finish(w, index, ending)
    if consider_asking(w, index):
        mark(w, row.service)


@part
def missed(w: Map, index: int, contact: int, second: int, minutes: int) -> None:
    """Apply the effects of a missed contact, and write its row of the log."""
    row = spell(w, index)
    here = service(w, row.service)
    flags, due = flags_of(w, index, contact, second), np.int64(work(w, contact).due)
    ordinal = np.int64(work(w, contact).ordinal)
    by = held_by(w, np.int64(row.person), np.int64(row.service), ordinal, np.int64(row.worker))
    note_spell(w, const.EVENT_CONTACT_MISSED, index, by, second, due, minutes, flags)
    if flags & const.CONTACT_FLAG_URGENT and weigh_again(w, index):
        mark(w, row.service)
    ending = ending_when_missed(here, row, w[const.AT_NOW])
    if ending == REACH_OUT:
        fall_due(w, index, w[const.AT_NOW], here.urgent_within != MISSING)
    elif ending != NO_ENDING and may_end(w, index):
        finish(w, index, ending)


@part
def happens(w: Map, index: int, contact: int, who: int, second: int) -> None:
    """Begin a contact that has stopped waiting, with one worker, two, or none."""
    row = spell(w, index)
    row.last_contact = w[const.AT_NOW]
    here, of, what = service(w, row.service), person(w, row.person), work(w, contact)
    settings = group(w, of.group)
    chance = attendance(
        here.attendance,
        settings.attendance_trust,
        of.trust - settings.trust_reference,
        settings.attendance_relationship,
        row.relationship - settings.relationship_reference,
    )
    comes = (
        chance >= 1.0 or draw(w, const.PURPOSE_ATTENDANCE, here.name, of.key, what.ordinal) < chance
    )
    minutes = np.int64(what.cost)
    if who != NONE:
        if not comes:
            overhead = here.contact_overhead
            minutes = (
                np.int64(np.rint((minutes - overhead) * team(w, here.team).missed_share)) + overhead
            )
        occupy(w, who, minutes)
        if second != NONE:
            occupy(w, second, minutes)
    if comes:
        attended(w, index, contact, second)
    else:
        missed(w, index, contact, second, minutes)
    free_work(w, contact)
    if row.stage == const.STAGE_OPEN:
        next_contact_if_none(w, index)


@part
def hold(w: Map, contact: int, who: int, second: int) -> None:
    """Begin a contact with the worker, or the two workers, for whom it has waited."""
    index = np.int64(work(w, contact).spell)
    row = spell(w, index)
    if row.joint_work == contact:
        row.joint_work = NONE
    else:
        row.contact = NONE
    happens(w, index, contact, who, second)


@part
def held_by_nobody(w: Map, index: int) -> None:
    """Hold a contact that needs no worker, in the minute set for it."""
    row = spell(w, index)
    contact = np.int64(row.contact)
    row.contact = NONE
    happens(w, index, contact, NONE, NONE)
