"""Ridge regression whose penalty is chosen by marginal likelihood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.laws import Floats

PENALTIES = 10.0 ** np.linspace(-3, 4, 36)  # noise variance over prior variance of coefficients
NOTHING = 1e-12  # of the sum of squares


class Ridge(NamedTuple):
    """A fitted regression."""

    mean: float  # of the outcome
    middle: Floats  # (columns,) means of the columns
    slopes: Floats  # (columns,)

    def at(self, columns: Floats) -> Floats:
        """Return predictions for columns of the shape (worlds, columns)."""
        found: Floats = self.mean + (columns - self.middle) @ self.slopes
        return found


def ridge(columns: Floats, outcome: Floats) -> Ridge:
    """Fit by ridge; all coefficients have one normal prior, and the mean has none.

    The variance of the noise is integrated out with a flat prior on its logarithm, and the penalty
    is the one of 36 from 0.001 to 10,000 with the largest marginal likelihood. Without columns, or
    if the outcome is the same in all worlds, the fit is the mean.
    """
    mean, middle = float(outcome.mean()), columns.mean(axis=0)
    away = outcome - mean
    whole = float(away @ away)
    if columns.shape[1] == 0 or whole <= NOTHING * float(outcome @ outcome):
        return Ridge(mean, middle, np.zeros(columns.shape[1]))
    centred = columns - middle
    size, vectors = np.linalg.eigh(centred.T @ centred)
    size = np.maximum(size, 0)
    along = vectors.T @ (centred.T @ away)
    gone = (along**2 / (size + PENALTIES[:, None])).sum(axis=1)
    rest = np.maximum(whole - gone, NOTHING * whole)
    likely = -(len(away) - 1) * np.log(rest) - np.log(size / PENALTIES[:, None] + 1).sum(axis=1)
    penalty = PENALTIES[int(likely.argmax())]
    return Ridge(mean, middle, vectors @ (along / (size + penalty)))


def beside(parts: Sequence[Floats], worlds: int) -> Floats:
    """Return columns side by side, shape (worlds, columns); none at all is a table without any."""
    return np.hstack([np.empty((worlds, 0)), *parts])
