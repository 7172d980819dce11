"""Sobol indices of the expected outcome, corrected for the noise of replications.

The uncertain inputs cause a variance of the *expected* outcome. The first index of input i is the
share of this variance that i explains alone; the total index includes its interactions with other
inputs. Designs are Saltelli's (2010, doi:10.1016/j.cpc.2009.09.018), made by SALib. A row has the
points A, B and, for each input, AB: A with the value of this input from B. The estimators are
means over rows of

- variance: ((A - m)**2 + (B - m)**2) / 2, with m the mean of all A and B,
- first: (B - m) * (AB - A) (Saltelli 2010), over the variance,
- total: (A - AB)**2 / 2 (Jansen 1999, doi:10.1016/S0010-4655(98)00154-4), over the variance,

where every product is a product of expected values (`sensitivity.product`). With plain means of
replications, noise would add its variance to all three. The total index of an input without any
effect would then not be 0.

All points of a row have the same replications, so most noise drops out of AB - A, and an input
without any effect gets a total index of exactly 0. Different rows have different replications.
Rows are therefore independent of each other for a given design. The delta method over rows gives
intervals that contain both sources of sampling error: the design and the runs. They are a little
too wide, because Sobol points are more even than random points.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.laws import Floats
from sim.studies.statistics.estimates import (
    Estimate,
    EvaluateMany,
    Outcome,
    Request,
    estimate,
    t_reach,
)
from sim.studies.statistics.sensitivity import (
    FEWEST_REPLICATIONS,
    MOST_REPLICATIONS,
    Input,
    check_inputs,
    problem_of,
    product,
    row_first,
    salib_sampler,
)

PILOT_ROWS, PILOT_REPLICATIONS = 16, 4
FEWEST_ROWS = 32


class Index(NamedTuple):
    """The share of the variance of the expected outcome that an input explains."""

    input: Input
    first: Estimate  # by itself; NaN where the variance cannot be told from 0
    total: Estimate  # with everything it does together with others


class Sobol(NamedTuple):
    """The Sobol indices of one outcome."""

    outcome: Outcome
    indices: tuple[Index, ...]  # in the order of the inputs
    variance: Estimate  # of the expected outcome over the inputs, noise taken out
    noise: float  # variance of one run at a point: what a single replication adds
    rows: int
    replications: int  # of each point
    runs: int
    points: Floats  # (2 * rows, inputs): the points that were spread evenly, for a scatter
    means: Floats  # (2 * rows,) the mean outcome there


def sobol(
    evaluate: EvaluateMany,
    inputs: Sequence[Input],
    outcomes: Sequence[Outcome],
    runs: int,
    seed: int = 0,
    replications: int | None = None,
) -> tuple[Sobol, ...]:
    """Estimate first and total indices of every outcome, with a limited number of runs.

    Parameters
    ----------
    evaluate
        Settings are tuples of values in the order of the inputs.
    runs
        The largest number of runs. The number of rows is a power of 2 and at least 32.
    seed
        The seed that scrambles the design.
    replications
        The number of replications of each point, 2 to 16. When None, a pilot of 16 rows decides
        (see `best_replications`). The pilot's runs are part of the design.

    Raises
    ------
    MissingLibrary
        If SALib is not installed.
    ValueError
        If `runs` is too small or the inputs cannot be used.
    """
    check_inputs(inputs, replications)
    each_row = len(inputs) + 2
    least = FEWEST_ROWS * each_row * (replications or FEWEST_REPLICATIONS)
    least = max(least, 0 if replications else PILOT_ROWS * each_row * PILOT_REPLICATIONS)
    if runs < least:
        raise ValueError(f"Sobol indices of {len(inputs)} inputs need at least {least} runs")
    design = Design(evaluate, inputs, seed)
    if replications is None:
        pilot = design.values(PILOT_ROWS, PILOT_REPLICATIONS)
        replications = max(best_replications(outcome.of(pilot)) for outcome in outcomes)
        replications = min(replications, runs // (FEWEST_ROWS * each_row))
    rows = 2 ** int(math.log2(runs / (each_row * replications)))
    values = design.values(rows, replications)
    points = design.points(rows)[:, [0, -1]].reshape(-1, len(inputs))
    return tuple(indices(values, inputs, outcome, points) for outcome in outcomes)


class Design:
    """A design: rows of points. A row is A, then A with each input from B, then B."""

    def __init__(self, evaluate: EvaluateMany, inputs: Sequence[Input], seed: int) -> None:
        self.sampler = salib_sampler("sobol")
        self.evaluate, self.inputs, self.seed = evaluate, inputs, seed

    def points(self, rows: int) -> Floats:
        """Return the points of the design, shape (rows, inputs + 2, inputs).

        With more rows, the first rows stay the same.
        """
        flat = self.sampler.sample(
            problem_of(self.inputs), rows, calc_second_order=False, seed=self.seed
        )
        found: Floats = flat.reshape(rows, len(self.inputs) + 2, len(self.inputs))
        return found

    def values(self, rows: int, replications: int) -> Floats:
        """Return values at all points, shape (rows, inputs + 2, replications, arms, measures)."""
        requests = [
            Request(tuple(point.tolist()), row_first(row), replications)
            for row, points in enumerate(self.points(rows))
            for point in points
        ]
        found = np.array(self.evaluate(requests))
        return found.reshape(rows, len(self.inputs) + 2, *found.shape[1:])


def best_replications(values: Floats) -> int:
    """Return how many replications per point give the narrowest total indices for the same runs.

    The numerator of a total index has, with R replications, the variance V + 4 * D * T / R + 2 *
    T**2 / (R * (R - 1)) for each row. Here D is the mean and V the variance of the squared true
    difference, and T is the noise variance of the difference. For the same number of runs, the sum
    over inputs is smallest at R = 1 + sqrt(2 * sum T**2 / sum V).

    Parameters
    ----------
    values
        The outcome in a small first part of the design, shape (rows, inputs + 2, replications).
    """
    count = values.shape[-1]
    differences = values[:, 1:-1] - values[:, :1]
    differences = differences[np.isfinite(differences).all(axis=(1, 2))]
    if len(differences) < 2:
        return FEWEST_REPLICATIONS
    noise = differences.var(axis=-1, ddof=1).mean(axis=0)
    squares = product(differences, differences)
    seen = squares.var(axis=0, ddof=1)
    by_noise = 4 * squares.mean(axis=0).clip(0) * noise / count
    by_noise += 2 * noise**2 / (count * (count - 1))
    signal = np.maximum(seen - by_noise, 0.05 * seen).sum()
    if not signal > 0:
        return FEWEST_REPLICATIONS
    best = 1 + math.sqrt(2 * float((noise**2).sum() / signal))
    return int(min(max(round(best), FEWEST_REPLICATIONS), MOST_REPLICATIONS))


def indices(values: Floats, inputs: Sequence[Input], outcome: Outcome, points: Floats) -> Sobol:
    """Return the first and total index of each input, from the values of a design.

    `values` has the shape (rows, inputs + 2, replications, arms, measures). Rows with an undefined
    value are left out and counted.
    """
    table = outcome.of(values)
    rows, _, replications = table.shape
    sound = np.isfinite(table).all(axis=(1, 2))
    a, b, mixed = table[sound][:, 0], table[sound][:, -1], table[sound][:, 1:-1]
    used = len(a)
    middle = np.concatenate([a, b]).mean() if used else math.nan
    a, b, mixed = a - middle, b - middle, mixed - middle
    # Taking the estimated mean away takes a part in 2 * rows of the variance with it.
    variance = (product(a, a) + product(b, b)) / 2 * (2 * used / max(2 * used - 1, 1))
    whole = estimate(variance)._replace(left_out=rows - used)
    varies = whole.low > 0
    found = []
    for position, each in enumerate(inputs):
        change = mixed[:, position] - a
        first = share(product(b, change), variance, varies)
        total = share(product(change, change) / 2, variance, varies)
        found.append(
            Index(each, first._replace(left_out=rows - used), total._replace(left_out=rows - used))
        )
    return Sobol(
        outcome=outcome,
        indices=tuple(found),
        variance=whole,
        noise=float(np.concatenate([a, b]).var(axis=-1, ddof=1).mean()) if used else math.nan,
        rows=rows,
        replications=replications,
        runs=table.size,
        points=points,
        means=table[:, [0, -1]].mean(axis=-1).reshape(-1),
    )


def share(part: Floats, whole: Floats, varies: bool) -> Estimate:
    """Return the ratio of two means over rows, with its interval by the delta method."""
    if not varies:
        return Estimate(math.nan, math.nan, math.nan, len(part), 0)
    ratio = float(part.mean() / whole.mean())
    error = float((part - ratio * whole).std(ddof=1) / whole.mean() / math.sqrt(len(part)))
    half = t_reach(len(part)) * error
    return Estimate(ratio, ratio - half, ratio + half, len(part), 0)
