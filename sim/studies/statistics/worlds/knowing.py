"""What knowing one number would be worth, and what share of the differences it explains.

The worth is the expected value of partial perfect information (EVPPI), by regression on one input
at a time (Strong, Oakley & Brennan 2014, doi:10.1177/0272989X13505910). Inputs that the screen does
not keep are worth 0. Nothing is told of an input if permutations of the worlds, which break every
dependence on inputs, show as much for any input.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.laws import Floats, Ints
from sim.studies.statistics.worlds.inputs import Columns, Inputs, columns
from sim.studies.statistics.worlds.resampling import RESAMPLES, Range, ranges
from sim.studies.statistics.worlds.ridge import ridge
from sim.studies.statistics.worlds.runs import Runs
from sim.studies.statistics.worlds.screening import screen

PERMUTATIONS, PERMUTATION_SEED = 99, 4
BY_CHANCE = 0.05  # of permutations may show as much


class Mattering(NamedTuple):
    """An input that matters."""

    name: str
    position: int  # among the inputs
    share: float  # of the variance of the true difference between worlds, 0 to 1


class Worth(NamedTuple):
    """An input that would be worth knowing."""

    name: str
    position: int
    worth: Range  # EVPPI, in the unit of the differences, 0 or more


def what_matters(inputs: Inputs, runs: Runs) -> list[Mattering]:
    """Return the inputs on which the difference depends, the most important first.

    The share is that of the input alone; what inputs do together belongs to none of them, so that
    shares may add up to less than 1.
    """
    made = columns(inputs)
    seen = _shares(made, runs.means)
    beyond = [_shares(made, runs.means[rows]).max() for rows in _permutations(len(runs.means))]
    variance = float(runs.means.var(ddof=1))
    found = [
        Mattering(name, at, min(float(seen[at]) * variance / runs.between, 1.0))
        for at, name in enumerate(inputs.names)
        if runs.between > 0 and seen[at] > 0 and _rare(float(seen[at]), beyond)
    ]
    return sorted(found, key=lambda each: (-each.share, each.position))


def worth_knowing(inputs: Inputs, means: Floats) -> list[Worth]:
    """Return the inputs that would be worth knowing, the most valuable first.

    ``means`` has the shape (worlds, arms): the difference of each arm from the baseline, larger
    being better, as the mean of a world's runs. Their noise does not enter, because a regression
    on one input averages over worlds. An empty list says that no single number would change the
    choice, as far as these worlds show.
    """
    made = columns(inputs)
    kept, union = _screened(made, means)
    if not union:
        return []
    found = ranges(len(means), lambda rows: _worths(made, means, kept, union, rows), RESAMPLES // 3)
    beyond = [_largest_worth(made, means[rows]) for rows in _permutations(len(means))]
    told = [
        Worth(inputs.names[at], at, Range(each.value, max(each.low, 0.0), each.high))
        for at, each in zip(union, found, strict=True)
        if each.value > 0 and _rare(each.value, beyond)
    ]
    return sorted(told, key=lambda each: (-each.worth.value, each.position))


def _permutations(worlds: int) -> list[Ints]:
    random = np.random.default_rng([PERMUTATION_SEED, worlds])
    return [random.permutation(worlds) for _ in range(PERMUTATIONS)]


def _rare(seen: float, beyond: Sequence[float]) -> bool:
    """Return whether few permutations show as much; what is seen counts as one of them."""
    as_much = 1 + sum(each >= seen for each in beyond)
    return as_much / (1 + len(beyond)) <= BY_CHANCE


def _effects(made: Columns, outcome: Floats, taken: Sequence[int]) -> list[Floats]:
    """Return the effect of each input taken in each world, as columns with a mean of 0."""
    parts = [made.full[at] for at in taken]
    fit = ridge(np.hstack(parts), outcome)
    ends = np.cumsum([part.shape[1] for part in parts])[:-1]
    slopes, middle = np.split(fit.slopes, ends), np.split(fit.middle, ends)
    return [(part - mean) @ slope for part, mean, slope in zip(parts, middle, slopes, strict=True)]


def _shares(made: Columns, outcome: Floats) -> Floats:
    """Return the share of the variance of an outcome that each input explains, shape (inputs,)."""
    found = np.zeros(len(made.full))
    taken = screen(made, outcome)
    if taken:
        variance = float(outcome.var(ddof=1))
        for at, effect in zip(taken, _effects(made, outcome, taken), strict=True):
            found[at] = float(effect.var(ddof=1)) / variance
    return found


def _worths(
    made: Columns, means: Floats, kept: Sequence[Sequence[int]], union: Sequence[int], rows: Ints
) -> Floats:
    """Return the worth of each input of a union, shape (inputs of the union,), in some worlds."""
    part = made._replace(full=tuple(each[rows] for each in made.full))
    outcome = means[rows]
    middle = outcome.mean(axis=0)
    known = np.tile(middle, (len(union), len(rows), 1))
    for arm, taken in enumerate(kept):
        if taken:
            for at, effect in zip(taken, _effects(part, outcome[:, arm], taken), strict=True):
                known[union.index(at), :, arm] += effect
    best = np.maximum(known.max(axis=-1), 0).mean(axis=1)
    gain: Floats = np.maximum(best - max(float(middle.max()), 0.0), 0.0)
    return gain


def _screened(made: Columns, means: Floats) -> tuple[list[list[int]], list[int]]:
    """Return the inputs that the screen keeps for each arm, and those that it keeps for any."""
    kept = [screen(made, means[:, arm]) for arm in range(means.shape[1])]
    return kept, sorted({at for taken in kept for at in taken})


def _largest_worth(made: Columns, means: Floats) -> float:
    kept, union = _screened(made, means)
    if not union:
        return 0.0
    return float(_worths(made, means, kept, union, np.arange(len(means))).max())
