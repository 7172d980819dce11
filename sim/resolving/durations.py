"""Turn written distributions into rows of numbers.

A row keeps the unit of the first length in the distribution, so a table in days stays a table in
days. Plain numbers (such as trust, from 0 to 1) have one "minute" per unit.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from sim.laws import Shape
from sim.resolving.rows import (
    Row,
    Rows,
    hazard_table,
    logistic_hazard,
    stepped_hazard,
    table,
    truncated,
)
from sim.rules.special_functions import normal_quantile
from sim.scenario.distributions import Distribution
from sim.scenario.families import Hazard, Lognormal
from sim.scenario.quantities import Quantity
from sim.units import DAY, MINUTES_PER, Length

Written = Distribution[Any]
Part = Any  # the block of one family, of lengths or of plain numbers

NUMBER = ""
"""The unit of plain numbers."""
UNITS = {NUMBER: 1.0, **{name: float(minutes) for name, minutes in MINUTES_PER.items()}}


def per_unit(unit: str) -> float:
    """Return the minutes in a unit, whose name may be singular or plural; 1 for plain numbers."""
    return UNITS[unit.removesuffix("s")]


def unit_of(quantity: Quantity[Any]) -> str:
    """Return the unit in which a quantity is written; empty for a plain number."""
    return quantity.value.unit if isinstance(quantity.value, Length) else NUMBER


def amount(quantity: Quantity[Any], unit: str) -> float:
    """Return a quantity in a unit. If it was written in this unit, it is returned as written."""
    value = quantity.value
    if not isinstance(value, Length) or value.unit == unit:
        return float(value.amount if isinstance(value, Length) else value)
    return float(value) / per_unit(unit)


def add(rows: Rows, written: Written) -> int:
    """Return the row number of a distribution, and add the row to `rows` if it is new.

    Raises
    ------
    NothingBetweenError
        If the distribution is truncated to a range that has no probability.
    """
    if written.mixture is not None:
        parts = [(part.share.value, rows.row(add(rows, part.of))) for part in written.mixture]
        return rows.mixture(parts)
    family = written.family
    row = FAMILIES[family](getattr(written, family))
    if written.truncated is not None:
        unit = next(name for name, minutes in UNITS.items() if minutes == row.minutes_per_unit)
        low, high = written.truncated.low, written.truncated.high
        row = truncated(
            row,
            0.0 if low is None else amount(low, unit),
            math.inf if high is None else amount(high, unit),
        )
    return rows.add(row)


def _never(_: Part) -> Row:
    return Row(Shape.NEVER)


def _fixed(value: Part) -> Row:
    unit = unit_of(value)
    return Row(Shape.FIXED, a=amount(value, unit), minutes_per_unit=per_unit(unit))


def _exponential(part: Part) -> Row:
    unit = unit_of(part.mean)
    return Row(Shape.EXPONENTIAL, a=amount(part.mean, unit), minutes_per_unit=per_unit(unit))


def _uniform(part: Part) -> Row:
    unit = unit_of(part.high)
    low, high = amount(part.low, unit), amount(part.high, unit)
    return Row(Shape.UNIFORM, a=low, b=high, minutes_per_unit=per_unit(unit))


def _triangular(part: Part) -> Row:
    unit = unit_of(part.high)
    low, mode, high = (amount(bound, unit) for bound in (part.low, part.mode, part.high))
    return Row(Shape.TRIANGULAR, a=low, b=mode, c=high, minutes_per_unit=per_unit(unit))


def _lognormal(part: Lognormal[Any]) -> Row:
    if part.mu is not None and part.sigma is not None:
        return _of_logarithm(part.mu.value, part.sigma.value, part.unit or NUMBER)
    if part.median is not None and part.percentile is not None:
        unit = unit_of(part.median)
        mu = math.log(amount(part.median, unit))
        distance = math.log(amount(part.percentile.value, unit)) - mu
        return _of_logarithm(mu, distance / normal_quantile(part.percentile.at.value), unit)
    assert part.mean is not None
    assert part.sd is not None
    unit = unit_of(part.mean)
    mean, sd = amount(part.mean, unit), amount(part.sd, unit)
    variance = math.log1p((sd / mean) ** 2)
    return _of_logarithm(math.log(mean) - 0.5 * variance, math.sqrt(variance), unit)


def _of_logarithm(mu: float, sigma: float, unit: str) -> Row:
    return Row(Shape.LOGNORMAL, a=mu, b=sigma, minutes_per_unit=per_unit(unit))


def _normal(part: Part) -> Row:
    unit = unit_of(part.mean)
    mean, sd = amount(part.mean, unit), amount(part.sd, unit)
    row = Row(Shape.NORMAL, a=mean, b=sd, minutes_per_unit=per_unit(unit))
    return truncated(row, 0.0, math.inf)


def _gamma(part: Part) -> Row:
    unit = unit_of(part.mean)
    mean = amount(part.mean, unit)
    shape = part.shape.value if part.shape is not None else (mean / amount(part.sd, unit)) ** 2
    return Row(Shape.GAMMA, a=shape, b=mean / shape, minutes_per_unit=per_unit(unit))


def _erlang(part: Part) -> Row:
    unit = unit_of(part.mean)
    stages = float(part.stages.value)
    scale = amount(part.mean, unit) / stages
    return Row(Shape.GAMMA, a=stages, b=scale, minutes_per_unit=per_unit(unit))


def _weibull(part: Part) -> Row:
    shape = part.shape.value
    given = part.scale if part.scale is not None else part.mean
    unit = unit_of(given)
    scale = amount(given, unit)
    if part.scale is None:
        scale /= math.gamma(1.0 + 1.0 / shape)
    return Row(Shape.WEIBULL, a=shape, b=scale, minutes_per_unit=per_unit(unit))


def _table(part: Part) -> Row:
    return table(part.values, part.probabilities, per_unit(part.unit))


def _hazard(part: Hazard) -> Row:
    if part.logistic is not None:
        curve = part.logistic
        return hazard_table(
            logistic_hazard(curve.p1.value, curve.p2.value, curve.p3.value, curve.p4.value)
        )
    steps = [(float(step.begins.value) / DAY, step.per_day.value) for step in part.table or ()]
    return hazard_table(stepped_hazard(steps))


FAMILIES: dict[str, Callable[[Any], Row]] = {
    "never": _never,
    "fixed": _fixed,
    "exponential": _exponential,
    "uniform": _uniform,
    "triangular": _triangular,
    "lognormal": _lognormal,
    "normal": _normal,
    "gamma": _gamma,
    "erlang": _erlang,
    "weibull": _weibull,
    "table": _table,
    "hazard": _hazard,
}
