"""Names that are used but that nothing has."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Fault
from sim.scenario.checks.checked import Checked
from sim.scenario.merging import Path
from sim.scenario.people import COMMUNITY, NOWHERE
from sim.scenario.quantities import Share
from sim.scenario.services import OTHERWISE


def name_faults(checked: Checked) -> Iterator[Fault]:
    """Every name that is used and not defined."""
    yield from _in_services(checked)
    yield from _in_entry(checked)


def _in_services(checked: Checked) -> Iterator[Fault]:
    """Targets of routes, handoffs and follow-up."""
    services = checked.names("services")
    targets = [*services, NOWHERE]
    for name, service in checked.document.services.items():
        for reason, row in service.routes.items():
            for target in row:
                if target not in targets:
                    route = ("services", name, "routes", reason, target)
                    yield checked.unknown(route, target, "a service", targets, is_key=True)
        for target in service.handoff:
            if target not in (*services, OTHERWISE):
                handoff = ("services", name, "handoff", target)
                yield checked.unknown(handoff, target, "a service", services, is_key=True)
        by = service.follow_up.by if service.follow_up is not None else None
        if by is not None and by not in services:
            yield checked.unknown(("services", name, "follow_up", "by"), by, "a service", services)


def _in_entry(checked: Checked) -> Iterator[Fault]:
    """Where people turn, and where they arrive."""
    document = checked.document
    services = checked.names("services")
    targets = [*services, NOWHERE]
    rows: dict[Path, dict[int, dict[str, Share]]] = {("seeking",): document.seeking.entry} | {
        ("needs", need, "seeking"): each.seeking.entry for need, each in document.needs.items()
    }
    for path, entry in rows.items():
        for level, row in entry.items():
            for target in row:
                if target not in targets:
                    where = (*path, "entry", str(level), target)
                    yield checked.unknown(where, target, "a service", targets, is_key=True)
    for name, stream in document.people.arrivals.items():
        if stream.to not in (*services, COMMUNITY):
            to = ("people", "arrivals", name, "to")
            yield checked.unknown(to, stream.to, "a service", [*services, COMMUNITY])
