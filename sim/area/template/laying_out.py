"""Lay a sheet out: headings, units, notes, lists to choose from, and the figures filled in."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from sim.area.columns import Column, Figure, Kind
from sim.area.figures import Row
from sim.area.sheets import FIRST_ROW, FORMAT, HEADING_ROW, PAGE, UNIT_ROW, Sheet, item_column
from sim.area.template.styles import A4, Styles

LAST_LIST_ROW = 2_000
"""The last row in which a list to choose from is offered."""
REFERS = {
    "source": ("sources", "key"),
    "service": ("services", "key"),
    "origin": ("services", "key"),
    "to": ("services", "key"),
    "area": ("areas", "key"),
}
"""By field: the sheet and the column whose keys are offered."""
WIDTHS = {Kind.TEXT: 30, Kind.KEY: 18, Kind.WORD: 14, Kind.DATE: 12, Kind.MONTH: 11}
NARROWEST = 11
KINDS = {
    Kind.KEY: "Small letters, digits and _, a letter first.",
    Kind.COUNT: "A whole number. Write * or <5 where it may not be told.",
    Kind.NUMBER: "A number, 0 or more.",
    Kind.SHARE: "A percentage, 0 % to 100 %.",
    Kind.CHANGE: "A percentage; below 0 for less.",
    Kind.DATE: "A date: day/month/year.",
    Kind.MONTH: "A month, as Apr 2024.",
    Kind.WORD: "Choose from the list.",
}
"""What the note of a heading says of each kind."""
HEADING_HEIGHT = 45  # points: three lines
MOST_ON_A_PAGE = 16  # columns that fit beside each other on paper
NOTE = {"author": "sim template", "x_scale": 1.5}


def lay_out(target: Worksheet, page: Sheet, rows: Sequence[Row], styles: Styles) -> None:
    """Write a sheet of the workbook with its figures; without rows, only what is fixed."""
    target.set_row(HEADING_ROW - 1, HEADING_HEIGHT)
    for at, (field, column) in enumerate(page.columns.items()):
        target.set_column(at, at, _width(column), styles.of_kind(column.kind))
        target.write_string(HEADING_ROW - 1, at, column.heading, styles.heading(field, column))
        target.write_string(UNIT_ROW - 1, at, column.unit, styles.unit(field, column))
        target.write_comment(HEADING_ROW - 1, at, note_of(column), NOTE)
        _offer(target, at, field, column)
    for number, row in enumerate(rows, FIRST_ROW - 1):
        _write_row(target, number, page, row, styles)
    if page.field == "area" and not rows:
        target.write_number(FIRST_ROW - 1, list(page.columns).index("format"), FORMAT)
    target.freeze_panes(FIRST_ROW - 1, 1)
    _print(target, page)


def note_of(column: Column) -> str:
    """Return what the note of a heading says: the group, what to write, whether it is needed."""
    parts = (
        f"{column.group[0].upper()}{column.group[1:]}." if column.group else "",
        column.help,
        KINDS.get(column.kind, ""),
        "Needed." if column.needed else "May stay empty.",
    )
    return " ".join(part for part in parts if part)


def _width(column: Column) -> float:
    return max(WIDTHS.get(column.kind, NARROWEST), len(column.unit) + 1)


def _offer(target: Worksheet, at: int, field: str, column: Column) -> None:
    """Offer the words of a column, or the keys of another sheet, as a list to choose from."""
    offered: dict[str, object] = {"validate": "list", "ignore_blank": True}
    if column.words:
        offered |= {"source": list(column.words), "error_message": "Choose from the list."}
    elif column.kind is Kind.KEY and field in REFERS:
        sheet, key = REFERS[field]
        letter = xl_col_to_name(list(PAGE[sheet].columns).index(key))
        span = f"${letter}${FIRST_ROW}:${letter}${LAST_LIST_ROW}"
        # `outside` and `nowhere` are no services, so other words are let in.
        offered |= {"source": f"='{PAGE[sheet].name}'!{span}", "show_error": False}
    else:
        return
    target.data_validation(FIRST_ROW - 1, at, LAST_LIST_ROW - 1, at, offered)


def _write_row(target: Worksheet, number: int, page: Sheet, row: Row, styles: Styles) -> None:
    for at, (field, column) in enumerate(page.columns.items()):
        value = getattr(row, field)
        if isinstance(value, Figure):
            if value.hidden:
                target.write_string(number, at, "*")
            else:
                form = styles.of_kind(_kind_here(page, row, field, column))
                target.write_number(number, at, value.value, form)
        elif isinstance(value, datetime.date):
            target.write_datetime(number, at, value, styles.of_kind(column.kind))
        elif value is not None and target.write_string(number, at, value, styles.of_text(value)):
            raise ValueError(f"{page.place(number + 1, at + 1)}: the text is too long for a cell")


def _kind_here(page: Sheet, row: Row, field: str, column: Column) -> Kind:
    """Return the kind of a value; a value and a range are of the kind of the row's item."""
    if (column.kind is Kind.VALUE or field in ("low", "high")) and "item" in page.columns:
        return item_column(row.item).kind  # type: ignore[attr-defined]  # of sheets with items
    return column.kind


def _print(target: Worksheet, page: Sheet) -> None:
    target.set_landscape()
    target.set_paper(A4)
    target.set_header("&L&F&R&A")
    target.set_footer("&CPage &P of &N")
    target.repeat_rows(HEADING_ROW - 1, UNIT_ROW - 1)
    target.repeat_columns(0)
    if len(page.columns) <= MOST_ON_A_PAGE:
        target.fit_to_pages(1, 0)
