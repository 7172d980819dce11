"""Define ranges: values from a low to a high end of a number in a scenario, in one unit."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from sim.loose import read_frequency, read_length
from sim.scenario import Scenario
from sim.scenario.contacts import Interval
from sim.scenario.distributions import Distribution
from sim.scenario.document import Document
from sim.scenario.from_python import NotPlain, plain_value
from sim.scenario.needs import NeedStart
from sim.scenario.parts import Part
from sim.scenario.quantities import Count, Load, Over, Posts, Quantity, SomeCount, SomePosts, Weight
from sim.scenario.replacing import steps_to
from sim.scenario.variants import with_arm, with_group, with_mechanism
from sim.scenario.written import Block, Path, Row, Tree
from sim.units import (
    MINUTES_PER,
    Frequency,
    Growth,
    Length,
    NotUnderstood,
    WeeklyTime,
    parse_growth,
    parse_weekly,
    plain_number,
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


class Span(NamedTuple):
    """The values between two ends of a number."""

    low: float  # in `unit`
    high: float
    unit: str  # of time; empty for plain numbers
    kind: str  # number, whole, thousandths, length, weekly (a length of each week), growth or rate
    middle: Any = None  # what the scenario has

    def at(self, share: float) -> Any:
        """Return the value at a share, from 0 to 1, of the way from the low end to the high end.

        For whole numbers, each number takes up an equal part of the way.
        """
        if self.kind == "whole":
            return min(int(self.high), int(self.low + share * (self.high - self.low + 1)))
        value = self.low + share * (self.high - self.low)
        return self._written(min(self.high, max(self.low, _rounded(value, self.kind))))

    def exactly(self, amount: float) -> Any:
        """Return an amount of `unit` in the form in which a scenario holds it."""
        return self._written(amount if self.kind == "whole" else _rounded(amount, self.kind))

    def amount(self, value: Any) -> float:
        """Return a value as a number of `unit`."""
        return _amount(value, self.kind, self.unit)

    def ends(self) -> tuple[Any, ...]:
        """Return the low end, the scenario's value if it lies between, and the high end."""
        ends = (self._written(self.low), self._written(self.high))
        between = (
            self.middle is not None
            and self.low < _amount(self.middle, self.kind, self.unit) < self.high
        )
        return (ends[0], self.middle, ends[1]) if between else ends

    def _written(self, amount: float) -> Any:
        if self.kind == "length":
            return str(Length(amount, self.unit))
        if self.kind == "weekly":
            return str(WeeklyTime(amount, self.unit))
        if self.kind == "growth":
            return str(Growth(amount, self.unit))
        if self.kind == "rate":
            return str(Frequency(amount, self.unit))
        return int(amount) if self.kind == "whole" else amount

    def __str__(self) -> str:
        """Return the range in words: ``4 weeks to 12 weeks``."""
        ends = (self._written(self.low), self._written(self.high))
        low, high = (plain_number(e) if isinstance(e, float) else str(e) for e in ends)
        return f"{low} to {high}"


def span(scenario: Scenario, path: str, low: Any = None, high: Any = None) -> Span:
    """Return a range of the number at a path: by default the range that the scenario gives.

    Raises
    ------
    RangeFault
        If an end is missing or cannot be read, or if the low end is not below the high end.
    UnknownStep
        If the scenario has no such path.
    """
    quantity = quantity_at(scenario, path)
    if low is None and high is None:
        low = getattr(quantity, "low", None)
        high = getattr(quantity, "high", None)
        if low is None or high is None:
            raise RangeFault(
                f"The scenario gives no range for `{path}`.",
                "Write one, as `{low: …, high: …}`, or write `low` and `high` beside its value.",
            )
    kind, unit = _kind(quantity, low)
    middle = None if quantity is None else quantity.value
    try:
        found = Span(_amount(low, kind, unit), _amount(high, kind, unit), unit, kind, None)
    except NotUnderstood as error:
        raise RangeFault(f"{error}", error.remedy) from None
    except NotPlain as error:
        raise RangeFault(error.problem, error.remedy) from None
    if not (math.isfinite(found.low) and math.isfinite(found.high) and found.low < found.high):
        raise RangeFault(f"The range {found} is empty.", "Write a low end below the high one.")
    return found._replace(middle=None if middle is None else _as_written(middle, kind))


def quantity_at(scenario: Scenario, path: str) -> Quantity[Any] | None:
    """Return the number at a path; None if there is none.

    The path may lead into a mechanism or an arm, and in each of them, or in the scenario, to what
    differs for a group.
    """
    steps = steps_to(scenario, path)
    tree = scenario.tree
    if len(steps) > 3 and steps[0] == "mechanisms":
        tree, steps = with_mechanism(tree, str(steps[1]), steps[2] == "on"), steps[3:]
    elif len(steps) > 3 and steps[0] == "arms" and steps[2] == "set":
        tree, steps = with_arm(tree, scenario, str(steps[1])), steps[3:]
    if len(steps) > 4 and steps[1] == "groups" and steps[3] == "overrides":
        tree, steps = with_group(tree, str(steps[2])), steps[4:]
    document = scenario if tree is scenario.tree else Document.model_validate(tree)
    found = _walk(document, steps)
    if isinstance(found, (Distribution, Interval)):
        found = found.fixed  # what a bare length or number is short for
    return found if isinstance(found, Quantity) else None


def _walk(node: Any, steps: Path) -> Any:
    for step in steps:
        if isinstance(node, NeedStart):
            node = node.shares or {}
        if isinstance(node, Interval) and node.by_level is not None:
            node = node.by_level
        if isinstance(node, Part):
            fields = {f.alias or name: name for name, f in type(node).model_fields.items()}
            node = getattr(node, fields.get(str(step), ""), None)
        elif isinstance(node, dict):
            node = {str(key): each for key, each in node.items()}.get(str(step))
        elif isinstance(node, tuple) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            return None
    return node


def ranges_in(tree: Tree, path: str = "") -> Iterator[str]:
    """Iterate over the paths of all numbers that have a low and a high end, in part of a tree."""
    if isinstance(tree, Block):
        if {"value", "low", "high"} <= tree.keys():
            yield path
            return
        for key, each in tree.items():
            yield from ranges_in(each, f"{path}.{key}".lstrip("."))
    elif isinstance(tree, Row):
        for at, each in enumerate(tree):
            yield from ranges_in(each, f"{path}.{at}")


def _kind(quantity: Quantity[Any] | None, low: Any) -> tuple[str, str]:
    """Return the kind of quantity and its unit of time."""
    value = low if quantity is None else quantity.value
    for sort, kind in KINDS.items():
        if isinstance(value, sort):
            return kind, value.unit
    if isinstance(quantity, (Count, SomeCount)):
        return "whole", ""
    if isinstance(quantity, (Load, Over, Posts, SomePosts, Weight)):
        return "thousandths", ""
    if isinstance(value, str):
        try:
            return "length", read_length(value).unit
        except NotUnderstood as error:
            raise RangeFault(str(error), error.remedy) from None
    return "number", ""


def _amount(value: Any, kind: str, unit: str) -> float:
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


def _as_written(value: Any, kind: str) -> Any:
    return str(value) if kind in ("length", "weekly", "growth", "rate") else value


def _rounded(value: float, kind: str) -> float:
    if kind == "thousandths":
        return round(value, 3)
    return float(f"{value:.{FIGURES}g}")
