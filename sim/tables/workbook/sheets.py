"""Define the parts of the workbook: sheets with one table each, cells with formats, charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple, TypeAlias


class Number(NamedTuple):
    """A number in a cell. NaN and infinity make an empty cell."""

    value: float
    form: str  # the number format, as Excel writes it


class Link(NamedTuple):
    """A link to another sheet of the workbook, which shows its name."""

    sheet: str


Cell: TypeAlias = str | Number | Link | date
"""What a cell holds. A date is shown as a month and a year."""


class Column(NamedTuple):
    """A column of a table."""

    title: str  # with the unit in brackets, where all rows have the same unit
    width: int = 14  # in characters


class Series(NamedTuple):
    """One series of a chart, with a value for each category. NaN is a gap."""

    label: str
    values: Sequence[float]
    colour: str  # "#rrggbb"
    dash: str = "solid"  # of a line, as XlsxWriter names it
    pattern: str = ""  # of a bar, as XlsxWriter names it; "" for one colour
    low: Sequence[float] = ()  # ends of the interval of each value; empty for none
    high: Sequence[float] = ()


class Chart(NamedTuple):
    """A chart that Excel draws; its numbers stand on a sheet of their own."""

    kind: Literal["columns", "stacked", "lines"]
    title: str
    unit: str  # at the axis of the values
    form: str  # number format of the values
    heading: str  # of the categories
    categories: Sequence[Cell]
    series: Sequence[Series]
    alternative: str  # what it shows, for people who cannot see it
    colours: Sequence[str] = ()  # of each category, where there is one series


class Sheet(NamedTuple):
    """One sheet: a question as its heading, a few lines, then a table or charts.

    Charts do not stand beside a table, so that rows can be sorted, filtered and printed.
    """

    name: str  # on its tab, at most 31 characters
    question: str
    lines: Sequence[str]
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[Cell]] = ()
    charts: Sequence[Chart] = ()
