"""Fit a family of durations to durations that are seen in part, by maximum likelihood.

A duration adds its density where it ended, else the share that lasts longer, both among those that
last longer than its entry. One between dates is any within half a day of it. SciPy's `fit` knows no
delayed entry. The errors are those of the sandwich by person (White 1982, doi:10.2307/1912526),
which holds though a person has several durations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from scipy import optimize, special

from sim.laws import Floats
from sim.records.estimating.durations import Durations, clustered
from sim.records.estimating.estimate import Family

Pair = Floats
"""Two parameters on a scale without ends; shape (2,)."""
STEP = 1e-4
LARGEST = 20.0  # of a parameter on its scale: durations of e^20 days, or shapes, are no fit
TINY = 1e-300
CLOSE = 1e-9
WIDE = 0.5  # how far apart the search looks at first
NEAR = 1e-7  # how far apart at last, of parameters whose errors are a thousandth at least


class Kind(NamedTuple):
    """How a family is fitted; durations in multiples of a typical one."""

    log_density: Callable[[Pair, Floats], Floats]
    log_lasting: Callable[[Pair, Floats], Floats]
    log_mean: Callable[[Pair], float]
    named: Callable[[Pair, float], tuple[float, float]]  # as in scenario files, of a typical one
    names: tuple[str, str]
    first: tuple[float, float]  # where the search begins


class Fitted(NamedTuple):
    """A family fitted to durations."""

    family: Family
    values: tuple[float, float]  # in days, under `KINDS[family].names`
    covariance: Floats  # of the values, (2, 2)
    mean: float
    error_of_log_mean: float
    aic: float
    lasting: Callable[[Floats], Floats]  # the share that lasts longer than so many days


def _weibull_lasting(pair: Pair, days: Floats) -> Floats:
    return np.asarray(-np.exp(np.exp(pair[0]) * (np.log(days) - pair[1])), np.float64)


def _weibull_density(pair: Pair, days: Floats) -> Floats:
    along = np.exp(pair[0]) * (np.log(days) - pair[1])
    return np.asarray(pair[0] - np.log(days) + along - np.exp(along), np.float64)


def _weibull_log_mean(pair: Pair) -> float:
    return float(pair[1] + special.gammaln(1 + np.exp(-pair[0])))


def _gamma_lasting(pair: Pair, days: Floats) -> Floats:
    shape = np.exp(pair[0])
    share = special.gammaincc(shape, days * shape / np.exp(pair[1]))
    return np.asarray(np.log(np.maximum(share, TINY)), np.float64)


def _gamma_density(pair: Pair, days: Floats) -> Floats:
    shape = np.exp(pair[0])
    rate = shape / np.exp(pair[1])
    along = shape * np.log(rate) + (shape - 1) * np.log(days) - rate * days
    return np.asarray(along - special.gammaln(shape), np.float64)


def _lognormal_lasting(pair: Pair, days: Floats) -> Floats:
    return np.asarray(special.log_ndtr((pair[0] - np.log(days)) / np.exp(pair[1])), np.float64)


def _lognormal_density(pair: Pair, days: Floats) -> Floats:
    apart = (np.log(days) - pair[0]) / np.exp(pair[1])
    along = -(apart**2) / 2 - pair[1] - np.log(days)
    return np.asarray(along - np.log(2 * np.pi) / 2, np.float64)


KINDS: Mapping[Family, Kind] = {
    Family.WEIBULL: Kind(
        _weibull_density, _weibull_lasting, _weibull_log_mean,
        lambda p, unit: (float(np.exp(p[0])), unit * float(np.exp(_weibull_log_mean(p)))),
        ("shape", "mean"), (0.0, 0.3),
    ),
    Family.GAMMA: Kind(
        _gamma_density, _gamma_lasting, lambda p: float(p[1]),
        lambda p, unit: (float(np.exp(p[0])), unit * float(np.exp(p[1]))),
        ("shape", "mean"), (0.0, 0.3),
    ),
    Family.LOGNORMAL: Kind(
        _lognormal_density, _lognormal_lasting,
        lambda p: float(p[0] + np.exp(2 * p[1]) / 2),
        lambda p, unit: (float(p[0] + np.log(unit)), float(np.exp(p[1]))),
        ("mu", "sigma"), (0.0, 0.0),
    ),
}  # fmt: skip


def fits(durations: Durations) -> list[Fitted]:
    """Return the fit of each family that has one, the lowest AIC first.

    AIC is Akaike's information criterion. At least two different durations must have ended.
    """
    found = (_fitted(family, kind, durations) for family, kind in KINDS.items())
    return sorted((each for each in found if each is not None), key=lambda fit: fit.aic)


def _fitted(family: Family, kind: Kind, durations: Durations) -> Fitted | None:
    unit = float(np.median(durations.exit[durations.event]))
    exits, entries = durations.exit / unit, durations.entry / unit
    event, late = durations.event, durations.entry > 0

    half = durations.step / 2 / unit

    def ended(pair: Pair, at: Floats) -> Floats:
        if not half:
            return kind.log_density(pair, at)
        before = np.where(at < half, 0.0, kind.log_lasting(pair, np.maximum(at - half, TINY)))
        after = kind.log_lasting(pair, np.where(at < half, half, at + half))
        return np.asarray(before + np.log(-np.expm1(after - before)), np.float64)

    def each(pair: Pair) -> Floats:
        found = np.empty(len(exits))
        found[event] = ended(pair, exits[event])
        found[~event] = kind.log_lasting(pair, exits[~event])
        found[late] -= kind.log_lasting(pair, entries[late])
        return found

    def loss(pair: Pair) -> float:
        if np.abs(pair).max() > LARGEST:
            return np.inf
        with np.errstate(all="ignore"):
            value = -float(each(pair).sum())
        return value if np.isfinite(value) else np.inf

    corners = np.array(kind.first) + WIDE * np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    best = optimize.minimize(
        loss,
        kind.first,
        method="Nelder-Mead",
        options={"initial_simplex": corners, "xatol": NEAR, "fatol": NEAR},
    )
    covariance = _sandwich(each, best.x, durations) if best.success else None
    if covariance is None:
        return None
    names = _slopes(lambda p: np.array(kind.named(p, unit)), best.x)
    mean = _slopes(lambda p: np.array([kind.log_mean(p)]), best.x)
    return Fitted(
        family=family,
        values=kind.named(best.x, unit),
        covariance=names @ covariance @ names.T,
        mean=unit * float(np.exp(kind.log_mean(best.x))),
        error_of_log_mean=float(np.sqrt((mean @ covariance @ mean.T)[0, 0])),
        aic=2 * len(best.x) + 2 * float(best.fun),
        lasting=lambda days: np.exp(kind.log_lasting(best.x, np.maximum(days, TINY) / unit)),
    )


def _sandwich(each: Callable[[Pair], Floats], best: Pair, durations: Durations) -> Floats | None:
    """Return the covariance of two parameters, (2, 2); None where the best is no single point."""
    with np.errstate(all="ignore"):
        slopes = _slopes(each, best)
        bend = _slopes(lambda pair: _slopes(each, pair).sum(axis=0), best)
    bend = (bend + bend.T) / 2
    if not np.isfinite(bend).all() or np.linalg.eigvalsh(-bend).min() <= CLOSE:
        return None
    bread = np.linalg.inv(bend)
    return np.asarray(bread @ clustered(slopes, durations.person) @ bread, np.float64)


def _slopes(of: Callable[[Pair], Floats], pair: Pair) -> Floats:
    """Return the derivatives of some values by two parameters, (n, 2)."""
    moves = np.eye(len(pair)) * STEP
    return np.stack([(of(pair + move) - of(pair - move)) / (2 * STEP) for move in moves], axis=1)
