"""The state of one person's cover, need by need, while their rows are read in order.

This state decides whether a need is unmet, and why. It changes only when a row of the person is
read, with one exception: the cover by a contact runs out without a row. All functions are compiled
into the code that reads rows: `sim.measures.intervals` reads a whole log person by person, and
`sim.measures.streaming` reads the rows of all people in the order of events.
"""

from __future__ import annotations

import enum
from typing import Any

import numpy as np

from sim.compiling import linked
from sim.events import NOBODY, EventKind, EventLog, Reason
from sim.measures.terms import Terms, is_need, stay_covers, works_with

OUT = -1
COVERED = 0
AFTER_ENDING = 10
"""A state beside the causes: help has not been sought for the need since an ending.

Where causes are counted, it is added to `Cause.NOT_YET_SOUGHT`.
"""

GONE, REFERRED, WAITING, OPEN = 0, 1, 2, 3
"""Stages of a referral. A referral that was never made has the stage `GONE`."""

NO_WAY, REFUSED, LET_GO = 0, 1, 2
"""The outcome of a person's latest search for help with a need.

It has not failed (`NO_WAY`), the person was turned away (`REFUSED`), or their care ended and led
nowhere (`LET_GO`).
"""

NOT_MET = -1
"""In place of the minute of a contact: there has been no contact."""

NO_SPELL = -1
NONE_YET = 99


class Cause(enum.IntEnum):
    """Why a minute of need is unmet. Of several causes, the one with the lowest number counts."""

    WORKER_LOST = 1
    MISSED_CONTACT = 2
    CONTACT_OVERDUE = 3
    BETWEEN_SERVICES = 4
    WAITING_LIST = 5
    AWAITING_DECISION = 6
    TURNED_AWAY = 7
    DISENGAGED = 8
    NOT_YET_SOUGHT = 9


NEED = np.dtype(
    [
        ("met", np.int32),  # minutes: latest attended contact at a covering service, or NOT_MET
        ("seen", np.int32),  # minutes: latest contact of this need episode; NOT_MET, also inside
        ("level", np.int8),
        ("in_episode", np.int8),
        ("way", np.int8),  # NO_WAY, REFUSED or LET_GO
        ("planned", np.int8),  # a planned ending came within `lost_after` of `seen`
    ],
    align=True,
)
"""The state of one need of one person."""

SPELL = np.dtype(
    [
        ("next", np.int32),  # another of the person's that is not gone, or NO_SPELL
        ("word", np.int32),  # of a referral: when somebody was last in touch
        ("worker", np.int32),  # of an open spell, now; -1 without one
        ("service", np.int16),
        ("stage", np.int8),
        ("from_service", np.int8),  # another service passed the person on
        ("unallocated", np.int8),  # the worker left and nobody has taken over
        ("lost", np.int8),  # the worker left and nobody has been met since
        ("missed", np.int8),  # the latest contact was missed
        ("blocked", np.int8),  # the place is held, contacts are over
    ],
    align=True,
)
"""The state of one referral and of the spell that may follow from it."""

PERSON = np.dtype(
    [
        ("first_spell", np.int32),  # of those that are not gone, or NO_SPELL
        ("group", np.int16),
        ("disengaged", np.int8),
    ],
    align=True,
)
"""The state of one person.

Functions also accept tables with more columns than those of `PERSON`, `NEED` and `SPELL`.
"""


@linked
def reset(person: Any, needs: EventLog) -> None:
    """Reset a person and their needs to the state before their first row."""
    person.first_spell = NO_SPELL
    person.disengaged = 0
    for need in range(needs.size):
        needs[need].met = NOT_MET
        needs[need].seen = NOT_MET
        needs[need].level = 0
        needs[need].in_episode = 0
        needs[need].way = NO_WAY
        needs[need].planned = 0


@linked
def come(spells: EventLog, person: Any, spell: int) -> None:
    """Add a new referral or spell to the person's list of those that have not ended."""
    row = spells[spell]
    row.next = person.first_spell
    person.first_spell = spell
    row.worker = NOBODY
    row.from_service = 0
    row.unallocated = 0
    row.lost = 0
    row.missed = 0
    row.blocked = 0


@linked
def go(spells: EventLog, person: Any, spell: int) -> None:
    """Remove a referral or spell from the person's list of those that have not ended."""
    following = spells[spell].next
    if person.first_spell == spell:
        person.first_spell = following
        return
    before = person.first_spell
    while spells[before].next != spell:
        before = spells[before].next
    spells[before].next = following


@linked
def set_stage(spells: EventLog, person: Any, spell: int, service: int, stage: int) -> None:
    """Move a referral to a stage, and update the person's list of those that have not ended."""
    row = spells[spell]
    if row.stage == GONE and stage != GONE:
        come(spells, person, spell)
    elif row.stage != GONE and stage == GONE:
        go(spells, person, spell)
    row.service = service
    row.stage = stage


@linked
def is_inside(spells: EventLog, person: Any, terms: Terms, need: int) -> bool:
    """Return whether the person is in a continuous service (such as a hospital) for the need."""
    spell = person.first_spell
    while spell != NO_SPELL:
        row = spells[spell]
        if row.stage == OPEN and stay_covers(terms, row.service, need):
            return True
        spell = row.next
    return False


