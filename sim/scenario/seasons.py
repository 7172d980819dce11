"""What varies over the year and over the week: factors by month and by weekday."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from sim.scenario.quantities import Amount
from sim.scenario.refusing import shown, wrong
from sim.scenario.words import one_of
from sim.scenario.written import Block

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Weekday = Annotated[
    Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    one_of("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
]
MONTH_NAMES = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
Month = Annotated[
    Literal["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
    one_of(*MONTH_NAMES),
]


def _factors(example: str) -> BeforeValidator:
    def check(value: Any) -> Any:
        if isinstance(value, Block):
            return value.without_nulls()
        if not isinstance(value, dict):
            raise wrong(f"{shown(value)} stands where factors are expected.", f"Write `{example}`.")
        return value

    return BeforeValidator(check)


Season = Annotated[dict[Month, Amount], _factors("{jan: 1.1, aug: 0.8}")]
"""Factors by month; those not named are 1."""
Week = Annotated[dict[Weekday, Amount], _factors("{mon: 1.3, sun: 0.5}")]
"""Factors by weekday; those not named are 1."""
