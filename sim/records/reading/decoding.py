"""Find out how the text of a file is encoded, and what its first row says."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sim.scenario.file_kinds import encoding_of

BLOCK = 1 << 20  # bytes
HEAD = 1 << 16  # bytes in which the first row ends
UTF_8, WINDOWS = "utf-8-sig", "cp1252"
DELIMITERS = ",;\t|"


class TextForm(NamedTuple):
    """How a text file is written: its encoding, what is between its cells, and its headings."""

    encoding: str
    delimiter: str
    headings: list[str]


class UnreadableText(ValueError):  # noqa: N818 - said of a file, not of the program
    """A file is not a text with rows; the message says why, without any of its content."""


def text_form(path: Path) -> TextForm:
    """Return how a text file is written.

    Raises
    ------
    UnreadableText
        If it has no first row, or an encoding that is not read.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip():
        raise UnreadableText("The file is empty.")
    encoding = _encoding(path, head)
    text = codecs.getincrementaldecoder(encoding)().decode(head)
    return TextForm(encoding, *_first_row(text))


def _encoding(path: Path, head: bytes) -> str:
    """Return the encoding: UTF-8 if all of the file is, else what Windows in English writes."""
    wide = encoding_of(head)
    if wide is not None:
        marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        if wide != "UTF-16":
            raise UnreadableText(f"The file is {wide}.")
        return "utf-16" if marked else "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
    for encoding in (UTF_8, WINDOWS):
        if _decodes(path, encoding):
            return encoding
    raise UnreadableText("The file is neither UTF-8 nor Windows-1252 text.")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                if encoding == WINDOWS and b"\0" in block:
                    return False
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _first_row(text: str) -> tuple[str, list[str]]:
    line = text.lstrip("\ufeff").splitlines()[0]
    delimiter = max(DELIMITERS, key=line.count)
    cells = next(csv.reader(io.StringIO(text), delimiter=delimiter), [])
    return delimiter, [cell.strip() for cell in cells]


def rows_of(path: Path, form: TextForm) -> Iterator[list[str]]:
    """Yield the rows below the headings.

    Raises
    ------
    UnreadableText
        If a row cannot be read as CSV, or has more or fewer cells than there are headings.
    """
    with path.open(encoding=form.encoding, newline="") as file:
        reader = csv.reader(file, delimiter=form.delimiter, strict=True, skipinitialspace=True)
        try:
            for number, row in enumerate(reader, 1):
                if number == 1 or not row:
                    continue
                if len(row) != len(form.headings):
                    raise UnreadableText(wrong_width(number, len(row), len(form.headings)))
                yield row
        except csv.Error:
            raise UnreadableText(open_quote(reader.line_num)) from None


def wrong_width(row: int, cells: int, headings: int) -> str:
    """Return the words for a row with more or fewer cells than there are headings."""
    return f"Row {row:,} has {cells} cells, and there are {headings} headings."


def open_quote(line: int) -> str:
    """Return the words for a row that is not CSV."""
    return f"Line {line:,} is not CSV: a quotation mark may have been left open."
