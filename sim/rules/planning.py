"""Decide when a contact makes a shared plan, and how much retelling a current plan spares.

A plan belongs to the person and not to the worker with whom it was made. It is current in every
minute before `until`.
"""

from __future__ import annotations

import math

from sim.compiling import compiled
from sim.resolved import MISSING

LATEST = 2**31 - 1
"""The last minute until which a plan can be current: after 4,000 years, it no longer matters."""
NO_PLAN = 0
"""The `until` of a person who never had a plan."""


@compiled
def is_to_plan(every, until, now, interval):
    """Return whether an ordinary contact that falls due now is one for a shared plan.

    A contact makes a plan if no current plan lasts longer than until the next ordinary contact.
    `every` is MISSING for a service that makes no plans.
    """
    return every != MISSING and until <= now + interval


@compiled
def current_until(until, now, lasts):
    """Return the minute until which a person's plan is current, after a new one is made now.

    The new plan lasts `lasts` minutes. It never shortens an earlier one that lasts longer.
    """
    return min(max(until, now + lasts), LATEST)


@compiled
def left_of(every, u):
    """Return the minutes left of a plan that was made at a uniformly distributed earlier time."""
    return every - int(u * every)


@compiled
def contacts_to_tell(usual, until, carries, now, u):
    """Return the number of contacts in which a person tells a new worker their story again.

    A current plan reduces the usual number by the share `carries`. If the result is not a whole
    number, its fraction is the probability of one contact more, by the uniform `u`.
    """
    if until <= now:
        return usual
    mean = usual * (1.0 - carries)
    whole = math.floor(mean)
    return int(whole) + (1 if u < mean - whole else 0)


def share_of_contacts(every: int, interval: float) -> float:
    """Return the share of a service's contacts that make or renew a plan, if all are attended.

    Parameters
    ----------
    every
        Minutes for which a plan is current, or MISSING where none are made.
    interval
        Minutes between two contacts; more than 0.
    """
    if every == MISSING:
        return 0.0
    return 1.0 / max(1, math.ceil(every / interval) - 1)
