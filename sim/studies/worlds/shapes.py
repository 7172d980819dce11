"""The shape of an uncertain number: how likely its values are, from a `low` and a `high` end.

The ends are read as a central 90 % range: in 5 of 100 worlds the number is below `low`, in 5 above
`high`. The shape goes by what the number is. The outer two hundredths of a shape are not used.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

from scipy.optimize import brentq
from scipy.special import betainc, betaincinv, ndtri

from sim.studies.design.ranges import RangeFault

Family = Literal["beta", "lognormal", "normal", "uniform"]
TAIL = 0.05  # below `low`, and as much above `high`
OUTER = 0.01  # of each side, drawn in to its edge
REACH = float(ndtri(1 - TAIL))  # standard deviations from the middle of a normal law to an end
DENSE, THIN = 1e7, 1e-3  # the sum of the two parameters of a beta law that is looked for


class Shape(NamedTuple):
    """A law of a number, by the inverse of its distribution function."""

    family: Family
    first: float  # beta: a; lognormal: mean of the logarithm; normal: mean; uniform: low end
    second: float  # beta: b; lognormal, normal: standard deviation; uniform: high end
    above: float = 0.0  # what a lognormal number is at least

    def at(self, share: float) -> float:
        """Return the value below which a share of worlds, from 0 to 1, has the number."""
        if self.family == "uniform":
            return self.first + share * (self.second - self.first)
        inner = min(max(share, OUTER), 1 - OUTER)
        if self.family == "beta":
            return float(betaincinv(self.first, self.second, inner))
        normal = self.first + self.second * float(ndtri(inner))
        return normal if self.family == "normal" else self.above + math.exp(normal)


def shape(low: float, high: float, family: Family, above: float = 0.0) -> Shape:
    """Return the law whose central 90 % lies between the ends.

    A law that reaches its own bound only in the limit cannot have an end there. A share whose range
    begins at 0 or ends at 1, or a lognormal number whose range begins at `above`, is therefore
    uniform between its ends. So is "uniform" itself, which has nothing outside of them.

    Raises
    ------
    RangeFault
        If the low end is not below the high one, or an end is out of bounds.
    """
    if not low < high:
        raise RangeFault(f"The range {low} to {high} is empty.", "Write a low end below the high.")
    if family == "beta" and not 0 <= low < high <= 1:
        raise RangeFault(f"The range {low} to {high} is none of a share.", "Write 0 to 1.")
    if family == "lognormal" and low < above:
        raise RangeFault(f"The range {low} to {high} begins below {above}.", "Begin higher.")
    if family == "normal":
        return Shape(family, (low + high) / 2, (high - low) / (2 * REACH))
    if family == "lognormal" and low > above:
        ends = math.log(low - above), math.log(high - above)
        return Shape(family, sum(ends) / 2, (ends[1] - ends[0]) / (2 * REACH), above)
    if family == "beta" and low > 0 and high < 1:
        return _beta(low, high)
    return Shape("uniform", low, high)


def _beta(low: float, high: float) -> Shape:
    """Return the beta law with 5 % below the low end and 5 % above the high end."""

    def mean(size: float) -> float:
        """The mean with which a law of a + b = size has 5 % below the low end."""
        return float(
            brentq(lambda m: betainc(m * size, (1 - m) * size, low) - TAIL, 1e-12, 1 - 1e-12)
        )

    def missed(log_size: float) -> float:
        size = math.exp(log_size)
        m = mean(size)
        return float(betainc(m * size, (1 - m) * size, high) - (1 - TAIL))

    if missed(math.log(DENSE)) < 0 or missed(math.log(THIN)) > 0:
        return Shape("uniform", low, high)
    size = math.exp(float(brentq(missed, math.log(THIN), math.log(DENSE))))
    m = mean(size)
    return Shape("beta", m * size, (1 - m) * size)
