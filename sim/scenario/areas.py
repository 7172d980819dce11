"""Services that exist once in each area, and the meaning of the name that they have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.scenario.services import OTHERWISE, Service

Own = Mapping[str, Mapping[str, str]]
"""The name of a service in each area, by its common name."""


def own_services(services: Mapping[str, Service]) -> dict[str, dict[str, str]]:
    """Return the service in each area, by the common name of the services."""
    found: dict[str, dict[str, str]] = {}
    for name, service in services.items():
        if service.part_of is not None:
            found.setdefault(service.part_of.service, {})[service.part_of.area] = name
    return found


def areas_lacked(services: Mapping[str, Service], areas: Iterable[str]) -> dict[str, list[str]]:
    """Return the areas in which each common service is lacking, by common name.

    Common services that exist in every area, or in an area that is not defined, are left out.
    """
    every = list(areas)
    found = {
        common: [area for area in every if area not in there]
        for common, there in own_services(services).items()
        if there.keys() <= set(every)
    }
    return {common: lacked for common, lacked in found.items() if lacked}


def meant_in(own: Own, area: str) -> dict[str, str]:
    """Return the service in one area for each common name; other names have no entry."""
    return {common: there[area] for common, there in own.items() if area in there}


def meant_by(own: Own, target: str) -> tuple[str, ...]:
    """Return every service that a name stands for.

    A common name stands for one service in each area, any other name for itself.
    """
    return tuple(own[target].values()) if target in own else (target,)


def with_common_names(services: Mapping[str, Service]) -> list[str]:
    """Return all names that routes may lead to: those of services, and common names."""
    return [*services, *(name for name in own_services(services) if name not in services)]


def draw_names(services: Mapping[str, Service], names: Iterable[str]) -> list[str]:
    """Return, for each service named, the name that identifies its random draws.

    The services of all areas that have a common name share it, so that their draws are the same.
    """
    parts = [services[name].part_of for name in names]
    return [name if part is None else part.service for name, part in zip(names, parts, strict=True)]


def handoff_key(services: Mapping[str, Service], service: Service, target: str) -> str:
    """Return the key of `handoff` that applies when a service passes people on to a target."""
    part = services[target].part_of if target in services else None
    for name in (target, part.service if part is not None else target):
        if name in service.handoff:
            return name
    return OTHERWISE
