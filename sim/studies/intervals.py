"""Compute the 95 % confidence interval of a mean over replications, or say why there is none.

The same two rules hold for means of one arm and for paired differences.

1. *Too few.* There is no interval if the values that differ from the commonest value are fewer
   than half of all, and also fewer than six. What happens in a few runs only does not show how
   often and how much it happens. If every run has the same value, there is no interval either.
2. *Skewed.* Otherwise the interval is Student's t interval, which may be extended for skewed
   values. Values count as skewed if their skewness exceeds the standard error that it would have
   for normal values. The t interval is then extended, on the side where it is too short, to the
   end of Willink's interval for asymmetric values (2005, doi:10.1080/03610920500476465). It is
   never shortened. If the skewness exceeds twice that error, a note says so.

Differences without an interval are judged by their signs alone: they are clear only if all have
the same sign. The validation page reports how well the rules work for rare and skewed measures.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import NamedTuple

import numpy as np

from sim.laws import Flags, Floats
from sim.studies.student_t import quantile, two_sided_p

CONFIDENCE = 0.95
ENOUGH_DIFFER = 6
"""If this many values differ from the commonest value, there is an interval in any case."""
WIDENED_FROM, NOTED_FROM = 1.0, 2.0  # standard errors of skewness
SAME_UP_TO = 1e-9  # of the largest value: rounding, not a difference
NAN = float("nan")

ONE_RUN = "one run"
SAME = "the same in every run"
FEW = "too few: {differ} of {runs} runs differ"
SKEWED = "skewed: widened, may be too narrow"


class Interval(NamedTuple):
    """The limits between which a mean is likely to lie.

    `low` and `high` are NaN if no interval can be given.
    """

    low: float
    high: float
    note: str = ""  # one of the four above; empty where nothing has to be said

    @property
    def withheld(self) -> bool:
        """Whether there is no interval."""
        return math.isnan(self.low)


NOTHING = Interval(NAN, NAN)


def interval(values: Floats, confidence: float = CONFIDENCE) -> Interval:
    """Return the interval for the mean of independent values, shape (n,). All must be defined."""
    count = values.size
    if count < 2:
        return NOTHING._replace(note=ONE_RUN) if count else NOTHING
    differ = differing(values)
    if too_few(differ, count):
        note = FEW.format(differ=differ, runs=count) if differ else SAME
        return NOTHING._replace(note=note)
    mean, error, skewness = moments(values)
    reach, skewed = quantile(0.5 + confidence / 2, count - 1), float(skewness_error(count))
    below = above = reach
    if abs(skewness) > WIDENED_FROM * skewed:  # a run has thousands of means, few of them skewed
        below, above = map(float, reaches(skewness, np.array(count), reach))
    noted = abs(skewness) > NOTED_FROM * skewed
    return Interval(mean - below * error, mean + above * error, SKEWED if noted else "")


def p_value(differences: Floats) -> float:
    """Return the p value of a two-sided test that the mean is 0, consistent with `interval`.

    It is below 0.05 exactly if the 95 % interval does not contain 0. If there is no interval, it
    is the p value of a sign test, provided that all values other than 0 have the same sign;
    otherwise it is 1. It is NaN for a single value.
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
    """Return how many values differ from the commonest value."""
    counts = Counter(alike(values).tolist())
    return values.size - max(counts.values(), default=0)


def too_few(differ: int, count: int) -> bool:
    """Return whether too few of `count` values differ from the commonest one for an interval."""
    return differ < min(count / 2, ENOUGH_DIFFER)


def reaches(
    skewness: Floats | float, count: Floats, reach: Floats | float
) -> tuple[Floats, Floats]:
    """Return how many standard errors the interval extends below and above the mean.

    Parameters
    ----------
    skewness
        Third central moment of the values over the 3/2 power of the second, any shape.
    count
        The number of values, at least 2, the same shape.
    reach
        The half-width of the t interval, in standard errors.
    """
    skewness, count = np.asarray(skewness, float), np.asarray(count, float)
    with np.errstate(invalid="ignore"):
        widened = np.abs(skewness) > WIDENED_FROM * skewness_error(count)
        return bent_reaches(_bend(skewness, count), widened, reach)


def bent_reaches(
    bend: Floats | float, widened: Flags | bool, reach: Floats | float
) -> tuple[Floats, Floats]:
    """Return how many standard errors the interval extends below and above an estimate.

    Parameters
    ----------
    bend
        Willink's `a`, a sixth of the skewness of the estimate, any shape.
    widened
        Whether the estimate is skewed enough to extend the interval, the same shape.
    reach
        The half-width of the t interval, in standard errors.
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
    """Return the p value of a two-sided test that an estimate is 0.

    The estimate is `errors` standard errors from 0. The p value belongs to the interval that is
    extended for skewness.
    """
    straight = bend + ((1 + 2 * bend * errors) ** 3 - 1) / (6 * bend)
    return max(two_sided_p(errors, degrees), two_sided_p(straight, degrees))


def moments(values: Floats) -> tuple[float, float, float]:
    """Return the mean, its standard error, and the skewness of the values."""
    mean = float(values.mean())
    apart = values - mean
    size = float(np.abs(apart).max())  # by which they are divided, so that no power underflows
    second = float(((apart / size) ** 2).mean())
    third = float(((apart / size) ** 3).mean())
    return mean, size * math.sqrt(second / (values.size - 1)), third / second**1.5


def skewness_error(count: Floats | float) -> Floats | float:
    """Return the standard error of the skewness of a sample with this many normal values.

    For two values it is infinite.
    """
    known = (6 * np.maximum(count - 2, 0) / ((count + 1) * (count + 3))) ** 0.5
    found: Floats = np.where(np.asarray(count) > 2, known, np.inf)
    return found


def _bend(skewness: Floats | float, count: Floats | float) -> Floats | float:
    """Return Willink's `a`: a sixth of the skewness of the mean, with the unbiased third moment."""
    found: Floats | float = skewness * without_bias(count) / (6 * np.sqrt(count))
    return found


def without_bias(count: Floats | float) -> Floats | float:
    """Return the factor that makes the skewness of a sample of this size unbiased."""
    found: Floats | float = np.sqrt(count * (count - 1)) / np.maximum(count - 2, 1)
    return found


def alike(values: Floats) -> Floats:
    """Round values to a very fine grid.

    Values that differ only by rounding errors then become equal.
    """
    largest = float(np.abs(values).max(initial=0.0))
    return np.rint(values / largest / SAME_UP_TO) if largest else values
