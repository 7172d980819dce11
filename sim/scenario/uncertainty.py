"""How unsure a number is: the shapes that may be written as `uncertain` beside its value.

Parameters are written as the value is, such as `{gamma: {mean: 4 weeks, sd: 1 week}}`. Which of
them a shape needs is checked here, and what they must be as numbers by `Quantity`, which knows its
unit.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from sim.errors import did_you_mean, listed
from sim.scenario.parts import Items, Part, Plain
from sim.scenario.refusing import shown, wrong
from sim.scenario.values import AboveZero
from sim.scenario.words import one_of
from sim.units import Frequency, Length, plain_number

OF_THE_RANGE = ("uniform", "normal", "lognormal", "beta")
"""Shapes of which a `low` and a `high` end beside the value say everything."""
WRITE_A_RANGE = "Write `low` and `high` beside the value, or the shape with its numbers."


def _single(value: Any) -> Any:
    if isinstance(value, (dict, list, bool)) or value is None:
        what = shown(value)
        problem = f"{what[:1].upper()}{what[1:]} is not one number."
        raise wrong(problem, "Write it as the value is written.")
    return value


ONE = WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string"}]})
Like = Annotated[Any, PlainValidator(_single), ONE]
"""A value of the same kind as the number: from 0 to 1 beside a share, whole beside a count."""
Measured = Annotated[Any, PlainValidator(_single), ONE]
"""A value in the unit of the number, with no other bounds: a mean, a standard deviation."""
LIKE = frozenset({"low", "mode", "high", "median"})
MEASURED = frozenset({"mean", "sd"})


class Law(Part):
    """A shape by its parameters, of which some sets are enough to know it."""

    ways: ClassVar[tuple[tuple[str, ...], ...]] = ()

    @model_validator(mode="after")
    def _enough(self) -> Law:
        written = {name for name in type(self).model_fields if getattr(self, name) is not None}
        if written not in [set(way) for way in self.ways]:
            ways = "; or ".join(listed(f"`{key}`" for key in way) for way in self.ways)
            have = listed(f"`{key}`" for key in sorted(written)) if written else "Nothing"
            raise wrong(f"{have} does not say all of this shape, or too much.", f"Write {ways}.")
        return self


class TriangularLaw(Law):
    """Between two ends, most likely near the mode."""

    ways = (("low", "mode", "high"),)

    low: Like = Field(None, description="The least it can be")
    mode: Like = Field(None, description="What is most likely")
    high: Like = Field(None, description="The most it can be")


class UniformLaw(Law):
    """Anything between two ends, all equally likely."""

    ways = (("low", "high"),)

    low: Like = Field(None, description="The least it can be")
    high: Like = Field(None, description="The most it can be")


class NormalLaw(Law):
    """As often below the mean as above it."""

    ways = (("mean", "sd"), ("low", "high"))

    mean: Measured = None
    sd: Measured = Field(None, description="Standard deviation")
    low: Like = Field(None, description="5 of 100 worlds are below")
    high: Like = Field(None, description="5 of 100 worlds are above")


class LognormalLaw(Law):
    """Above 0; as often half of the median as twice of it."""

    ways = (("median", "spread"), ("mean", "sd"), ("low", "high"))

    median: Like = None
    spread: AboveZero | None = Field(
        None, description="90 of 100 worlds lie between the median divided and multiplied by it"
    )
    mean: Measured = None
    sd: Measured = Field(None, description="Standard deviation")
    low: Like = Field(None, description="5 of 100 worlds are below")
    high: Like = Field(None, description="5 of 100 worlds are above")


class GammaLaw(Law):
    """Above 0, with a mean and a standard deviation."""

    ways = (("mean", "sd"),)

    mean: Measured = None
    sd: Measured = Field(None, description="Standard deviation")


class BetaLaw(Law):
    """From 0 to 1, as a share that was counted among so many people."""

    ways = (("mean", "size"), ("a", "b"), ("mean", "sd"), ("low", "high"))

    mean: Measured = None
    size: AboveZero | None = Field(None, description="As if so many people had been counted")
    a: AboveZero | None = Field(None, description="As if so many had been counted who do")
    b: AboveZero | None = Field(None, description="As if so many had been counted who do not")
    sd: Measured = Field(None, description="Standard deviation")
    low: Like = Field(None, description="5 of 100 worlds are below")
    high: Like = Field(None, description="5 of 100 worlds are above")


class Weighted(Part):
    """A value that the number may have, and how likely it is beside the others."""

    value: Like = Field(examples=["0.3"])
    weight: AboveZero = Field(examples=["2"])


class RowLaw(Part):
    """Shares of a row that move together, as if so many people had been counted."""

    weight: AboveZero = Field(examples=["40"])


class Uncertainty(Part):
    """How unsure a number is: a shape with its parameters, or a word for the shape of its range."""

    bare: ClassVar[tuple[str, ...]] = ("shape",)

    shape: (
        Annotated[Literal["uniform", "normal", "lognormal", "beta"], one_of(*OF_THE_RANGE)] | None
    ) = Field(None, description="The shape of the range from `low` to `high`")
    triangular: TriangularLaw | None = None
    uniform: UniformLaw | None = None
    normal: NormalLaw | None = None
    lognormal: LognormalLaw | None = None
    gamma: GammaLaw | None = None
    beta: BetaLaw | None = None
    table: Items[Weighted] | None = Field(None, description="One of a few values")
    dirichlet: RowLaw | None = Field(None, description="Of each share of a row")

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, data: Any) -> Any:
        if isinstance(data, (dict, Part)):
            return data
        if not isinstance(data, str) or data not in OF_THE_RANGE:
            every = [*cls.model_fields][1:]
            words = listed(f"`{each}`" for each in OF_THE_RANGE)
            known = listed(f"`{each}`" for each in every)
            meant = did_you_mean(str(data), OF_THE_RANGE)
            raise wrong(
                f"{shown(data)} is not a shape here.",
                f"Write {words} for the shape of the range, or a block with {known}.",
                meant,
            )
        return {"shape": data}

    @model_validator(mode="after")
    def _one_shape(self) -> Uncertainty:
        written = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(written) != 1:
            have = " and ".join(f"`{name}`" for name in written) or "none"
            raise wrong(f"A number has one shape; here there is {have}.", "Keep one.")
        if self.table is not None and len(self.table) < 2:
            raise wrong(
                "A table of fewer than two values leaves nothing unsure.",
                "Write two or more, as `table: [{value: 3, weight: 1}, {value: 5, weight: 2}]`.",
            )
        return self

    @property
    def family(self) -> str:
        """The name of the shape, also where it is that of the range."""
        if self.shape is not None:
            return self.shape
        return next(n for n in type(self).model_fields if getattr(self, n) is not None)

    @property
    def law(self) -> Law | None:
        """The shape with its parameters; None of a table, a row and the shape of a range."""
        found = getattr(self, self.family)
        return found if self.shape is None and isinstance(found, Law) else None

    def plain(self) -> Plain:
        """Return the word for the shape of a range, or a block."""
        return self.shape or super().plain()

    def read(self, like: Callable[[Any], Any], measured: Callable[[Any], Any]) -> Uncertainty:
        """Return the shape with its parameters as values of the number that it belongs to.

        Parameters
        ----------
        like, measured
            Return a written parameter as a value of the number, and as a value in its unit alone.
        """
        if self.table is not None:
            table = [each.model_copy(update={"value": like(each.value)}) for each in self.table]
            return self.model_copy(update={"table": tuple(table)})
        if self.law is None:
            return self
        found = {
            name: (like if name in LIKE else measured)(each)
            for name, each in self.parameters.items()
            if name in LIKE or name in MEASURED
        }
        return self.model_copy(update={self.family: self.law.model_copy(update=found)})

    @property
    def parameters(self) -> dict[str, Any]:
        """The written parameters of the shape, by name."""
        law = self.law
        names = () if law is None else type(law).model_fields
        return {n: getattr(law, n) for n in names if getattr(law, n) is not None}

    def __str__(self) -> str:
        """Return the shape in words: ``gamma (mean 4 weeks, sd 1 week)``."""
        if self.table is not None:
            texts = [
                f"{_text(each.value)} (weight {plain_number(each.weight)})" for each in self.table
            ]
            return f"one of {', '.join(texts)}"
        if self.dirichlet is not None:
            return f"with its row, as of {plain_number(self.dirichlet.weight)} people"
        if self.law is None:
            return self.family
        said = ", ".join(f"{name} {_text(each)}" for name, each in self.parameters.items())
        return f"{self.family} ({said})"


def _text(value: Any) -> str:
    return str(value) if isinstance(value, (Length, Frequency)) else plain_number(value)


def check_law(uncertain: Uncertainty, amount: Callable[[Any], float], share: bool) -> None:
    """Raise an error for parameters that no shape can have.

    Parameters
    ----------
    amount
        Returns a parameter as a number, for comparison.
    share
        Whether the number is a share, from 0 to 1.
    """
    if uncertain.family == "beta" and not share:
        raise wrong(
            "A beta shape is that of a share, from 0 to 1, which this number is not.",
            "Shapes of other numbers: `lognormal`, `gamma`, `normal`, `triangular`, `uniform`.",
        )
    law = uncertain.law
    if law is None:
        return
    for first, second in (("low", "mode"), ("mode", "high"), ("low", "high")):
        ends = getattr(law, first, None), getattr(law, second, None)
        if None in ends:
            continue
        lower, upper = map(amount, ends)
        if lower > upper or (lower == upper and (first, second) == ("low", "high")):
            raise wrong(
                f"`{first}` {_text(ends[0])} is not below `{second}` {_text(ends[1])}.",
                "Write the lower one first.",
            )
    _check_moments(uncertain.family, law, amount)


def _check_moments(family: str, law: Law, amount: Callable[[Any], float]) -> None:
    """Raise an error for a mean, a median, a spread or a deviation that the shape cannot have."""
    positive = family in ("gamma", "lognormal")
    for name in ("sd", *(("mean", "median", "low") if positive else ())):
        value = getattr(law, name, None)
        if value is not None and amount(value) <= 0:
            raise wrong(
                f"`{name}` {_text(value)} is not above 0.",
                f"Of a {family} shape it is." if positive else "A standard deviation is.",
            )
    if isinstance(law, LognormalLaw) and law.spread is not None and law.spread <= 1:
        raise wrong(
            f"A spread of {plain_number(law.spread)} is no spread.",
            "It is the factor from the median to the high end, such as 1.5; above 1.",
        )
    if isinstance(law, BetaLaw) and law.mean is not None:
        mean = amount(law.mean)
        if not 0 < mean < 1:
            raise wrong(f"`mean` {_text(law.mean)} is not between 0 and 1.", "Of a share it is.")
        most = math.sqrt(mean * (1 - mean))
        if law.sd is not None and amount(law.sd) >= most:
            raise wrong(
                f"`sd` {_text(law.sd)} is more than a share with this mean can have.",
                f"It is below {most:.4g}.",
            )
