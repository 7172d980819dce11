"""Lay a sheet out: heading, lines, table with filters, charts, and how it is printed."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from sim.tables.workbook.drawing import Drawer
from sim.tables.workbook.filling import Filler
from sim.tables.workbook.sheets import Column, Sheet

A4 = 9
HEAD_LINE = 15  # points: the height of a line of a heading
LINE = 130  # characters of a line of text above a table
MOST_FROZEN = 70  # characters of columns that stay in view
MOST_IN_HEADER = 90  # characters; Excel allows 255, and more are unreadable
CHART_SCALE = 70  # per cent: two charts beside each other fill the width of a page
HEAD = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#e8edf3"}


def lay_out(target: Worksheet, sheet: Sheet, title: str, fill: Filler, drawer: Drawer) -> None:
    """Write a sheet into a worksheet.

    Parameters
    ----------
    title
        Of the study, for the top of each printed page.
    """
    fill(target, 0, 0, sheet.question, bold=True, font_size=14)
    lines = [part for line in sheet.lines for part in textwrap.wrap(line, LINE)]
    for number, line in enumerate(lines, 1):
        fill(target, number, 0, line)
    top = len(lines) + 2
    _print(target, title)
    if sheet.columns:
        _table(target, sheet, top, fill)
    if sheet.charts:
        target.set_print_scale(CHART_SCALE)
        target.set_h_pagebreaks(drawer.put(target, sheet.charts, top))


def _table(target: Worksheet, sheet: Sheet, top: int, fill: Filler) -> None:
    lines = max(math.ceil(len(each.title) / (each.width - 2)) for each in sheet.columns)
    target.set_row(top, HEAD_LINE * (lines + (lines > 1)))  # words that do not fit leave room
    for at, column in enumerate(sheet.columns):
        target.set_column(at, at, column.width)
        fill(target, top, at, column.title, **HEAD)
    for number, row in enumerate(sheet.rows, top + 1):
        for at, cell in enumerate(row):
            wrapped = {"text_wrap": True} if isinstance(cell, str) else {}
            fill(target, number, at, cell, **wrapped, valign="top")
    last = top + max(len(sheet.rows), 1)
    target.autofilter(top, 0, last, len(sheet.columns) - 1)
    target.freeze_panes(top + 1, _frozen(sheet.columns))
    target.repeat_rows(top)
    target.fit_to_pages(1, 0)


def _frozen(columns: Sequence[Column]) -> int:
    """Return how many columns stay in view: those that name the row, if they are narrow enough."""
    return 2 if sum(each.width for each in columns[:2]) <= MOST_FROZEN else 1


def _print(target: Worksheet, title: str) -> None:
    """Set how a sheet is printed: across the page, with the title above and numbers below."""
    target.set_landscape()
    target.set_paper(A4)
    target.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.75)
    target.set_header(f"&L{_in_header(title)}&R&A")
    target.set_footer("&CPage &P of &N")


def _in_header(text: str) -> str:
    """Return a text for the header of a page, where "&" begins a code."""
    return textwrap.shorten(text, MOST_IN_HEADER, placeholder=" …").replace("&", "&&")
