"""Numbers that are facts: each has a unit, a source and an optional range.

In a file a quantity is bare or a block. The source of a bare quantity (``0.76``, ``6 weeks``) is
the nearest `source:` around it. A block is written as ``{value: 6 weeks, source: audit, low: 4
weeks, high: 9 weeks, uncertain: …, agreed_by: …, note: …}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from sim.scenario.dates import PointValue
from sim.scenario.parts import Part, Plain
from sim.scenario.refusing import follows, wrong
from sim.scenario.uncertainty import WRITE_A_RANGE, Uncertainty, check_law
from sim.scenario.values import (
    AboveZero,
    AnyNumber,
    FrequencyValue,
    GrowthValue,
    LengthValue,
    LoadNumber,
    OneOrMore,
    OverNumber,
    PoolNumber,
    PostsNumber,
    SomeLengthValue,
    SomeNumber,
    SomePostsNumber,
    UnitNumber,
    WeeklyValue,
    WeightNumber,
    WholeNumber,
    ZeroOrMore,
    in_the_unit_of,
)
from sim.scenario.words import Name, SomeText
from sim.scenario.written import Block
from sim.units import (
    DAY,
    Frequency,
    Length,
    plain_number,
)

BUILT_IN = "default"
"""The source of a value that nobody wrote.

