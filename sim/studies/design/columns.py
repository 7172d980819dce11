"""Turn lever values into columns of tables: numbers in one unit, the unit in another column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from sim.studies.design.levers import Lever, said
from sim.studies.design.tables import UNIT
from sim.units import (
    MINUTES_PER,
    Frequency,
    Growth,
    Length,
    NotUnderstood,
    parse_frequency,
    parse_growth,
    parse_length,
)

T = TypeVar("T", Length, Growth, Frequency)
DIGITS = 12
"""Significant digits of a number that is converted to another unit.

Without rounding, 3 years would not be exactly 36 months.
"""


class Column(NamedTuple):
    """The values of one lever, setting by setting."""

    name: str
    unit: str  # "weeks" or "per day"; empty for plain numbers and for what is no number
    cells: tuple[str | int | float, ...]

    @property
    def is_number(self) -> bool:
        """Whether every cell is a number."""
        return not any(isinstance(cell, str) for cell in self.cells)

    @property
    def is_whole(self) -> bool:
        """Whether every cell is a whole number."""
        return all(isinstance(cell, int) for cell in self.cells)


def columns_of(levers: Sequence[Lever], settings: Sequence[Sequence[Any]]) -> list[Column]:
    """Return a column for each lever.

    Lengths and rates are in the smallest unit in which any of them is written. If any value of a
    lever is not a number, such as `never` among lengths, every cell of its column is a text.
    """
    return [
        column_of(lever.name, [setting[at] for setting in settings])
        for at, lever in enumerate(levers)
    ]


def column_of(name: str, values: Sequence[Any]) -> Column:
    """Return a column of the given values."""
    for read in (_plain_numbers, _lengths, _growths, _rates):
        found = read(name, values)
        if found is not None:
            return found
    return Column(name, "", tuple(map(said, values)))


def heads(columns: Sequence[Column]) -> list[str]:
    """Return the names of the columns in a table, including the columns with units."""
    return [head for each in columns for head in ([each.name, each.name + UNIT][: _width(each)])]


def cells_of(columns: Sequence[Column]) -> list[tuple[str | int | float, ...]]:
    """Return the cells of each setting: values and units, in the order of `heads`."""
    parts = [[(cell, each.unit)[: _width(each)] for cell in each.cells] for each in columns]
    count = len(columns[0].cells) if columns else 0
    return [tuple(cell for part in parts for cell in part[row]) for row in range(count)]


def _width(column: Column) -> int:
    return 2 if column.unit else 1


def _plain_numbers(name: str, values: Sequence[Any]) -> Column | None:
    if not values or any(isinstance(v, bool) or not isinstance(v, (int, float)) for v in values):
        return None
    whole = all(float(value).is_integer() for value in values)
    return Column(name, "", tuple(int(v) if whole else float(v) for v in values))


def _lengths(name: str, values: Sequence[Any]) -> Column | None:
    found = _parsed(values, Length, parse_length)
    unit = _smallest_unit(found)
    amounts = [_amount(each, unit, float(each) / MINUTES_PER[unit]) for each in found]
    return Column(name, f"{unit}s", _figures(amounts)) if found else None


def _growths(name: str, values: Sequence[Any]) -> Column | None:
    found = _parsed(values, Growth, parse_growth)
    amounts = _figures([each.amount for each in found])
    return Column(name, "% per year", amounts) if found else None


def _rates(name: str, values: Sequence[Any]) -> Column | None:
    found = _parsed(values, Frequency, parse_frequency)
    unit = _smallest_unit(found)
    amounts = [_amount(each, unit, float(each) * MINUTES_PER[unit]) for each in found]
    return Column(name, f"per {unit}", _figures(amounts)) if found else None


def _parsed(values: Sequence[Any], kind: type[T], parse: Callable[[str], T]) -> list[T]:
    """Return values as quantities of one kind; an empty list if any of them is of another kind."""
    try:
        return [each if isinstance(each, kind) else parse(_text(each)) for each in values]
    except NotUnderstood:
        return []


def _smallest_unit(found: Sequence[Length | Frequency]) -> str:
    return min((each.unit for each in found), key=MINUTES_PER.__getitem__, default="")


def _amount(each: Length | Frequency, unit: str, converted: float) -> float:
    """Return the amount as written if its unit is that of the column, otherwise converted."""
    return each.amount if each.unit == unit else converted


def _text(value: Any) -> str:
    """Return a text unchanged, and an empty text for any other value."""
    return value if isinstance(value, str) else ""


def _figures(amounts: Sequence[float]) -> tuple[int | float, ...]:
    rounded = [float(f"{amount:.{DIGITS}g}") for amount in amounts]
    whole = all(amount.is_integer() for amount in rounded)
    return tuple(int(amount) if whole else amount for amount in rounded)
