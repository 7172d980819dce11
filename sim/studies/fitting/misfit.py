"""Whether the targets look like a run of this model at all.

Near the targets, runs agree with them in the summaries, and may still differ in the targets
themselves. How far the given targets then lie from those of runs is compared with how far the
targets of hidden runs lie. Only the errors of the targets are allowed for here, no discrepancy: a
misfit is what discrepancy is allowed for. The check finds only some wrong models.
"""

from __future__ import annotations

import numpy as np

from sim.laws import Floats
from sim.studies.fitting.adjusting import Near, Regressed
from sim.studies.fitting.comparable import Comparable
from sim.studies.fitting.fitted import Misfit

USUAL = 0.95  # of hidden runs are no farther away
SHRUNK = 0.05  # of the covariance towards its diagonal, where runs are few


def distance(targets: Floats, given: Floats, near: Near) -> float:
    """Return how far given targets are from those of runs with the same summaries.

    Parameters
    ----------
    targets
        Simulated targets with noise on their scales, shape (runs, targets).
    given
        Shape (targets,).
    """
    kept = targets[near.kept]
    moved = Regressed.on(near, np.empty((len(kept), 0))).moved(kept)
    weights = near.weights / near.weights.sum()
    middle = weights @ moved
    away = moved - middle
    covariance = away.T @ (away * weights[:, None])
    spread = np.diag(np.diag(covariance))
    covariance = (1 - SHRUNK) * covariance + SHRUNK * spread
    covariance += np.eye(len(given)) * max(1e-9 * float(np.trace(spread)), 1e-300)
    apart = given - middle
    return float(np.sqrt(apart @ np.linalg.solve(covariance, apart)))


def misfit_of(given: Floats, bank: Comparable, hidden: Floats) -> Misfit:
    """Return whether given targets are farther from a bank than 95 of 100 hidden runs of it.

    Parameters
    ----------
    given
        Shape (targets,), on their scales.
    hidden
        The distances of hidden runs, shape (hidden runs,).
    """
    apart = distance(bank.exact, given, bank.near(given, exact=True))
    usual = float(np.quantile(hidden, USUAL, method="higher"))
    return Misfit(apart > usual, apart, usual)
