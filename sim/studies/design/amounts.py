"""The value of a number as an amount in one unit, and an amount as a value."""

from __future__ import annotations

from typing import Any

from sim.loose import read_frequency, read_length
from sim.scenario.from_python import plain_value
from sim.scenario.quantities import (
    Count,
    Load,
    Over,
    PoolSize,
    Posts,
    Quantity,
    SomeCount,
    SomePosts,
    Weight,
)
from sim.units import (
    MINUTES_PER,
    Frequency,
    Growth,
    Length,
    NotUnderstood,
    WeeklyTime,
    parse_growth,
    parse_weekly,
)

KINDS: dict[type[Length | Frequency], str] = {
    WeeklyTime: "weekly",
    Length: "length",
    Growth: "growth",
    Frequency: "rate",
}
"""The name of each kind of value, by its type. A subclass comes before its parent class."""
FIGURES = 6  # of a drawn value; more would only look exact


class RangeFault(Exception):  # noqa: N818 - becomes a fault, with its location, where that is known
    """A range that cannot be used."""

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


def kind_of(quantity: Quantity[Any] | None, low: Any) -> tuple[str, str]:
    """Return the kind of quantity and its unit of time."""
    value = low if quantity is None else quantity.value
    for sort, kind in KINDS.items():
        if isinstance(value, sort):
            return kind, value.unit
    if isinstance(quantity, (Count, PoolSize, SomeCount)):
        return "whole", ""
    if isinstance(quantity, (Load, Over, Posts, SomePosts, Weight)):
        return "thousandths", ""
    if isinstance(value, str):
        try:
            return "length", read_length(value).unit
        except NotUnderstood as error:
            raise RangeFault(str(error), error.remedy) from None
    return "number", ""


def amount_of(value: Any, kind: str, unit: str) -> float:
    """Return the amount of a value in the given unit."""
    value = plain_value(value)
    if kind == "weekly":
        weekly = value if isinstance(value, WeeklyTime) else parse_weekly(str(value))
        return weekly.amount if weekly.unit == unit else float(weekly) / MINUTES_PER[unit]
    if kind == "length":
        length = value if isinstance(value, Length) else read_length(str(value))
        return length.amount if length.unit == unit else float(length) / MINUTES_PER[unit]
    if kind == "growth":
        return (value if isinstance(value, Growth) else parse_growth(str(value))).amount
    if kind == "rate":
        rate = value if isinstance(value, Frequency) else read_frequency(str(value))
        return rate.amount if rate.unit == unit else float(rate) * MINUTES_PER[unit]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise RangeFault(f'"{value}" is not a number.', "Write the ends as the value is written.")
    if kind == "whole" and value != int(value):
        raise RangeFault(f"{value} is not a whole number.", "Write whole numbers for both ends.")
    return float(value)


def as_written(value: Any, kind: str) -> Any:
    """Return a value in the form in which a scenario holds it: a number or a text."""
    return str(value) if kind in ("length", "weekly", "growth", "rate") else value


def rounded(value: float, kind: str) -> float:
    """Return an amount with the figures that a drawn value of its kind has."""
    if kind == "thousandths":
        return round(value, 3)
    return float(f"{value:.{FIGURES}g}")
