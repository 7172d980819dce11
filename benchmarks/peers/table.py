"""Tables of the benchmark: how thorough, what is in a row, and how it is printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from peers.theory import ROUGH, THOROUGH, Rule

OURS = "Throughline"
BARE = "the same, nothing measured"


class Pace(NamedTuple):
    """How thorough the whole benchmark is."""

    rounds: int
    seconds: float  # of one timed run, about
    rule: Rule


QUICK = Pace(rounds=3, seconds=0.3, rule=ROUGH)
FULL = Pace(rounds=7, seconds=2.0, rule=THOROUGH)


class Row(NamedTuple):
    """One line of a table; what does not apply is empty."""

    program: str
    cells: tuple[str, ...]


class Table(NamedTuple):
    """All programs on one piece of work."""

    title: str
    head: tuple[str, ...]
    rows: list[Row]
    notes: list[str]
    first: str = "program"  # what is in the first column


def figure(number: float) -> str:
    """A number to three digits, with commas."""
    if number >= 100:
        return f"{float(f'{number:.3g}'):,.0f}"
    return f"{number:.3g}"


def in_words(table: Table, *, markdown: bool) -> Iterator[str]:
    """The lines of a table, to read in a terminal or to paste into a page."""
    lines = [(table.first, *table.head), *((row.program, *row.cells) for row in table.rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    yield f"**{table.title}**" if markdown else table.title
    yield ""
    for number, line in enumerate(lines):
        cells = [
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        yield f"| {' | '.join(cells)} |" if markdown else "  ".join(cells).rstrip()
        if number == 0 and markdown:
            yield "|---|" + "---:|" * (len(line) - 1)
    yield ""
    yield from table.notes
    yield ""
