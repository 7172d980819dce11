"""Let people seek help, with one timer per person for the worst need that no service covers."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map, inlined
from sim.draws import NO_NAME
from sim.engines.fast import constants as const
from sim.engines.fast.calendar import set_timer, stop_timer
from sim.engines.fast.drawing import draw, lasts
from sim.engines.fast.layout import LONG_AGO, NONE
from sim.engines.fast.memory import entry, group, past, person, service, spell, timer, use
from sim.engines.fast.person_timers import seeking_timer
from sim.engines.fast.presenting import presents_at
from sim.engines.fast.program import part
from sim.engines.fast.shared import (
    NOBODY,
    NOWHERE,
    covers,
    effect_of,
    need_of,
    note,
    spell_at,
    use_at,
    worst_need,
)
from sim.resolved import LEVELS
from sim.rules.need import pick
from sim.rules.referral import seeking_delay


@part
def in_hand(w: Map, who: int, which: int, in_crisis: bool) -> bool:
    """Return whether a spell, or a sufficient referral, covers the need.

    In crisis, a referral made before the crisis or a place on a waiting list is not sufficient.
    """
    index = person(w, who).first_spell
    while index != NONE:
        row = spell(w, index)
        if covers(w, row.service, which) and (
            row.stage == const.STAGE_OPEN or row.in_crisis or not in_crisis
        ):
            return True
        index = row.newer
    return False


@part
def worst_unmet(w: Map, who: int) -> int:
    """Return the worst need for which a person would seek help now, or NOBODY."""
    of = person(w, who)
    worst, highest = NOBODY, -1
    for which in range(w[const.AT_NEEDS]):
        level = need_of(w, who, which).level
        if (
            level > highest
            and level >= effect_of(w, of.group, which).seek_level
            and (level == const.LEVEL_CRISIS or not of.disengaged)
            and not in_hand(w, who, which, level == const.LEVEL_CRISIS)
        ):
            worst, highest = which, level
    return worst


@part
def turns_at(w: Map, who: int, which: int) -> int:
    """Return the level with which a person turns for help: that at which the need presents itself.

    It is never below the level at which people seek help, even on a good day of an episode.
    """
    seek_level = effect_of(w, person(w, who).group, which).seek_level
    return np.int64(max(presents_at(w, who, which), seek_level))


@part
def worst_lasting(w: Map, who: int) -> int:
    """Return the worst need of an open episode for which a person would seek help, or NOBODY.

    Needs count on good days as well: their level is the one at which the person would seek help.
    """
    of = person(w, who)
    worst, highest = NOBODY, np.int64(-1)
    for which in range(w[const.AT_NEEDS]):
        row = need_of(w, who, which)
        in_crisis = row.level == const.LEVEL_CRISIS
        if (
            row.episode_open
            and turns_at(w, who, which) > highest
            and (in_crisis or not of.disengaged)
            and not in_hand(w, who, which, in_crisis)
        ):
            worst, highest = which, turns_at(w, who, which)
    return worst


@part
def reconsider_seeking(w: Map, who: int, again: bool) -> None:
    """Start, shorten or stop the timer after which a person seeks help.

    `again` is true if a route has just led nowhere, so that the person seeks help anew.
    """
    if w[const.AT_NEEDS] == 0:
        return
    of = person(w, who)
    which = NOBODY if of.gone else worst_unmet(w, who)
    clock = seeking_timer(w, who)
    runs = of.seeking_level >= 0
    if which == NOBODY and not of.gone and (runs or again) and group(w, of.group).seek_persists:
        which = worst_lasting(w, who)
        if which != NOBODY and runs:
            return
    if which == NOBODY:
        stop_timer(w, clock)
        of.seeking_level = -1
        return
    level = max(np.int64(need_of(w, who, which).level), effect_of(w, of.group, which).seek_level)
    if level <= of.seeking_level:
        return
    settings, before = group(w, of.group), past(w, who)
    if again:
        delay = lasts(
            w, settings.reseek_delay, const.PURPOSE_RESEEK_DELAY, NO_NAME, of.key, before.reseeks
        )
        before.reseeks += 1
    else:
        delay = lasts(
            w, settings.seek_delay[level], const.PURPOSE_SEEK_DELAY, NO_NAME, of.key, before.seeks
        )
        before.seeks += 1
        if settings.seek_trust != 0.0:
            distance = of.trust - settings.trust_reference
            delay = seeking_delay(delay, settings.seek_trust, distance)
    time = w[const.AT_NOW] + delay
    running = timer(w, clock)
    of.seeking_level = level
    if running.kind != NONE:
        if running.time <= time:
            return
        stop_timer(w, clock)
    set_timer(w, clock, time, const.STEP_PERSON_SEEKS)


@inlined
def is_welcome(w, index):
    """Return whether a person may come back to a service without a referral.

    `index` is the row about the person at the service.
    """
    left_at, within = use(w, index).ended_at, service(w, use(w, index).service).fast_return
    return left_at != LONG_AGO and within > 0 and w[const.AT_NOW] - left_at <= within


@part
def may_return(w: Map, who: int, where: int) -> bool:
    """Return whether a person may come back to a service without referral and assessment."""
    if w[const.AT_RETURNS] == 0:
        return False
    index = use_at(w, who, where)
    return index != NONE and is_welcome(w, index)


@part
def open_door(w: Map, who: int, which: int) -> int:
    """Return the service that a person may return to without referral, or NOWHERE.

    It covers the need. Of several such services, it is the one that the person left last.
    """
    latest, door = np.int64(-1), np.int64(NOWHERE)
    index = person(w, who).first_use
    while index != NONE:
        used = use(w, index)
        left_at, where = np.int64(used.ended_at), np.int64(used.service)
        # Of services left in the same minute, the first of the file.
        later = left_at > latest or (left_at == latest and where < door)
        if (
            later
            and covers(w, where, which)
            and is_welcome(w, index)
            and spell_at(w, who, where) == NONE
        ):
            latest, door = left_at, where
        index = used.next
    return door


@part
def entry_service(w: Map, who: int, which: int) -> int:
    """Draw and return the entry service for a need at its level; NOWHERE if there is none."""
    of = person(w, who)
    before = past(w, who)
    u = draw(w, const.PURPOSE_ENTRY, NO_NAME, of.key, before.sought)
    before.sought += 1
    width = w[const.AT_SERVICES] + 1
    row = (of.group * w[const.AT_NEEDS] + which) * LEVELS + turns_at(w, who, which)
    position = pick(entry(w, row * width, width), u)
    return np.int64(NOWHERE if position == w[const.AT_SERVICES] else position)


@part
def note_nowhere(w: Map, who: int, where: int, which: int, reason: int) -> None:
    """Write to the log that a person has nowhere to go."""
    level = NOBODY if which == NOBODY else need_of(w, who, which).level
    note(w, const.EVENT_NOWHERE_TO_GO, who, where, -1, -1, -1, which, level, 0, 0, reason)


@part
def nowhere_to_go(w: Map, who: int, where: int, reason: int) -> None:
    """Write to the log that a route led nowhere; the person may seek help again."""
    of = person(w, who)
    if of.gone:
        return
    note_nowhere(w, who, where, worst_need(w, who, where), reason)
    stop_timer(w, seeking_timer(w, who))
    of.seeking_level = -1
    reconsider_seeking(w, who, True)
