"""Own runs, hidden and found again: they show how far a fit of this bank can be trusted."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.laws import Floats
from sim.studies.fitting.adjusting import agreeing, quantiles
from sim.studies.fitting.comparable import Comparable
from sim.studies.fitting.fitted import Coverage
from sim.studies.fitting.misfit import distance
from sim.studies.fitting.summaries import numbers_of

HIDDEN = 100
SEED = 160_816
ENDS = np.array([0.05, 0.95])


class Hidden(NamedTuple):
    """What was found of hidden runs."""

    coverage: Coverage
    distances: Floats  # (hidden runs,) of each from the runs that are near to it
    nearest: Floats  # (hidden runs,) distance from the nearest run, over all targets


def hide(bank: Comparable, many: int = HIDDEN) -> Hidden:
    """Hide some runs of a bank, one after the other, and look for each in the others."""
    runs = len(bank.targets)
    chosen = np.random.default_rng(SEED).permutation(runs)[:many]
    which = numbers_of(bank.inputs)
    inside = np.zeros((len(chosen), len(which)), np.bool_)
    distances, closest = np.empty(len(chosen)), np.empty(len(chosen))
    for row, run in enumerate(chosen.tolist()):
        others = bank.without(run)
        values, weights = agreeing(others.inputs, others.parameters, others.near(bank.targets[run]))
        truth = bank.inputs.values[run]
        for column, at in enumerate(which):
            low, high = quantiles(values[:, at], weights, ENDS)
            inside[row, column] = low <= truth[at] <= high
        exact = others.near(bank.exact[run], exact=True)
        distances[row] = distance(others.exact, bank.exact[run], exact)
        closest[row] = from_the_nearest(others.targets, bank.targets[run])
    by_number = {
        bank.inputs.names[at]: 100 * float(column.mean())
        for at, column in zip(which, inside.T, strict=True)
    }
    pooled = 100 * float(inside.mean()) if which else 100.0
    return Hidden(Coverage(len(chosen), pooled, by_number), distances, closest)


def from_the_nearest(targets: Floats, given: Floats) -> float:
    """Return the distance of given targets from the nearest run, in standard deviations."""
    spread = targets.std(axis=0)
    apart = (targets - given) / np.where(spread > 0, spread, 1.0)
    return float(np.sqrt((apart**2).sum(axis=1).min()))
