"""The paper of the brief: its sizes, and how much room each block takes at most.

Heights are worked out for a wide letter (DejaVu Sans), so that what fits here also fits in Word,
whose Calibri is narrower. `tests/report/brief/test_pages.py` holds them against LibreOffice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.report.blocks import (
    Block,
    Bullets,
    Grid,
    Heading,
    Lines,
    Paragraphs,
    Picture,
    Section,
    Table,
)
from sim.report.brief.tables import as_table

A4_WIDTH, A4_HEIGHT, MARGIN = 21.0, 29.7, 1.5  # cm
POINTS = 72 / 2.54  # of a cm
TITLE, HEADING, INNER, TEXT, SMALL, CELL = 18, 12, 10, 9, 8, 8  # points
BEFORE, AFTER, TIGHT, UNDER = 6, 3, 1, 2  # points of space around headings and paragraphs
TALLEST = 5.2  # cm, of a picture
PAGES = 2
USABLE = 0.95  # of these pages: what is kept together leaves white at the end of a page
LETTER = 0.54  # widths of a letter on average, of its height
BOLD = 1.12  # how much wider bold letters are
LINE = 1.24  # heights of a line, of the letters
PADDING = 11.0  # points of a cell, left and right
INDENT = 18.0  # points of a bullet
BORDER, AROUND = 1.0, 20.0  # points of a row, and of a table: its caption is counted apart


def width() -> float:
    """Return the width of the text in points."""
    return (A4_WIDTH - 2 * MARGIN) * POINTS


def room() -> float:
    """Return the height in points that the first pages have."""
    return PAGES * USABLE * (A4_HEIGHT - 2 * MARGIN) * POINTS


def section_height(section: Section) -> float:
    """Return the height of a section with its heading, in points."""
    return _heading(section.title, HEADING) + sum(map(block_height, section.blocks))


def block_height(block: Block) -> float:
    """Return the height of a block, in points; 0 for one that a brief does not have."""
    match block:
        case Paragraphs():
            size = SMALL if block.style == "quiet" else TEXT
            wider = 1.0 if block.style in ("", "quiet") else BOLD
            return sum(text_height(each, size, wider=wider) + AFTER for each in block.texts)
        case Bullets():
            return sum(text_height(each, TEXT, width() - INDENT) + TIGHT for each in block.texts)
        case Heading():
            return _heading(block.text, INNER)
        case Table() | Lines() | Grid():
            return _table(as_table(block))
        case Picture():
            return picture_height(block)
        case _:
            return 0.0


def picture_height(picture: Picture) -> float:
    """Return the height of a picture with its title and how to read it, in points."""
    across, tall = map(float, picture.figure.get_size_inches())
    drawn = min(TALLEST * POINTS, width() * tall / across)
    words = text_height(picture.how_to_read, SMALL)
    return _heading(picture.title, HEADING) + drawn + AFTER + words


def text_height(text: str, size: float, wide: float = 0.0, wider: float = 1.0) -> float:
    """Return the height of running text, in points.

    Parameters
    ----------
    size
        Of the letters, in points.
    wide
        The width that it has, in points; that of the page without it.
    wider
        How much wider than usual the letters are.
    """
    letters = (wide or width()) / (LETTER * size * wider)
    lines = sum(max(1, math.ceil(len(part) / letters)) for part in text.split("\n"))
    return lines * LINE * size


def _heading(text: str, size: float) -> float:
    return BEFORE + text_height(text, size, wider=BOLD) + UNDER


def _table(table: Table) -> float:
    wide = width() / max(1, len(table.columns)) - PADDING
    rows: Sequence[Sequence[str]] = [table.columns, *table.rows]
    return (
        AROUND
        + text_height(table.caption, TEXT, wider=BOLD)
        + sum(max(text_height(cell, CELL, wide) for cell in row) + BORDER for row in rows)
    )
