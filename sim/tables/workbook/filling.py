"""Write single cells, so that no text from a file can be carried out as a formula."""

from __future__ import annotations

import math
from datetime import date
from functools import cache

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sim.tables.workbook.sheets import Cell, Link, Number

MONTH = "mmm yyyy"
STARTS = ("=", "+", "-", "@")
"""The first characters of what a spreadsheet program takes for a formula when it is typed."""


class Filler:
    """Writes cells of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._made = cache(lambda options: book.add_format(dict(options)))

    def style(self, **options: object) -> Format:
        """Return a format; the same options give the same format."""
        found: Format = self._made(tuple(sorted(options.items())))
        return found

    def __call__(
        self, sheet: Worksheet, row: int, column: int, cell: Cell, **style: object
    ) -> None:
        """Write a cell: a number as a number, anything else as text.

        Text is never a formula or a link. It stays text when somebody edits the cell, too.
        """
        if isinstance(cell, Number):
            if math.isfinite(cell.value):
                made = self.style(num_format=cell.form, **style)
                sheet.write_number(row, column, cell.value, made)
        elif isinstance(cell, Link):
            made = self.style(font_color="#0b4f9c", underline=1, **style)
            sheet.write_url(row, column, f"internal:'{cell.sheet}'!A1", made, cell.sheet)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, cell, self.style(num_format=MONTH, **style))
        elif cell:
            typed = {"quote_prefix": True} if cell.startswith(STARTS) else {}
            made = {**typed, **style}
            sheet.write_string(row, column, cell, self.style(**made) if made else None)
