"""Find the sheets of a workbook and their columns by name, and see that the units are ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from openpyxl.cell import Cell as OpenCell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from sim.area.columns import Cell
from sim.area.reading.opening import Views
from sim.area.reading.raw import ExcelError, Raw, shown, tidy
from sim.area.reading.refusing import Findings
from sim.area.reading.texts import squeezed
from sim.area.sheets import FIRST_ROW, HEADING_ROW, OWN, PAGES, READ_ME, UNIT_ROW, Sheet
from sim.errors import did_you_mean, listed, nearest

NEEDED = ("area", "services", "sources")
"""The sheets that every workbook has, by the field of `Workbook`."""
CURRENCY = "currency"
"""A unit in whose place the sign of a currency may stand."""
OTHER_WORDS = {"%": ("per cent",), "hours a week": ("hours/week", "hours per week", "h/week")}
"""What people write for a unit and mean the same."""
ALMOST = 0.6  # likeness of a heading that is not known with one that is missing
OTHER_FILE = re.compile(r"\[\d+\]")


class Grid(NamedTuple):
    """A sheet of a workbook, with the places of its columns."""

    page: Sheet
    columns: dict[str, int]  # by field, from 1
    shown: Worksheet
    formulas: Worksheet
    doubtful: bool = False
    """Whether a heading is not known, so that it may be one of those that are not there."""

    def raw(self, row: int, column: int) -> Raw:
        """Return what stands in a cell."""
        place = self.page.place(row, column)
        cell = _cells(self.shown).get((row, column))
        behind = _cells(self.formulas).get((row, column))
        if cell is None or behind is None:
            return Raw(place)
        value = ExcelError(cell.value) if cell.data_type == "e" else tidy(cell.value)
        formula = None
        # A formula whose result is an empty text has the type of a text, and no value.
        if behind.data_type == "f" and not (value is None and cell.data_type == "str"):
            formula = str(getattr(behind.value, "text", behind.value))
        return Raw(place, value, cell.number_format, formula)

    def rows(self) -> list[int]:
        """Return the rows with something in a column of ours, from the first below the units."""
        ours = set(self.columns.values())
        found = {
            row
            for row, column in _cells(self.shown)
            if row >= FIRST_ROW and column in ours and not self.raw(row, column).empty
        }
        return sorted(found)


def _cells(sheet: Worksheet) -> dict[tuple[int, int], OpenCell | MergedCell]:
    """Return the cells that there are. A public way goes over all that could be, a million rows."""
    return sheet._cells


def find_grids(views: Views, findings: Findings) -> dict[str, Grid]:
    """Return the sheets by the field of `Workbook`; those that may be missing are left out."""
    ours = {squeezed(page.name): page for page in PAGES}
    found: dict[str, Grid] = {}
    others: list[str] = []
    for sheet in views.shown.worksheets:
        page = ours.get(squeezed(sheet.title))
        if page is None or page.field in found:
            others.append(sheet.title)
            continue
        found[page.field] = _grid(page, sheet, views.formulas[sheet.title], findings)
    _see_that_no_sheet_is_left(views, others, found, findings)
    return found


def _see_that_no_sheet_is_left(
    views: Views, others: list[str], found: dict[str, Grid], findings: Findings
) -> None:
    missing = [page.name for page in PAGES if page.field not in found]
    meant = set()
    for name in others:
        empty = all(tidy(cell.value) is None for cell in _cells(views.shown[name]).values())
        if name.startswith(OWN) or squeezed(name) == squeezed(READ_ME) or empty:
            continue
        if near := nearest(name, missing):
            meant.add(near)
        findings.add(
            name,
            "This sheet is not known.",
            did_you_mean(name, missing),
            f"Begin its name with `{OWN}` if it is your own: then it is not read.",
        )
    for page in PAGES:
        if page.field in NEEDED and page.name in missing and page.name not in meant:
            findings.add(
                page.name,
                "This sheet is missing.",
                "The empty workbook has all sheets: the start of the app offers it, and "
                "`sim template area.xlsx` writes it.",
            )


def _grid(page: Sheet, sheet: Worksheet, formulas: Worksheet, findings: Findings) -> Grid:
    grid = Grid(page, {}, sheet, formulas)
    for merged in sheet.merged_cells.ranges:
        findings.add(
            Cell(page.name, str(merged.coord)),
            "These cells are merged, so it is not clear in which of them the value stands.",
            "Take the merging back (Home, Merge & Center).",
        )
    headings = _headings(grid)
    grid = grid._replace(doubtful=_match(grid, headings, findings))
    _see_that_every_value_has_a_heading(grid, headings, findings)
    _check_units(grid, findings)
    return grid


def _headings(grid: Grid) -> dict[int, str]:
    raws = {
        column: grid.raw(row, column).value
        for row, column in sorted(_cells(grid.shown))
        if row == HEADING_ROW
    }
    return {column: str(value) for column, value in raws.items() if value is not None}


def _match(grid: Grid, headings: dict[int, str], findings: Findings) -> bool:
    """Put the columns into the grid by their headings; return whether some are not known."""
    fields = {squeezed(column.heading): name for name, column in grid.page.columns.items()}
    unknown: dict[int, str] = {}
    for at, heading in headings.items():
        name = fields.get(squeezed(heading))
        if heading.startswith(OWN):
            continue
        if name is None:
            unknown[at] = heading
        elif name in grid.columns:
            first = grid.page.place(HEADING_ROW, grid.columns[name]).cell
            findings.add(
                grid.page.place(HEADING_ROW, at),
                f"The heading {shown(heading)} stands in {first} already.",
                f"Delete one of the columns, or begin its heading with `{OWN}`.",
            )
        else:
            grid.columns[name] = at
    _tell_missing(grid, unknown, findings)
    return bool(unknown)


def _tell_missing(grid: Grid, unknown: dict[int, str], findings: Findings) -> None:
    absent = {
        column.heading: column
        for name, column in grid.page.columns.items()
        if name not in grid.columns
    }
    meant = set()
    for at, heading in unknown.items():
        needed = [each for each, column in absent.items() if column.needed and each not in meant]
        near = nearest(heading, list(absent)) or nearest(heading, needed, ALMOST)
        if near:
            meant.add(near)
        findings.add(
            grid.page.place(HEADING_ROW, at),
            f"{shown(heading)} is not a column of this sheet.",
            f"Did you mean `{near}`?" if near else "",
            f"Begin the heading with `{OWN}` if the column is your own.",
        )
    missing = [each for each, column in absent.items() if column.needed and each not in meant]
    if missing:
        findings.add(
            grid.page.name,
            f"Row {HEADING_ROW} lacks the heading"
            f"{'s' if len(missing) > 1 else ''} {listed(f'`{each}`' for each in missing)}.",
            "Headings stand in row 1, units in row 2, and figures from row 3 on.",
        )


def _see_that_every_value_has_a_heading(
    grid: Grid, headings: dict[int, str], findings: Findings
) -> None:
    """Add a fault for the first value of each column without a heading."""
    told: set[int] = set(headings)
    for row, column in sorted(_cells(grid.shown)):
        if column not in told and row > HEADING_ROW and not grid.raw(row, column).empty:
            told.add(column)
            findings.add(
                grid.page.place(row, column),
                "This column has no heading in row 1, so nobody knows what the value is.",
                f"Write the heading, or one that begins with `{OWN}` if the column is your own.",
            )


def _check_units(grid: Grid, findings: Findings) -> None:
    """Add a fault where row 2 says another unit than ours: the numbers would mean something else.

    A unit that was deleted is none.
    """
    written = {name: grid.raw(UNIT_ROW, at) for name, at in grid.columns.items()}
    units = {name: grid.page.columns[name].unit for name in written}
    strange = [name for name, raw in written.items() if raw.value is not None and not units[name]]
    if strange:
        findings.add(
            written[strange[0]].cell,
            f"{shown(written[strange[0]].value)} stands in row {UNIT_ROW}, which is for units.",
            f"Figures are read from row {FIRST_ROW} on: insert a row above.",
        )
        return
    for name, raw in written.items():
        unit = units[name]
        if raw.value is None or unit == CURRENCY or _same_unit(str(raw.value), unit):
            continue
        findings.add(
            raw.cell,
            f"The unit here is {shown(str(raw.value))}, and this column is read in "
            f"{'per cent' if unit == '%' else unit}.",
            f"Change the figures to that unit, and write `{unit}`.",
        )


def _same_unit(written: str, unit: str) -> bool:
    words = {squeezed(each) for each in (unit, *OTHER_WORDS.get(unit, ()))}
    return written == unit or squeezed(written) in words - {""}  # a mere sign has no letters


def remarks_of(grids: dict[str, Grid]) -> Iterator[str]:
    """Yield what a reader should know of sheets: what is hidden is read, and what is linked."""
    for grid in grids.values():
        name = grid.page.name
        if grid.shown.sheet_state != "visible":
            yield f"{name}: this sheet is hidden. It was read like the others."
        rows = [row for row in grid.rows() if grid.shown.row_dimensions[row].hidden]
        if rows:
            said = listed((str(row) for row in rows), most=5)
            yield f"{name}: hidden rows were read like the others ({said})."
        hidden = [
            grid.page.columns[field].heading
            for field, at in grid.columns.items()
            if _is_hidden(grid.shown, at)
        ]
        if hidden:
            said = listed((f"`{each}`" for each in hidden), most=5)
            yield f"{name}: hidden columns were read like the others ({said})."
        yield from _links(grid)


def _is_hidden(sheet: Worksheet, column: int) -> bool:
    return any(
        each.hidden and each.min is not None and each.min <= column <= (each.max or each.min)
        for each in sheet.column_dimensions.values()
    )


def _links(grid: Grid) -> Iterator[str]:
    cells = [
        raw.cell.cell
        for row in grid.rows()
        for at in grid.columns.values()
        if (raw := grid.raw(row, at)).formula and OTHER_FILE.search(raw.formula)
    ]
    if cells:
        said = listed(cells, most=5)
        yield (
            f"{grid.page.name}: {said} are taken from another workbook, as it was when this one "
            "was last saved."
        )
