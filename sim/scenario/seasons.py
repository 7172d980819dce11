"""Variation over the year and over the week: factors by month and by weekday."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator

from sim.scenario.quantities import Amount
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
