"""The error that holds every fault of a workbook, each with its sheet and cell."""

from __future__ import annotations

from sim.area.columns import Cell
from sim.errors import Location, PlacedFaults


def at(file: str, place: Cell | str = "") -> Location:
    """Return a place in a workbook: a cell, a sheet, or the whole file if no place is given."""
    return Location(f"{file}, {place}" if str(place) else file, 0, 0)


class AreaFaults(PlacedFaults):
    """A workbook cannot be used; the error holds every fault found, in the order of the sheets."""
