"""Variation over the year, over the week and over any other time that repeats, by factors."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from sim.scenario.parts import Items, Part
from sim.scenario.quantities import Amount, Point, SomeTime
from sim.scenario.refusing import shown, wrong
from sim.scenario.words import one_of
from sim.scenario.written import Block

WeekdayName = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[str, ...] = get_args(WeekdayName)
Weekday = Annotated[WeekdayName, one_of(*DAYS)]
MonthName = Literal[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"
]
MONTH_NAMES: tuple[str, ...] = get_args(MonthName)
Month = Annotated[MonthName, one_of(*MONTH_NAMES)]


def _factors(example: str) -> BeforeValidator:
    def check(value: Any) -> Any:
        if isinstance(value, Block):
            return value.without_nulls()
        if not isinstance(value, dict):
            raise wrong(f"{shown(value)} stands where factors are expected.", f"Write `{example}`.")
        return value

    return BeforeValidator(check)


Season = Annotated[dict[Month, Amount], _factors("{jan: 1.1, aug: 0.8}")]
"""Factors by month; the factor of a month that is not named is 1."""
Week = Annotated[dict[Weekday, Amount], _factors("{mon: 1.3, sun: 0.5}")]
"""Factors by weekday; the factor of a day that is not named is 1."""

SHORTEST_PART = 15
"""Minutes for which a factor of a pattern holds at least, as a run has room for its changes."""
UNEVEN = {"month": "`season` has factors by month.", "year": "`season` has factors by month."}


class Pattern(Part):
    """Factors that hold one after another, each equally long, and then begin again."""

    every: SomeTime = Field(examples=["2 weeks"])
    factors: Items[Amount] = Field(examples=[[1, 0.5]])
    begins: Point | None = Field(
        None, alias="from", description="A moment at which the first factor begins to hold"
    )

    @property
    def part(self) -> int:
        """The minutes for which each factor holds."""
        return self.every.minutes // len(self.factors)

    @property
    def begins_at(self) -> int:
        """The first minute, of 0 or later, in which the first factor begins to hold."""
        since = 0 if self.begins is None else self.begins.minutes
        return since % self.every.minutes

    @property
    def mean(self) -> float:
        """The mean of the factors."""
        return sum(each.value for each in self.factors) / len(self.factors)

    @model_validator(mode="after")
    def _in_equal_parts(self) -> Pattern:
        if self.every.unit in UNEVEN:
            raise wrong(
                f"{self.every.written} is no length of time that repeats: months and years of the "
                "calendar are not equally long.",
                "Write minutes, hours, days or weeks.",
                UNEVEN[self.every.unit],
            )
        if not self.factors:
            raise wrong("There are no `factors`.", "Write a list, such as `[1, 0.5]`.")
        length, many = self.every.minutes, len(self.factors)
        if length % many or length // many < SHORTEST_PART:
            raise wrong(
                f"{self.every.written} cannot be divided into {many} equal parts of at least "
                f"{SHORTEST_PART} whole minutes.",
                "Each factor holds for the same time.",
                "Write as many factors as there are days, or another number that divides it.",
            )
        return self
