"""The ways that people of different groups go from services, for what is said before a run."""

from __future__ import annotations

import numpy as np

from sim.laws import Floats
from sim.resolved import Resolved
from sim.rules.residuals import mean
from sim.rules.ways import stays_of, ways_of


def probabilities(cumulative: Floats) -> Floats:
    """Return single probabilities from cumulative ones along the last axis."""
    start = np.zeros((*cumulative.shape[:-1], 1))
    shares: Floats = np.diff(cumulative, axis=-1, prepend=start)
    return shares


def shares_onward(resolved: Resolved, area: int | None = None) -> Floats:
    """Return the shares of each way from each service, shape (V, S, R, S + 1).

    V are the different ways: those of the groups of an area; of all areas where none is given.
    """
    ways = np.moveaxis(ways_of(resolved.numbers).routes, 1, 0)
    theirs = ways if area is None else ways[area :: resolved.numbers.persons.areas]
    return probabilities(theirs)


def mean_stays(resolved: Resolved, service: int) -> tuple[float, float]:
    """Return the shortest and the longest mean stay in a service, over groups; in minutes."""
    laws = set(stays_of(resolved.numbers.services)[service].tolist())
    means = [float(mean(resolved.numbers.distributions, law)) for law in laws]
    return min(means), max(means)
