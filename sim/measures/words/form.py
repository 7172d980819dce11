"""The form of an entry of the catalogue, and the units that many entries share."""

from __future__ import annotations

from typing import Literal, NamedTuple

Direction = Literal["lower", "higher"] | None
"""Which way is better; None when neither is."""


class Entry(NamedTuple):
    """A measure in words, with its name; parts in braces stand for many names."""

    name: str
    label: str
    unit: str
    direction: Direction
    definition: str


PER_YEAR = "per person-year"
DAYS_PER_YEAR = "days per person-year"
SHARE = "share"
INDEX = "index 0 to 1"
