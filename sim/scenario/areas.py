"""Services that stand once in each area, and what their common name means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.scenario.services import OTHERWISE, Service

Own = Mapping[str, Mapping[str, str]]
"""By the common name of a service: its name in each area."""


def own_services(services: Mapping[str, Service]) -> dict[str, dict[str, str]]:
    """Return which services stand for one service in its areas, by the common name."""
    found: dict[str, dict[str, str]] = {}
    for name, service in services.items():
        if service.part_of is not None:
            found.setdefault(service.part_of.service, {})[service.part_of.area] = name
    return found


def areas_lacked(services: Mapping[str, Service], areas: Iterable[str]) -> dict[str, list[str]]:
    """Return the areas in which a common service does not stand, by its name; none of unknown ones.

    Common services that stand in every area, or in an area that does not exist, are left out.
    """
    every = list(areas)
    found = {
        common: [area for area in every if area not in there]
        for common, there in own_services(services).items()
        if there.keys() <= set(every)
    }
    return {common: lacked for common, lacked in found.items() if lacked}


def meant_in(own: Own, area: str) -> dict[str, str]:
    """Return what each common name means for people of an area; other names mean themselves."""
    return {common: there[area] for common, there in own.items() if area in there}


def meant_by(own: Own, target: str) -> tuple[str, ...]:
    """Return every service that a name may mean: one for each area if it is a common name."""
    return tuple(own[target].values()) if target in own else (target,)


def with_common_names(services: Mapping[str, Service]) -> list[str]:
    """Return all names that routes may lead to: of services, and those common to several."""
    return [*services, *(name for name in own_services(services) if name not in services)]


def draw_names(services: Mapping[str, Service], names: Iterable[str]) -> list[str]:
    """Return the names under which people's draws at some services are made."""
    parts = [services[name].part_of for name in names]
    return [name if part is None else part.service for name, part in zip(names, parts, strict=True)]


def handoff_key(services: Mapping[str, Service], service: Service, target: str) -> str:
    """Return the key of `handoff` that says how a service passes people on to another."""
    part = services[target].part_of if target in services else None
    for name in (target, part.service if part is not None else target):
        if name in service.handoff:
            return name
    return OTHERWISE
