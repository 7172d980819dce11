"""Compute a person's trust and losses, and the effect of care on their needs."""

from __future__ import annotations

import math

import numpy as np

from sim.compiling import Map
from sim.engines.fast import constants as const
from sim.engines.fast.drawing import draw
from sim.engines.fast.layout import LONG_AGO, NONE
from sim.engines.fast.memory import group, loss, person, recent, service, spell
from sim.engines.fast.program import part
from sim.engines.fast.seeking import reconsider_seeking
from sim.engines.fast.shared import covers, effect_of, need_of, note
from sim.rules.need import recovery_ratio, strength, worsening_ratio
from sim.rules.relationship import fall, grow
from sim.units import WEEK

FOUR_WEEKS = 4 * WEEK


@part
def reconsider_trust(w: Map, who: int) -> None:
    """Update whether trust is so low that a person is disengaged.

    Disengaged people turn to services only in crisis.
    """
    of = person(w, who)
    disengaged = of.trust < group(w, of.group).disengages_below
    if disengaged == (of.disengaged != 0):
        return
    of.disengaged = disengaged
    event = const.EVENT_DISENGAGED if disengaged else const.EVENT_REENGAGED
    note(w, event, who, -1, -1, -1, -1, -1, -1, 0, 0, -1)
    reconsider_seeking(w, who, False)


@part
def drop_loss(w: Map, index: int) -> None:
    """Free a row of the table of losses."""
    loss(w, index).next = w[const.AT_FREE_LOSS]
    w[const.AT_FREE_LOSS] = index


@part
def feel_loss(w: Map, who: int, size: float) -> None:
    """Begin a loss, and forget the ones that are not larger.

    All losses last equally long, so the new one outlasts them.
    """
    if size <= 0.0:
        return
    of = person(w, who)
    while of.last_loss != NONE and loss(w, of.last_loss).size <= size:
        smaller = of.last_loss
        of.last_loss = loss(w, smaller).prev
        if of.last_loss == NONE:
            of.first_loss = NONE
        else:
            loss(w, of.last_loss).next = NONE
        drop_loss(w, smaller)
    index = w[const.AT_FREE_LOSS]
    if index != NONE:
        w[const.AT_FREE_LOSS] = loss(w, index).next
    else:
        index = w[const.AT_LOSSES_TOUCHED]
        w[const.AT_LOSSES_TOUCHED] += 1
    row = loss(w, index)
    row.size, row.until = size, w[const.AT_NOW] + group(w, of.group).loss_lasts
    row.prev, row.next = of.last_loss, NONE
    if of.last_loss == NONE:
        of.first_loss = index
    else:
        loss(w, of.last_loss).next = index
    of.last_loss = index


@part
def largest_loss(w: Map, who: int) -> float:
    """Return the strength of the largest loss that still lasts; 0 without a loss."""
    of = person(w, who)
    while of.first_loss != NONE:
        row = loss(w, of.first_loss)
        if row.until > w[const.AT_NOW]:
            return row.size
        over = of.first_loss
        of.first_loss = row.next
        if of.first_loss == NONE:
            of.last_loss = NONE
        else:
            loss(w, of.first_loss).prev = NONE
        drop_loss(w, over)
    return 0.0


@part
def support(w: Map, who: int, which: int) -> float:
    """Return the largest support for a need by any spell; negative if none supports it."""
    of = person(w, who)
    effects = effect_of(w, of.group, which)
    strongest = -1.0
    index = of.first_spell
    while index != NONE:
        row = spell(w, index)
        if (
            row.stage == const.STAGE_OPEN
            and covers(w, row.service, which)
            and row.supports_since != LONG_AGO
            and w[const.AT_NOW] - row.supports_since <= effects.support_window
        ):
            here = strength(
                service(w, row.service).support, row.relationship, effects.without_relationship
            )
            strongest = max(strongest, here)
        index = row.newer
    return strongest


@part
def recovery(w: Map, who: int, which: int) -> float:
    """Return the ratio that multiplies the rate at which a need recovers now."""
    of = person(w, who)
    effects = effect_of(w, of.group, which)
    advised = False
    index = of.first_spell
    while index != NONE:
        row = spell(w, index)
        if (
            row.stage == const.STAGE_OPEN
            and covers(w, row.service, which)
            and w[const.AT_NOW] < row.advised_until
        ):
            advised = True
        index = row.newer
    return recovery_ratio(
        effects.support_recovery, support(w, who, which), advised, effects.advice_recovery
    )


@part
def too_much_contact(w: Map, who: int, which: int) -> bool:
    """Return whether the contacts of the last four weeks exceed the limit at the need's level."""
    if w[const.AT_OVER_CONTACT] == 0:
        return False
    row = need_of(w, who, which)
    limit = effect_of(w, person(w, who).group, which).over_contact_limit[row.level]
    if math.isinf(limit):
        return False
    too_many = np.int64(math.floor(limit)) + 1
    if row.recent < too_many:
        return False
    size = w[const.AT_OVER_CONTACT]
    first = (who * w[const.AT_NEEDS] + which) * size
    return recent(w, first + (row.recent - too_many) % size, 1)[0] > w[const.AT_NOW] - FOUR_WEEKS


@part
def worsening(w: Map, who: int, which: int) -> float:
    """Return the ratio that multiplies the rate at which a need worsens now."""
    of = person(w, who)
    effects = effect_of(w, of.group, which)
    strongest = support(w, who, which)
    waits = False
    if strongest <= 0.0:
        index = of.first_spell
        while index != NONE:
            row = spell(w, index)
            if row.stage == const.STAGE_WAITING and covers(w, row.service, which):
                waits = True
            index = row.newer
    return worsening_ratio(
        effects.support_worsening,
        strongest,
        effects.loss_worsening,
        largest_loss(w, who),
        waits,
        effects.waiting_worsening,
        too_much_contact(w, who, which),
        effects.over_contact_ratio,
    )


@part
def stigmatises(w: Map, who: int, where: int, ordinal: int) -> bool:
    """Return whether an attended contact is stigmatising."""
    here = service(w, where)
    if here.stigma <= 0.0:
        return False
    return draw(w, const.PURPOSE_STIGMA, here.name, person(w, who).key, ordinal) < here.stigma


@part
def contact_felt(w: Map, who: int, where: int, ordinal: int) -> bool:
    """Change trust by an attended contact; return whether the contact was stigmatising."""
    of = person(w, who)
    if w[const.AT_OVER_CONTACT] > 0:
        size = w[const.AT_OVER_CONTACT]
        for which in range(w[const.AT_NEEDS]):
            if covers(w, where, which):
                row = need_of(w, who, which)
                recent(w, (who * w[const.AT_NEEDS] + which) * size + row.recent % size, 1)[0] = w[
                    const.AT_NOW
                ]
                row.recent += 1
    stigmatising = stigmatises(w, who, where, ordinal)
    settings = group(w, of.group)
    if stigmatising:
        of.trust = fall(of.trust, settings.trust_fall_stigma)
    else:
        of.trust = grow(of.trust, settings.trust_rise)
    reconsider_trust(w, who)
    return stigmatising
