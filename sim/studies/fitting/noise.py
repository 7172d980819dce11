"""Noise that is added to simulated targets: the errors of the given ones, and model discrepancy.

The model is run without error, while the given values have errors, and a model leaves things out.
Simulated targets are comparable with given ones only once they have both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from sim.laws import Floats
from sim.scenario.targets import TO_AN_END
from sim.studies.fitting.given import Given
from sim.studies.fitting.scales import OnScale


def errors_of(given: Given, scales: Sequence[OnScale]) -> Floats:
    """Return the standard error of each target on its scale, shape (targets,).

    The range of a target is its central 90 % on the scale as well. Where its low end lies where
    the scale begins, the part above the value decides.
    """
    low, high = given.low, given.high
    if given.covariance is not None:
        reach = TO_AN_END * given.standard_errors
        low, high = given.values - reach, given.values + reach
    found = np.empty(len(given.values))
    for at, scale in enumerate(scales):
        ends = scale.at(np.array([low[at], given.values[at], high[at]]))
        begins = low[at] <= 0 and scale.at(np.array([-1.0]))[0] == scale.at(np.array([0.0]))[0]
        wide = 2 * (ends[2] - ends[1]) if begins and ends[2] > ends[1] else ends[2] - ends[0]
        found[at] = wide / (2 * TO_AN_END)
    return found


def left_out_by_models(given: Given, scales: Sequence[OnScale], share: float) -> Floats:
    """Return the discrepancy of each target on its scale, as a standard deviation.

    It is a share of the given value, such as 0.1.
    """
    apart = share * np.abs(given.values)
    return np.array(
        [
            (ends[1] - ends[0]) / 2
            for scale, value, reach in zip(scales, given.values, apart, strict=True)
            for ends in [scale.at(np.array([value - reach, value + reach]))]
        ]
    )


def covariance_of(given: Given, scales: Sequence[OnScale], share: float) -> Floats:
    """Return the covariance of errors and discrepancy on the scales, shape (targets, targets)."""
    errors = errors_of(given, scales)
    alike = np.eye(len(errors))
    if given.covariance is not None:
        own = given.standard_errors
        apart = np.where(own > 0, own, 1.0)
        alike = given.covariance / np.outer(apart, apart)
    found: Floats = alike * np.outer(errors, errors)
    return found + np.diag(left_out_by_models(given, scales, share) ** 2)


def drawn(given: Given, covariance: Floats, runs: int) -> Floats:
    """Return noise for each run, shape (runs, targets), always the same.

    That of a target depends on its name, so that neither the order of targets nor another target
    changes it, unless their errors go together.
    """
    normal = np.stack(
        [np.random.default_rng(_seed(name)).standard_normal(runs) for name in given.names], axis=1
    )
    size, vectors = np.linalg.eigh(covariance)
    root = (vectors * np.sqrt(np.maximum(size, 0.0))) @ vectors.T
    found: Floats = normal @ root
    return found


def _seed(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little")
