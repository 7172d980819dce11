"""Write a workbook for the figures of an area: empty, or with figures filled in."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import xlsxwriter

from sim.area.figures import Workbook
from sim.area.sheets import PAGES, READ_ME, rows_of
from sim.area.template.laying_out import lay_out
from sim.area.template.read_me import write_read_me
from sim.area.template.styles import Styles
from sim.writing import write_whole

CREATED = datetime(2001, 1, 1)
"""The date of creation in every workbook: the same figures give the same bytes."""
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}


def write_template(path: Path, workbook: Workbook | None = None) -> Path:
    """Write a workbook with all sheets, and return its path. The same figures give the same bytes.

    Parameters
    ----------
    path
        The file to write. If there is one, it is replaced.
    workbook
        The figures to fill in. None writes an empty workbook.
    """
    content = io.BytesIO()  # XlsxWriter does not say plainly why a file cannot be written
    with xlsxwriter.Workbook(content, OPTIONS) as book:
        book.set_properties({"title": "An area's own figures", "created": CREATED})
        styles = Styles(book)
        write_read_me(book.add_worksheet(READ_ME), styles)
        for page in PAGES:
            rows = () if workbook is None else rows_of(workbook, page)
            lay_out(book.add_worksheet(page.name), page, rows, styles)
    return write_whole(path, content.getvalue())
