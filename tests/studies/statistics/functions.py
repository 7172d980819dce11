"""Functions with known sensitivity indices, with noise put on top."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from sim.laws import Floats
from sim.studies.statistics.estimates import Setting
from sim.studies.statistics.sensitivity import Input
from tests.studies.statistics.synthetic import Counting


class Known(NamedTuple):
    """A function, its inputs (the last one does nothing), and its indices."""

    inputs: tuple[Input, ...]
    function: Callable[[tuple[float, ...]], float]
    first: tuple[float, ...]
    total: tuple[float, ...]
    variance: float


def ishigami() -> Known:
    """Ishigami & Homma 1990, a = 7, b = 0.1; indices as in Saltelli et al. 2008."""
    by_first = 0.5 * (1 + 0.1 * math.pi**4 / 5) ** 2
    by_second = 7**2 / 8
    together = 0.1**2 * math.pi**8 * (1 / 18 - 1 / 50)
    variance = by_first + by_second + together
    return Known(
        tuple(Input(name, -math.pi, math.pi) for name in ("x1", "x2", "x3", "idle")),
        lambda x: math.sin(x[0]) + 7 * math.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * math.sin(x[0]),
        (by_first / variance, by_second / variance, 0, 0),
        ((by_first + together) / variance, by_second / variance, together / variance, 0),
        variance,
    )


def sobol_g() -> Known:
    """Sobol's G function with a = 0, 1, 4.5; Saltelli & Sobol 1995."""
    a = (0.0, 1.0, 4.5)
    parts = [1 / (3 * (1 + each) ** 2) for each in a]
    variance = math.prod(1 + part for part in parts) - 1
    total = [part * (variance + 1) / (1 + part) / variance for part in parts]
    return Known(
        tuple(Input(name, 0, 1) for name in ("x1", "x2", "x3", "idle")),
        lambda x: math.prod((abs(4 * u - 2) + c) / (1 + c) for u, c in zip(x, a, strict=False)),
        (*(part / variance for part in parts), 0),
        (*total, 0),
        variance,
    )


def linear() -> Known:
    """4 u + 2 v + w over ranges of 1, far from 0 so that a forgotten mean would show."""
    parts = [16 / 12, 4 / 12, 1 / 12]
    shares = (*(part / sum(parts) for part in parts), 0.0)
    return Known(
        tuple(Input(name, 10, 11) for name in ("u", "v", "w", "idle")),
        lambda x: 4 * x[0] + 2 * x[1] + x[2],
        shares,
        shares,
        sum(parts),
    )


KNOWN = {"ishigami": ishigami(), "g": sobol_g(), "linear": linear()}


def noisy(known: Known, seed: int, noise: float, *, common: bool) -> Counting:
    """The function with noise as large as `noise` times its own standard deviation.

    With common random numbers the noise of a replication is a function of the inputs that matter
    (a level, and a tilt along the first); without, it is drawn anew for every run.
    """
    size = noise * math.sqrt(known.variance)

    def evaluate(setting: Setting, first: int, count: int) -> Floats:
        assert isinstance(setting, tuple)
        numbers = range(first, first + count)
        if common:
            one = known.inputs[0]
            tilt = 2 * (setting[0] - one.low) / (one.high - one.low) - 1
            drawn = [np.random.default_rng([seed, r]).normal(size=2) @ [0.8, tilt] for r in numbers]
        else:
            place = [int(1e9 * (u - i.low)) for u, i in zip(setting, known.inputs, strict=True)]
            drawn = [float(np.random.default_rng([seed, *place, r]).normal()) for r in numbers]
        values = known.function(setting) + size * np.array(drawn)
        return values.reshape(count, 1, 1)

    return Counting(evaluate)
