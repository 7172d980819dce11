"""Fit families of durations to a sample by maximum likelihood, and compare their fit.

The sample consists of finished durations. People who are still waiting are not in it, so the fitted
durations are too short. SciPy is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from scipy import special, stats

from sim.laws import Floats

RESAMPLES = 1_000
MOST_DRAWN = 20_000_000
"""The largest number of values in all resamples together.

For a larger sample fewer resamples are drawn, but at least 200.
"""
FEWEST_RESAMPLES = 200
LEVEL = 0.95
STEPS = 100
CLOSE = 1e-12


class Parameter(NamedTuple):
    """A fitted parameter, under its name in scenario files, with its 95 % bootstrap interval."""

    name: str
    value: float
    low: float
    high: float


class Fit(NamedTuple):
    """One family fitted to a sample."""

    family: str
    parameters: tuple[Parameter, ...]
    log_likelihood: float
    aic: float  # Akaike's criterion: the smaller, the better
    distance: float  # largest gap between the two cumulative shares (Kolmogorov-Smirnov), 0 to 1
    cumulative: Callable[[Floats], Floats]  # share of at most a duration


class Family(NamedTuple):
    """How a family of durations is fitted to a sample.

    Its parameters are those of scenario files, in the unit of the sample.
    """

    names: tuple[str, ...]
    estimate: Callable[[Floats], tuple[float, ...]]
    frozen: Callable[[tuple[float, ...]], Any]  # as a distribution of SciPy
    needs_above_zero: bool


def _exponential(sample: Floats) -> tuple[float, ...]:
    return (float(sample.mean()),)


def _lognormal(sample: Floats) -> tuple[float, ...]:
    logs = np.log(sample)
    return float(logs.mean()), float(logs.std())


def _gamma(sample: Floats) -> tuple[float, ...]:
    """Return the mean and the shape of the fitted gamma distribution.

    The shape is found by Newton's method, starting from Minka's approximation (2002).
    """
    mean = float(sample.mean())
    gap = np.log(mean) - float(np.log(sample).mean())
    shape = (3 - gap + np.sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap)
    for _ in range(STEPS):
        slope = 1 / shape - float(special.polygamma(1, shape))
        step = (np.log(shape) - float(special.digamma(shape)) - gap) / slope
        shape -= step
        if abs(step) < CLOSE * shape:
            break
    return mean, float(shape)


def _weibull(sample: Floats) -> tuple[float, ...]:
    """Return the shape and the scale of the fitted Weibull distribution.

    The derivative of the likelihood by the shape is monotonic, so Newton's method finds its root.
    """
    logs = np.log(sample)
    centre = logs.mean()
    around = logs - centre
    shape = np.pi / np.sqrt(6) / around.std()
    for _ in range(STEPS):
        weights = np.exp(shape * around - np.max(shape * around))
        weights /= weights.sum()
        first = float(weights @ around)
        slope = float(weights @ around**2) - first**2 + 1 / shape**2
        step = (first - 1 / shape) / slope
        shape = max(shape - step, shape / 2)
        if abs(step) < CLOSE * shape:
            break
    scale = np.exp(centre) * np.mean(np.exp(shape * around)) ** (1 / shape)
    return float(shape), float(scale)


FAMILIES: Mapping[str, Family] = {
    "exponential": Family(("mean",), _exponential, lambda p: stats.expon(scale=p[0]), False),
    "lognormal": Family(
        ("mu", "sigma"), _lognormal, lambda p: stats.lognorm(s=p[1], scale=np.exp(p[0])), True
    ),
    "gamma": Family(
        ("mean", "shape"), _gamma, lambda p: stats.gamma(a=p[1], scale=p[0] / p[1]), True
    ),
    "weibull": Family(
        ("shape", "scale"), _weibull, lambda p: stats.weibull_min(c=p[0], scale=p[1]), True
    ),
}
"""The families that have one best fit for any sample above 0, by their names in scenario files.

The normal family cut at 0 is not one of them: for a sample that varies at least as much as an
exponential one, its likelihood rises for ever as its mean falls.
"""


def fits(sample: Floats) -> list[Fit]:
    """Return the fit of every family that can have produced the sample, the lowest AIC first.

    AIC is Akaike's information criterion.

    Parameters
    ----------
    sample
        Shape (n,), 0 or more, with at least two different values. With a value of 0, only the
        exponential family is fitted.
    """
    sample = np.sort(np.asarray(sample, np.float64))
    resamples = _resamples(sample)
    possible = [
        _fitted(name, family, sample, resamples)
        for name, family in FAMILIES.items()
        if sample[0] > 0 or not family.needs_above_zero
    ]
    return sorted(possible, key=lambda fit: fit.aic)


def _fitted(name: str, family: Family, sample: Floats, resamples: list[Floats]) -> Fit:
    values = family.estimate(sample)
    frozen = family.frozen(values)
    drawn = np.array([family.estimate(each) for each in resamples])
    lows, highs = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    parameters = tuple(
        Parameter(parameter, value, min(float(low), value), max(float(high), value))
        for parameter, value, low, high in zip(family.names, values, lows, highs, strict=True)
    )
    likelihood = float(frozen.logpdf(sample).sum())
    return Fit(
        family=name,
        parameters=parameters,
        log_likelihood=likelihood,
        aic=2 * len(values) - 2 * likelihood,
        distance=float(stats.kstest(sample, frozen.cdf).statistic),
        cumulative=frozen.cdf,
    )


def _resamples(sample: Floats) -> list[Floats]:
    """Return samples of the same size, drawn with replacement; they are the same in each call."""
    number = max(FEWEST_RESAMPLES, min(RESAMPLES, MOST_DRAWN // sample.size))
    generator = np.random.default_rng(1)
    drawn = (generator.choice(sample, sample.size) for _ in range(number))
    return [each for each in drawn if each.min() < each.max()]
