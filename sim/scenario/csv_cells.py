"""Read the cells of a CSV table with their places, and check its header."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from sim.errors import Fault, Location, did_you_mean, listed

LINE = re.compile(r"[^\n]*\n|[^\n]+")
"""A line of text that ends only at a line feed, as in editors and spreadsheets.

`str.splitlines` would end lines at other characters as well.
"""


class Cell(NamedTuple):
    """The text of one cell, and its location."""

    text: str
    location: Location


Record = dict[str, Cell]


def rows_of(contents: str, file: str, faults: list[Fault]) -> Iterator[list[Cell]]:
    """Yield the rows that are not empty; where the text is not CSV, add a fault and end."""
    lines = LINE.findall(contents)
    reader = csv.reader(lines, strict=True)
    begins = 1
    try:
        for row in reader:
            if any(text.strip() for text in row):
                columns = starts("".join(lines[begins - 1 : reader.line_num]))
                yield [
                    Cell(text.strip(), Location(file, begins, column))
                    for text, column in zip(row, columns, strict=False)
                ]
            begins = reader.line_num + 1
    except csv.Error as error:
        problem = f"This row is not CSV: {error}."
        faults.append(
            Fault(Location(file, begins, 1), problem, remedy="Look for a quote left open.")
        )


def records_of(
    contents: str,
    file: str,
    what: str,
    columns: tuple[Collection[str], Collection[str]],
    faults: list[Fault],
) -> Iterator[Record]:
    """Yield the rows below a sound header, by column; add a fault for each other row.

    Parameters
    ----------
    what
        The kind of table, as "a starting table".
    columns
        The columns that are known, and those of them that are needed.
    """
    rows = rows_of(contents, file, faults)
    header = next(rows, None)
    if header is None:
        if not faults:
            at = Location(file, 1, 1)
            faults.append(Fault(at, "The table is empty.", remedy="Write a header first."))
        return
    if of_header := list(_header_faults(header, what, *columns)):
        faults += of_header
        return
    names = [cell.text for cell in header]
    for row in rows:
        if len(row) == len(names):
            yield dict(zip(names, row, strict=True))
        else:
            problem = f"This row has {len(row)} cells, the header has {len(names)}."
            remedy = "Give every row a cell for every column."
            faults.append(Fault(row[0].location, problem, remedy=remedy))


def _header_faults(
    header: list[Cell], what: str, known: Collection[str], needed: Collection[str]
) -> Iterator[Fault]:
    """Yield a fault for each thing that is wrong with a header."""
    first, columns = header[0], f"Columns: {listed(known)}."
    if len(header) == 1 and (";" in first.text or "\t" in first.text):
        problem, remedy = "The cells are not separated by commas.", "comma-separated CSV"
        yield Fault(first.location, problem, remedy=f"Save the table as {remedy}.")
        return
    if not any(name in known for name, _ in header):
        problem = f"This is not {what}: its first row names none of the columns."
        yield Fault(first.location, problem, remedy=columns)
        return
    names: list[str] = []
    for name, location in header:
        if name not in known:
            problem = f'"{name}" is not a column of {what}.'
            yield Fault(location, problem, remedy=did_you_mean(name, known) or columns)
        elif name in names:
            problem = f'"{name}" is there twice.'
            yield Fault(location, problem, remedy="Keep one of the columns.")
        names.append(name)
    for name in needed:
        if name not in names:
            problem = f"The column `{name}` is missing."
            remedy = "Add it to the header and to every row."
            yield Fault(first.location, problem, remedy=remedy)


def starts(record: str) -> list[int]:
    """Return the columns, counted from 1, at which the cells of a CSV record begin."""
    columns = [1]
    quoted = False
    for at, character in enumerate(record):
        if character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            columns.append(at + 2)
    return columns
