"""Read which numbers a script varies from setting to setting."""

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


UNCERTAIN = "uncertain"
"""The argument for uncertain numbers, which hold from minute 0 even if rules change later."""


def varied_by(
    scenario: Scenario,
    arms: Sequence[str],
    arguments: Mapping[str, object],
    table: Design | None = None,
    uncertain: str = UNCERTAIN,
) -> Varied:
    """Read what a script varies, from mappings, a table or both.

    Parameters
    ----------
    arguments
        The mappings, by the names of their arguments in the calling function.
    uncertain
        The name of that one of the arguments which is for uncertain numbers.

    Raises
    ------
    ScenarioFaults
        With every fault that is found.
    """
    example = '{"services.group.capacity.places": [2, 3]}'
    written = {name: mapping(name, value, example) for name, value in arguments.items()}

    def location(section: str, name: str) -> Location:
        return Location(section, 0, 0, name)

    one_lever = ONE_LEVER.format(argument=next(iter(arguments)))
    spoken = Spoken(location, location, Location("design", 0, 0), "arms", one_lever)
    found = Varied(scenario, arms, Sections(written, {}, False, uncertain), table, spoken)
    if not found.faults:
        found.see_reach()
    if found.faults:
        raise ScenarioFaults(found.faults)
    return found
