"""Morris's elementary effects, corrected for the noise of replications.

An elementary effect comes from a trajectory through a grid of four levels that changes one input
at a time (Morris 1991, doi:10.1080/00401706.1991.10484804). It is the change of the outcome,
divided by the change of the input as a share of the input's range. `mean` is the mean of the
effects. `size` is the mean of their absolute values (mu* of Campolongo, Cariboni & Saltelli 2007,
doi:10.1016/j.envsoft.2006.10.004). `root` is the root of their mean square. `spread` is their
standard deviation over trajectories: it is large if the effect depends on the other inputs or is
not linear.

Noise increases every absolute value and every square. Without a correction, an input without any
effect would therefore seem to have one. From squares the noise can be removed
(`sensitivity.product`), so `root` and `spread` are free of it. For `size`, the absolute value of
an effect and its sign are taken from different replications. An input without any effect then
averages 0. But an effect that one trajectory cannot distinguish from sampling error is
underestimated. With much noise `size` is therefore too small, and `root` is better.

All points of a trajectory have the same replications, which removes most noise. Different
trajectories have different replications, so trajectories are independent, and the intervals are t
intervals over them. Trajectories are not selected for their distance, because selected
trajectories would not be independent.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.laws import Floats
from sim.studies.statistics.estimates import Estimate, EvaluateMany, Outcome, Request, estimate
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

LEVELS = 4
PILOT_TRAJECTORIES, PILOT_REPLICATIONS = 4, 4
FEWEST_TRAJECTORIES = 4


class Effects(NamedTuple):
    """The effect of changing one input across its range, in the unit of the outcome."""

    input: Input
    mean: Estimate
    size: Estimate
    root: Estimate  # at least 0, as is its interval
    spread: float  # at least 0


class Morris(NamedTuple):
    """The elementary effects on one outcome."""

    outcome: Outcome
    effects: tuple[Effects, ...]  # in the order of the inputs
    trajectories: int
    replications: int  # of each point
    runs: int


def morris(
    evaluate: EvaluateMany,
    inputs: Sequence[Input],
    outcomes: Sequence[Outcome],
    runs: int,
    seed: int = 0,
    replications: int | None = None,
) -> tuple[Morris, ...]:
    """Estimate the elementary effects on every outcome, with a limited number of runs.

    Parameters
    ----------
    evaluate
        Settings are tuples of values in the order of the inputs.
    runs
        The largest number of runs. It must be enough for 4 trajectories.
    seed
        The seed of the trajectories.
    replications
        The number of replications of each point, 2 to 16. When None, a pilot of four trajectories
        decides (see `enough_replications`).

    Raises
    ------
    MissingLibrary
        If SALib is not installed.
    ValueError
        If `runs` is too small or the inputs cannot be used.
    """
    check_inputs(inputs, replications)
    each = len(inputs) + 1
    least = FEWEST_TRAJECTORIES * each * (replications or PILOT_REPLICATIONS)
    if runs < least:
        raise ValueError(f"elementary effects of {len(inputs)} inputs need at least {least} runs")
    sample = salib_sampler("morris").sample
    most = runs // (each * (replications or FEWEST_REPLICATIONS))
    flat = sample(problem_of(inputs), most, num_levels=LEVELS, seed=seed)
    points: Floats = flat.reshape(most, each, len(inputs))

    def values(trajectories: int, count: int) -> Floats:
        requests = [
            Request(tuple(point.tolist()), row_first(row), count)
            for row, way in enumerate(points[:trajectories])
            for point in way
        ]
        found = np.array(evaluate(requests))
        shaped: Floats = found.reshape(trajectories, each, *found.shape[1:])
        return shaped

    if replications is None:
        pilot = values(PILOT_TRAJECTORIES, PILOT_REPLICATIONS)
        steps = [elementary(points[:PILOT_TRAJECTORIES], o.of(pilot), inputs) for o in outcomes]
        replications = max(enough_replications(each_step) for each_step in steps)
        replications = min(replications, runs // (each * FEWEST_TRAJECTORIES))
    trajectories = runs // (each * replications)
    found = values(trajectories, replications)
    return tuple(
        _summary(outcome, inputs, elementary(points[:trajectories], outcome.of(found), inputs))
        for outcome in outcomes
    )


def elementary(points: Floats, values: Floats, inputs: Sequence[Input]) -> Floats:
    """Return the elementary effects, shape (trajectories, inputs, replications).

    An effect is given for a change of the input across its whole range.

    Parameters
    ----------
    points
        The points of the trajectories, shape (trajectories, inputs + 1, inputs).
    values
        The outcome at each point, shape (trajectories, inputs + 1, replications).
    """
    ranges = np.array([each.high - each.low for each in inputs])
    moves = np.diff(points, axis=1) / ranges  # (trajectories, steps, inputs)
    moved = np.abs(moves).argmax(axis=2)
    size = np.take_along_axis(moves, moved[:, :, None], axis=2)
    slopes = np.diff(values, axis=1) / size
    found: Floats = np.empty(slopes.shape)
    np.put_along_axis(found, np.broadcast_to(moved[:, :, None], slopes.shape), slopes, axis=1)
    return found


def enough_replications(effects: Floats) -> int:
    """Return how many replications reduce noise to a quarter of the mean squared effect.

    Further runs are better used for more trajectories. `effects` has the shape (trajectories,
    inputs, replications).
    """
    sound = effects[np.isfinite(effects).all(axis=(1, 2))]
    if not len(sound):
        return FEWEST_REPLICATIONS
    noise = float(sound.var(axis=-1, ddof=1).mean())
    signal = float(product(sound, sound).mean())
    if noise == 0:
        return FEWEST_REPLICATIONS
    wanted = 4 * noise / signal if signal > 0 else math.inf
    return int(min(max(math.ceil(min(wanted, 1e6)), FEWEST_REPLICATIONS), MOST_REPLICATIONS))


def _summary(outcome: Outcome, inputs: Sequence[Input], effects: Floats) -> Morris:
    trajectories, count, replications = effects.shape
    sound = np.isfinite(effects).all(axis=(1, 2))
    # The sign of each replication's effect by the others' mean.
    others = effects.sum(axis=-1, keepdims=True) - effects
    sizes = (effects * np.sign(others)).mean(axis=-1)
    means = effects.mean(axis=-1)
    squares = product(effects, effects)
    for per_trajectory in (sizes, means, squares):
        per_trajectory[~sound] = np.nan
    found = tuple(
        Effects(
            each,
            estimate(means[:, i]),
            estimate(sizes[:, i]),
            _root(estimate(squares[:, i])),
            _spread(effects[sound, i]),
        )
        for i, each in enumerate(inputs)
    )
    return Morris(
        outcome, found, trajectories, replications, trajectories * (count + 1) * replications
    )


def _root(square: Estimate) -> Estimate:
    """Return the roots of a mean square and of its interval's ends; values below 0 count as 0."""
    mean, low, high = (math.sqrt(max(end, 0.0)) for end in square[:3])
    return square._replace(mean=mean, low=low, high=high)


def _spread(effects: Floats) -> float:
    """Return the standard deviation over trajectories of the expected effect, without noise."""
    if len(effects) < 2:
        return math.nan
    noise = effects.var(axis=1, ddof=1).mean() / effects.shape[1]
    return math.sqrt(max(float(effects.mean(axis=1).var(ddof=1) - noise), 0.0))
