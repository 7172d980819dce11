"""The ways that people of different groups go from services, for what is said before a run."""

from __future__ import annotations

import numpy as np

from sim.laws import Flags, Floats
from sim.resolved import Numbers, Resolved
from sim.rules.residuals import mean
from sim.rules.ways import stays_of, ways_of


def probabilities(cumulative: Floats) -> Floats:
    """Return single probabilities from cumulative ones along the last axis."""
    start = np.zeros((*cumulative.shape[:-1], 1))
    shares: Floats = np.diff(cumulative, axis=-1, prepend=start)
    return shares


def shares_onward(resolved: Resolved, area: int | None = None) -> Floats:
    """Return the shares of each way from each service, shape (V, S, R, S + 1).

    V are the different ways: those of the groups of an area, at first and from each date on; of all
    areas where none is given.
    """
    numbers = resolved.numbers
    every = [ways_of(numbers).routes, *numbers.dated.routes]
    parts = [np.moveaxis(routes, 1, 0) for routes in every]
    if area is not None:
        parts = [part[area :: numbers.persons.areas] for part in parts]
    return probabilities(np.concatenate(parts))


def crisis_routes(resolved: Resolved) -> Flags:
    """Return which services have a route for crises, of any group at any time, (S,)."""
    numbers = resolved.numbers
    every = [ways_of(numbers).has_crisis_route, *numbers.dated.has_crisis_route]
    return np.asarray(np.concatenate(every, axis=1).any(axis=1))


def laws_of_stay(numbers: Numbers, service: int) -> list[int]:
    """Return the rows of the stays in a service: of every group at first, then from each date."""
    groups = len(numbers.persons.attributes)
    at_first = np.broadcast_to(stays_of(numbers.services)[service], (groups,))
    every = [at_first, *numbers.dated.stay[:, service]] if numbers.dated.time.size else [at_first]
    found: list[int] = np.concatenate(every).tolist()
    return found


def mean_stays(resolved: Resolved, service: int) -> tuple[float, float]:
    """Return the shortest and the longest mean stay, over groups and dates; in minutes."""
    laws = set(laws_of_stay(resolved.numbers, service))
    means = [float(mean(resolved.numbers.distributions, law)) for law in laws]
    return min(means), max(means)
