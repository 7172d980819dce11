"""What is known: the values of targets, with their errors."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.laws import Floats
from sim.scenario.targets import TO_AN_END
from sim.studies.fitting.fitted import Scale

SYMMETRIC = 1e-9


class Given(NamedTuple):
    """Targets in the units of their measures, each with a central 90 % range.

    Columns of simulated targets have the same order.
    """

    values: Floats  # (targets,)
    low: Floats  # (targets,), at most the value
    high: Floats  # (targets,), at least the value
    scales: tuple[Scale, ...]
    names: tuple[str, ...]  # by which noise is drawn: it does not depend on other targets
    covariance: Floats | None = None  # (targets, targets) of the values; None: errors are apart

    @property
    def standard_errors(self) -> Floats:
        """The standard error of each target in its unit, 0 or more, shape (targets,)."""
        if self.covariance is not None:
            return np.asarray(np.sqrt(np.maximum(np.diag(self.covariance), 0.0)))
        return (self.high - self.low) / (2 * TO_AN_END)

    def at(self, which: list[int]) -> Given:
        """Return some of the targets, by position."""
        covariance = None if self.covariance is None else self.covariance[np.ix_(which, which)]
        return Given(
            self.values[which],
            self.low[which],
            self.high[which],
            tuple(self.scales[at] for at in which),
            tuple(self.names[at] for at in which),
            covariance,
        )

    def checked(self) -> Given:
        """Return the targets.

        Raises
        ------
        ValueError
            If there is none, a value is not finite or not in its range, or the covariance is none.
        """
        many = len(self.values)
        rows = np.array([self.values, self.low, self.high])
        if not many or rows.shape != (3, many) or {len(self.scales), len(self.names)} != {many}:
            raise ValueError(f"{many} targets, {len(self.scales)} scales, {len(self.names)} names")
        if not np.isfinite(rows).all() or (self.low > self.high).any():
            raise ValueError("a target is not finite, or its range is none")
        if len(set(self.names)) < many:
            raise ValueError("two targets have the same name")
        if self.covariance is not None:
            _see_to_covariance(self.covariance, many)
        return self


def _see_to_covariance(covariance: Floats, many: int) -> None:
    if covariance.shape != (many, many) or not np.isfinite(covariance).all():
        raise ValueError(f"a covariance of {many} targets has the shape {covariance.shape}")
    size = max(float(np.abs(covariance).max()), 1e-300)
    if np.abs(covariance - covariance.T).max() > SYMMETRIC * size:
        raise ValueError("the covariance is not symmetric")
    if np.linalg.eigvalsh(covariance).min() < -SYMMETRIC * size * many:
        raise ValueError("no errors can have this covariance")
