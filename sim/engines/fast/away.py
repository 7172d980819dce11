"""Let people leave who have been settled for long, and let them return later."""

from __future__ import annotations

import numpy as np

from sim.compiling import Map
from sim.draws import NO_NAME
from sim.engines.fast import constants as const
from sim.engines.fast.calendar import set_timer, stop_timer
from sim.engines.fast.drawing import draw
from sim.engines.fast.follow_ups import forget_follow_ups
from sim.engines.fast.inner import reconsider_trust
from sim.engines.fast.layout import AWAY, HERE, NONE
from sim.engines.fast.life import await_candidate, end_episode, level_is, tell_of
from sim.engines.fast.memory import group, level_of, past, person, timer
from sim.engines.fast.person_timers import (
    clocks_of_person,
    exit_timer,
    person_timer,
    settled_timer,
)
from sim.engines.fast.presenting import hold_first_level
from sim.engines.fast.program import part
from sim.engines.fast.seeking import reconsider_seeking
from sim.engines.fast.shared import effect_of, need_of, note
from sim.rules.constant_rate import minutes_until
from sim.rules.need import candidates_until


@part
def go_away(w: Map, who: int) -> None:
    """Let a person be away: their needs and exit stand still, the rest is kept."""
    of, before = person(w, who), past(w, who)
    of.gone = AWAY
    for which in range(w[const.AT_NEEDS]):
        if need_of(w, who, which).episode_open:
            end_episode(w, who, which)
    forget_follow_ups(w, who)
    leaving = timer(w, exit_timer(w, who))
    before.exit_left = NONE if leaving.kind == NONE else leaving.time - w[const.AT_NOW]
    note(w, const.EVENT_EXITED, who, -1, -1, -1, -1, -1, -1, 0, 0, const.EXIT_SETTLED)
    for clock in range(clocks_of_person(w)):
        stop_timer(w, person_timer(w, who, clock))
    of.seeking_level = -1
    rate = group(w, of.group).recurrence
    if rate > 0.0:
        u = draw(w, const.PURPOSE_RECURRENCE, NO_NAME, of.key, before.times_away)
        time = w[const.AT_NOW] + minutes_until(u, rate)
        set_timer(w, settled_timer(w, who), time, const.STEP_PERSON_ARRIVES)
    before.times_away += 1


@part
def go_on(w: Map, who: int, which: int) -> None:
    """Let the candidate changes of a need take effect again, from now on.

    Those that fell into the time away are passed over.
    """
    of, row = person(w, who), need_of(w, who, which)
    effects = effect_of(w, of.group, which)
    row.since, row.ordinal = candidates_until(
        w[const.AT_SEED],
        w[const.AT_REPLICATION],
        effects.name,
        of.key,
        effects.candidate_rate,
        np.int64(past(w, who).arrived),
        w[const.AT_NOW],
    )
    await_candidate(w, who, which)


@part
def come_back(w: Map, who: int) -> None:
    """Let a person who was away return; one need takes the state that is set for returns."""
    of, before = person(w, who), past(w, who)
    settings = group(w, of.group)
    of.gone = HERE
    of_group = of.group // w[const.AT_AREAS]
    note(w, const.EVENT_RETURNED, who, -1, -1, -1, -1, -1, -1, 0, 0, of_group)
    row = need_of(w, who, settings.returns_need)
    row.state = settings.returns_state
    row.level = level_of(w, settings.returns_need * w[const.AT_STATES] + row.state, 1)[0]
    for which in range(w[const.AT_NEEDS]):  # as if each had been at this level before
        hold_first_level(w, who, which, np.int64(need_of(w, who, which).level))
    tell_of(w, who)
    of.disengaged = 0  # until it is told again
    reconsider_trust(w, who)
    for which in range(w[const.AT_NEEDS]):
        level_is(w, who, which)
        go_on(w, who, which)
    if before.exit_left != NONE:
        time = w[const.AT_NOW] + before.exit_left
        set_timer(w, exit_timer(w, who), time, const.STEP_PERSON_LEAVES)
    reconsider_seeking(w, who, False)
