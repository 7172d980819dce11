"""Resolve the routes and stays of groups that have their own."""

from __future__ import annotations

import numpy as np

from sim.events import Reason
from sim.laws import Floats, Ints
from sim.resolved import MISSING, REASONS
from sim.resolving.context import Context
from sim.resolving.people import person_path
from sim.resolving.routes import cumulative
from sim.resolving.steps import Step, column
from sim.scenario.document import Document


def groups_that_differ(document: Document) -> bool:
    """Return whether any group overrides a setting of services."""
    return any("services" in group.overrides for group in document.people.groups.values())


def stays_by_group(context: Context) -> Ints:
    """Return the distribution rows of the stays of groups that have their own. Shape (S, G).

    A group without its own stay at a service has MISSING. If no group has its own, the shape is
    (S, 0).
    """
    rows = np.full((len(context.services), len(context.groups)), MISSING)
    for at, (name, service) in enumerate(context.document.services.items()):
        for group, document in enumerate(context.groups):
            own = document.services.get(name)
            if own is not None and own.ends.stay != service.ends.stay:
                path = person_path(context, group, "services", name, "ends", "stay")
                rows[at, group] = context.distribution(own.ends.stay, *path)
    return rows if (rows != MISSING).any() else rows[:, :0]


def _routes_by_group(context: Context) -> Floats:
    """Return the cumulative routes of groups that have their own. Shape (S, G, R, S + 1).

    A group without its own route has 0. If no group has its own, the shape is (S, 0, R, S + 1).
    """
    names, groups = context.services, context.groups
    if not groups_that_differ(context.document):
        return np.zeros((len(names), 0, REASONS, len(names) + 1))
    rows = np.zeros((len(names), len(groups), REASONS, len(names) + 1))
    for at, (name, service) in enumerate(context.document.services.items()):
        for group, document in enumerate(groups):
            if name in document.services:
                own, meant = document.services[name], context.meant[group % len(context.areas)]
                for reason in list(Reason)[:REASONS]:
                    ways = own.routes.get(reason.name.lower())  # type: ignore[call-overload]
                    if ways != service.routes.get(reason.name.lower()):  # type: ignore[call-overload]
                        rows[at, group, reason] = cumulative(ways, names, meant)
    return rows if rows.any() else rows[:, :0]


BY_GROUP: tuple[Step, ...] = (
    column("stay_by_group", stays_by_group),
    column("routes_by_group", _routes_by_group),
)
"""The columns of `Services` with the routes and stays of groups that have their own."""
