"""What the targets tell of each number: how much narrower it is in the worlds that agree.

Widths are in shares of the law that is written: how many of the worlds within the ranges are still
there. A number whose law has a long tail is thus not called wide because it lies in the tail.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.laws import Floats
from sim.studies.fitting.adjusting import quantiles
from sim.studies.fitting.fitted import Band, FittedNumber, Rows, Told
from sim.studies.statistics.worlds.inputs import Inputs

NARROW, A_LITTLE = 0.5, 0.85  # below them: width after divided by width before
INNER = np.array([0.05, 0.5, 0.95])


def told(ratio: float) -> Told:
    """Return what the targets tell of a number, from its width after divided by before."""
    if ratio < NARROW:
        return Told.NARROWED
    return Told.A_LITTLE if ratio <= A_LITTLE else Told.NOTHING


def band(values: Floats, weights: Floats | None = None) -> Band | None:
    """Return the central 90 % range of the finite values; None if there is none."""
    known = np.isfinite(values)
    if not known.any():
        return None
    weights = np.ones(len(values)) if weights is None else weights
    inside = weights[known] / weights[known].sum()
    return Band(*quantiles(values[known], inside, INNER).tolist())


def numbers(
    inputs: Inputs, options: Sequence[tuple[str, ...]], rows: Rows | None
) -> tuple[FittedNumber, ...]:
    """Return each number and structure before and after the fit.

    Parameters
    ----------
    inputs
        Of all runs of the bank.
    options
        The names of the options of each input; empty for a number.
    rows
        The worlds that agree; None if there is none, and so nothing is told.
    """
    return tuple(
        _structure(inputs, at, options[at], rows) if many else _number(inputs, at, rows)
        for at, many in enumerate(inputs.choices)
    )


def _number(inputs: Inputs, at: int, rows: Rows | None) -> FittedNumber:
    name, before = inputs.names[at], band(inputs.values[:, at])
    assert before is not None  # shares are finite
    if rows is None:
        return FittedNumber(name, (), before, None, (), (), 1.0, Told.NOTHING)
    after = band(rows.inputs.values[:, at], rows.weights)
    assert after is not None
    ratio = (after.high - after.low) / (before.high - before.low)
    return FittedNumber(name, (), before, after, (), (), ratio, told(ratio))


def _structure(
    inputs: Inputs, at: int, options: tuple[str, ...], rows: Rows | None
) -> FittedNumber:
    name, many = inputs.names[at], inputs.choices[at]
    before = _often(inputs.values[:, at], np.full(len(inputs.values), 1.0), many)
    if rows is None:
        return FittedNumber(name, options, None, None, tuple(before), (), 1.0, Told.NOTHING)
    after = _often(rows.inputs.values[:, at], rows.weights, many)
    ratio = _open(before, after)
    return FittedNumber(
        name, options, None, None, tuple(before.tolist()), tuple(after.tolist()), ratio, told(ratio)
    )


def _often(column: Floats, weights: Floats, many: int) -> Floats:
    found = np.array([weights[column == option].sum() for option in range(many)])
    shares: Floats = found / found.sum()
    return shares


def _open(before: Floats, after: Floats) -> float:
    """Return how open a choice still is: 1 where nothing is told, 0 where one option is left.

    It is the chance that two draws differ, where each option counts by how much likelier it has
    become, over that chance with equal options.
    """
    there = before > 0
    gained = after[there] / before[there]
    gained = gained / gained.sum()
    return float((1 - (gained**2).sum()) / (1 - 1 / max(len(gained), 2)))
