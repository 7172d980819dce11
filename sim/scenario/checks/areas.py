"""Find faults in areas, and in services that stand once in each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.errors import Fault, did_you_mean, listed
from sim.scenario.areas import areas_lacked, own_services
from sim.scenario.checks.checked import Checked
from sim.scenario.checks.journeys import ways_in
from sim.scenario.services import Service
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


def _parts_in_doubt(checked: Checked) -> bool:
    """Return whether a faulty or misspelt part of a service may say what it stands for."""
    keys = {*Service.known_keys()} - {"part_of"}
    return any(path[0] == "services" and keys.isdisjoint(path[2:3]) for path in checked.left_out)


def _slips(checked: Checked, lacking: Mapping[str, list[str]]) -> dict[str, str]:
    """Return common names to which nothing leads, by the name that they may be a slip of.

    The other name has a similar spelling, and lacks an area in which the slip stands.
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
    lacking = areas_lacked(services, areas)
    slips, in_doubt = _slips(checked, lacking), _parts_in_doubt(checked)
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
        if common in slips:
            other = slips[common]
            yield from checked.fault(
                ("services", first, "part_of", "service"),
                f"`{common}` does not stand in every area, and nothing leads to it.",
                remedy=did_you_mean(common, [other]),
            )
        elif common in lacking and common not in slips.values() and not in_doubt:
            yield from checked.fault(
                ("services", first),
                f"`{common}` does not stand in {listed(f'`{area}`' for area in lacking[common])}.",
                "A service that stands in one area stands in every one, since routes to it lead "
                "each person to their own area's.",
                key=True,
            )
