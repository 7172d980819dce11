"""Smooth over worlds: predict the difference in a world from the runs of other worlds."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from sim.laws import Floats
from sim.studies.statistics.worlds.inputs import Columns, Inputs, columns
from sim.studies.statistics.worlds.ridge import beside, ridge
from sim.studies.statistics.worlds.screening import screen

FOLDS, FOLD_SEED = 5, 1
WITH_PRODUCTS = 6  # of the inputs taken: the lines of these are multiplied with each other


def out_of_fold(inputs: Inputs, outcome: Floats) -> Floats:
    """Return a prediction for each world from a fit that did not see it, shape (worlds,).

    Worlds are put into five folds. For each fold, inputs are screened anew in the other four, and
    their splines and products are fitted there by ridge. What `screen` keeps is at most eight
    inputs. The folds depend on nothing but the number of worlds.
    """
    made = columns(inputs)
    order = np.random.default_rng(FOLD_SEED).permutation(len(outcome))
    found = np.empty(len(outcome))
    for part in np.array_split(order, FOLDS):
        rest = np.setdiff1d(order, part)
        taken = screen(made._replace(padded=made.padded[rest]), outcome[rest])
        design = _design(made, taken)
        found[part] = ridge(design[rest], outcome[rest]).at(design[part])
    return found


def _design(made: Columns, taken: Sequence[int]) -> Floats:
    """Return the columns of the inputs taken, and products of the lines of the first six."""
    parts = [made.full[at] for at in taken]
    for one, other in itertools.combinations(taken[:WITH_PRODUCTS], 2):
        both = made.lines[one][:, :, None] * made.lines[other][:, None, :]
        parts.append(both.reshape(len(both), -1))
    return beside(parts, len(made.padded))