It is a default of the program, usually one that switches something off.
"""


V = TypeVar("V")
Q = TypeVar("Q", bound="Quantity[Any]")


class Sourced(Part):
    """A value that has a source."""

    source: Name
    agreed_by: SomeText | None = None
    note: SomeText | None = None

    @model_validator(mode="before")
    @classmethod
    def _with_the_nearest_source(cls, data: Any) -> Any:
        """Convert a bare value to a block with the nearest source around the value."""
        if isinstance(data, Block):
            return data.with_source()
        if isinstance(data, (dict, Part)) or "value" not in cls.known_keys():
            return data  # what is no one value is a block or nothing
        if isinstance(data, (bool, list)):  # no quantity at all, whatever its source
            return {"value": data, "source": BUILT_IN}
        source = getattr(data, "source", None)
        return {"value": data} if source is None else {"value": data, "source": source}

    @property
    def written(self) -> str:
        """The value as text, with its unit."""
        raise NotImplementedError

    @property
    def unit(self) -> str:
        """The unit of the value in tables; empty for plain numbers."""
        return ""


def _of_a_parameter(said: Mapping[str, Any]) -> Exception:
    """Return an error of a parameter, whose remedy is not one for all of the shape."""
    words = [str(said.get(key, "")) for key in ("allowed", "remedy")]
    return wrong(str(said.get("problem", "")), " ".join(filter(None, words)))


class Quantity(Sourced, Generic[V]):
    """A fact that is one number. ``low`` and ``high`` are the ends of its range.

    ``uncertain`` is the shape of that range, or says with parameters of its own what the number
    may be as well.
    """

    bare: ClassVar[tuple[str, ...]] = ("value",)
    holds_parts: ClassVar[bool] = False

    value: V
    low: V | None = None
    high: V | None = None
    uncertain: Uncertainty | None = None

    @field_validator("uncertain", mode="after", check_fields=False)  # not of a target
    @classmethod
    def _of_this_kind(
        cls, uncertain: Uncertainty | None, info: ValidationInfo
    ) -> Uncertainty | None:
        """Read the parameters of the shape as values of this kind of number."""
        if uncertain is None:
            return None
        if not {"value", "low", "high"} <= info.data.keys():
            raise follows()
        ends = [key for key in ("low", "high") if info.data[key] is not None]
        if uncertain.shape is not None and len(ends) < 2:
            raise wrong(
                f"`{uncertain.shape}` says the shape of a range, and there is none.", WRITE_A_RANGE
            )
        if uncertain.shape is None and ends:
            raise wrong(
                f"`{ends[0]}` and `uncertain` say in two ways how unsure the number is.",
                "Keep one of them.",
                "Write only a word for the shape of a range.",
            )

        def like(value: Any) -> Any:
            try:
                known = {"value": value, "source": BUILT_IN}
                return cls.model_validate(known, context=info.context).value
            except ValidationError as error:
                said = error.errors(include_url=False)[0].get("ctx", {})
                raise _of_a_parameter(said) from None

        def measured(value: Any) -> Any:
            try:
                return in_the_unit_of(info.data["value"], value)
            except PydanticCustomError as error:
                raise _of_a_parameter(error.context or {}) from None

        found = uncertain.read(like, measured)
        check_law(found, as_float, issubclass(cls, Share))
        return found

    @property
    def has_range(self) -> bool:
        """Whether it is written what else the number may be."""
        return self.uncertain is not None or None not in (self.low, self.high)

    @model_validator(mode="after")
    def _in_order(self) -> Quantity[V]:
        for lower, upper, words in (
            (self.low, self.value, "`low` {} is above the value {}."),
            (self.value, self.high, "`high` {1} is below the value {0}."),
        ):
            if lower is not None and upper is not None and as_float(lower) > as_float(upper):
                raise wrong(
                    words.format(as_text(lower), as_text(upper)),
                    "The value lies between `low` and `high`.",
                )
        return self

    @property
    def written(self) -> str:
        """The value as text, with its unit."""
        return as_text(self.value)

    def plain(self) -> Plain:
        """Return the quantity as a block."""
        block = {"value": as_plain(self.value), "source": self.source}
        for key in ("low", "high"):
            if getattr(self, key) is not None:
                block[key] = as_plain(getattr(self, key))
        if self.uncertain is not None:
            block["uncertain"] = self.uncertain.plain()
        for key in ("agreed_by", "note"):
            if getattr(self, key) is not None:
                block[key] = getattr(self, key)
        return block


def as_float(value: Any) -> float:
    """Return a number for comparison: a length in minutes, a rate in times per minute."""
    return float(value)


def as_text(value: Any) -> str:
    """Return the value as people write it."""
    return str(value) if isinstance(value, (Length, Frequency)) else plain_number(value)


def as_plain(value: Any) -> Plain:
    """Return the value as YAML and JSON represent it."""
    return str(value) if isinstance(value, (Length, Frequency)) else value


class _Lasting:
    """Properties that all lengths of time have."""

    value: Length

    @property
    def minutes(self) -> int:
        """The length in whole minutes; a half is rounded to the even neighbour."""
        return self.value.minutes

    @property
    def unit(self) -> str:
        """The unit in which the length is written."""
        return self.value.unit


class Duration(_Lasting, Quantity[LengthValue]):
    """A length of time of 0 or more."""


class Point(_Lasting, Quantity[PointValue]):
    """A point in time: a length of time from the start of the run, or a date."""


class WholeDays(Duration):
    """A whole number of days, for daily events; a part of a day would take effect a day later."""

    @model_validator(mode="after")
    def _whole(self) -> WholeDays:
        days, rest = divmod(self.minutes, DAY)
        if rest:
            earlier, later = Length(days, "day"), Length(days + 1, "day")
            raise wrong(
                f"{self.written} are not whole days.",
                "The days waited are counted whole.",
                f'Write "{earlier}" or "{later}".',
            )
        return self


class SomeTime(_Lasting, Quantity[SomeLengthValue]):
    """A length of time of at least one whole minute."""


class TimePerWeek(_Lasting, Quantity[WeeklyValue]):
    """A length of time per week, in whole minutes; 0 or more."""

    @property
    def unit(self) -> str:
        """The unit in which the value is written."""
        return f"{self.value.unit} per week"


class Rate(Quantity[FrequencyValue]):
    """How often something happens, 0 or more."""

    @property
    def per_minute(self) -> float:
        """The expected number of times per minute."""
        return float(self.value)

    @property
    def unit(self) -> str:
        """The unit in which the rate is written."""
        return f"per {self.value.unit}"


class YearlyGrowth(Quantity[GrowthValue]):
    """By which percentage something grows in a year."""

    @property
    def per_year(self) -> float:
        """The share by which it grows in a year."""
        return float(self.value)

    @property
    def unit(self) -> str:
        """The unit in which the growth is written."""
        return "% per year"


class Number(Quantity[AnyNumber]):
    """Any number."""


class Share(Quantity[UnitNumber]):
    """A probability or a share, from 0 to 1."""


class Positive(Quantity[AboveZero]):
    """A number above 0; as a ratio, 1 means no effect."""


class Amount(Quantity[ZeroOrMore]):
    """A number of 0 or more."""


class Harm(Quantity[OneOrMore]):
    """A ratio of 1 (no effect) or more."""


class Count(Quantity[WholeNumber]):
    """A whole number of 0 or more."""


class SomeCount(Quantity[SomeNumber]):
    """A whole number of 1 or more."""


class Posts(Quantity[PostsNumber]):
    """A number of posts, in whole thousandths: of 14.5 the last one is half a post."""


class SomePosts(Quantity[SomePostsNumber]):
    """A number of posts above 0, in whole thousandths."""


class PoolSize(Quantity[PoolNumber]):
    """A number of people who share contacts: 1 to 1,000."""


class Weight(Quantity[WeightNumber]):
    """What a person takes of a caseload, in whole thousandths."""


class Over(Quantity[OverNumber]):
    """What keeping may add to a caseload: people, or weight in whole thousandths."""


class Load(Quantity[LoadNumber]):
    """A caseload by weight, in whole thousandths."""


def built_in(kind: type[Q], value: float | str) -> Q:
    """Return a default of the program as a quantity."""
    return kind.model_validate({"value": value, "source": BUILT_IN})
