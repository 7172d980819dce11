"""Find which uncertain inputs matter, by changing one at a time; also holds shared functions.

Sobol indices are in `sobol.py`, and Morris's elementary effects in `morris.py`. Both need SALib
for their designs (the extra `research`). This module needs no extra library.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Any, NamedTuple

from sim.errors import SimError
from sim.laws import Floats
from sim.studies.statistics.estimates import Estimate, EvaluateMany, Outcome, Request, estimate

FEWEST_REPLICATIONS = 2
MOST_REPLICATIONS = 16
"""The largest number of replications of one point in a design.

Row j of a design has separate replication numbers, which begin at `row_first(j)`.
"""


class MissingLibrary(SimError):  # noqa: N818 - named for what happened
    """A statistic needs a library that is not installed."""


class Input(NamedTuple):
    """An uncertain number and its range, in which it is uniformly distributed."""

    name: str
    low: float
    high: float  # above `low`


class Swing(NamedTuple):
    """The effect of one input alone, with all others at their usual values."""

    input: Input
    at_low: Estimate  # change of the outcome against the usual values
    at_high: Estimate
    span: Estimate  # outcome at the high end minus that at the low end


def one_at_a_time(
    evaluate: EvaluateMany,
    inputs: Sequence[Input],
    usual: Sequence[float],
    outcomes: Sequence[Outcome],
    replications: int,
) -> tuple[tuple[Swing, ...], ...]:
    """Set each input to either end of its range, one input at a time, for a tornado chart.

    The result has one tuple for each outcome. Changes are paired by replication. They do not show
    interactions of inputs.

    Parameters
    ----------
    evaluate
        Settings are tuples of values in the order of the inputs.
    usual
        The usual values of all inputs, in the same order.
    replications
        The number of replications, at least 2.

    Raises
    ------
    ValueError
        If a range is empty, values are missing, or there are fewer than two replications.
    """
    check_inputs(inputs)
    if len(usual) != len(inputs) or replications < 2:
        raise ValueError("a usual value for each input and at least two replications, please")
    base = tuple(float(value) for value in usual)
    settings = [base]
    for position, each in enumerate(inputs):
        for end in (each.low, each.high):
            settings.append((*base[:position], float(end), *base[position + 1 :]))
    once = list(dict.fromkeys(settings))
    found = evaluate([Request(setting, 1, replications) for setting in once])
    values = dict(zip(once, found, strict=True))

    def swings(outcome: Outcome) -> tuple[Swing, ...]:
        usually, *ends = (outcome.of(values[setting]) for setting in settings)
        return tuple(
            Swing(each, estimate(low - usually), estimate(high - usually), estimate(high - low))
            for each, low, high in zip(inputs, ends[::2], ends[1::2], strict=True)
        )

    return tuple(swings(outcome) for outcome in outcomes)


def check_inputs(inputs: Sequence[Input], replications: int | None = None) -> None:
    """Refuse inputs or a number of replications that allow no estimate."""
    if not inputs or len({each.name for each in inputs}) < len(inputs):
        raise ValueError("sensitivity needs inputs, each with a name of its own")
    for each in inputs:
        if not (math.isfinite(each.low) and math.isfinite(each.high) and each.low < each.high):
            raise ValueError(f"the range of {each.name} is empty: {each.low} to {each.high}")
    if replications is not None and not 2 <= replications <= MOST_REPLICATIONS:
        raise ValueError(f"replications of a point must be 2 to {MOST_REPLICATIONS}")


def problem_of(inputs: Sequence[Input]) -> dict[str, Any]:
    """Return the inputs in the form in which SALib describes them."""
    return {
        "num_vars": len(inputs),
        "names": [each.name for each in inputs],
        "bounds": [[each.low, each.high] for each in inputs],
    }


def salib_sampler(name: str) -> ModuleType:
    """Return the SALib module that makes designs of this kind.

    Raises
    ------
    MissingLibrary
        If SALib is not installed. The message says how to install it.
    """
    try:
        return import_module(f"SALib.sample.{name}")
    except ImportError as missing:
        raise MissingLibrary(
            f"Sensitivity by the method of {name.capitalize()} needs the library SALib, which is "
            "not installed. Install it with `pip install 'throughline[research]'`, or look at one "
            "input at a time, which needs no further library."
        ) from missing


def row_first(row: int) -> int:
    """Return the number of the first replication of a design row. Rows are counted from 0."""
    return row * MOST_REPLICATIONS + 1


def product(one: Floats, other: Floats) -> Floats:
    """Return an unbiased product of two expected values, from replications on the last axis.

    It is the mean of one[r] * other[s] over all pairs r != s. Replications are independent of each
    other, so their noise drops out. This also holds if the two values are the same or have the
    same random numbers.
    """
    count = one.shape[-1]
    mixed = one.sum(axis=-1) * other.sum(axis=-1) - (one * other).sum(axis=-1)
    found: Floats = mixed / (count * (count - 1))
    return found
