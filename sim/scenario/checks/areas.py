"""Find faults in areas, and in services that exist once in each area."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.errors import Fault, did_you_mean, listed
from sim.scenario.areas import areas_lacked, own_services
from sim.scenario.checks.checked import Checked
from sim.scenario.checks.journeys import ways_in
from sim.scenario.dividing import name_in
from sim.scenario.written import Path


def area_faults(checked: Checked) -> Iterator[Fault]:
    """Find areas that are not defined, and common services that some area lacks."""
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


def _slips(checked: Checked, lacking: Mapping[str, list[str]]) -> dict[str, str]:
    """Return common names that are probably misspelt, with the name that is probably meant.

    Nothing leads to a misspelt name. The other name has a similar spelling, and lacks a service in
    an area in which the misspelt name has one.
    """
    led_to, own = ways_in(checked.document), own_services(checked.document.services)
    return {
        name: other
        for name in lacking
        for other in lacking
        if name not in led_to
        and other in led_to
        and own[name].keys() & set(lacking[other])
        and did_you_mean(name, [other])
    }


def _common_services(checked: Checked, areas: list[str]) -> Iterator[Fault]:
    services = checked.document.services
    for name, service in services.items():
        if service.part_of is not None:
            path = ("services", name, "part_of", "area")
            yield from checked.unknown(path, service.part_of.area, "an area", areas)
    lacked = areas_lacked(services, areas)
    slips = _slips(checked, lacked)
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
        lacking = [  # a service whose `part_of` is faulty may be the one of its area
            area
            for area in lacked.get(common, ())
            if not checked.doubtful("services", name_in(common, area))
        ]
        if common in slips:
            yield from checked.fault(
                ("services", first, "part_of", "service"),
                f"`{common}` does not stand in every area, and nothing leads to it.",
                remedy=did_you_mean(common, [slips[common]]),
            )
        elif common in slips.values():
            continue
        elif lacking:
            yield from checked.fault(
                ("services", first),
                f"`{common}` does not stand in {listed(f'`{area}`' for area in lacking)}.",
                "A service that stands in one area stands in every one, since routes to it lead "
                "each person to their own area's.",
                key=True,
            )
