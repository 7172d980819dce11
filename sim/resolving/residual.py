"""Resolve how long a duration still lasts that is under way when a run begins."""

from __future__ import annotations

import math

from sim.laws import Shape
from sim.resolving.context import Context
from sim.resolving.rows import Row
from sim.rules.residuals import equilibrium_residual, mean
from sim.scenario.distributions import Time

MOST_KNOWN = 1_000
_WORKED_OUT: dict[bytes, tuple[float, ...]] = {}
"""The distributions of remaining times, by duration: computed once for all arms and settings."""


def residual(context: Context, time: Time, *path: str | int) -> int:
    """Return the row of the remaining time of a duration that is under way at a random moment.

    A duration without a finite mean never ends by itself, so its remaining time never ends either.
    """
    number = context.distribution(time, *path)
    row = context.rows.by_itself(number)
    whole = float(mean(row, 0))
    if math.isinf(whole):
        return context.rows.never()
    if whole == 0.0:
        return context.rows.fixed_minutes(0)
    known = b"".join(column.tobytes() for column in row)
    if known not in _WORKED_OUT:
        if len(_WORKED_OUT) >= MOST_KNOWN:
            _WORKED_OUT.clear()
        _WORKED_OUT[known] = tuple(equilibrium_residual(row, 0).tolist())
    points = _WORKED_OUT[known]
    return context.rows.add(Row(Shape.QUANTILES, points=points, cumulative=(0.0,) * len(points)))


def vacancy_left(context: Context, vacancy: Time, *path: str | int) -> int:
    """Return the row of the time that a post which is vacant at minute 0 stays so.

    An exponential time has no memory: what is left of it has the same distribution, exactly.
    """
    if vacancy.exponential is not None and vacancy.truncated is None:
        return context.distribution(vacancy, *path)
    return residual(context, vacancy, *path)
