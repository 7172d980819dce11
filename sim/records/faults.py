"""The error that holds every fault of an extract, each with its file, row and column.

No message repeats a value that may be an identifier or a name: only dates, times and short codes
are shown.
"""

from __future__ import annotations

import re

from sim.errors import Fault, Location, PlacedFaults

DATED = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?")
SHORT_CODE = re.compile(r"[A-Za-z0-9]{1,3}")


def at(file: str, row: int | None = None, column: str = "") -> Location:
    """Return a place in an extract: a file, a row, a column.

    Row 1 has the headings, except in Parquet; empty lines are not counted.
    """
    parts = (file, "" if row is None else f"row {row:,}", column)
    return Location(", ".join(part for part in parts if part), 0, 0)


def shown(text: str) -> str:
    """Return a date, a time or a short code as a message shows it; of other texts the length."""
    if any(each.fullmatch(text) for each in (DATED, CLOCK, SHORT_CODE)):
        return f'"{text}"'
    return f"A text of {len(text)} character{'s' if len(text) != 1 else ''}"


class RecordFaults(PlacedFaults):
    """An extract cannot be used; the error holds every fault found, in the order of the tables."""


class Findings:
    """Collects the faults of one extract."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def add(self, place: Location, problem: str, allowed: str = "", remedy: str = "") -> None:
        """Add a fault."""
        self.faults.append(Fault(place, problem, allowed, remedy))

    def raise_any(self) -> None:
        """Raise all faults, if there are any.

        Raises
        ------
        RecordFaults
            If a fault was added.
        """
        if self.faults:
            raise RecordFaults(self.faults)
