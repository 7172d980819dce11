"""The columns of a workbook's sheets: what each is called, its unit, and what may stand in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class Cell(NamedTuple):
    """The place of a value: the sheet and the cell, as `Services` and `H7`."""

    sheet: str
    cell: str

    def __str__(self) -> str:
        """Return the place as Excel writes it: ``Services!H7``."""
        return f"{self.sheet}!{self.cell}"


class Figure(NamedTuple):
    """A number of a workbook with its place; in the unit of its column."""

    value: float
    cell: Cell
    hidden: bool = False  # written as `*` or `<5`: read as 2, may be 0 to 4


class Kind(StrEnum):
    """What may stand in the cells of a column."""

    KEY = "key"  # a short name that other sheets use: small letters, digits and _
    TEXT = "text"
    COUNT = "count"  # whole people or contacts, 0 or more; `*` and `<5` are read as 2
    NUMBER = "number"  # 0 or more
    SHARE = "share"  # 0 % to 100 %, in the model 0 to 1
    CHANGE = "change"  # a percentage that may be below 0
    DATE = "date"
    MONTH = "month"  # the first day of a month
    WORD = "word"  # one of the column's words
    VALUE = "value"  # as the item or the measure of its row needs it: a number, a share or a word


@dataclass(frozen=True)
class Column:
    """What a column is called, and what may stand in it."""

    heading: str
    kind: Kind
    unit: str = ""  # as row 2 of the sheet says it
    needed: bool = False
    words: tuple[str, ...] = ()  # for WORD
    help: str = ""  # one sentence, for the template's comment and the reference page
    group: str = ""  # columns of one group stand together under one colour


def column(heading: str, kind: Kind, unit: str = "", **about: Any) -> Any:
    """Return a field of a sheet's class with what its column is."""
    needed = about.get("needed", False)
    what = {"column": Column(heading, kind, unit, **about)}
    return field(metadata=what) if needed else field(default=None, metadata=what)


def source_column() -> Any:
    """Return the column that names the source of a row, a key of the sheet Sources."""
    return column("source", Kind.KEY, needed=True, help="A key of the sheet Sources.")


def area_column() -> Any:
    """Return the column for rows that concern one area."""
    return column("area", Kind.KEY, help="A key of the sheet Areas; empty for the whole service.")
