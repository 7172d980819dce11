"""The error that a cell is refused with, and the faults of a workbook found so far."""

from __future__ import annotations

import re
from typing import NamedTuple

from openpyxl.utils.cell import column_index_from_string

from sim.area.columns import Cell
from sim.area.faults import AreaFaults, at
from sim.area.figures import SHEETS
from sim.errors import Fault

PLACE = re.compile(r"(?:row |([A-Z]+))(\d+)")
"""The first cell of a range, or a row whose column is not there."""
ORDER = {name: place for place, (name, _) in enumerate(SHEETS.values())}


class Refused(ValueError):  # noqa: N818 - said of a cell, not of the program
    """What stands in a cell cannot be read."""

    def __init__(self, problem: str, allowed: str = "", remedy: str = "") -> None:
        super().__init__(problem, allowed, remedy)
        self.words = (problem, allowed, remedy)


class Found(NamedTuple):
    """A fault with the place that it is sorted by."""

    place: Cell | str  # a cell, or the name of a sheet
    fault: Fault

    @property
    def order(self) -> tuple[int, int, int]:
        """The place of the sheet in the workbook, then row and column; 0 for the whole sheet."""
        if isinstance(self.place, str):
            return ORDER.get(self.place, len(ORDER)), 0, 0
        found = PLACE.match(self.place.cell)
        assert found is not None  # every place names a row
        column = column_index_from_string(found[1]) if found[1] else 0
        return ORDER.get(self.place.sheet, len(ORDER)), int(found[2]), column


class Findings:
    """Collects the faults of one workbook."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: list[Found] = []

    def add(self, place: Cell | str, problem: str, allowed: str = "", remedy: str = "") -> None:
        """Add a fault of a cell or of a whole sheet."""
        self._found.append(Found(place, Fault(at(self.file, place), problem, allowed, remedy)))

    def raise_any(self) -> None:
        """Raise all faults in the order of sheets and cells, if there are any.

        Raises
        ------
        AreaFaults
            If a fault was added.
        """
        if self._found:
            raise AreaFaults(each.fault for each in sorted(self._found, key=lambda f: f.order))
