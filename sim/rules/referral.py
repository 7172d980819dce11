"""Referrals: who is eligible, who is accepted, and how long a person takes to turn for help."""

from __future__ import annotations

import math

import numpy as np

from sim.compiling import compiled
from sim.units import FOREVER

ELIGIBLE, WRONG_LEVEL, EXCLUDED = -1, 0, 1  # the last two as events.Refusal


@compiled
def eligibility(level, low, high, attributes, excludes):
    """ELIGIBLE, or the first reason (an events.Refusal) why a person is not."""
    if level < low or level > high:
        return WRONG_LEVEL
    if attributes & excludes:
        return EXCLUDED
    return ELIGIBLE


@compiled
def acceptance(base, penalty, earlier_refusals):
    """Probability that an eligible person is accepted, lower with each earlier refusal."""
    return base * (1.0 - penalty) ** earlier_refusals


@compiled
def seeking_delay(minutes, trust_effect, distance):
    """Delay before a person turns for help; trust above its reference shortens it.

    `distance` is trust minus its reference. Rounded half to even; FOREVER stays FOREVER.
    """
    if minutes >= FOREVER:
        return np.int64(FOREVER)
    scaled = np.rint(minutes * math.exp(-trust_effect * distance))
    return np.int64(FOREVER) if scaled >= FOREVER else np.int64(scaled)
