"""Find names that are used but not defined."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Fault
from sim.scenario.areas import own_services
from sim.scenario.checks.checked import Checked
from sim.scenario.people import COMMUNITY, NOWHERE, entries
from sim.scenario.quantities import Share
from sim.scenario.services import OTHERWISE, Service
from sim.scenario.written import Path


def name_faults(checked: Checked) -> Iterator[Fault]:
    """Find every name that is used but not defined."""
    for name, service in checked.document.services.items():
        yield from _where_it_leads(checked, name, service)
        yield from _whom_it_is_for(checked, name, service)
    yield from _where_people_turn(checked)
    yield from _where_people_arrive(checked)
    yield from _states(checked)
    yield from _arms(checked)
    yield from _families(checked)


def _where_it_leads(checked: Checked, name: str, service: Service) -> Iterator[Fault]:
    """Check the targets of a service's routes, handoffs, exit delays and follow-up."""
    services = targets_of(checked)
    here: Path = ("services", name)
    for way, _, row in service.all_routes():
        for target in row:
            path: Path = (*here, *way, target)
            yield from checked.unknown(path, target, "a service", [*services, NOWHERE], key=True)
    for target in service.handoff:
        if target != OTHERWISE:
            path = (*here, "handoff", target)
            yield from checked.unknown(path, target, "a service", services, key=True)
    for target in service.exit_delays:
        if target != OTHERWISE:
            path = (*here, "exit_delay", target)
            yield from checked.unknown(path, target, "a service", services, key=True)
    if service.follow_up is not None and service.follow_up.by is not None:
        by = service.follow_up.by
        yield from checked.unknown((*here, "follow_up", "by"), by, "a service", services)


def targets_of(checked: Checked) -> list[str]:
    """Return all services as written, and the common names of services that exist in each area."""
    services = checked.names("services")
    own = own_services(checked.document.services)
    return [*services, *(name for name in own if name not in services)]


def _whom_it_is_for(checked: Checked, name: str, service: Service) -> Iterator[Fault]:
    """Check the needs that a service covers, the attributes it excludes, and its first groups."""
    here = ("services", name)
    for at, need in enumerate(() if service.covers == "all" else service.covers):
        yield from checked.unknown((*here, "covers", at), need, "a need", checked.names("needs"))
    for at, attribute in enumerate(service.accepts.excludes):
        known = checked.document.attributes
        if checked.doubtful("people", "groups"):
            continue
        path = (*here, "accepts", "excludes", at)
        yield from checked.unknown(path, attribute, "an attribute of any group", known)
    for at, group in enumerate(service.queue.group):
        groups = groups_of(checked)
        yield from checked.unknown((*here, "queue", "group", at), group, "a group", groups)


def groups_of(checked: Checked) -> list[str]:
    """Return all groups, including faulty ones; the default group if none is written."""
    return checked.names("people", "groups") or list(checked.document.people.groups)


def _where_people_turn(checked: Checked) -> Iterator[Fault]:
    targets = [*targets_of(checked), NOWHERE]
    for path, row in entry_rows(checked):
        for target in row:
            yield from checked.unknown((*path, target), target, "a service", targets, key=True)


def entry_rows(checked: Checked) -> Iterator[tuple[Path, dict[str, Share]]]:
    """Iterate over every row of entry services and its path, of the scenario and of each need."""
    document = checked.document
    for path, row in entries(document.seeking):
        yield ("seeking", *path), row
    for name, need in document.needs.items():
        for path, row in entries(need.seeking):
            yield ("needs", name, "seeking", *path), row


def _where_people_arrive(checked: Checked) -> Iterator[Fault]:
    groups = groups_of(checked)
    for name, stream in checked.document.people.arrivals.items():
        here = ("people", "arrivals", name)
        targets = [*targets_of(checked), COMMUNITY]
        yield from checked.unknown((*here, "to"), stream.to, "a service", targets)
        if stream.group is not None:
            yield from checked.unknown((*here, "group"), stream.group, "a group", groups)


def _states(checked: Checked) -> Iterator[Fault]:
    """Check the states named in the transitions and starts of needs."""
    for name, need in checked.document.needs.items():
        here, known = ("needs", name), checked.names("needs", name, "states")
        for at, move in enumerate(need.transitions):
            path = (*here, "transitions", at)
            yield from checked.unknown((*path, "from"), move.begins, "a state", known)
            yield from checked.unknown((*path, "to"), move.to, "a state", known)
        for state in need.start.shares or {}:
            yield from checked.unknown((*here, "start", state), state, "a state", known, key=True)


def _arms(checked: Checked) -> Iterator[Fault]:
    """Check the mechanisms that arms name, and the arm that is the baseline."""
    document = checked.document
    mechanisms = checked.names("mechanisms")
    for name, arm in document.arms.items():
        for at, mechanism in enumerate(arm.mechanisms):
            path: Path = ("arms", name, "mechanisms", at)
            yield from checked.unknown(path, mechanism, "a mechanism", mechanisms)
    if document.compare.baseline is not None:
        baseline = document.compare.baseline
        arms = checked.names("arms") or list(document.arms)
        yield from checked.unknown(("compare", "baseline"), baseline, "an arm", arms)


def _families(checked: Checked) -> Iterator[Fault]:
    """Find families named like a mechanism: a study could not tell which of the two is meant."""
    mechanisms = checked.names("mechanisms")
    for name, mechanism in checked.document.mechanisms.items():
        if mechanism.family in mechanisms:
            yield from checked.fault(
                ("mechanisms", name, "family"),
                f"`{mechanism.family}` is the name of a mechanism, so it cannot name a family.",
                remedy="Choose another name for the family.",
            )
