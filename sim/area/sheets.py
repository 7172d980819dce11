"""Turn the classes of `figures` into sheets: the order of columns, and where each value stands."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

from openpyxl.utils import get_column_letter

from sim.area.columns import Cell, Column, Figure
from sim.area.figures import ITEMS, SHEETS, Row, Workbook

HEADING_ROW, UNIT_ROW, FIRST_ROW = 1, 2, 3
LAST = ("source", "low", "high", "note")
"""The columns that end each sheet; the others keep the order of the class."""
OWN = "#"
"""What the name of a sheet or a heading begins with that is the planner's own."""
READ_ME = "Read me"
FORMAT = 1
"""The format of workbooks that this program writes and reads."""


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook: its field of `Workbook`, its name and the class of its rows."""

    field: str
    name: str
    row: type[Row]

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The columns by field, from left to right."""
        found = {each.name: each.metadata["column"] for each in fields(self.row) if each.metadata}
        first = {name: column for name, column in found.items() if name not in LAST}
        return first | {name: found[name] for name in LAST if name in found}

    def place(self, row: int, column: int) -> Cell:
        """Return a place of the sheet; rows and columns are counted from 1."""
        return Cell(self.name, f"{get_column_letter(column)}{row}")


ABOUT = {
    "area": "what the workbook is about, in one row: title, dates of the figures, prices",
    "areas": "parts of the population, each with the share of people who live there",
    "services": "one row for each service: what limits it, its counts, lists and agreed times",
    "routes": "how many people went from one service to the next in the period",
    "waiting": "people on each list at the snapshot, by weeks waited",
    "caseload": "people in care at the snapshot, by weeks in care",
    "staff": "the staff of each team, month by month",
    "demand": "referrals from outside, month by month: counted ones, and planned ones",
    "costs": "prices of a service",
    "what_if": "plans to be compared: what each changes, where, and from when",
    "observed": "figures that the model's results are compared with, or fitted to",
    "ranges": "how far a number of the sheet Services may be off",
    "sources": "where numbers come from; an assumption is a source too",
}
"""What each sheet is for, by its field."""
PAGES = tuple(Sheet(field, name, row) for field, (name, row) in SHEETS.items())
"""The sheets with figures, in the order of the workbook."""
PAGE = {page.field: page for page in PAGES}


def rows_of(workbook: Workbook, page: Sheet) -> tuple[Row, ...]:
    """Return the rows of a sheet, in order."""
    found = getattr(workbook, page.field)
    return found if isinstance(found, tuple) else (found,)


def placed(workbook: Workbook) -> Workbook:
    """Return the same figures, each in the cell where the template writes it."""
    sheets: dict[str, Any] = {}
    for page in PAGES:
        rows = enumerate(rows_of(workbook, page), FIRST_ROW)
        moved = tuple(_placed_row(page, number, row) for number, row in rows)
        sheets[page.field] = moved[0] if page.field == "area" else moved
    return replace(workbook, **sheets)


def _placed_row(page: Sheet, number: int, row: Row) -> Row:
    cells = {name: page.place(number, at) for at, name in enumerate(page.columns, 1)}
    moved: dict[str, Any] = {
        name: value._replace(cell=cell)
        for name, cell in cells.items()
        if isinstance(value := getattr(row, name), Figure)
    }
    return replace(row, cells=cells, **moved)


def item_column(item: str) -> Column:
    """Return what a value of an item is: kind, unit and words of the column of the same name."""
    return _ITEM_COLUMNS[item]


def _item_columns() -> dict[str, Column]:
    named = {
        column.heading: column
        for page in ("demand", "staff", "services")
        for column in PAGE[page].columns.values()
    }
    return {item: named[item] for item in ITEMS if item in named} | {
        "WTE": PAGE["staff"].columns["wte_funded"],
        "list limit": PAGE["services"].columns["list_last"],
    }


_ITEM_COLUMNS = _item_columns()
