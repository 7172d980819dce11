"""Functions with known answers in place of a model, for fits that take milliseconds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.special import ndtri

from sim.laws import Floats
from sim.scenario.targets import TO_AN_END, TargetRole
from sim.studies.design.designs import sobol
from sim.studies.fitting.fitted import Column, Scale
from sim.studies.fitting.known import Known
from sim.studies.statistics.worlds.inputs import Inputs

Model = Callable[[Floats, np.random.Generator], Floats]
"""Makes targets, (runs, targets), from shares, (runs, inputs), with chance of their own."""


def bank_of(model: Model, numbers: int, runs: int = 1_024, seed: int = 1) -> tuple[Inputs, Floats]:
    """The bank of a model: shares of a Sobol sequence, and one run of each."""
    shares = sobol(2 ** int(np.ceil(np.log2(runs))), numbers, seed)[:runs]
    return Inputs.numbers(shares), model(shares, np.random.default_rng(seed))


def known(
    name: str,
    value: float,
    error: float,
    role: TargetRole = "fit",
    scale: Scale = Scale.AS_IT_IS,
) -> Known:
    """A target with a standard error."""
    reach = TO_AN_END * error
    return Known(name, Column(name, "everyone"), value, value - reach, value + reach, role, scale)


def all_known(values: Floats, error: float) -> list[Known]:
    """Targets of equal standard errors."""
    return [known(f"t{at}", value, error) for at, value in enumerate(values.tolist())]


def straight(slopes: Floats, chance: float) -> Model:
    """Targets that are linear in numbers whose law is normal, with normal chance.

    The worlds that agree then have a normal law, which `posterior` gives.
    """

    def model(shares: Floats, random: np.random.Generator) -> Floats:
        normal = ndtri(np.clip(shares, 1e-9, 1 - 1e-9))
        return normal @ slopes + chance * random.standard_normal((len(shares), slopes.shape[1]))

    return model


def posterior(slopes: Floats, noise: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Mean and covariance of normal numbers, given values with noise of that covariance."""
    precision = np.eye(len(slopes)) + slopes @ np.linalg.solve(noise, slopes.T)
    covariance: Floats = np.asarray(np.linalg.inv(precision), np.float64)
    mean: Floats = covariance @ slopes @ np.linalg.solve(noise, values)
    return mean, covariance


def bent(shares: Floats, random: np.random.Generator) -> Floats:
    """Targets of six numbers that are no straight lines; the last number does nothing."""
    a, b, c, d, e, _ = shares.T
    exact = np.stack(
        [
            100 * (1 + a + b),
            50 * (1 + b * c),
            30 * np.exp(c - a),
            40 * (1 + d**2),
            20 * (1 + e + a * d),
            60 * (1 + e + 0.5 * d),
            80 * (2 - b + c),
        ],
        axis=1,
    )
    found: Floats = exact * (1 + 0.05 * random.standard_normal(exact.shape))
    return found
