"""The shape of an uncertain number: how likely its values are.

Two ends, `low` and `high`, are read as a central 90 % range: in 5 of 100 worlds the number is below
`low`, in 5 above `high`. The shape goes by what the number is, or is written. A shape may also be
written with parameters of its own. Of a shape without ends the outer two hundredths are not used.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter
from statistics import NormalDist
from typing import Any, Literal, NamedTuple

from sim.scenario.quantities import Harm, Number, Point, Quantity, Share, SomeCount, YearlyGrowth
from sim.scenario.uncertainty import Uncertainty
from sim.studies.design.amounts import RangeFault, amount_of, kind_of

Family = Literal["beta", "lognormal", "normal", "uniform"]
TAIL = 0.05  # below `low`, and as much above `high`
OUTER = 0.01  # of each side, drawn in to its edge
REACH = NormalDist().inv_cdf(
    1 - TAIL
)  # standard deviations from the middle of a normal law to an end
DENSE, THIN = 1e7, 1e-3  # the sum of the two parameters of a beta law that is looked for


class Shape(NamedTuple):
    """A law of a number, by the inverse of its distribution function."""

    family: Family | Literal["gamma", "triangular", "table"]
    first: float  # beta: a; gamma: shape; lognormal: mean of the logarithm; normal: mean; else: low
    second: float  # beta: b; gamma: scale; lognormal, normal: standard deviation; else: high end
    above: float = 0.0  # what a lognormal number is at least
    mode: float = 0.0  # of a triangular law
    table: tuple[tuple[float, float], ...] = ()  # values, rising, each with the share up to it

    def at(self, share: float) -> float:
        """Return the value below which a share of worlds, from 0 to 1, has the number."""
        if self.family == "uniform":
            return self.first + share * (self.second - self.first)
        if self.family == "triangular":
            return self._triangular(share)
        if self.family == "table":
            step = bisect_right(self.table, share, key=itemgetter(1))
            return self.table[min(step, len(self.table) - 1)][0]
        inner = min(max(share, OUTER), 1 - OUTER)
        if self.family == "beta":
            return float(_special().betaincinv(self.first, self.second, inner))
        if self.family == "gamma":
            return float(_special().gammaincinv(self.first, inner)) * self.second
        normal = self.first + self.second * NormalDist().inv_cdf(inner)
        return normal if self.family == "normal" else self.above + math.exp(normal)

    def _triangular(self, share: float) -> float:
        low, high, whole = self.first, self.second, self.second - self.first
        rising = (self.mode - low) / whole
        if share < rising:
            return low + math.sqrt(share * whole * (self.mode - low))
        return high - math.sqrt((1 - share) * whole * (high - self.mode))

    @property
    def ends(self) -> tuple[float, float]:
        """The values below and above which 5 of 100 worlds are; of a table its outer values."""
        if self.family == "table":
            return self.table[0][0], self.table[-1][0]
        return self.at(TAIL), self.at(1 - TAIL)


def shape_of(quantity: Quantity[Any]) -> Shape | None:
    """Return the law of a number, in the unit of its value; None if it is not uncertain.

    Raises
    ------
    RangeFault
        If no law of the kind has the range that is written.
    """
    kind, unit = kind_of(quantity, None)

    def amount(value: Any) -> float:
        return amount_of(value, "number" if kind == "whole" else kind, unit)

    uncertain, value = quantity.uncertain, amount(quantity.value)
    if uncertain is None or uncertain.shape is not None:
        if quantity.low is None or quantity.high is None:
            return None
        low, high = amount(quantity.low), amount(quantity.high)
        written = None if uncertain is None else uncertain.shape
        return _of_the_range(low, high, quantity, written)
    if uncertain.dirichlet is not None:
        weight = uncertain.dirichlet.weight
        if not 0 < value < 1:
            return None
        return Shape("beta", weight * value, weight * (1 - value))
    if uncertain.table is not None:
        return _table([(amount(each.value), each.weight) for each in uncertain.table])
    of_unit = {
        name: each if name in ("a", "b", "size", "spread") else amount(each)
        for name, each in uncertain.parameters.items()
    }
    return _of_parameters(uncertain, of_unit)


def bounds_of(quantity: Quantity[Any]) -> tuple[float | None, float | None]:
    """Return what the scenario allows at least and at most of a kind of number."""
    if isinstance(quantity, Share):
        return 0.0, 1.0
    if isinstance(quantity, (Number, YearlyGrowth)):
        return None, None
    return 1.0 if isinstance(quantity, (Harm, SomeCount)) else 0.0, None


def _of_the_range(low: float, high: float, quantity: Quantity[Any], written: str | None) -> Shape:
    family = _family(quantity) if written is None else written
    above = 1.0 if isinstance(quantity, Harm) and written is None else 0.0
    if family == "lognormal" and low < above:
        family = "uniform"
    return shape(low, high, family, above)  # type: ignore[arg-type]  # one of these words


def _family(quantity: Quantity[Any]) -> Family:
    """Return the shape of a range for a kind of number."""
    if isinstance(quantity, Share):
        return "beta"
    if isinstance(quantity, Point):
        return "uniform"  # a moment is not a size: it has no ratio to another
    return "normal" if isinstance(quantity, (Number, YearlyGrowth)) else "lognormal"


def _of_parameters(uncertain: Uncertainty, p: dict[str, float]) -> Shape:
    """Return the law with parameters in the unit of the number, which are known to fit it."""
    family = uncertain.family
    if family == "triangular":
        return Shape("triangular", p["low"], p["high"], mode=p["mode"])
    if "low" in p:
        return shape(p["low"], p["high"], family)  # type: ignore[arg-type]  # these have ends
    if family == "normal":
        return Shape("normal", p["mean"], p["sd"])
    if family == "gamma":
        return Shape("gamma", (p["mean"] / p["sd"]) ** 2, p["sd"] ** 2 / p["mean"])
    return _lognormal(p) if family == "lognormal" else _of_a_share(p)


def _lognormal(p: dict[str, float]) -> Shape:
    if "median" in p:
        return Shape("lognormal", math.log(p["median"]), math.log(p["spread"]) / REACH)
    variance = math.log1p((p["sd"] / p["mean"]) ** 2)
    return Shape("lognormal", math.log(p["mean"]) - variance / 2, math.sqrt(variance))


def _of_a_share(p: dict[str, float]) -> Shape:
    if "a" in p:
        return Shape("beta", p["a"], p["b"])
    mean = p["mean"]
    size = p["size"] if "size" in p else mean * (1 - mean) / p["sd"] ** 2 - 1
    return Shape("beta", mean * size, (1 - mean) * size)


def _table(weighted: Sequence[tuple[float, float]]) -> Shape:
    rising = sorted(weighted)
    total, up_to, found = math.fsum(weight for _, weight in rising), 0.0, []
    for value, weight in rising:
        up_to += weight / total
        found.append((value, up_to))
    return Shape("table", rising[0][0], rising[-1][0], table=tuple(found))


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
    from scipy.optimize import brentq  # noqa: PLC0415 -- takes long to import

    betainc = _special().betainc

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


def _special() -> Any:
    """Return SciPy's special functions, which take long to import and are not always needed."""
    from scipy import special  # noqa: PLC0415

    return special
