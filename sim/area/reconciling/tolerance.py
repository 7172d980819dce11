"""How far two sides of a balance may be apart.

Counts come from systems that record late, and may be rounded to 5: half of that is what each
rounded or hidden count may be off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.area.columns import Cell, Figure, Kind
from sim.area.derived import Check, Severity
from sim.area.deriving.place import Place
from sim.area.deriving.words import shown
from sim.area.figures import Service

LEAST, SHARE, ROUNDED, FAULTY = 5.0, 0.05, 2.5, 3.0
TO = 5  # what counts are rounded to
ENOUGH = 4  # so many counts of one row that are all multiples of 5 are so for a reason


def tolerance(left: float, right: float, rounded: int) -> float:
    """Return how far two sides may be apart, with so many rounded or hidden counts in them."""
    return max(LEAST, SHARE * max(abs(left), abs(right))) + ROUNDED * rounded


def severity(left: float, right: float, allowed: float) -> Severity:
    """Return whether two sides agree, nearly agree, or do not belong together."""
    apart = abs(left - right)
    if apart <= allowed:
        return Severity.FINE
    return Severity.WARNING if apart <= FAULTY * allowed else Severity.FAULT


def rounded_cells(row: Service, figures: Iterable[Figure]) -> int:
    """Return how many counts are hidden, or rounded to 5 because all counts of their row are."""
    every = list(figures)
    if _row_is_rounded(row):
        return sum(each.hidden or each.value > 0 for each in every)
    return sum(each.hidden for each in every)


def balance(
    name: str, place: Place, sides: tuple[float, float], words: str, figures: Sequence[Figure]
) -> Check:
    """Return the check of two sides of a balance; `words` is the sum with its figures."""
    left, right = sides
    allowed = tolerance(left, right, rounded_cells(place.row, figures))
    how = severity(left, right, allowed)
    cells = tuple(each.cell for each in figures)
    apart = abs(left - right)
    if how is Severity.FINE:
        end = f"They agree within {shown(allowed)}."
    else:
        usual = f"{shown(allowed)} would be usual"
        end = f"They are {shown(apart)} apart; {usual}. Look at {look(cells)}."
    sentence = f"{words}. {end}"
    return Check(name, place.row.key, place.row.area, how, sentence, left, right, allowed, cells)


def look(cells: Sequence[Cell]) -> str:
    """Return cells in words, each sheet named once: ``Services!H7, K7 and Staff!G3:G14``."""
    parts, sheet = [], ""
    for begins, ends in _blocks(list(dict.fromkeys(cells))):
        block = begins.cell if begins == ends else f"{begins.cell}:{ends.cell}"
        parts.append(block if begins.sheet == sheet else f"{begins.sheet}!{block}")
        sheet = begins.sheet
    *first, last = parts or ["the sheet"]
    return f"{', '.join(first)} and {last}" if first else last


def _blocks(cells: Sequence[Cell]) -> list[tuple[Cell, Cell]]:
    """Return cells as blocks of one column, each from its first to its last cell."""
    blocks: list[tuple[Cell, Cell]] = []
    for cell in cells:
        if blocks and cell == _below(blocks[-1][1]):
            blocks[-1] = (blocks[-1][0], cell)
        else:
            blocks.append((cell, cell))
    return blocks


def _below(cell: Cell) -> Cell:
    column = cell.cell.rstrip("0123456789")
    return Cell(cell.sheet, f"{column}{int(cell.cell[len(column) :]) + 1}")


def _row_is_rounded(row: Service) -> bool:
    counts = [
        figure
        for name, field in Service.__dataclass_fields__.items()
        if "column" in field.metadata and field.metadata["column"].kind is Kind.COUNT
        if (figure := getattr(row, name)) is not None and not figure.hidden and figure.value > 0
    ]
    return len(counts) >= ENOUGH and all(each.value % TO == 0 for each in counts)
