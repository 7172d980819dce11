"""Read the rows of the first sheet of a workbook as texts."""

from __future__ import annotations

import datetime
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl

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
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles, which are not read
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception:  # openpyxl raises many kinds for a damaged workbook
        raise UnreadableText(NO_WORKBOOK) from None
    try:
        filled = [sheet for sheet in book.worksheets if next(sheet.values, None)]
        if len(filled) != 1:
            told = f"{len(filled)} of its sheets have rows; one may." if filled else "It is empty."
            raise UnreadableText(told)
        yield from _rows(filled[0])
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise error if isinstance(error, UnreadableText) else UnreadableText(NO_WORKBOOK) from None
    finally:
        book.close()


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
