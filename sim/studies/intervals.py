"""The 95 % confidence interval of a mean over replications, or the reason for giving none.

One rule, for means of one arm and for paired differences alike.

1. *Too few.* Where fewer than half of the values, and fewer than six, differ from the commonest
   one, there is no interval: what happens in a few runs only says nothing of how often and how
   much it happens. The same value in every run is a case of it.
2. *Skewed.* Otherwise it is Student's t interval. Where the values lie unevenly, by more than the
   standard error that the skewness of normal values has, it is extended on the side where it is
   too short to the end of Willink's interval for asymmetric values (2005,
   doi:10.1080/03610920500476465); it is never shortened. Beyond twice that error a note says so.

Differences without an interval are judged by their signs alone: they tell only if all go one way.
What the rule was worth in rare and skewed worlds is on the page on validation.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sim.resolved import Flags, Floats
from sim.studies.student_t import quantile, two_sided_p

CONFIDENCE = 0.95
ENOUGH_DIFFER = 6
"""So many values that differ from the commonest are enough, however many are alike."""
WIDENED_FROM, NOTED_FROM = 1.0, 2.0  # standard errors of skewness
SAME_UP_TO = 1e-9  # of the largest value: rounding, not a difference
NAN = float("nan")

ONE_RUN = "one run"
SAME = "the same in every run"
FEW = "too few: {differ} of {runs} runs differ"
SKEWED = "skewed: widened, may be too narrow"


class Interval(NamedTuple):
    """Where a mean is likely to lie; `low` and `high` are NaN where that cannot be said."""

    low: float
    high: float
    note: str = ""  # one of the four above; empty where nothing has to be said

    @property
    def withheld(self) -> bool:
        """Whether there is no interval."""
        return math.isnan(self.low)


NOTHING = Interval(NAN, NAN)


def interval(values: Floats, confidence: float = CONFIDENCE) -> Interval:
    """Interval for the mean of independent values, shape (n,), none of them undefined."""
    count = values.size
    if count < 2:
        return NOTHING._replace(note=ONE_RUN) if count else NOTHING
    differ = differing(values)
    if too_few(differ, count):
        note = FEW.format(differ=differ, runs=count) if differ else SAME
        return NOTHING._replace(note=note)
    mean, error, skewness = moments(values)
    below, above = reaches(skewness, np.array(count), quantile(0.5 + confidence / 2, count - 1))
    noted = abs(skewness) > NOTED_FROM * skewness_error(count)
    return Interval(
        mean - float(below) * error, mean + float(above) * error, SKEWED if noted else ""
    )


def p_value(differences: Floats) -> float:
    """Of a two-sided test that the mean is 0, the same rule as the interval's.

    It is below 0.05 exactly where the 95 % interval leaves out 0. Where there is no interval it
    is that of the signs if all that are not 0 agree, and 1 if they do not. NaN for one value.
    """
    count = differences.size
    if count < 2:
        return NAN
    if too_few(differing(differences), count):
        signs = np.sign(alike(differences))
        signs = signs[signs != 0]
        agree = signs.size and bool(np.all(signs == signs[0]))
        return float(2.0 ** (1 - signs.size)) if agree else 1.0
    mean, error, skewness = moments(differences)
    if abs(skewness) > WIDENED_FROM * skewness_error(count):
        return bent_p(float(_bend(skewness, count)), mean / error, count - 1)
    return two_sided_p(mean / error, count - 1)


def differing(values: Floats) -> int:
    """How many values are not the commonest one."""
    _, counts = np.unique(alike(values), return_counts=True)
    return int(values.size - counts.max(initial=0))


def too_few(differ: int, count: int) -> bool:
    """Whether so few of `count` values differ that there is no interval."""
    return differ < min(count / 2, ENOUGH_DIFFER)


def reaches(
    skewness: Floats | float, count: Floats, reach: Floats | float
) -> tuple[Floats, Floats]:
    """How many standard errors the interval reaches below and above the mean.

    Parameters
    ----------
    skewness
        Third central moment of the values over the 3/2 power of the second, any shape.
    count
        How many values, at least 2, the same shape.
    reach
        How many standard errors the t interval reaches to either side.
    """
    skewness, count = np.asarray(skewness, float), np.asarray(count, float)
    with np.errstate(invalid="ignore"):
        widened = np.abs(skewness) > WIDENED_FROM * skewness_error(count)
        return bent_reaches(_bend(skewness, count), widened, reach)


def bent_reaches(
    bend: Floats | float, widened: Flags | bool, reach: Floats | float
) -> tuple[Floats, Floats]:
    """How many standard errors the interval reaches below and above an estimate.

    Parameters
    ----------
    bend
        Willink's `a`, a sixth of the skewness of the estimate, any shape.
    widened
        Whether it is skewed enough for that, the same shape.
    reach
        How many standard errors the t interval reaches to either side.
    """
    straight = np.broadcast_to(np.asarray(reach, float), np.shape(bend))
    with np.errstate(invalid="ignore", divide="ignore"):
        bent = [
            (np.cbrt(1 + 6 * bend * (side * reach - bend)) - 1) / (2 * bend) for side in (1, -1)
        ]
    below = np.where(widened, np.fmax(straight, bent[0]), straight)
    above = np.where(widened, np.fmax(straight, -bent[1]), straight)
    return below, above


def bent_p(bend: float, errors: float, degrees: float) -> float:
    """Of a two-sided test that an estimate, so many standard errors from 0, is 0.

    It goes with an interval that is widened for its skewness.
    """
    straight = bend + ((1 + 2 * bend * errors) ** 3 - 1) / (6 * bend)
    return max(two_sided_p(errors, degrees), two_sided_p(straight, degrees))


def moments(values: Floats) -> tuple[float, float, float]:
    """Mean, its standard error, and the skewness of the values."""
    mean = float(values.mean())
    apart = values - mean
    size = float(np.abs(apart).max())  # by which they are divided, so that no power underflows
    second = float(((apart / size) ** 2).mean())
    third = float(((apart / size) ** 3).mean())
    return mean, size * math.sqrt(second / (values.size - 1)), third / second**1.5


def skewness_error(count: Floats | float) -> Floats | float:
    """Standard error of the skewness of so many normal values; infinite for two: none."""
    known = (6 * np.maximum(count - 2, 0) / ((count + 1) * (count + 3))) ** 0.5
    found: Floats = np.where(np.asarray(count) > 2, known, np.inf)
    return found


def _bend(skewness: Floats | float, count: Floats | float) -> Floats | float:
    """Willink's `a`: a sixth of the skewness of the mean, with the unbiased third moment."""
    found: Floats | float = skewness * without_bias(count) / (6 * np.sqrt(count))
    return found


def without_bias(count: Floats | float) -> Floats | float:
    """What the skewness of so many values is multiplied by to have the unbiased third moment."""
    found: Floats | float = np.sqrt(count * (count - 1)) / np.maximum(count - 2, 1)
    return found


def alike(values: Floats) -> Floats:
    """The values on a grid so fine that only rounding errors share a point of it."""
    largest = float(np.abs(values).max(initial=0.0))
    return np.rint(values / largest / SAME_UP_TO) if largest else values
