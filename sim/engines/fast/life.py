"""Simulate a person's own life: arrival, changing needs, need episodes, seeking help, leaving."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.draws import NO_NAME
from sim.engines.fast import constants as const
from sim.engines.fast.booking import fall_due, next_contact_if_none
from sim.engines.fast.calendar import set_timer, stop_timer
from sim.engines.fast.drawing import draw, wants_of
from sim.engines.fast.ending import drop_person, end
from sim.engines.fast.follow_ups import forget_follow_ups
from sim.engines.fast.inner import reconsider_trust, recovery, worsening
from sim.engines.fast.layout import GONE, NONE
from sim.engines.fast.memory import (
    direction,
    group,
    level_of,
    past,
    person,
    service,
    share,
    spell,
    target,
    timer,
    ways,
)
from sim.engines.fast.own_asking import asks
from sim.engines.fast.own_people import own_need_rate
from sim.engines.fast.person_timers import clocks_of_person, exit_timer, person_timer
from sim.engines.fast.presenting import hold_first_level, leave_level
from sim.engines.fast.program import part
from sim.engines.fast.referral import refer, refer_on_in_crisis
from sim.engines.fast.seeking import (
    entry_service,
    note_nowhere,
    open_door,
    reconsider_seeking,
    turns_at,
    worst_lasting,
    worst_unmet,
)
from sim.engines.fast.settled import watch_settled
from sim.engines.fast.shared import NOBODY, NOWHERE, covers, effect_of, need_of, note, spell_at
from sim.engines.fast.starting import watch_settling
from sim.engines.fast.waiting import leave_list
from sim.resolved import MISSING
from sim.rules.constant_rate import minutes_until
from sim.rules.need import (
    RECOVERS,
    STAYS,
    WORSENS,
    moves_to,
    next_candidate,
)
from sim.rules.planning import NO_PLAN
from sim.units import FOREVER


@part
def new_person(w: Map, key: int, of_group: int, attributes: int, trust: float) -> int:
    """Return the row of a new person, whose needs are not set yet."""
    who = w[const.AT_FREE_PERSON]
    if who != NONE:
        w[const.AT_FREE_PERSON] = person(w, who).first_spell
    else:
        who = w[const.AT_PEOPLE_TOUCHED]
        w[const.AT_PEOPLE_TOUCHED] += 1
    of = person(w, who)
    of.key, of.group, of.attributes, of.trust = key, of_group, attributes, trust
    of.number = w[const.AT_PEOPLE_MADE]
    w[const.AT_PEOPLE_MADE] += 1
    of.first_spell = of.last_spell = of.first_loss = of.last_loss = NONE
    before = past(w, who)
    before.follow_up = NONE
    before.refusals = before.seeks = before.reseeks = before.sought = 0
    before.arrived, before.times_away = w[const.AT_NOW], 0
    before.plan_until, before.plan_carries = NO_PLAN, 0.0
    of.minute, of.steps_in_minute, of.seeking_level = NONE, 0, NONE
    of.told = of.disengaged = of.gone = 0
    of.rows_held, of.first_use = 0, NONE
    for clock in range(clocks_of_person(w)):
        timer(w, person_timer(w, who, clock)).kind = NONE
    return np.int64(who)


@part
def set_need(w: Map, who: int, which: int, state: int) -> None:
    """Set the state of a need of a person who arrives."""
    row = need_of(w, who, which)
    row.state = state
    row.level = level_of(w, which * w[const.AT_STATES] + state, 1)[0]
    row.episode_open = row.recent = row.ordinal = row.toward = 0
    row.since = w[const.AT_NOW]
    hold_first_level(w, who, which, row.level)


@part
def await_candidate(w: Map, who: int, which: int) -> None:
    """Set the timer of the next candidate change that could alter a need."""
    of, row = person(w, who), need_of(w, who, which)
    effects = effect_of(w, of.group, which)
    out = ways(w, (of.group * w[const.AT_NEEDS] + which) * w[const.AT_STATES] + row.state)
    time, ordinal, toward, distance = next_candidate(
        w[const.AT_SEED],
        w[const.AT_REPLICATION],
        effects.name,
        of.key,
        effects.candidate_rate,
        np.int64(row.ordinal),
        np.int64(row.since),
        w[const.AT_CLOSES],
        out.recover_to,
        (out.neutral_from, out.neutral_to),
        out.worsen_from,
    )
    if time < w[const.AT_CLOSES]:
        w[const.AT_PASSED_OVER] += ordinal - row.ordinal - 1
        row.since, row.ordinal, row.toward, row.distance = time, ordinal, toward, distance
        set_timer(w, person_timer(w, who, which), time, const.STEP_NEED_MAY_CHANGE)


@part
def level_is(w: Map, who: int, which: int) -> None:
    """Begin an episode of a need, or set the timer that ends the open one.

    An episode begins at the seek level. The timer runs while the need is below it.
    """
    watch_settled(w, who)
    of, row = person(w, who), need_of(w, who, which)
    effects = effect_of(w, of.group, which)
    clock = person_timer(w, who, w[const.AT_NEEDS] + which)
    if row.level >= effects.seek_level:
        stop_timer(w, clock)
        if not row.episode_open:
            row.episode_open = 1
            note(w, const.EVENT_EPISODE_BEGAN, who, -1, -1, -1, -1, which, row.level, 0, 0, -1)
    elif row.episode_open and timer(w, clock).kind == NONE:
        set_timer(w, clock, w[const.AT_NOW] + effects.episode_break, const.STEP_EPISODE_ENDS)


@part
def tell_of(w: Map, who: int) -> None:
    """Write the rows of the log about a person who is present from now on.

    They give the area, the help wanted, and the needs.
    """
    of_group = person(w, who).group
    if w[const.AT_HAS_AREAS]:
        area = of_group % w[const.AT_AREAS]
        note(w, const.EVENT_LIVES_IN, who, -1, -1, -1, -1, -1, -1, 0, 0, area)
    if group(w, of_group).wants != MISSING:
        note(w, const.EVENT_WANTS, who, -1, -1, -1, -1, -1, -1, 0, 0, wants_of(w, who))
    for which in range(w[const.AT_NEEDS]):
        row = need_of(w, who, which)
        note(w, const.EVENT_NEED_IS, who, -1, -1, -1, -1, which, row.level, 0, 0, row.state)


@part
def begin_life(w: Map, who: int, turned_up_at: int) -> None:
    """Begin the life of a person whose needs are set."""
    of = person(w, who)
    of_group = of.group // w[const.AT_AREAS]
    note(w, const.EVENT_ARRIVED, who, turned_up_at, -1, -1, -1, -1, -1, 0, 0, of_group)
    tell_of(w, who)
    if w[const.AT_FEELS]:
        reconsider_trust(w, who)
    for which in range(w[const.AT_NEEDS]):
        level_is(w, who, which)
        await_candidate(w, who, which)
    if w[const.AT_MOVES_AWAY]:
        await_exit(w, who)


@part
def await_exit(w: Map, who: int) -> None:
    """Set the timer of when a person moves away or dies, whichever comes first."""
    of = person(w, who)
    settings = group(w, of.group)
    first, how = np.int64(FOREVER), -1
    for way in range(2):
        if settings.exit_rate[way] > 0.0:
            u = draw(w, const.PURPOSE_EXIT, NO_NAME, of.key, way)
            time = w[const.AT_NOW] + minutes_until(u, settings.exit_rate[way])
            if time < first:
                first, how = time, way
    if how >= 0:
        past(w, who).leaves_by = how
        set_timer(w, exit_timer(w, who), first, const.STEP_PERSON_LEAVES)


@part
def services_notice(w: Map, who: int, which: int, rises_to_crisis: bool) -> None:
    """Let the spells that cover a need react to its new level."""
    index = person(w, who).first_spell
    while index != NONE:
        row = spell(w, index)
        if row.stage == const.STAGE_OPEN and covers(w, row.service, which):
            watch_settling(w, index)
            if rises_to_crisis and service(w, row.service).urgent_within != MISSING:
                fall_due(w, index, w[const.AT_NOW], True)
            else:
                next_contact_if_none(w, index)
        index = row.newer
    if rises_to_crisis:
        refer_on_in_crisis(w, who, which)
    reconsider_seeking(w, who, False)


@part
def consider(w: Map, who: int, which: int) -> None:
    """Decide whether a candidate change alters a need, under the conditions of this minute."""
    of, row = person(w, who), need_of(w, who, which)
    ratio = 1.0
    if row.toward == RECOVERS:
        ratio = recovery(w, who, which)
    elif row.toward == WORSENS:
        ratio = worsening(w, who, which)
    if asks(w, const.AT_ASKS_NEED_RATE) and row.toward in (RECOVERS, WORSENS):
        ratio = own_need_rate(w, who, which, ratio)
    out = ways(w, (of.group * w[const.AT_NEEDS] + which) * w[const.AT_STATES] + row.state)
    state = moves_to(
        np.int64(row.toward),
        row.distance,
        ratio,
        target(w, out.first, out.moves),
        direction(w, out.first, out.moves),
        share(w, of.group * w[const.AT_TRANSITIONS] + out.first, out.moves),
    )
    if state == STAYS:
        return
    before = row.level
    row.state = state
    row.level = level_of(w, which * w[const.AT_STATES] + state, 1)[0]
    note(w, const.EVENT_NEED_CHANGED, who, -1, -1, -1, -1, which, row.level, 0, 0, state)
    if row.level != before:
        leave_level(w, who, which, before)
        level_is(w, who, which)
        services_notice(w, who, which, row.level == const.LEVEL_CRISIS)


@part
def any_episode(w: Map, who: int, where: int) -> bool:
    """Return whether an episode of any need that a service covers is open."""
    for which in range(w[const.AT_NEEDS]):
        if covers(w, where, which) and need_of(w, who, which).episode_open:
            return True
    return False


@part
def end_episode(w: Map, who: int, which: int) -> None:
    """End the open episode of a need.

    The person then leaves the waiting lists that release settled people, except where another need
    that the service covers has an open episode.
    """
    of, row = person(w, who), need_of(w, who, which)
    row.episode_open = 0
    note(w, const.EVENT_EPISODE_ENDED, who, -1, -1, -1, -1, which, row.level, 0, 0, -1)
    index = of.first_spell
    while index != NONE:
        waits = spell(w, index)
        following = waits.newer
        here = service(w, waits.service)
        if (
            waits.stage == const.STAGE_WAITING
            and here.opt_out_if_settled
            and (here.covers >> which) & 1
            and not any_episode(w, who, waits.service)
        ):
            leave_list(w, index, const.LEAVING_SETTLED)
        index = following
    if group(w, of.group).seek_persists:
        reconsider_seeking(w, who, False)


@part
def seek(w: Map, who: int) -> None:
    """Let a person turn for help: to a service if they may return, or to an entry service."""
    of = person(w, who)
    of.seeking_level = -1
    which = worst_lasting(w, who) if group(w, of.group).seek_persists else worst_unmet(w, who)
    if which == NOBODY:
        return
    where = open_door(w, who, which)
    if where == NOWHERE:
        where = entry_service(w, who, which)
    level = turns_at(w, who, which)
    note(w, const.EVENT_SOUGHT, who, where, -1, -1, -1, which, level, 0, 0, -1)
    if where == NOWHERE:
        note_nowhere(w, who, NOWHERE, which, const.REASON_SEEKING)
        reconsider_seeking(w, who, True)
        return
    known = spell_at(w, who, where) != NONE
    refer(w, who, where, NOWHERE, NONE)
    reconsider_seeking(w, who, known)


@part
def leave(w: Map, who: int) -> None:
    """Let a person move away or die. Open referrals and spells end without loss to the person."""
    of = person(w, who)
    index = of.first_spell
    while index != NONE:
        row = spell(w, index)
        following = row.newer
        if row.stage == const.STAGE_OPEN:
            end(w, index, const.ENDING_EXITED, False)
        else:
            leave_list(w, index, const.LEAVING_EXITED)
        index = following
    of.gone = GONE
    forget_follow_ups(w, who)
    note(w, const.EVENT_EXITED, who, -1, -1, -1, -1, -1, -1, 0, 0, past(w, who).leaves_by)
    for clock in range(clocks_of_person(w)):
        stop_timer(w, person_timer(w, who, clock))
    of.seeking_level = -1
    if of.rows_held == 0:
        drop_person(w, who)
