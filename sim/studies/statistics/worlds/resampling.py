"""Intervals by a bootstrap of worlds, in which predictions are held fixed.

The half-widths are made larger by a quarter, because what the predictions themselves miss is not
drawn again. With this factor, intervals of the probability of being better held the truth in about
as many studies as they say; the page on validation has the figures. If resampling moves a figure to
one side, as it does with a gain where two arms are equally good on average, the interval reaches as
much further to the other side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from sim.laws import Floats, Ints

RESAMPLES, RESAMPLE_SEED = 300, 2
FACTOR = 1.25
LEVEL = 0.9


class Range(NamedTuple):
    """A figure with the ends between which it lies with 90 % confidence."""

    value: float
    low: float
    high: float


def resamples(worlds: int, count: int = RESAMPLES) -> Iterator[Ints]:
    """Iterate over draws of worlds with replacement; each is positions of the shape (worlds,)."""
    random = np.random.default_rng([RESAMPLE_SEED, worlds])
    for _ in range(count):
        yield random.integers(0, worlds, worlds)


def ranges(
    worlds: int, figures: Callable[[Ints], Floats], count: int = RESAMPLES
) -> tuple[Range, ...]:
    """Return each of some figures with its interval.

    ``figures`` returns figures, shape (figures,), from the positions of the worlds to be used.
    """
    here = figures(np.arange(worlds))
    drawn = np.array([figures(rows) for rows in resamples(worlds, count)])
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    bias = drawn.mean(axis=0) - here
    low = here - FACTOR * (here - low) - np.maximum(bias, 0)
    high = here + FACTOR * (high - here) - np.minimum(bias, 0)
    return tuple(
        Range(float(value), float(min(lower, value)), float(max(upper, value)))
        for value, lower, upper in zip(here, low, high, strict=True)
    )


def as_share(found: Range, worlds: int) -> Range:
    """Return the range of a share of worlds, from 0 to 1.

    A bootstrap of worlds that are all alike has no width. Where all of N worlds are (or none is)
    of a kind, the interval reaches to the exact binomial bound, 0.05 ** (1 / N) from the other end.
    """
    low, high = max(found.low, 0.0), min(found.high, 1.0)
    if found.value >= 1 - 1 / worlds:
        low = min(low, 0.05 ** (1 / worlds))
    if found.value <= 1 / worlds:
        high = max(high, 1 - 0.05 ** (1 / worlds))
    return Range(found.value, low, high)
