"""Decide whether contacts are attended and helpful; count minutes of contacts and of work."""

from __future__ import annotations

import math

import numpy as np

from sim.compiling import compiled
from sim.units import DAY, WEEK


@compiled
def attendance(base, trust_effect, trust, relationship_effect, relationship):
    """Return the probability that a contact is attended.

    logit(p) = logit(base) + trust_effect * trust + relationship_effect * relationship. Here trust
    and relationship are differences from their reference values. A base of 0 or 1 is not changed.
    """
    if base <= 0.0 or base >= 1.0:
        return base
    logit = math.log(base / (1.0 - base))
    logit += trust_effect * trust + relationship_effect * relationship
    return 1.0 / (1.0 + math.exp(-logit))


@compiled
def helps_though_felt(stigmatising, stigma_helps):
    """Return whether an attended contact covers and supports needs.

    A stigmatising contact does so only at a service where `stigma_helps`.
    """
    return stigma_helps or not stigmatising


@compiled
def longer_by(needs, per_extra_need):
    """Return the extra minutes of a contact with a person who has this many needs.

    These are needs at or above the seek level. The first adds nothing; each further one adds
    `per_extra_need`.
    """
    return np.int64(max(needs - 1, 0) * per_extra_need)


@compiled
def working_minutes(time, works_on, opens, closes):
    """Return the number of working minutes from a Monday, 00:00, to `time`.

    `time` is counted from the same Monday.
    """
    length = closes - opens
    days = 0
    today = (time % WEEK) // DAY
    before_today = 0
    for day in range(7):
        if works_on[day]:
            days += 1
            if day < today:
                before_today += 1
    minutes = (time // WEEK * days + before_today) * length
    if works_on[today]:
        minutes += min(max(time % DAY - opens, 0), length)
    return np.int64(minutes)
