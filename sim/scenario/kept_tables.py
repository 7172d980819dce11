"""A table that a scenario names, and whose content is kept with it."""

from __future__ import annotations

from typing import ClassVar

from sim.scenario.parts import Part
from sim.scenario.words import SomeText, Text


class KeptTable(Part):
    """A CSV file, whose content is kept with the scenario."""

    bare: ClassVar[tuple[str, ...]] = ("file",)

    file: SomeText
    contents: Text = ""
