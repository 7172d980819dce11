"""The numbers that a script varies from setting to setting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.errors import Location, ScenarioFaults
from sim.scenario import Scenario
from sim.scripting.arguments import mapping
from sim.studies.design import Design
from sim.studies.sweeps.varied import Sections, Spoken, Varied

Over = Mapping[str, Any]
ONE_LEVER = (
    "To try the same in all arms, let one lever set it: "
    '`{argument}={{{{"a name": {{{{"sets": ["{{path}}", "{{too}}"], "values": [...]}}}}}}}}`'
)


def varied_by(
    scenario: Scenario,
    arms: Sequence[str],
    over: object,
    table: Design | None = None,
    argument: str = "over",
) -> Varied:
    """Read what a script varies, from a mapping, a table or both.

    Raises ScenarioFaults with every fault. ``argument`` is the name of the mapping in the calling
    function.
    """
    written = mapping(argument, over, '{"services.group.capacity.places": [2, 3]}')

    def location(section: str, name: str) -> Location:
        return Location(section, 0, 0, name)

    one_lever = ONE_LEVER.format(argument=argument)
    spoken = Spoken(location, location, Location("design", 0, 0), "arms", one_lever)
    found = Varied(scenario, arms, Sections({argument: written}, {}, False), table, spoken)
    if not found.faults:
        found.see_reach()
    if found.faults:
        raise ScenarioFaults(found.faults)
    return found
