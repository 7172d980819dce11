"""Read the rows of a sheet, cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from sim.area.columns import Cell, Column, Figure, Kind
from sim.area.reading.days import read_date, read_month
from sim.area.reading.grids import Grid
from sim.area.reading.numbers import PER_CENT, read_change, read_number, read_share
from sim.area.reading.raw import Raw
from sim.area.reading.refusing import Findings, Refused
from sim.area.reading.texts import read_key, read_text, read_word
from sim.area.sheets import Sheet, item_column

RANGE = ("low", "high")


def read_measured(raw: Raw, column: Column) -> Figure:
    """Read what was measured: a number of 0 or more, or a share written as a percentage.

    Raises
    ------
    Refused
        If the cell holds anything else.
    """
    return (read_share if _is_percentage(raw) else read_number)(raw, column)


def _is_percentage(raw: Raw) -> bool:
    """Return whether a cell shows a percentage, as a number or as a text."""
    of_text = isinstance(raw.value, str) and PER_CENT.fullmatch(raw.value) is not None
    return of_text or raw.percent


READERS: dict[Kind, Callable[[Raw, Column], Any]] = {
    Kind.KEY: read_key,
    Kind.TEXT: read_text,
    Kind.COUNT: read_number,
    Kind.NUMBER: read_number,
    Kind.SHARE: read_share,
    Kind.CHANGE: read_change,
    Kind.DATE: read_date,
    Kind.MONTH: read_month,
    Kind.WORD: read_word,
    Kind.VALUE: read_measured,
}


@dataclass
class Draft:
    """A row that is being read. A value that was refused is missing, like an empty one."""

    page: Sheet
    number: int
    values: dict[str, Any]
    cells: dict[str, Cell]
    refused: set[str]  # fields
    written: dict[str, str]  # keys as they were written, also if they were refused
    shares: set[str] = field(default_factory=set)  # fields whose cells show a percentage

    def __getitem__(self, field: str) -> Any:
        """Return the value of a field; None if it is empty or was refused."""
        return self.values.get(field)

    def amount(self, field: str) -> float | None:
        """Return the number of a field; None if it is empty or was refused."""
        value = self.values.get(field)
        return value.value if isinstance(value, Figure) else None

    def made(self) -> Any:
        """Return the row of the workbook; only when nothing was refused."""
        return self.page.row(**self.values, cells=self.cells)


def read_rows(grid: Grid, findings: Findings) -> list[Draft]:
    """Read every row of a sheet. Cells that cannot be read are added to the findings."""
    return [_read_row(grid, number, findings) for number in grid.rows()]


def _read_row(grid: Grid, number: int, findings: Findings) -> Draft:
    draft = Draft(grid.page, number, {}, {}, set(), {})
    for name, column in grid.page.columns.items():
        at = grid.columns.get(name)
        if at is None:
            draft.cells[name] = Cell(grid.page.name, f"row {number}")
            if column.needed or grid.doubtful:  # told at the headings
                draft.refused.add(name)
            continue
        raw = grid.raw(number, at)
        draft.cells[name] = raw.cell
        if column.kind is Kind.KEY and isinstance(raw.value, str):
            draft.written[name] = raw.value
        try:
            value = _value(draft, name, column, raw)
        except Refused as refused:
            draft.refused.add(name)
            findings.add(raw.cell, *refused.words)
        else:
            if value is not None:
                draft.values[name] = value
                if _is_percentage(raw):
                    draft.shares.add(name)
    return draft


def _value(draft: Draft, field: str, column: Column, raw: Raw) -> Any:
    """Return the value of a cell; None if it is empty and may be."""
    if raw.empty:
        if column.needed:
            raise Refused(f"`{column.heading}` is empty.", _wanted(column))
        return None
    kind = _column_here(draft, field, column)
    if kind is None:  # what it should be is not known, because the item was refused
        draft.refused.add(field)
        return None
    return READERS[kind.kind](raw.checked(), kind)


def _wanted(column: Column) -> str:
    """Return what to write into an empty cell."""
    words = {
        Kind.DATE: "Write a date, as 31/03/2025.",
        Kind.MONTH: "Write a month, as `Apr 2024`.",
        Kind.KEY: "Write a key.",
        Kind.TEXT: "Write a few words.",
        Kind.SHARE: "Write a percentage.",
        Kind.WORD: f"Choices: {', '.join(f'`{word}`' for word in column.words)}.",
    }
    return f"{words.get(column.kind, 'Write a number.')} {column.help}".strip()


def _column_here(draft: Draft, field: str, column: Column) -> Column | None:
    """Return what a cell holds. A value, and a range, are of the kind that the row speaks of."""
    columns = draft.page.columns
    if column.kind is not Kind.VALUE and field not in RANGE:
        return column
    if "item" in columns:
        item = draft["item"]
        return replace(item_column(item), help="") if item else None
    value = columns.get("value")
    return value if value is not None and value.kind is Kind.VALUE else column
