"""Distributions of a duration or an amount that varies.

A distribution is written as a bare length (always this long), as the word `never`, or as a block
with the name of one family.
"""

from __future__ import annotations

from typing import Any, ClassVar, Generic

from pydantic import model_validator
from pydantic.json_schema import JsonSchemaValue

from sim.loose import length_meant
from sim.scenario.families import (
    Erlang,
    Exponential,
    Gamma,
    Hazard,
    Lognormal,
    Normal,
    Q,
    Table,
    Triangular,
    Truncated,
    Uniform,
    Weibull,
    refuse_unless_one,
)
from sim.scenario.parts import Items, Part, Plain, word
from sim.scenario.quantities import Duration, Positive, Share, as_float
from sim.scenario.refusing import LENGTHS, shown, wrong
from sim.scenario.words import Flag
from sim.units import LENGTH, MINUTES_PER

ENDLESS = {"never", "forever", "always", "indefinite", "indefinitely", "infinite", "infinity", "∞"}
ENDLESS |= {"unlimited", "endless", "no limit", "no end"}
NONE = {"none", "nil", "no", "off", "n/a", "na", "-"}


class Distribution(Part, Generic[Q]):
    """A quantity that varies: one family of distributions, with bounds if it is truncated."""

    also: ClassVar[tuple[JsonSchemaValue, ...]] = (word("never"),)
    bare: ClassVar[tuple[str, ...]] = ("fixed",)

    never: Flag | None = None
    fixed: Q | None = None
    exponential: Exponential[Q] | None = None
    uniform: Uniform[Q] | None = None
    triangular: Triangular[Q] | None = None
    lognormal: Lognormal[Q] | None = None
    normal: Normal[Q] | None = None
    gamma: Gamma[Q] | None = None
    erlang: Erlang[Q] | None = None
    weibull: Weibull[Q] | None = None
    table: Table[Q] | None = None
    mixture: Items[Component[Q]] | None = None
    hazard: Hazard | None = None
    truncated: Truncated[Q] | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_bare(cls, data: Any) -> Any:
        """Read a bare length or number as a constant, and `never` as an event that never comes."""
        if isinstance(data, str) and data == "never":
            return {"never": True}
        if (isinstance(data, dict) and "value" not in data) or isinstance(data, Part):
            return data
        if isinstance(data, str) and not LENGTH.fullmatch(data):
            cls._refuse_other_words(data)
        return {"fixed": data}

    @classmethod
    def _refuse_other_words(cls, text: str) -> None:
        """Refuse a word or range that has another form in a distribution; suggest that form."""
        word = text.strip().lower()
        ends = length_meant(text).ends
        if word in ENDLESS:
            remedy = "Did you mean `never`?"
        elif word in NONE:
            remedy = "Write `never` if it never comes or `0 days` if it takes no time."
        elif ends is not None:
            spread = f"`{{uniform: {{low: {ends[0]}, high: {ends[1]}}}}}`"
            remedy = (
                f"{length_meant(text).note} If it differs from person to person, write {spread}."
            )
        else:
            return
        if cls.model_fields["fixed"].annotation not in (Share | None, Positive | None):
            raise wrong(f"{shown(text)} is not a length of time.", LENGTHS, remedy)

    @model_validator(mode="after")
    def _one_family(self) -> Distribution[Q]:
        families = [name for name in FAMILIES if getattr(self, name) is not None]
        if len(families) != 1:
            have = " and ".join(f"`{name}`" for name in families) or "none"
            raise wrong(
                f"A distribution has one family; here there is {have}.",
                f"Families: {', '.join(FAMILIES)}.",
            )
        if self.truncated is not None and families[0] in ("never", "fixed", "mixture", "hazard"):
            raise wrong(
                f"`{families[0]}` cannot be truncated.",
                "Truncate each part of a mixture by itself." if self.mixture else "",
            )
        if self.truncated is not None and not self._meets(self.truncated):
            raise wrong(
                "The bounds of `truncated` leave nothing of the distribution.",
                "Some of its values must lie between them.",
            )
        if self.mixture is not None:
            refuse_unless_one(tuple(part.share.value for part in self.mixture), "shares")
        return self

    def _meets(self, truncated: Truncated[Q]) -> bool:
        """Return whether the distribution has values between the bounds.

        Values that the family does not exclude count as possible.
        """
        lowest, highest = 0.0, float("inf")
        between = self.uniform or self.triangular
        if between is not None:
            lowest, highest = as_float(between.low.value), as_float(between.high.value)
        elif self.table is not None:
            unit = MINUTES_PER[self.table.unit.removesuffix("s")] if self.table.unit else 1
            lowest, highest = self.table.values[0] * unit, self.table.values[-1] * unit
        low = -1.0 if truncated.low is None else as_float(truncated.low.value)
        high = float("inf") if truncated.high is None else as_float(truncated.high.value)
        if self.table is not None:
            return low <= highest and high >= lowest
        return low < highest and high > lowest

    @property
    def family(self) -> str:
        """The name of the family."""
        return next(name for name in FAMILIES if getattr(self, name) is not None)

    @property
    def is_never(self) -> bool:
        """Whether the event never comes."""
        return self.never is not None

    @property
    def is_zero(self) -> bool:
        """Whether the value is always 0."""
        return self.fixed is not None and as_float(self.fixed.value) == 0

    def plain(self) -> Plain:
        """Return the word `never`, or a block."""
        return "never" if self.never else super().plain()


class Component(Part, Generic[Q]):
    """One part of a mixture, with its share."""

    share: Share
    of: Distribution[Q]


FAMILIES = tuple(name for name in Distribution.model_fields if name != "truncated")
Distribution.model_rebuild()


Time = Distribution[Duration]
"""The distribution of a length of time."""


Spread = Distribution[Share]
"""The distribution of a number from 0 to 1."""


Multiple = Distribution[Positive]
"""The distribution of a number above 0, such as a multiple."""


def always(length: str) -> Time:
    """Return a constant length of time as a distribution, with the source of a default."""
    return Time.model_validate({"fixed": {"value": length, "source": "default"}})


def never() -> Time:
    """Return the distribution of an event that never comes."""
    return Time.model_validate({"never": True})
