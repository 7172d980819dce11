"""Make a derived number of a place: entered, worked out, or taken for granted."""

from __future__ import annotations

from collections.abc import Iterable

from sim.area.columns import Cell, Figure
from sim.area.derived import Derived
from sim.area.deriving.place import Place
from sim.area.deriving.ranges import Range
from sim.area.deriving.words import percent, shown


def entered(place: Place, item: str, field: str, unit: str) -> Derived | None:
    """Return a number that is written in the row of a service; None where the cell is empty."""
    figure: Figure | None = getattr(place.row, field)
    if figure is None:
        return None
    value = percent(figure.value) if unit == "share" else shown(figure.value)
    said = value if unit == "share" else f"{value} {unit}"
    return make(
        place, item, figure.value, unit, f"{said}, as written", (figure.cell,), entered=True
    )


def worked_out(
    place: Place,
    item: str,
    value: float,
    unit: str,
    words: str,
    cells: Iterable[Cell],
    found: Range | None = None,
    assumed: str = "",
) -> Derived:
    """Return a number that was worked out, with its range; `assumed` says what it rests on."""
    words = f"{words}; taken for granted: {assumed}" if assumed else words
    number = make(place, item, value, unit, words, tuple(cells), assumed=bool(assumed))
    return number if found is None else ranged(number, found)


def ranged(number: Derived, found: Range) -> Derived:
    """Return a number with its range."""
    return number._replace(low=found.low, high=found.high, method=found.method)


def make(
    place: Place,
    item: str,
    value: float,
    unit: str,
    words: str,
    cells: tuple[Cell, ...],
    *,
    entered: bool = False,
    assumed: bool = False,
    source: str | None = None,
) -> Derived:
    """Return a number of a place, with the source of its row unless another is named."""
    return Derived(
        service=place.row.key,
        area=place.row.area,
        item=item,
        value=value,
        unit=unit,
        sum=words,
        source=source or place.row.source,
        cells=cells,
        entered=entered,
        assumed=assumed,
    )
