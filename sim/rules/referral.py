"""Decide on referrals: eligibility and acceptance; and the delay until a person seeks help."""

from __future__ import annotations

import math

import numpy as np

from sim.compiling import compiled
from sim.units import FOREVER

ELIGIBLE, WRONG_LEVEL, EXCLUDED = -1, 0, 1  # the last two as events.Refusal


@compiled
def eligibility(level, low, high, attributes, excludes):
    """Return ELIGIBLE, or the first reason (an events.Refusal) why a person is not eligible."""
    if level < low or level > high:
        return WRONG_LEVEL
    if attributes & excludes:
        return EXCLUDED
    return ELIGIBLE


@compiled
def list_is_full(waiting, limit, has_room):
    """Return whether a waiting list is too long for one more person.

    A negative limit means that there is none. With a limit of 0, a person is accepted only if
    there is room for them at once.
    """
    return 0 <= limit <= waiting and (waiting > 0 or not has_room)


@compiled
def acceptance(base, penalty, earlier_refusals):
    """Return the probability that an eligible person is accepted.

    Each earlier refusal lowers it.
    """
    return base * (1.0 - penalty) ** earlier_refusals


@compiled
def seeking_delay(minutes, trust_effect, distance):
    """Return the delay before a person seeks help.

    Trust above its reference value shortens the delay. `distance` is trust minus its reference
    value. The result is rounded half to even; FOREVER stays FOREVER.
    """
    if minutes >= FOREVER:
        return np.int64(FOREVER)
    scaled = np.rint(minutes * math.exp(-trust_effect * distance))
    return np.int64(FOREVER) if scaled >= FOREVER else np.int64(scaled)
