"""At which levels people present themselves in the long run, and what rules make of it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.laws import Floats
from sim.people import Needs
from sim.resolved import LEVELS, QueueRule, Resolved
from sim.rules.long_run import exponential, generator, long_run_of
from sim.rules.presenting import CRISIS, SEVERE

RARE = 0.05
"""A share of people that is too small for a level to tell them apart."""


def rarely_presented(resolved: Resolved) -> Iterator[tuple[int, int, list[int], float]]:
    """Find levels that a service tells apart, but that a look back leaves to hardly anybody.

    A service tells apart the levels below, in and above its band, and with a queue by level every
    level. Levels are told only if fewer people than `RARE` present themselves at them, and fewer
    than are at them at any one time.

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
    """Return the levels that a service treats alike, if it does not treat all of them so."""
    services = resolved.numbers.services
    low, high = int(services.level_low[service]), int(services.level_high[service])
    if services.priority[service] == QueueRule.LEVEL:
        return [range(level, level + 1) for level in range(LEVELS)]
    parts = [range(low), range(low, high + 1), range(high + 1, LEVELS)]
    return [part for part in parts if 0 < len(part) < LEVELS]


def momentary_law(needs: Needs, group: int, need: int) -> Floats:
    """Return the long-run shares of the levels held at any one time, shape (L,)."""
    shares = long_run_of(needs, group, need)
    law: Floats = np.zeros(LEVELS)
    np.add.at(law, needs.level[need, : len(shares)], shares)
    return law


def presenting_law(needs: Needs, group: int, need: int) -> Floats:
    """Return the shares of the levels at which a need presents itself in the long run, shape (L,).

    They hold at base rates: without what care, and the loss of it, do. Let A be the states below a
    level. The need presents itself below this level if it has been in A for all of the time `over`,
    which has the probability pi_A exp(Q_A over) 1, with pi_A the long-run shares of these states
    and Q_A the rates within A. A crisis counts as one only while it holds.
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
