"""Define ranges: values from a low to a high end of a number in a scenario, in one unit."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from sim.scenario import Scenario
from sim.scenario.from_python import NotPlain
from sim.scenario.quantities import Quantity
from sim.scenario.quantity_at import quantity_at as quantity_in
from sim.studies.design.amounts import (
    RangeFault,
    amount_of,
    as_written,
    kind_of,
    rounded,
)
from sim.studies.design.shapes import bounds_of, shape_of
from sim.units import Frequency, Growth, Length, NotUnderstood, WeeklyTime, plain_number


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
        return self._written(min(self.high, max(self.low, rounded(value, self.kind))))

    def exactly(self, amount: float) -> Any:
        """Return an amount of `unit` in the form in which a scenario holds it."""
        return self._written(amount if self.kind == "whole" else rounded(amount, self.kind))

    def amount(self, value: Any) -> float:
        """Return a value as a number of `unit`."""
        return amount_of(value, self.kind, self.unit)

    def ends(self) -> tuple[Any, ...]:
        """Return the low end, the scenario's value if it lies between, and the high end."""
        ends = (self._written(self.low), self._written(self.high))
        between = (
            self.middle is not None
            and self.low < amount_of(self.middle, self.kind, self.unit) < self.high
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

    Of a shape with parameters the range lies between the values that 5 and 95 of 100 worlds are
    below.

    Raises
    ------
    RangeFault
        If an end is missing or cannot be read, or if the low end is not below the high end.
    UnknownStep
        If the scenario has no such path.
    """
    quantity = quantity_at(scenario, path)
    if low is None and high is None:
        if quantity is not None and quantity.has_range and quantity.low is None:
            return _of_a_shape(quantity, path)
        low = getattr(quantity, "low", None)
        high = getattr(quantity, "high", None)
        if low is None or high is None:
            raise RangeFault(
                f"The scenario gives no range for `{path}`.",
                "Write one, as `{low: …, high: …}`, or write `low` and `high` beside its value.",
            )
    kind, unit = kind_of(quantity, low)
    middle = None if quantity is None else quantity.value
    try:
        found = Span(amount_of(low, kind, unit), amount_of(high, kind, unit), unit, kind, None)
    except NotUnderstood as error:
        raise RangeFault(f"{error}", error.remedy) from None
    except NotPlain as error:
        raise RangeFault(error.problem, error.remedy) from None
    if not (math.isfinite(found.low) and math.isfinite(found.high) and found.low < found.high):
        raise RangeFault(f"The range {found} is empty.", "Write a low end below the high one.")
    return found._replace(middle=None if middle is None else as_written(middle, kind))


def _of_a_shape(quantity: Quantity[Any], path: str) -> Span:
    law, (kind, unit) = shape_of(quantity), kind_of(quantity, None)
    if law is None:
        raise RangeFault(f"`{path}` is always {quantity.written}: there is nothing to vary.")
    least, most = bounds_of(quantity)
    low, high = (
        round(end) if kind == "whole" else rounded(end, kind)
        for end in (_within(end, least, most) for end in law.ends)
    )
    found = Span(low, high, unit, kind, as_written(quantity.value, kind))
    if not low < high:
        raise RangeFault(f"The range {found} of `{path}` is empty.", "Write a wider shape.")
    return found


def _within(value: float, least: float | None, most: float | None) -> float:
    return min(
        max(value, -math.inf if least is None else least), math.inf if most is None else most
    )


def quantity_at(scenario: Scenario, path: str) -> Quantity[Any] | None:
    """Return the number at a path of a scenario, as `sim.scenario.quantity_at` finds it."""
    return quantity_in(scenario, scenario.tree, path, scenario.version)
