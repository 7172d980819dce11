"""Summaries of simulated targets: what they say of each uncertain number, in one figure each.

A summary is what a regression on the targets and their squares gives for a number (Fearnhead and
Prangle 2012, doi:10.1111/j.1467-9868.2011.01010.x), scaled to a standard deviation of 1 over the
runs. A number of which the targets say no more than chance would has no summary: it would be noise
that hides the others.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import fdtrc

from sim.laws import Flags, Floats
from sim.studies.statistics.worlds.inputs import Inputs

OUTER = 1e-3  # shares beyond are drawn in to here before the logit is taken
CHANCE = 0.2  # so many summaries of numbers that do not matter are kept by chance, at most
ROWS_EACH = 10  # runs that are kept for each summary, or summaries are put together
RARE = 1e-12  # of a variance: nothing varies


class Parameters(NamedTuple):
    """What a regression looks for: the logit of each number, and a mark for each option but one."""

    numbers: Floats  # (runs, numbers)
    options: Floats  # (runs, options but the first of each structure), 0 or 1

    @classmethod
    def of(cls, inputs: Inputs) -> Parameters:
        """Return the parameters of the inputs of all runs."""
        shares = np.clip(inputs.values[:, numbers_of(inputs)], OUTER, 1 - OUTER)
        marks = [
            inputs.values[:, at] == option
            for at, many in enumerate(inputs.choices)
            for option in range(1, many)
        ]
        runs = len(inputs.values)
        options = np.stack(marks, axis=1).astype(float) if marks else np.empty((runs, 0))
        return cls(np.log(shares / (1 - shares)), options)

    @property
    def every(self) -> Floats:
        """All of them side by side."""
        return np.hstack([self.numbers, self.options])


def numbers_of(inputs: Inputs) -> list[int]:
    """Return the positions of the inputs that are numbers."""
    return [at for at, many in enumerate(inputs.choices) if not many]


class Summaries(NamedTuple):
    """Summaries with a standard deviation of 1 over the runs."""

    runs: Floats  # (runs, summaries); without columns where the targets say nothing of any number
    given: Floats  # (summaries,), of what is given
    tells: Flags  # (parameters,) of which the targets tell something


def summaries(parameters: Floats, targets: Floats, given: Floats, kept: int) -> Summaries:
    """Return the summaries of all runs and of what is given.

    Parameters
    ----------
    parameters
        Shape (runs, parameters).
    targets
        Simulated targets with noise, on their scales, shape (runs, targets). Where there are more
        than a tenth as many as runs, their main components are taken in their place.
    given
        Shape (targets,).
    kept
        How many runs will be kept. Where there is more than one summary for ten of them, their
        main components are taken in their place.
    """
    found = _main(_scaled(targets, given), max(len(targets) // ROWS_EACH, 1))
    columns, wanted = _with_squares(found.runs), _with_squares(found.given[None, :])
    slopes, *_ = np.linalg.lstsq(columns, parameters, rcond=None)
    fitted = columns @ slopes
    tells = _beyond_chance(parameters, fitted, columns.shape[1])
    found = _scaled(fitted[:, tells], (wanted @ slopes)[0, tells])
    return Summaries(*_main(found, max(kept // ROWS_EACH, 1)), tells)


def _with_squares(found: Floats) -> Floats:
    return np.hstack([np.ones((len(found), 1)), found, found**2])


class _Columns(NamedTuple):
    """Columns of all runs and of what is given."""

    runs: Floats  # (runs, columns)
    given: Floats  # (columns,)


def _scaled(runs: Floats, given: Floats) -> _Columns:
    """Return columns with a mean of 0 and a deviation of 1, without those that do not vary."""
    middle, spread = runs.mean(axis=0), runs.std(axis=0)
    varies = spread > RARE
    middle, spread = middle[varies], spread[varies]
    return _Columns((runs[:, varies] - middle) / spread, (given[varies] - middle) / spread)


def _main(found: _Columns, most: int) -> _Columns:
    """Return the columns, or their main components where there are more than so many."""
    if found.runs.shape[1] <= most:
        return found
    _, _, directions = np.linalg.svd(found.runs, full_matrices=False)
    taken = directions[:most].T
    return _scaled(found.runs @ taken, found.given @ taken)


def _beyond_chance(parameters: Floats, fitted: Floats, columns: int) -> Flags:
    """Return which parameters the columns tell of, by an F test of each regression."""
    runs = len(parameters)
    whole = ((parameters - parameters.mean(axis=0)) ** 2).sum(axis=0)
    rest = np.maximum(((parameters - fitted) ** 2).sum(axis=0), RARE * whole)
    used, free = columns - 1, runs - columns
    with np.errstate(invalid="ignore"):
        ratio = np.nan_to_num((whole - rest) / used / (rest / free))
    found: Flags = fdtrc(used, free, ratio) * len(whole) < CHANCE
    return found
