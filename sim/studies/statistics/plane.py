"""Set a difference in cost beside a difference in what is gained: the cost-effectiveness plane.

Each pair of a run and the run that it is compared with gives a point (Black 1990,
doi:10.1177/0272989X9001000308). Pairs may be replications, or means over the replications of one
world. A cost for each unit gained is the ratio of the mean differences, and its interval is that of
Fieller's theorem (1954; for costs and effects: Willan and O'Brien 1996, Health Economics 5,
297-305), with the quantile of Student's t. It takes account of cost and gain moving together.

A ratio is given only if both mean differences are clear and have the same sign: more is paid for
more, or less is paid for less. In all other cases the ratio would mislead. If one arm costs less
and gains more, a ratio below 0 does not say by how much it is better; and if the gain may be 0, the
ratio may be anything.
"""

from __future__ import annotations

import enum
import math
from typing import NamedTuple

import numpy as np

from sim.laws import Floats
from sim.studies.intervals import CONFIDENCE, SAME, alike
from sim.studies.statistics.estimates import Estimate, estimate, t_reach
from sim.studies.statistics.mechanisms import Explained

NAN = float("nan")
NOT_MEANINGFUL = "not meaningful"


class Way(enum.Enum):
    """What can be said of a mean difference."""

    MORE = "more"
    LESS = "less"
    SAME = "the same in every pair"
    UNCLEAR = "cannot tell"


class Quadrants(NamedTuple):
    """The share of the pairs in each part of the plane; the shares add up to 1, or are all NaN."""

    dearer_and_better: float
    cheaper_and_better: float
    cheaper_and_worse: float
    dearer_and_worse: float
    on_a_line: float  # cost, gain or both do not differ


class Plane(NamedTuple):
    """The differences in cost and in what is gained, and the ratio of the two."""

    cost: Estimate
    gain: Estimate  # more is better
    quadrants: Quadrants
    ratio: float  # cost for each unit gained; NaN where it would mislead
    low: float  # the 95 % interval of the ratio
    high: float

    @property
    def dearer(self) -> Way:
        """Whether the cost differs."""
        return way(self.cost)

    @property
    def better(self) -> Way:
        """Whether what is gained differs."""
        return way(self.gain)


def plane(costs: Floats, gains: Floats, confidence: float = CONFIDENCE) -> Plane:
    """Return where an arm is on the plane, from paired differences.

    Parameters
    ----------
    costs
        The differences in cost, arm minus baseline, one for each independent pair, shape (n,).
    gains
        The differences in what is gained, in the same order, signed so that more is better: for
        days without help, baseline minus arm.

    Returns
    -------
    Plane
        Pairs in which either difference is not finite are left out of everything, and counted in
        both estimates. The interval of the ratio is finite and does not contain 0.

    Raises
    ------
    ValueError
        If the arrays do not have the same shape (n,).
    """
    costs, gains = np.asarray(costs, float), np.asarray(gains, float)
    if costs.shape != gains.shape or costs.ndim != 1:
        raise ValueError("a cost and a gain for each pair, please")
    known = np.isfinite(costs) & np.isfinite(gains)
    cost = estimate(np.where(known, costs, NAN), confidence)
    gain = estimate(np.where(known, gains, NAN), confidence)
    found = Plane(cost, gain, quadrants(costs[known], gains[known]), NAN, NAN, NAN)
    if (found.dearer, found.better) not in ((Way.MORE, Way.MORE), (Way.LESS, Way.LESS)):
        return found
    low, high = fieller(costs[known], gains[known], confidence)
    return found._replace(ratio=cost.mean / gain.mean, low=low, high=high)


def way(difference: Estimate) -> Way:
    """Return what can be said of a mean difference."""
    if difference.note == SAME and difference.mean == 0:
        return Way.SAME
    if not difference.tells:
        return Way.UNCLEAR
    return Way.MORE if difference.low > 0 else Way.LESS


def quadrants(costs: Floats, gains: Floats) -> Quadrants:
    """Return the share of pairs in each part of the plane; rounding errors are no difference."""
    if not costs.size:
        return Quadrants(NAN, NAN, NAN, NAN, NAN)
    dearer, better = np.sign(alike(costs)), np.sign(alike(gains))
    return Quadrants(
        float(((dearer > 0) & (better > 0)).mean()),
        float(((dearer < 0) & (better > 0)).mean()),
        float(((dearer < 0) & (better < 0)).mean()),
        float(((dearer > 0) & (better < 0)).mean()),
        float(((dearer == 0) | (better == 0)).mean()),
    )


def fieller(numbers: Floats, over: Floats, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return Fieller's interval for the ratio of two means, from pairs of values, shape (n,).

    It is exact for normal pairs. Both ends are NaN if there are fewer than two pairs, or if the
    t interval of the mean of `over` contains 0: the set of possible ratios is then not an interval.
    """
    count = numbers.size
    if count < 2:
        return NAN, NAN
    spread = np.cov(numbers, over) / count * t_reach(count, confidence) ** 2
    top, below = float(numbers.mean()), float(over.mean())
    square = below**2 - spread[1, 1]
    if square <= 0:
        return NAN, NAN
    middle = top * below - spread[0, 1]
    # Never negative, apart from rounding errors, where `square` is positive.
    root = math.sqrt(max(middle**2 - square * (top**2 - spread[0, 0]), 0.0))
    return float((middle - root) / square), float((middle + root) / square)


def plane_of_changes(cost: Explained, lost: Explained) -> dict[str, Plane]:
    """Return where each change between two arms is on the plane, by its name.

    Parameters
    ----------
    cost, lost
        The effects of the same changes on the cost, and on an outcome of which less is better.
        Their shares are used; of a fraction of the subsets, which has none, the main effects.
    """
    found = {}
    for paid, bad in zip(cost.shares or cost.main, lost.shares or lost.main, strict=True):
        found[paid.changes[0]] = plane(np.array(paid.values), -np.array(bad.values))
    return found
