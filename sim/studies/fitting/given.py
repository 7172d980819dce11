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
    covariance: Floats | None = None  # (targets, targets) of the values; None: errors are apart

    @classmethod
    def with_errors(
        cls, values: Floats, errors: Floats, scales: tuple[Scale, ...] | None = None
    ) -> Given:
        """Return targets from values and their standard errors (0 or more)."""
        scales = (Scale.AS_IT_IS,) * len(values) if scales is None else scales
        return cls(values, values - TO_AN_END * errors, values + TO_AN_END * errors, scales)

    @property
    def standard_errors(self) -> Floats:
        """The standard error of each target in its unit, 0 or more, shape (targets,)."""
        if self.covariance is not None:
            return np.asarray(np.sqrt(np.maximum(np.diag(self.covariance), 0.0)))
        return (self.high - self.low) / (2 * TO_AN_END)

    def at(self, which: list[int]) -> Given:
        """Return some of the targets, by position."""
        covariance = None if self.covariance is None else self.covariance[np.ix_(which, which)]
        scales = tuple(self.scales[at] for at in which)
        return Given(self.values[which], self.low[which], self.high[which], scales, covariance)

    def checked(self) -> Given:
        """Return the targets.

        Raises
        ------
        ValueError
            If there is none, a value is not finite or not in its range, or the covariance is none.
        """
        many = len(self.values)
        rows = np.array([self.values, self.low, self.high])
        if not many or rows.shape != (3, many) or len(self.scales) != many:
            raise ValueError(f"{many} targets, {len(self.scales)} scales")
        if not np.isfinite(rows).all() or (self.low > self.high).any():
            raise ValueError("a target is not finite, or its range is none")
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
