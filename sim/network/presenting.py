"""Compute at which levels people present themselves in the long run, and which are rare."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.laws import Floats
from sim.people import Needs
from sim.resolved import LEVELS, QueueRule, Resolved
from sim.rules.long_run import exponential, generator, long_run_of
from sim.rules.presenting import CRISIS, SEVERE

RARE = 0.05
"""A level is rare if less than this share of people present themselves at it."""


def rarely_presented(resolved: Resolved) -> Iterator[tuple[int, int, list[int], float]]:
    """Find levels that a service distinguishes, but at which hardly anybody presents themselves.

    This can happen if the level is found by looking back over some time (`presenting`). A service
    distinguishes the levels below, in and above its band; with a queue by level, it distinguishes
    every level. A level is reported only if fewer people than `RARE` present themselves at it, and
    fewer than are at it at any one time.

    Yields
    ------
    tuple
        Need, service, the levels, and the share of people at them.
    """
    numbers = resolved.numbers
    needs, services = numbers.needs, numbers.services
    weights = np.diff(numbers.persons.share, prepend=0.0)
    groups = range(len(weights))
    for need in np.flatnonzero(needs.presenting_over.any(axis=0)).tolist():
        looking_back = weights @ [presenting_law(needs, group, need) for group in groups]
        now = weights @ [momentary_law(needs, group, need) for group in groups]
        for service in np.flatnonzero(services.covers[:, need]).tolist():
            for part in told_apart(resolved, service):
                levels = [level for level in part if level in needs.level[need]]
                share = float(looking_back[levels].sum())
                if levels and share < min(RARE, float(now[levels].sum()) - 1e-9):
                    yield need, service, levels, share


def told_apart(resolved: Resolved, service: int) -> list[range]:
    """Return the groups of levels that a service treats alike; empty if it treats all alike."""
    services = resolved.numbers.services
    low, high = int(services.level_low[service]), int(services.level_high[service])
    if services.priority[service] == QueueRule.LEVEL:
        return [range(level, level + 1) for level in range(LEVELS)]
    parts = [range(low), range(low, high + 1), range(high + 1, LEVELS)]
    return [part for part in parts if 0 < len(part) < LEVELS]


def momentary_law(needs: Needs, group: int, need: int) -> Floats:
    """Return the long-run share of people at each level at any one time, shape (L,)."""
    shares = long_run_of(needs, group, need)
    law: Floats = np.zeros(LEVELS)
    np.add.at(law, needs.level[need, : len(shares)], shares)
    return law


def presenting_law(needs: Needs, group: int, need: int) -> Floats:
    """Return the long-run share of each level at which a need presents itself, shape (L,).

    The shares hold at base rates: effects of care, and of its loss, are left out. Let A be the
    states below a level. The need presents itself below this level if it has been in A for all of
    the time `over`, which has the probability pi_A exp(Q_A over) 1, with pi_A the long-run shares
    of these states and Q_A the rates within A. A crisis counts as a crisis only while it lasts.
    """
    level = needs.level[need][needs.level[need] >= 0]
    rates = generator(needs, group, need)
    shares = long_run_of(needs, group, need)
    over = float(needs.presenting_over[group, need])
    below = np.zeros(LEVELS + 1)
    for height in range(1, SEVERE + 1):
        inside = np.flatnonzero(level < height)
        stays = exponential(rates[np.ix_(inside, inside)] * over)
        below[height] = shares[inside] @ stays.sum(axis=1)
    below[CRISIS] = shares[level < CRISIS].sum()
    below[LEVELS] = 1.0
    law: Floats = np.clip(np.diff(below), 0.0, 1.0)
    return law
