"""Collect rows of distributions while a scenario is resolved, and lay them out as arrays."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from sim.laws import Distributions, Shape
from sim.rules.families import family_below
from sim.units import DAY

LONGEST_WAIT = 36_525
"""The last day of a hazard (a hundred years); people who have not left by then never leave."""
NOBODY_LEFT = 1e-12


class Row(NamedTuple):
    """One distribution, with parameters as described in `sim.laws.Shape`."""

    shape: Shape
    a: float = 0.0
    b: float = 0.0
    c: float = 0.0
    minutes_per_unit: float = 1.0
    u_low: float = 0.0
    u_high: float = 1.0
    points: tuple[float, ...] = ()
    cumulative: tuple[float, ...] = ()


class NothingBetweenError(ValueError):
    """An error: no part of a distribution lies between its truncation bounds."""


class Rows:
    """A collection of rows that holds each row once and gives it a number."""

    def __init__(self) -> None:
        self._numbers: dict[Row, int] = {}

    def add(self, row: Row) -> int:
        """Return the number of a row, and add the row if it is new."""
        return self._numbers.setdefault(row, len(self._numbers))

    def never(self) -> int:
        """Return the number of the row for an event that never happens."""
        return self.add(Row(Shape.NEVER))

    def fixed_minutes(self, minutes: float) -> int:
        """Return the number of the row for a fixed number of minutes."""
        return self.add(Row(Shape.FIXED, a=float(minutes)))

    def mixture(self, parts: Sequence[tuple[float, Row]]) -> int:
        """Return the number of the row for a mixture of rows, given as pairs of share and row.

        A mixture inside a mixture is replaced by its own components.
        """
        numbers: list[float] = []
        shares: list[float] = []
        for share, row in parts:
            if row.shape is Shape.MIXTURE:
                inner = np.diff([0.0, *row.cumulative])
                numbers += row.points
                shares += [share * float(weight) for weight in inner]
            else:
                numbers.append(self.add(row))
                shares.append(share)
        return self.add(
            Row(Shape.MIXTURE, points=tuple(map(float, numbers)), cumulative=running(shares))
        )

    def row(self, number: int) -> Row:
        """Return the row with this number."""
        return list(self._numbers)[number]

    def laid_out(self) -> Distributions:
        """Return all rows, as the arrays that rules read."""
        return laid_out(list(self._numbers))

    def by_itself(self, number: int) -> Distributions:
        """Return one row as row 0 of arrays that have nothing else but the parts of a mixture."""
        row = self.row(number)
        if row.shape is not Shape.MIXTURE:
            return laid_out([row])
        parts = [self.row(int(part)) for part in row.points]
        return laid_out([row._replace(points=tuple(map(float, range(1, len(parts) + 1)))), *parts])


def laid_out(rows: Sequence[Row]) -> Distributions:
    """Return rows as the arrays that rules read."""
    sizes = [len(row.points) for row in rows]

    def column(values: list[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array(values, dtype=np.float64)

    return Distributions(
        shape=np.array([row.shape for row in rows], dtype=np.int64),
        a=column([row.a for row in rows]),
        b=column([row.b for row in rows]),
        c=column([row.c for row in rows]),
        minutes_per_unit=column([row.minutes_per_unit for row in rows]),
        u_low=column([row.u_low for row in rows]),
        u_high=column([row.u_high for row in rows]),
        first=np.cumsum([0, *sizes], dtype=np.int64)[:-1],
        size=np.array(sizes, dtype=np.int64),
        points=column([point for row in rows for point in row.points]),
        cumulative=column([share for row in rows for share in row.cumulative]),
    )


def running(shares: Sequence[float]) -> tuple[float, ...]:
    """Return the cumulative shares.

    They are exactly 1 from the last positive share on, without rounding errors.
    """
    total = math.fsum(shares)
    cumulative = [min(share / total, 1.0) for share in accumulate(shares)]
    last = max((i for i, share in enumerate(shares) if share > 0.0), default=0)
    return (*cumulative[:last], *(1.0 for _ in cumulative[last:]))


def table(values: Sequence[float], shares: Sequence[float], minutes_per_unit: float) -> Row:
    """Return the row of an empirical table: values in rising order, with equal ones merged."""
    together: dict[float, float] = {}
    for value, share in sorted(zip(values, shares, strict=True)):
        together[float(value)] = together.get(float(value), 0.0) + float(share)
    kept = {value: share for value, share in together.items() if share > 0.0}
    return Row(
        Shape.TABLE,
        minutes_per_unit=minutes_per_unit,
        points=tuple(kept),
        cumulative=running(list(kept.values())),
    )


def truncated(row: Row, low: float, high: float) -> Row:
    """Return the row truncated to values from `low` to `high`, both included, in its own unit.

    Raises
    ------
    NothingBetweenError
        If this range has no probability.
    """
    if row.shape in (Shape.FIXED, Shape.NEVER):
        value = row.a if row.shape is Shape.FIXED else math.inf
        if not low <= value <= high:
            raise NothingBetweenError
        return row
    if row.shape is Shape.TABLE:
        shares = np.diff([0.0, *row.cumulative])
        kept = [
            (value, float(share))
            for value, share in zip(row.points, shares, strict=True)
            if low <= value <= high
        ]
        if not kept:
            raise NothingBetweenError
        values, left = zip(*kept, strict=True)
        return table(values, left, row.minutes_per_unit)
    u_low = float(family_below(int(row.shape), row.a, row.b, row.c, float(low)))
    u_high = float(family_below(int(row.shape), row.a, row.b, row.c, float(high)))
    if not u_high > u_low:
        raise NothingBetweenError
    return row._replace(u_low=u_low, u_high=u_high)


def hazard_table(leaving: Callable[[int], float]) -> Row:
    """Return the row of waiting times for a daily probability of leaving.

    `leaving(x)` is the probability that a person who has waited x whole days leaves at that
    moment, for x = 1, 2, and so on. Nobody leaves on the day of joining. People who have not left
    after a hundred years never leave.
    """
    days: list[float] = []
    shares: list[float] = []
    left = 1.0
    for day in range(1, LONGEST_WAIT + 1):
        chance = min(max(leaving(day), 0.0), 1.0)
        if chance > 0.0:
            days.append(float(day))
            shares.append(left * chance)
            left *= 1.0 - chance
            if left < NOBODY_LEFT:
                break
    if left >= NOBODY_LEFT:
        days.append(math.inf)
        shares.append(left)
    return table(days, shares, float(DAY))


def logistic_hazard(p1: float, p2: float, p3: float, p4: float) -> Callable[[int], float]:
    """Return the logistic hazard p4 + (p1 - p4) / (1 + (x / p3) ** p2), a function of x.

    x is the number of whole days waited.
    """

    def leaving(day: int) -> float:
        steepness = p2 * math.log(day / p3)
        # Beyond e^700 a float overflows, and the curve has long met its far end.
        return p4 if steepness > 700.0 else p4 + (p1 - p4) / (1.0 + math.exp(steepness))

    return leaving


def stepped_hazard(steps: Sequence[tuple[float, float]]) -> Callable[[int], float]:
    """Return a daily hazard that takes a new value on each of the given days waited.

    It is 0 before the first of these days.
    """
    bounds = [*steps, (math.inf, 0.0)]

    def leaving(day: int) -> float:
        for (begin, chance), (end, _) in pairwise(bounds):
            if begin <= day < end:
                return chance
        return 0.0

    return leaving
