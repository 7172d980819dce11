"""The families of distributions, each with its parameters."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import Field, model_validator

from sim.errors import listed
from sim.scenario.parts import Items, Part
from sim.scenario.quantities import (
    Number,
    Positive,
    Quantity,
    Share,
    SomeCount,
    Sourced,
    WholeDays,
    as_float,
)
from sim.scenario.refusing import wrong
from sim.scenario.values import AnyNumber, UnitNumber
from sim.scenario.words import one_of
from sim.scenario.written import Block
from sim.units import plain_number

Q = TypeVar("Q", bound=Quantity[Any])
Unit = Annotated[
    Literal["minutes", "hours", "days", "weeks", "months", "years"],
    one_of("minutes", "hours", "days", "weeks", "months", "years"),
]
"""The unit of numbers that are written without units of their own, such as those of a table."""


def above_zero(quantity: Quantity[Any] | None, what: str) -> None:
    """Raise an error if a parameter that must be above 0 is not."""
    if quantity is not None and as_float(quantity.value) <= 0:
        raise wrong(f"The {what} {quantity.written} is not above 0.", f"Write a {what} above 0.")


def together(part: Part, *choices: tuple[str, ...]) -> None:
    """Raise an error unless exactly one of the given sets of keys is written in a part."""
    written = {name for name in type(part).model_fields if getattr(part, name) is not None}
    if written not in [set(choice) for choice in choices]:
        ways = "; or ".join(listed(f"`{key}`" for key in choice) for choice in choices)
        have = listed(f"`{key}`" for key in sorted(written)) if written else "Nothing"
        raise wrong(f"{have} is not what describes it.", f"Write {ways}.")


class Exponential(Part, Generic[Q]):
    """An exponential distribution: equally likely to end at any moment."""

    mean: Q

    @model_validator(mode="after")
    def _check(self) -> Exponential[Q]:
        above_zero(self.mean, "mean")
        return self


class Uniform(Part, Generic[Q]):
    """A uniform distribution: all values between two bounds are equally likely."""

    low: Q
    high: Q

    @model_validator(mode="after")
    def _check(self) -> Uniform[Q]:
        ascending(self.low, self.high)
        return self


def ascending(low: Quantity[Any], high: Quantity[Any], strictly: bool = True) -> None:
    """Raise an error if two bounds are in the wrong order."""
    lower, upper = as_float(low.value), as_float(high.value)
    if lower > upper or (strictly and lower == upper):
        raise wrong(f"{low.written} is not below {high.written}.", "Write the lower one first.", "")


class Triangular(Part, Generic[Q]):
    """A triangular distribution: values between two bounds, most likely near the mode."""

    low: Q
    mode: Q
    high: Q

    @model_validator(mode="after")
    def _check(self) -> Triangular[Q]:
        ascending(self.low, self.mode, strictly=False)
        ascending(self.mode, self.high, strictly=False)
        ascending(self.low, self.high)
        return self


class Percentile(Part, Generic[Q]):
    """A percentile: the value that a given share of all values does not exceed."""

    at: Share
    value: Q


class Lognormal(Part, Generic[Q]):
    """A lognormal distribution: the logarithm is normal, with a few very large values."""

    mean: Q | None = None
    sd: Q | None = None
    median: Q | None = None
    percentile: Percentile[Q] | None = None
    mu: Number | None = None
    sigma: Positive | None = None
    unit: Unit | None = Field(None, description="Unit of the numbers whose logarithm is taken")

    @model_validator(mode="before")
    @classmethod
    def _not_of_the_logarithm(cls, data: Any) -> Any:
        """Raise one error for a mean and a standard deviation that are written without units.

        They may be meant as those of the logarithm.
        """
        if not isinstance(data, dict):
            return data  # which is told of as no block
        pair = {key: data[key] for key in ("mean", "sd", "sigma") if data.get(key) is not None}
        bare = all(isinstance(each, (int, float)) for each in pair.values())
        if (
            len(pair) == 2
            and "mean" in pair
            and bare
            and cls.model_fields["mean"].annotation not in (Share | None, Positive | None)
        ):
            mean, other = pair.values()
            unit = data.get("unit") or "days"
            of_logarithm = f"{{mu: {mean}, sigma: {other}, unit: {unit}}}"
            raise wrong(
                f"The mean {mean} and the {list(pair)[1]} {other} have no unit of time.",
                "With a unit they are those of the times themselves.",
                "If they are those of the logarithm, as in NumPy and Excel, write them as "
                f"`{of_logarithm}`.",
            )
        return data

    @model_validator(mode="after")
    def _check(self) -> Lognormal[Q]:
        by_logarithm = (("mu", "sigma", "unit"), ("mu", "sigma"))
        together(self, ("mean", "sd"), ("median", "percentile"), *by_logarithm)
        for what in ("mean", "sd", "median"):
            above_zero(getattr(self, what), what)
        if self.median is not None and self.percentile is not None:
            at, value = self.percentile.at.value, as_float(self.percentile.value.value)
            if (
                at in (0, 0.5, 1)
                or (at > 0.5) != (value > as_float(self.median.value))
                or value == 0
            ):
                raise wrong(
                    f"A median of {self.median.written} and {self.percentile.value.written} "
                    f"at {plain_number(at)} do not fit together.",
                    "A percentile above 0.5 lies above the median, one below 0.5 below it.",
                )
        return self


class Normal(Part, Generic[Q]):
    """A normal distribution without its values below 0; mean and sd are those before that cut."""

    mean: Q
    sd: Q

    @model_validator(mode="after")
    def _check(self) -> Normal[Q]:
        above_zero(self.sd, "sd")
        return self


class Gamma(Part, Generic[Q]):
    """A gamma distribution: a sum of exponential stages, whose number need not be whole."""

    mean: Q
    sd: Q | None = None
    shape: Positive | None = None

    @model_validator(mode="after")
    def _check(self) -> Gamma[Q]:
        together(self, ("mean", "sd"), ("mean", "shape"))
        above_zero(self.mean, "mean")
        above_zero(self.sd, "sd")
        return self


class Erlang(Part, Generic[Q]):
    """An Erlang distribution: a sum of equal exponential stages."""

    stages: SomeCount
    mean: Q

    @model_validator(mode="after")
    def _check(self) -> Erlang[Q]:
        above_zero(self.mean, "mean")
        return self


class Weibull(Part, Generic[Q]):
    """A Weibull distribution: with a shape above 1, an end becomes more likely over time.

    With a shape below 1, an end becomes less likely over time.
    """

    shape: Positive
    mean: Q | None = None
    scale: Q | None = None

    @model_validator(mode="after")
    def _check(self) -> Weibull[Q]:
        together(self, ("shape", "mean"), ("shape", "scale"))
        above_zero(self.mean, "mean")
        above_zero(self.scale, "scale")
        return self


class Table(Sourced, Generic[Q]):
    """Observed values, each with its probability."""

    unit_of_values: Unit | None = Field(None, alias="unit")
    values: Items[AnyNumber]
    probabilities: Items[UnitNumber] = Field(
        (), description="One for each value; without them the values are a sample, in any order"
    )

    @model_validator(mode="before")
    @classmethod
    def _of_a_sample(cls, data: Any) -> Any:
        """Read a sample as its distinct values, with the share of each as its probability."""
        if not isinstance(data, dict) or data.get("probabilities") is not None:
            return data
        seen = data.get("values")
        if not isinstance(seen, (list, tuple)) or not seen or not all(map(_is_finite, seen)):
            return data  # of which each faulty value is told by itself
        counts = sorted(Counter(seen).items())
        return {
            **(data.with_source() if isinstance(data, Block) else data),
            "values": tuple(value for value, _ in counts),
            "probabilities": tuple(count / len(seen) for _, count in counts),
        }

    @model_validator(mode="after")
    def _check(self) -> Table[Q]:
        if not self.values or len(self.values) != len(self.probabilities):
            raise wrong(
                f"There are {len(self.values)} values and {len(self.probabilities)} probabilities.",
                "Each value needs one probability.",
            )
        if any(a >= b for a, b in pairwise(self.values)):
            raise wrong("The values are not in ascending order.", "Write each once, lowest first.")
        refuse_unless_one(self.probabilities, "probabilities")
        return self

    @property
    def written(self) -> str:
        """The number of values, the smallest value and the largest value, as text."""
        first, last = plain_number(self.values[0]), plain_number(self.values[-1])
        return f"{len(self.values)} values from {first} to {last} {self.unit}".strip()

    @property
    def unit(self) -> str:
        """The unit of the values; empty if they have none."""
        return self.unit_of_values or ""


def _is_finite(value: Any) -> bool:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and math.isfinite(value)


def refuse_unless_one(shares: tuple[float, ...], what: str) -> None:
    """Raise an error that states the sum and the parts if shares do not add up to 1."""
    total = sum(shares)
    if not shares:
        raise wrong(f"There are no {what}.", "Write at least one; they must add up to 1.")
    if abs(total - 1) > 1e-9:
        parts = " + ".join(plain_number(share) for share in shares)
        raise wrong(
            f"The {what} add up to {total:.10g}, not 1 ({parts}).", "They must add up to 1."
        )


class Logistic(Part):
    """Hazard of leaving per day: p4 + (p1 - p4) / (1 + (x / p3)^p2) after x whole days."""

    p1: Share
    p2: Number
    p3: Positive
    p4: Share


class HazardStep(Part):
    """A hazard from some time on, until the next step."""

    begins: WholeDays = Field(alias="from")
    per_day: Share


class Hazard(Part):
    """Probability of ending on each day, by how long it has lasted so far."""

    logistic: Logistic | None = None
    table: Items[HazardStep] | None = None

    @model_validator(mode="after")
    def _check(self) -> Hazard:
        together(self, ("logistic",), ("table",))
        if self.table is not None:
            starts = [step.begins.minutes for step in self.table]
            if not starts or starts[0] != 0:
                raise wrong("The table does not say what holds at first.", "Begin `from: 0 days`.")
            if any(a >= b for a, b in pairwise(starts)):
                raise wrong("The steps are not in ascending order.", "Write the earliest first.")
        return self


class Truncated(Part, Generic[Q]):
    """Bounds that truncate a distribution; values outside are left out, not moved to a bound."""

    low: Q | None = None
    high: Q | None = None

    @model_validator(mode="after")
    def _check(self) -> Truncated[Q]:
        if self.low is None and self.high is None:
            raise wrong("It has no bound.", "Write `low`, `high` or both.")
        if self.low is not None and self.high is not None:
            ascending(self.low, self.high)
        return self