@linked
def cause_in_spell(spell: Any) -> int:
    """Return why a need is unmet although the person has this spell or referral for it.

    Return `OUT` if the spell gives no reason, which is so during a blocked handoff.
    """
    if spell.stage == OPEN:
        if spell.blocked:
            return OUT
        if spell.unallocated or spell.lost:
            return Cause.WORKER_LOST
        return Cause.MISSED_CONTACT if spell.missed else Cause.CONTACT_OVERDUE
    if spell.from_service:
        return Cause.BETWEEN_SERVICES
    return Cause.WAITING_LIST if spell.stage == WAITING else Cause.AWAITING_DECISION


@linked
def cause_now(spells: EventLog, person: Any, way: int, terms: Terms, need: int, now: int) -> int:
    """Return why a need that no recent contact covers is unmet; `COVERED` in a continuous stay.

    `way` is the outcome of the person's latest search for help: `NO_WAY`, `REFUSED` or `LET_GO`.
    """
    first = NONE_YET
    spell = person.first_spell
    while spell != NO_SPELL:
        row = spells[spell]
        if works_with(terms, row.service, need, now):
            if row.stage == OPEN and stay_covers(terms, row.service, need):
                return COVERED
            cause = cause_in_spell(row)
            if cause != OUT and cause < first:
                first = cause
        spell = row.next
    if first != NONE_YET:
        return first
    if way == REFUSED:
        return Cause.TURNED_AWAY
    if person.disengaged:
        return Cause.DISENGAGED
    return AFTER_ENDING if way == LET_GO else Cause.NOT_YET_SOUGHT


@linked
def read_need_row(person: Any, needs: EventLog, row: Any) -> None:
    """Update a person's needs by a row about a need or about seeking help."""
    kind, need = row.event, row.need
    if kind in (EventKind.NEED_IS, EventKind.NEED_CHANGED):
        needs[need].level = row.level
    elif kind == EventKind.EPISODE_BEGAN:
        needs[need].in_episode = 1
    elif kind == EventKind.EPISODE_ENDED:
        needs[need].in_episode = 0
        needs[need].way = NO_WAY
        needs[need].seen = NOT_MET
    elif kind == EventKind.SOUGHT and need >= 0:
        needs[need].way = NO_WAY if row.service >= 0 else REFUSED
    elif kind == EventKind.DISENGAGED:
        person.disengaged = 1
    elif kind == EventKind.REENGAGED:
        person.disengaged = 0


@linked
def read_dead_end(person: Any, needs: EventLog, terms: Terms, row: Any) -> None:
    """Update a person's needs by a NOWHERE_TO_GO row.

    A refusal affects only the need of the row. An ending affects every need at or above its seek
    level that the service covers.
    """
    service, reason = row.service, row.detail
    turned_away = reason in (Reason.TURNED_AWAY, Reason.SEEKING)
    ended = reason in (Reason.MISSED_CONTACTS, Reason.FINISHED_SETTLED, Reason.FINISHED_IN_NEED)
    for need in range(needs.size):
        in_need = is_need(terms, person.group, need, needs[need].level)
        if turned_away and row.need == need:
            needs[need].way = REFUSED
        elif ended and in_need and works_with(terms, service, need, row.time):
            needs[need].way = LET_GO


@linked
def stage_after(kind: int, stage: int) -> int:
    """Return the stage of a referral after a row of the given kind about it."""
    if kind == EventKind.REFERRED:
        return REFERRED
    if kind in (EventKind.ACCEPTED, EventKind.WAITING):
        return WAITING
    if kind == EventKind.SPELL_STARTED:
        return OPEN
    if kind in (
        EventKind.TURNED_AWAY,
        EventKind.LEFT_WAITING,
        EventKind.ENDED_PLANNED,
        EventKind.ENDED_UNPLANNED,
    ):
        return GONE
    return stage


@linked
def read_spell_row(spells: EventLog, person: Any, row: Any) -> None:
    """Update a referral or spell by a row about it: its stage, its worker and its contacts."""
    kind, spell = row.event, spells[row.spell]
    if kind in (EventKind.CONTACT, EventKind.CONTACT_MISSED):
        spell.missed = kind == EventKind.CONTACT_MISSED
        spell.lost = spell.lost and kind == EventKind.CONTACT_MISSED
    elif kind == EventKind.UNALLOCATED:
        spell.unallocated = 1
        spell.worker = NOBODY
        spell.lost = spell.lost or row.worker >= 0
    elif kind == EventKind.ALLOCATED:
        spell.unallocated = 0
        spell.worker = row.worker
        spell.lost = spell.lost or row.other_worker >= 0
    elif kind == EventKind.CHANGED_WORKER:
        spell.worker = row.worker
    elif kind == EventKind.HANDED_OFF_BLOCKED:
        spell.blocked = 1
    else:
        stage = stage_after(kind, spell.stage)
        if stage != spell.stage:
            set_stage(spells, person, row.spell, row.service, stage)
        if kind == EventKind.SPELL_STARTED:
            spell.worker = row.worker
        if kind == EventKind.REFERRED:
            # A route back to the same service is no other service that passes the person on.
            spell.from_service = row.detail >= 0 and row.detail != row.service
