"""The error that holds every fault of a workbook, each with its sheet and cell."""

from __future__ import annotations

from collections.abc import Iterable

from sim.area.columns import Cell
from sim.errors import Fault, Location, SimError, counted, on_one_line


def at(file: str, place: Cell | str = "") -> Location:
    """Return a place in a workbook: a cell, a sheet, or the whole file if no place is given."""
    return Location(f"{file}, {place}" if str(place) else file, 0, 0)


class AreaFaults(SimError):  # noqa: N818 - it holds many
    """A workbook cannot be used; the error holds every fault found, in the order of the sheets."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__(self.faults)

    @property
    def in_short(self) -> str:
        """The first fault: its cell and what is wrong there."""
        return f"{self.faults[0].location}: {self.faults[0].problem}"

    def __str__(self) -> str:
        """Return a line for each fault: ``area.xlsx, Services!H7: what is wrong``, the remedy."""
        return counted([_line(fault) for fault in self.faults])


def _line(fault: Fault) -> str:
    words = " ".join(part for part in (fault.problem, fault.allowed, fault.remedy) if part)
    return on_one_line(f"{fault.location}: {words}")
