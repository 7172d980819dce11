"""Occupancy: for how long how many people were at a service, and for how long it was full."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.events import Window
from sim.laws import Flags, Ints
from sim.measures.observed import NEVER, Observed
from sim.measures.referrals import Referrals
from sim.measures.staffing import offered
from sim.measures.tallies import quantile, ratio
from sim.resolved import Capacity, Resolved

QUANTILES = {"median": 50, "p75": 75, "p90": 90, "p95": 95, "p99": 99}


class Occupancy(NamedTuple):
    """Minutes at services. S services, N numbers of people."""

    occupied: Ints  # (S, N) with n people in open spells
    placed_minutes: Ints  # (S,) with a place at least offered, by services with places
    full_minutes: Ints  # (S,) of them: with as many people as places, or more


class Steps(NamedTuple):
    """The people and places of one service, constant over each of N intervals of time."""

    begins: Ints  # minutes
    ends: Ints
    people: Ints  # in open spells
    places: Ints  # offered; 0 where the service has no places

    @property
    def full(self) -> Flags:
        """Whether there are places, and as many people as places, or more."""
        found: Flags = (self.places > 0) & (self.people >= self.places)
        return found


def occupancy(seen: Observed, made: Referrals, resolved: Resolved) -> Occupancy:
    """Count for how long how many people were at each service in the window."""
    minutes, placed, full = [], [], []
    for here in steps(seen, made, resolved):
        lasts = here.ends - here.begins
        minutes.append(np.rint(np.bincount(here.people, weights=lasts)).astype(np.int64))
        placed.append(int(lasts[here.places > 0].sum()))
        full.append(int(lasts[here.full].sum()))
    occupied = np.zeros((seen.services, max(1, *(each.size for each in minutes))), np.int64)
    for service, each in enumerate(minutes):
        occupied[service, : each.size] = each
    return Occupancy(occupied, np.array(placed, np.int64), np.array(full, np.int64))


def steps(seen: Observed, made: Referrals, resolved: Resolved) -> list[Steps]:
    """Return how many people were at each service in the window, and how many places it had."""
    changes: list[list[tuple[int, int]]] = [[] for _ in range(seen.services)]
    for held in offered(seen, resolved):
        changes[held.service].append((held.begins, held.places))
    has_places = resolved.numbers.services.capacity == Capacity.PLACES
    opened, ended = made.started != NEVER, np.minimum(made.ended, seen.left[made.person])
    found = []
    for service in range(seen.services):
        here = opened & (made.service == service)
        places = changes[service] if has_places[service] else [(0, 0)]
        found.append(_steps(made.started[here], ended[here], places, seen.window))
    return found


def _steps(begins: Ints, ends: Ints, changes: list[tuple[int, int]], window: Window) -> Steps:
    since, places = np.array(changes, np.int64).T
    edges = np.concatenate([begins, ends, since, np.array(window, np.int64)])
    edges = np.unique(np.clip(edges, *window))
    times = edges[:-1]
    came, left = (np.searchsorted(np.sort(each), times, side="right") for each in (begins, ends))
    held = places[np.searchsorted(since, times, side="right") - 1]
    return Steps(times, edges[1:], came - left, held)


def quantiles(service: str, occupied: Ints) -> dict[str, float]:
    """Return how many people were at a service for at most so many percent of the time."""
    return {
        f"in_service.{service}.{name}": quantile(occupied, percent)
        for name, percent in QUANTILES.items()
    }


def full_share(service: str, full: Ints, placed: Ints) -> dict[str, float]:
    """Return the share of time in which all places of a service were occupied."""
    return {f"full_share.{service}": ratio(full, placed)}
