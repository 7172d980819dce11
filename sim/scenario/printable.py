"""Check texts of a script by the rules for texts in a file."""

from __future__ import annotations

from sim.characters import first_refused, joined, named
from sim.errors import Fault, Location, ScenarioFaults
from sim.scenario.refusing import shown


def printable(text: str, location: Location) -> str:
    """Return a text that a scenario may contain, in which surrogate pairs are joined.

    Raises
    ------
    ScenarioFaults
        At the text's location, for the first character that is not allowed.
    """
    text = joined(text)
    if (at := first_refused(text)) is not None:
        problem = f"{shown(text)} holds a character (code {ord(text[at])}) that no text has: "
        raise ScenarioFaults(
            [Fault(location, f"{problem}{named(text[at])}.", remedy="Take it out.")]
        )
    return text
