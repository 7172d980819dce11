"""Planning together: when a contact makes a shared plan, and what a plan carries over.

A plan is the person's, whoever they made it with. It is current in every minute before `until`.
"""

from __future__ import annotations

import math

from sim.compiling import compiled
from sim.resolved import MISSING

LATEST = 2**31 - 1
"""No plan is current for longer: 4,000 years are as good as for ever."""
NO_PLAN = 0
"""The `until` of a person who never had a plan."""


@compiled
def is_to_plan(every, until, now, interval):
    """Return whether an ordinary contact that falls due now is to make or renew a plan.

    It is if no plan lasts beyond one more interval. `every` is MISSING where none are made.
    """
    return every != MISSING and until <= now + interval


@compiled
def current_until(until, now, lasts):
    """Return until when a person has a current plan, once one is made that lasts so long.

    It never cuts short a plan that lasts longer.
    """
    return min(max(until, now + lasts), LATEST)


@compiled
def left_of(every, u):
    """Return for how many minutes a plan lasts that was made at a uniform time before."""
    return every - int(u * every)


@compiled
def contacts_to_tell(usual, until, carries, now, u):
    """Return in how many contacts the story is told again to a new worker.

    With a current plan it is `carries` less of the usual number. What is left of a whole contact
    is one with just this probability, by the uniform `u`.
    """
    if until <= now:
        return usual
    mean = usual * (1.0 - carries)
    whole = math.floor(mean)
    return int(whole) + (1 if u < mean - whole else 0)


def share_of_contacts(every: int, interval: float) -> float:
    """Return which share of the contacts at an interval make or renew a plan, if all are attended.

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
