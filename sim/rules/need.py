"""Decide how a need changes: draw candidate changes by thinning, and decide each candidate.

The candidates of one need of one person come at a fixed rate, from that person's own random
numbers, which are the same in every arm. A second uniform number and the conditions at that minute
decide whether a candidate changes the need. Recoveries fill the unit interval from 0 upwards, and
worsenings from 1 downwards. So if the same person is in the same state in two arms, better support
never makes them move in opposite directions.
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
"""If a larger share of candidates than this is passed over, the next one is drawn ahead."""

NEVER_MOVES, RECOVERS, KEEPS_LEVEL, WORSENS = 0, -1, 2, 1


@compiled
def next_candidate(
    seed, replication, need, person, rate, ordinal, time, closes, recover_to, neutral, worsen_from
):
    """Return the next candidate that could change the need from its present state.

    Most candidates fall between the widest recovery and the widest worsening that modifiers can
    produce. They change nothing under any conditions, so they are skipped here.

    Parameters
    ----------
    rate
        The candidates per minute; 0 means that the need never changes.
    ordinal, time
        The number of candidates so far, and the minute of the last one.
    closes
        The minute at which the search for candidates ends.
    recover_to, neutral, worsen_from
        In the unit interval: the end of the widest recovery, the (beginning, end) of neutral moves,
        and the beginning of the widest worsening.

    Returns
    -------
    tuple[int64, int64, int64, float64]
        The minute of the candidate (FOREVER if there is none before `closes`); its ordinal; its
        possible direction: RECOVERS, KEEPS_LEVEL or WORSENS; and the distance of its uniform number
        from the point at which moves of that direction begin.
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
def candidates_until(seed, replication, need, person, rate, time, now):
    """Return the minute and the ordinal of the last candidate up to and including minute `now`.

    The person arrived at minute `time`. The candidates of a need come in the same minutes whatever
    happens to the person. If there has been none so far, the result is `time` and 0.
    """
    time, ordinal = np.int64(time), np.int64(0)
    while rate > 0.0:
        gap, _ = uniform_pair(
            seed, replication, np.int64(CANDIDATE), need, person, np.int64(ordinal + 1)
        )
        wait = -math.log(gap) / rate
        if wait > now - time + 1.0:
            break
        following = time + np.int64(np.rint(wait))
        if following > now:
            break
        time, ordinal = following, np.int64(ordinal + 1)
    return time, ordinal


@compiled
def settled_state(u, shares, levels, highest):
    """Draw a state at or below a level, in proportion to the shares of these states.

    `shares` are the cumulative shares of all states. If no state at or below the level has a
    share, the result is the first state of the lowest level.
    """
    total, before, lowest = 0.0, 0.0, np.int64(0)
    for state in range(shares.shape[0]):
        if levels[state] <= highest:
            total += shares[state] - before
        if levels[state] < levels[lowest]:
            lowest = np.int64(state)
        before = shares[state]
    reached, before = 0.0, 0.0
    for state in range(shares.shape[0]):
        if levels[state] <= highest:
            reached += shares[state] - before
            if u * total < reached:
                return np.int64(state)
        before = shares[state]
    return lowest


@compiled
def moves_to(toward, distance, ratio, target, direction, share):
    """Return the state to which a candidate leads, or STAYS.

    Parameters
    ----------
    toward, distance
        The direction and distance that `next_candidate` returned.
    ratio
        The ratio that multiplies the rates of that direction now (1 for neutral moves).
    target, direction, share
        The transitions out of the present state: the target; the direction (+1 worsening, -1
        recovery, 0 neutral); and the base rate as a share of the candidate rate.
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
    """Draw the state of a person's need on arrival, by cumulative shares."""
    return pick(cumulative, uniform(seed, replication, purpose, need, person, np.int64(0)))


@compiled
def pick(cumulative, u):
    """Return the first index whose cumulative probability exceeds `u`, or else the last index."""
    last = cumulative.shape[0] - 1
    for position in range(last):
        if u < cumulative[position]:
            return position
    return last


@compiled
def strength(support, relationship, without_relationship):
    """Return the strength, from 0 to 1, of a service's support at this relationship.

    `without_relationship` is the share of the effect that needs no relationship.
    """
    return support * (without_relationship + (1.0 - without_relationship) * relationship)


@compiled
def recovery_ratio(support_ratio, exponent, advised, advice_ratio):
    """Return the ratio that multiplies recovery rates: of the strongest support, times advice.

    `exponent` is the strength of the strongest supporting spell; it is negative if there is none.
    """
    ratio = support_ratio**exponent if exponent > 0.0 else 1.0
    return ratio * advice_ratio if advised else ratio


@compiled
def worsening_ratio(
    support_ratio, exponent, loss_ratio, loss, waits, waiting_ratio, over, over_ratio
):
    """Return the ratio that multiplies worsening rates.

    `exponent` is the strength of the strongest supporting spell; it is negative if there is none.
    `loss` is the strength of the largest loss that still lasts, from 0 to 1. `waits` is true if
    the person is on a waiting list for this need without support. `over` is true if they have more
    contact than is good for them.
    """
    ratio = support_ratio**exponent if exponent > 0.0 else 1.0
    if loss > 0.0:
        ratio *= loss_ratio**loss
    if waits:
        ratio *= waiting_ratio
    if over:
        ratio *= over_ratio
    return ratio
