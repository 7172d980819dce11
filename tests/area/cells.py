"""Workbooks cell by cell: what a planner's Excel may write, quickly and without a template."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import xlsxwriter

from sim.area.sheets import READ_ME
from sim.area.template import write_template
from tests.area.workbooks import made_up

Cells = Mapping[str, Mapping[str, Any]]
"""What stands in each cell, by sheet and cell: a number, a text, a date, or one of the below."""
DATE = "dd/mm/yyyy"


class Shown(NamedTuple):
    """A number with its number format."""

    value: float
    form: str


class Formula(NamedTuple):
    """A formula with what it showed when it was last worked out; nothing if it never was."""

    text: str
    shown: Any = ""


@cache
def valid() -> dict[str, dict[str, Any]]:
    """The cells of `made_up`, which are read without a fault."""
    with tempfile.TemporaryDirectory() as folder:
        book = openpyxl.load_workbook(write_template(Path(folder) / "x.xlsx", made_up()))
    return {
        sheet.title: {
            cell.coordinate: Shown(cell.value, cell.number_format)
            if isinstance(cell.value, (int, float)) and "%" in cell.number_format
            else cell.value
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        for sheet in book.worksheets
        if sheet.title != READ_ME
    }


def changed(*changes: Cells, without: tuple[str, ...] = ()) -> Cells:
    """The valid cells with others in their place. None empties a cell."""
    sheets = {name: dict(cells) for name, cells in valid().items() if name not in without}
    for change in changes:
        for name, cells in change.items():
            sheets.setdefault(name, {}).update(cells)
    return sheets


def write_cells(
    path: Path,
    cells: Cells,
    *,
    merged: Mapping[str, str] | None = None,
    hidden: Mapping[str, str] | None = None,
    date_1904: bool = False,
) -> Path:
    """Write a workbook.

    `merged` is a range by sheet. `hidden` is by sheet a row ("5"), a column ("C:C"), or "all".
    """
    with xlsxwriter.Workbook(path, {"date_1904": date_1904}) as book:
        forms = {form: book.add_format({"num_format": form}) for form in forms_of(cells)}
        for name, values in cells.items():
            sheet = book.add_worksheet(name)
            for cell, value in values.items():
                write_cell(sheet, cell, value, forms)
            if merged and name in merged:
                sheet.merge_range(merged[name], "")
            what = (hidden or {}).get(name, "")
            if what == "all":
                sheet.hide()
            elif ":" in what:
                sheet.set_column(what, 10, None, {"hidden": True})
            elif what:
                sheet.set_row(int(what) - 1, None, None, {"hidden": True})
    return path


def forms_of(cells: Cells) -> set[str]:
    return {DATE} | {
        value.form for of in cells.values() for value in of.values() if isinstance(value, Shown)
    }


def write_cell(sheet: Any, cell: str, value: Any, forms: Mapping[str, Any]) -> None:
    if isinstance(value, Formula):
        sheet.write_formula(cell, value.text, None, value.shown)
    elif isinstance(value, Shown):
        sheet.write_number(cell, value.value, forms[value.form])
    elif isinstance(value, bool):
        sheet.write_boolean(cell, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(cell, value)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(cell, value, forms[DATE])
    elif value is not None:
        sheet.write_string(cell, value)
