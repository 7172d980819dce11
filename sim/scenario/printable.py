"""Texts that a script gives, as a file could hold them."""

from __future__ import annotations

from sim.characters import first_refused, joined, named
from sim.errors import Fault, Location, ScenarioFaults
from sim.scenario.refusing import shown


def printable(text: str, location: Location) -> str:
    """A text that may stand in a scenario, with halves of characters joined.

    Raises
    ------
    ScenarioFaults
        At its location, for the first character that no text may hold.
    """
    text = joined(text)
    if (at := first_refused(text)) is not None:
        problem = f"{shown(text)} holds a character (code {ord(text[at])}) that no text has: "
        raise ScenarioFaults(
            [Fault(location, f"{problem}{named(text[at])}.", remedy="Take it out.")]
        )
    return text
