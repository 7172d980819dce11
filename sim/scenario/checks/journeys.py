"""Find impossible journeys: services that nobody reaches, and loops without any delay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from sim.errors import Fault
from sim.scenario.areas import (
    areas_lacked,
    meant_by,
    meant_in,
    own_services,
    with_common_names,
)
from sim.scenario.checks.checked import Checked
from sim.scenario.checks.names import targets_of
from sim.scenario.document import Document
from sim.scenario.people import NOWHERE, entries
from sim.scenario.services import LEVELS, Service


def loop_faults(checked: Checked) -> Iterator[Fault]:
    """Find loops in which services pass a person on at once, so that time would not advance."""
    services = checked.document.services
    if checked.doubtful("services"):
        return
    own = own_services(services)
    for area, level in product(checked.document.people.areas or ("",), LEVELS):
        meant = meant_in(own, area)
        leads = {
            name: {meant.get(to, to) for to in _at_once(each, level)} & set(services)
            for name, each in services.items()
        }
        circle = first_circle(leads)
        if circle is not None:
            way = " → ".join(f"`{name}`" for name in (*circle, circle[0]))
            yield from checked.fault(
                ("services", circle[0], "routes"),
                f"No time passes on the way {way}: people at need level {level} "
                "could go round for ever.",
                "Somewhere on the way a decision or a stay must take time.",
                "Give one of them a `decision_delay`, such as `decision_delay: 1 day`, "
                "or send a route elsewhere.",
            )
            return


def _at_once(service: Service, level: int) -> Iterator[str]:
    """Iterate over the targets to which a person may be sent in the minute of their referral."""
    if not service.decision_delay.is_zero:
        return
    accepts = service.accepts
    eligible = accepts.levels[0] <= level <= accepts.levels[1]
    surely = accepts.probability.value == 1 and not accepts.excludes
    surely = surely and accepts.list_shorter_than is None
    if not (eligible and surely):
        yield from _targets(service, "turned_away")
    if eligible and service.limited and service.patience.is_zero:
        yield from _targets(service, "left_waiting")
    if eligible and any(stay.is_zero for stay in service.stays):
        yield from _targets(service, "finished_settled")
        yield from _targets(service, "finished_in_need")


def _targets(service: Service, *reasons: str) -> Iterator[str]:
    for _, reason, row in service.all_routes():
        if not reasons or reason in reasons:
            yield from (each for each, share in row.items() if share.value and each != NOWHERE)


def first_circle(leads: dict[str, set[str]]) -> list[str] | None:
    """Return a loop in a graph, from the first service in file order that is in one.

    Return None if there is no loop.
    """
    order = list(leads)
    for start in order:
        trail = _way_back(leads, start)
        if trail is not None:
            return trail
    return None


def _way_back(leads: dict[str, set[str]], start: str) -> list[str] | None:
    """Return a shortest path from a service back to itself, without its last step.

    Return None if there is no such path.
    """
    trails = [[start]]
    met: set[str] = set()
    while trails:
        trail = trails.pop(0)
        for following in (name for name in leads if name in leads[trail[-1]]):
            if following == start:
                return trail
            if following not in met:
                met.add(following)
                trails.append([*trail, following])
    return None


def unreachable_faults(variants: Sequence[Checked]) -> Iterator[Fault]:
    """Find services that nobody can reach in any arm."""
    if any(_routes_in_doubt(checked) for checked in variants):
        return
    reached = set[str]().union(*(reachable(checked.document) for checked in variants))
    told: set[str] = set()
    for checked in variants:
        own = own_services(checked.document.services)
        lacking = areas_lacked(checked.document.services, checked.names("people", "areas"))
        elsewhere = {name for common in lacking for name in own[common].values()}
        for name in checked.document.services:
            if name not in reached and name not in told and name not in elsewhere:
                told.add(name)
                yield from checked.fault(
                    ("services", name),
                    f"Nobody ever reaches `{name}`: no entry, route, arrival, start or "
                    "follow-up leads there, in any arm.",
                    "Name it in `seeking.entry`, in a service's `routes` or in "
                    "`people.arrivals`, or take it out.",
                    key=True,
                )


def _routes_in_doubt(checked: Checked) -> bool:
    """Return whether a service may be reachable through a faulty part or an unknown name."""
    routing = {"routes", "entry", "to", "by", "follow_up", "arrivals", "seeking", "people"}
    services = targets_of(checked)
    unknown = ways_in(checked.document) - {*services, NOWHERE, "community"}
    doubtful = (
        not routing.isdisjoint(path) or (path[:1] == ("services",) and len(path) < 3)
        for path in checked.left_out
    )
    return bool(unknown) or any(doubtful)


def ways_in(document: Document) -> set[str]:
    """Return every name to which a route, entry, arrival, start or follow-up leads."""
    targets = set(roots(document))
    for service in document.services.values():
        targets |= set(_onwards(service))
    return targets


def roots(document: Document) -> Iterator[str]:
    """Iterate over the services at which people arrive, seek help, or are at the start."""
    rows = list(entries(document.seeking))
    for need in document.needs.values():
        rows += entries(need.seeking)
    for _, row in rows:
        yield from (target for target, share in row.items() if share.value)
    yield from (stream.to for stream in document.people.arrivals.values())
    start = document.people.start
    if start.kind == "full":
        yield from (name for name, service in document.services.items() if service.limited)
    if start.from_table is not None:
        words = set(re.findall(r"\w+", start.from_table.contents))
        yield from (name for name in with_common_names(document.services) if name in words)


def _onwards(service: Service) -> Iterator[str]:
    yield from _targets(service)
    if service.follow_up is not None and service.follow_up.by is not None:
        yield service.follow_up.by


def reachable(document: Document) -> set[str]:
    """Return the services that people can reach in one arm."""
    reached: set[str] = set()
    own = own_services(document.services)
    ahead = [each for name in roots(document) for each in (name, *meant_by(own, name))]
    while ahead:
        name = ahead.pop()
        if name not in reached and name in document.services:
            reached.add(name)
            onwards = _onwards(document.services[name])
            ahead += [each for to in onwards for each in (to, *meant_by(own, to))]
    return reached
