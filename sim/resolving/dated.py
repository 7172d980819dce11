"""Turn the routes, stays and entry that hold from later minutes on into numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.events import Dated as What, Reason
from sim.laws import Ints
from sim.people import NO_DATES, Dated, Ways
from sim.resolved import REASONS
from sim.resolving.context import Context
from sim.resolving.on_dates import as_of, dates, of_group_as_of
from sim.resolving.people import entry_rows, person_path
from sim.resolving.routes import cumulative


def at_minute(minute: int, context: Context) -> Context:
    """Return an arm with the routes, stays and entry that hold at a minute.

    `context` has the arm as it is written.
    """
    general, areas = context.document, len(context.areas)
    groups = []
    for group, written in enumerate(general.people.groups.values() if context.groups else ()):
        own = of_group_as_of(minute, general, context.groups[group * areas], written.overrides)
        groups += [own] * areas
    return replace(context, document=as_of(minute, general), groups=tuple(groups))


def dated(written: Context, until: int) -> Dated:
    """Return the changes of routes, stays and entry on dates after the arm's rules begin to hold.

    Parameters
    ----------
    written
        The arm as it is written, with the rows and faults that it shares with the rest.
    until
        Dates from this minute on are left out.
    """
    minutes = [
        minute
        for minute in dates([written.document, *written.groups])
        if written.begins < minute < until
    ]
    if not minutes:
        return NO_DATES
    before = _ways(at_minute(written.begins, written))
    found: list[tuple[int, Ints, Ways]] = []
    for minute in minutes:
        after = _ways(at_minute(minute, written))
        what = _differing(before, after)
        if what.size:
            found.append((minute, what, after))
        before = after
    if not found:
        return NO_DATES
    times, kinds, ways = zip(*found, strict=True)
    return Dated(
        time=np.array(times, np.int64),
        what=np.concatenate([np.insert(each, 0, date, axis=1) for date, each in enumerate(kinds)]),
        **{
            name: np.stack(column)
            for name, column in zip(Ways._fields, zip(*ways, strict=True), strict=True)
        },
    )


def _ways(context: Context) -> Ways:
    """Return the routes, stays and entry of each group in each area.

    `context` has the arm as it is at a minute.
    """
    names, groups, every = context.services, context.groups, context.document.services
    routes = np.zeros((len(names), len(groups), REASONS, len(names) + 1))
    crisis = np.zeros((len(names), len(groups)), np.bool_)
    stay = np.zeros((len(names), len(groups)), np.int64)
    for group, document in enumerate(groups):
        meant = context.meant[group % len(context.areas)]
        for at, name in enumerate(names):
            service = document.services.get(name, every[name])
            rows = {str(reason): row for reason, row in service.routes.items()}
            crisis[at, group] = "crisis" in rows
            for reason in list(Reason)[:REASONS]:
                row = rows.get(reason.name.lower())
                routes[at, group, reason] = cumulative(row, names, meant)
            path = person_path(context, group, "services", name, "ends", "stay")
            stay[at, group] = context.distribution(service.ends.stay, *path)
    return Ways(routes, crisis, stay, entry_rows(context))


def _differing(before: Ways, after: Ways) -> Ints:
    """Return what differs, as rows of a service and a kind of change. Shape (N, 2).

    A change of entry has -1 instead of a service.
    """
    found = [] if np.array_equal(before.entry, after.entry) else [(-1, What.ENTRY)]
    for service in range(len(before.stay)):
        for what, columns in OF_A_SERVICE.items():
            pairs = (
                (getattr(each, column)[service] for each in (before, after)) for column in columns
            )
            if not all(np.array_equal(*pair) for pair in pairs):
                found.append((service, what))
    return np.array(found, np.int64).reshape(len(found), 2)


OF_A_SERVICE = {What.ROUTES: ("routes", "has_crisis_route"), What.STAY: ("stay",)}
