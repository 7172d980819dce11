"""How a need changes: candidate changes by thinning, and where a candidate leads.

Candidates of one need of one person come at a fixed rate from that person's own stream, the
same in every arm. Whether a candidate moves the need is decided by a second uniform against
what holds at that minute, with recoveries filling the unit interval from 0 upwards and
worsenings from 1 downwards, so that two copies of a person in the same state never move in
opposite directions because one of them is better supported.
"""

from __future__ import annotations

import math

import numpy as np

from sim.compiling import compiled
from sim.draws import uniform, uniform_pair
from sim.units import FOREVER

CANDIDATE = 4  # draws.Purpose.CANDIDATE, as a plain number that compiled code reads
STAYS = -1
MOSTLY = 0.5
"""Share of candidates passed over above which the next is drawn ahead."""

NEVER_MOVES, RECOVERS, KEEPS_LEVEL, WORSENS = 0, -1, 2, 1


@compiled
def next_candidate(
    seed, replication, need, person, rate, ordinal, time, closes, recover_to, neutral, worsen_from
):
    """The next candidate that could move the need from its present state.

    Most candidates fall between the widest recovery and the widest worsening that modifiers
    can make, and move nothing whatever holds at the time; they are passed over here.

    Parameters
    ----------
    rate
        Candidates per minute; 0 means that the need never changes.
    ordinal, time
        Number of candidates so far, and the minute of the last one.
    closes
        Candidates at or after this minute are not looked for.
    recover_to, neutral, worsen_from
        End of the widest recovery, (begin, end) of neutral moves, begin of the widest worsening.

    Returns
    -------
    tuple[int64, int64, int64, float64]
        Its minute (FOREVER when none comes before `closes`), its ordinal, the direction
        it may take: RECOVERS, KEEPS_LEVEL or WORSENS; and how far its uniform lies from where
        moves of that direction begin in the unit interval.
    """
    nothing = (np.int64(FOREVER), np.int64(ordinal), np.int64(NEVER_MOVES), 1.0)
    if rate <= 0.0:
        return nothing
    # Where most are passed over, the next one is drawn before it is known to be needed: the
    # processor then works on two at a time.
    ahead = worsen_from - recover_to > MOSTLY
    draws = following = uniform_pair(
        seed, replication, np.int64(CANDIDATE), need, person, np.int64(ordinal + 1)
    )
    while True:
        ordinal += 1
        if ahead:
            draws = following
            following = uniform_pair(
                seed, replication, np.int64(CANDIDATE), need, person, np.int64(ordinal + 1)
            )
        gap, u = draws
        wait = -math.log(gap) / rate
        if wait > closes:  # so long that it may not even be a whole number of 64 bits
            return nothing
        time += np.int64(np.rint(wait))
        if time >= closes:
            return nothing
        if u < recover_to:
            return np.int64(time), np.int64(ordinal), np.int64(RECOVERS), u
        if u >= worsen_from:
            return np.int64(time), np.int64(ordinal), np.int64(WORSENS), 1.0 - u
        if neutral[0] <= u < neutral[1]:
            return np.int64(time), np.int64(ordinal), np.int64(KEEPS_LEVEL), u - neutral[0]
        if not ahead:
            draws = uniform_pair(
                seed, replication, np.int64(CANDIDATE), need, person, np.int64(ordinal + 1)
            )


@compiled
def moves_to(toward, distance, ratio, target, direction, share):
    """The state a candidate leads to, or STAYS.

    Parameters
    ----------
    toward, distance
        What `next_candidate` said of this candidate.
    ratio
        What holds now: the effective ratio on rates of that direction (1 for neutral moves).
    target, direction, share
        The transitions out of the present state: where to, +1 worsening / -1 recovery /
        0 neutral, and base rate as a share of the candidate rate.
    """
    sign = 0 if toward == KEEPS_LEVEL else toward
    reached = 0.0
    for row in range(target.shape[0]):
        if direction[row] == sign:
            reached += share[row] * ratio
            if distance < reached:
                return target[row]
    return np.int64(STAYS)


@compiled
def starting_state(seed, replication, purpose, need, person, cumulative):
    """The state a person's need is in when they arrive, by cumulative shares."""
    return pick(cumulative, uniform(seed, replication, purpose, need, person, np.int64(0)))


@compiled
def pick(cumulative, u):
    """The first index whose cumulative probability exceeds `u`; the last one if none does."""
    last = cumulative.shape[0] - 1
    for position in range(last):
        if u < cumulative[position]:
            return position
    return last


@compiled
def strength(support, relationship, without_relationship):
    """Share of a support effect that a service gives at this relationship, 0 to 1."""
    return support * (without_relationship + (1.0 - without_relationship) * relationship)


@compiled
def recovery_ratio(support_ratio, exponent, advised, advice_ratio):
    """Effective ratio on recoveries: the strongest support, times advice while it lasts.

    `exponent` is the strength of the strongest supporting spell, or negative without one.
    """
    ratio = support_ratio**exponent if exponent > 0.0 else 1.0
    return ratio * advice_ratio if advised else ratio


@compiled
def worsening_ratio(
    support_ratio, exponent, loss_ratio, loss, waits, waiting_ratio, over, over_ratio
):
    """Effective ratio on worsenings.

    `loss` is the strength of the largest loss that still lasts, 0 to 1; `waits`: on a waiting
    list for this need without support; `over`: more contact than is good for this person.
    """
    ratio = support_ratio**exponent if exponent > 0.0 else 1.0
    if loss > 0.0:
        ratio *= loss_ratio**loss
    if waits:
        ratio *= waiting_ratio
    if over:
        ratio *= over_ratio
    return ratio
