"""Find faults in areas, and in services that stand once in each of them."""

from __future__ import annotations

from collections.abc import Iterator

from sim.errors import Fault, listed
from sim.scenario.areas import own_services
from sim.scenario.checks.checked import Checked
from sim.scenario.dividing import name_in
from sim.scenario.written import Path


def area_faults(checked: Checked) -> Iterator[Fault]:
    """Find areas that do not exist, and common services that not every area has."""
    document = checked.document
    areas = checked.names("people", "areas")
    if not areas and checked.doubtful("people"):
        return  # perhaps `areas` is misspelt
    for name, group in document.people.groups.items():
        for area in group.areas:
            here: Path = ("people", "groups", name, "areas", area)
            yield from checked.unknown(here, area, "an area", areas, key=True)
    for name, stream in document.people.arrivals.items():
        if stream.area is not None:
            here = ("people", "arrivals", name, "area")
            yield from checked.unknown(here, stream.area, "an area", areas)
    yield from _common_services(checked, areas)


def _common_services(checked: Checked, areas: list[str]) -> Iterator[Fault]:
    services = checked.document.services
    for name, service in services.items():
        if service.part_of is not None:
            path = ("services", name, "part_of", "area")
            yield from checked.unknown(path, service.part_of.area, "an area", areas)
    for common, there in own_services(services).items():
        first = next(iter(there.values()))
        if common in services:
            yield from checked.fault(
                ("services", common),
                f"`{common}` is a service, and also what {listed(f'`{n}`' for n in there.values())}"
                " are in their areas.",
                "Give it another name.",
                key=True,
            )
        # A service whose `part_of` is faulty may be the one of its area.
        perhaps = {area for area in areas if checked.doubtful("services", name_in(common, area))}
        lacking = [area for area in areas if area not in there and area not in perhaps]
        if lacking and there.keys() <= set(areas):
            yield from checked.fault(
                ("services", first),
                f"`{common}` does not stand in {listed(f'`{area}`' for area in lacking)}.",
                "A service that stands in one area stands in every one, since routes to it lead "
                "each person to their own area's.",
                key=True,
            )
