"""Made-up worlds whose truth is known: functions of 20 to 140 inputs, and what is to be found.

A function gives the true difference of one arm (or several) from shares of inputs. A study draws
some worlds of it, and in each world runs with noise of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri
from scipy.stats import qmc

from sim.laws import Floats
from sim.studies.statistics.worlds.inputs import Inputs

MATTERS = 0.2  # the difference that matters, where the spread of the truth is about 1
MANY = 100_000  # worlds by which the truth itself is known


class MadeUp(NamedTuple):
    """A function of worlds."""

    inputs: int
    truth: Callable[[Floats], Floats]  # from (worlds, inputs) to (worlds,)
    choices: int = 0  # of the last input; 0 if it is a number as the others
    noise: str = "normal"  # or skewed, unequal between worlds, or growing with the truth


def additive(x: Floats) -> Floats:
    """Three smooth effects of different size."""
    return 2.4 * (x[:, 0] - 0.5) + 2.2 * (x[:, 1] ** 2 - 1 / 3) + 0.9 * (x[:, 2] - 0.5) + 0.3


def products(x: Floats) -> Floats:
    """Two effects that need each other, and one alone."""
    return 9 * (x[:, 0] - 0.5) * (x[:, 1] - 0.5) + 2 * (x[:, 2] - 0.5) + 0.2


def threshold(x: Floats) -> Floats:
    """Better only where one input is high and another is not low."""
    step: Floats = np.where((x[:, 0] > 0.55) & (x[:, 1] > 0.3), 1.3, -0.8)
    return step + 0.8 * (x[:, 2] - 0.5)


def many_small(x: Floats) -> Floats:
    """Two large effects, and 40 that are each too small to see."""
    small: Floats = 0.35 * (x[:, 10:50] - 0.5).sum(axis=1)
    return 2 * (x[:, 0] - 0.5) + 1.5 * (x[:, 1] - 0.5) + small - 0.2


def curved(x: Floats) -> Floats:
    """Best in the middle of one input, with a skewed effect of another."""
    return 6 * (0.25 - (x[:, 0] - 0.5) ** 2 - 1 / 6) + 0.6 * (np.exp(2 * x[:, 1]) - 3.19) / 1.7


def structures(x: Floats) -> Floats:
    """A choice among three (the last input) changes the sign of an effect."""
    turned: Floats = np.array([1.0, 0.4, -1.0])[x[:, -1].astype(int)]
    size: Floats = 0.8 + 1.2 * (x[:, 0] - 0.5)
    return turned * size + 1.5 * (x[:, 1] - 0.5) + 0.1


def waits(x: Floats) -> Floats:
    """Nothing to gain in most worlds, much in a few, as with waits for a service that is full."""
    return np.asarray(np.exp(np.clip(9 * x[:, 0] + 3 * x[:, 1] - 6, 0, None)) / 40 - 1 / 40)


FUNCTIONS = {
    "additive": MadeUp(20, additive),
    "products": MadeUp(40, products),
    "threshold": MadeUp(40, threshold),
    "many small": MadeUp(140, many_small),
    "curved, skewed noise": MadeUp(60, curved, noise="skewed"),
    "structures, unequal noise": MadeUp(30, structures, choices=3, noise="unequal"),
    "waits, growing noise": MadeUp(60, waits, noise="growing"),
}


def scattered(x: Floats) -> Floats:
    """Truths that differ between worlds, but by nothing that an input shows."""
    return np.asarray(MATTERS + ndtri(np.clip((x[:, 0] * 1e7) % 1, 1e-9, 1 - 1e-9)))


SAME = MadeUp(60, lambda x: np.full(len(x), 0.3))  # nothing depends on anything
SCATTERED = MadeUp(60, scattered)


class Study(NamedTuple):
    """Some worlds of a function, as a study sees them."""

    inputs: Inputs
    differences: Floats  # (worlds, runs)
    truth: Floats  # (worlds,)


def draw(made: MadeUp, worlds: int, seed: int, sobol: bool = False) -> Floats:
    """Draw worlds: shares, and in the last column choices, if it is a choice."""
    random = np.random.default_rng(seed)
    if sobol:
        shares = qmc.Sobol(made.inputs, rng=random).random(worlds)
    else:
        shares = random.random((worlds, made.inputs))
    if made.choices:
        shares[:, -1] = np.floor(shares[:, -1] * made.choices)
    return shares


def study(made: MadeUp, worlds: int, runs: int, reliability: float, seed: int) -> Study:
    """Draw a study in which so much of the variance of world means is no noise.

    Where the truth is the same everywhere, its spread counts as 1.
    """
    spread = known(made).spread
    noise = (spread if spread > 1e-9 else 1.0) * np.sqrt((1 / reliability - 1) * runs)
    shares = draw(made, worlds, seed, sobol=worlds & (worlds - 1) == 0)
    truth = made.truth(shares)
    random = np.random.default_rng([seed, 1])
    drawn = random.standard_normal((worlds, runs))
    if made.noise == "skewed":
        drawn = random.standard_exponential((worlds, runs)) - 1
    if made.noise == "unequal":
        drawn *= (0.5 + random.random((worlds, 1))) / np.sqrt(13 / 12)
    if made.noise == "growing":
        drawn *= truth[:, None] / np.sqrt((truth**2).mean())
    names = tuple(f"x{at}" for at in range(made.inputs))
    kinds = (0,) * (made.inputs - 1) + (made.choices,)
    return Study(Inputs(names, shares, kinds), truth[:, None] + noise * drawn, truth)


class Known(NamedTuple):
    """What is true of a function, over very many worlds."""

    better: float
    low: float
    high: float
    worth_of_knowing: float
    worths: tuple[float, ...]  # of knowing each of the first three inputs and the last
    spread: float


@cache
def known(made: MadeUp) -> Known:
    """Return the truth over very many worlds."""
    shares = draw(made, MANY, 0)
    truth = made.truth(shares)
    stays = max(truth.mean(), 0)
    worths = [_worth(shares[:, at], truth) for at in looked_at(made)]
    low, high = np.quantile(truth, [0.05, 0.95])
    return Known(
        float((truth >= MATTERS).mean()),
        float(low),
        float(high),
        float(np.maximum(truth, 0).mean() - stays),
        tuple(float(each - stays) for each in worths),
        float(truth.std()),
    )


def looked_at(made: MadeUp) -> tuple[int, ...]:
    """The inputs whose worth is compared with the truth."""
    return (0, 1, 2, made.inputs - 1)


def _worth(column: Floats, truth: Floats) -> float:
    """The mean of what is gained in bins of an input; a choice is its own bin."""
    bins = column.astype(int) if column.max() > 1 else (column * 200).astype(int)
    counts = np.bincount(bins)
    means = np.bincount(bins, truth)[counts > 0] / counts[counts > 0]
    return float((np.maximum(means, 0) * counts[counts > 0]).sum() / len(truth))
