"""Combine the routes, stays and entry of all people with those that groups have of their own."""

from __future__ import annotations

import numpy as np

from sim.events import Reason
from sim.laws import Floats, Ints
from sim.people import Dated, Ways
from sim.resolved import MISSING, Numbers, Services


def ways_of(numbers: Numbers) -> Ways:
    """Return the routes, stays and entry of all groups as one `Ways`.

    A group's own values apply to its people; general values apply to everyone else.
    """
    services = numbers.services
    routes = services.routes
    crisis = np.repeat(services.has_crisis_route[:, None], routes.shape[1], axis=1)
    if services.routes_by_group.shape[1]:
        everyones = np.tile(routes, (1, services.routes_by_group.shape[1] // routes.shape[1], 1, 1))
        own = services.routes_by_group[..., -1:] > 0.0
        routes = np.where(own, services.routes_by_group, everyones)
        crisis = services.has_crisis_route[:, None] | own[:, :, Reason.CRISIS, 0]
    return Ways(routes, crisis, stays_of(services), numbers.persons.entry)


def ways_from(dated: Dated, date: int) -> Ways:
    """Return the routes, stays and entry that hold from a date on."""
    return Ways(*(getattr(dated, name)[date] for name in Ways._fields))


def entries_over_time(numbers: Numbers) -> Floats:
    """Return the cumulative shares of entry, at first and from each date on.

    Shape (1 + D, G, K, L, S + 1).
    """
    first = numbers.persons.entry[None]
    return np.concatenate([first, numbers.dated.entry]) if numbers.dated.time.size else first


def stays_of(services: Services) -> Ints:
    """Return the row of the distribution of stays for each service, by group and area.

    Shape (S, M). M is 1 if all people have the same distributions.
    """
    everyones, own = services.stay[:, None], services.stay_by_group
    return np.where(own == MISSING, everyones, own) if own.shape[1] else everyones
