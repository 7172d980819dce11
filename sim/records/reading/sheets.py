"""Read the rows of the first sheet of a workbook as texts."""

from __future__ import annotations

import datetime
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl import Workbook

from sim.records.reading.decoding import UnreadableText

NO_WORKBOOK = "It is not an Excel workbook, or it is damaged or protected by a password."


def sheet_rows(path: Path) -> Iterator[list[str]]:
    """Yield the rows of the sheet with rows in a workbook, the headings first.

    Numbers and dates become texts as CSV has them.

    Raises
    ------
    UnreadableText
        If it is no workbook, or if more than one of its sheets has rows.
    """
    try:
        with closing(_opened(path)) as book:
            yield from _rows(_only_sheet(book))
    except UnreadableText:
        raise
    except Exception:  # openpyxl raises many kinds for a damaged workbook, also when it goes on
        raise UnreadableText(NO_WORKBOOK) from None


def _opened(path: Path) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles, which are not read
        return openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)


def _only_sheet(book: Workbook) -> Any:
    filled = [sheet for sheet in book.worksheets if next(sheet.values, None)]
    if not filled:
        raise UnreadableText("It is empty.")
    if len(filled) > 1:
        raise UnreadableText(f"{len(filled)} of its sheets have rows; one may.")
    return filled[0]


def _rows(sheet: Any) -> Iterator[list[str]]:
    """Yield the rows of a sheet as wide as its headings; empty ones below are left out."""
    width = 0
    for values in sheet.values:
        row = [_text(value) for value in values]
        if not width:
            width = max((at for at, text in enumerate(row, 1) if text), default=0)
        yield (row + [""] * width)[:width]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
