"""What is worked out from the figures of a workbook: numbers with their sums, and checks."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from sim.area.columns import Cell


class Derived(NamedTuple):
    """A number of the model with where it comes from."""

    service: str  # key
    area: str | None
    item: str  # as in `ITEMS`, or `outside referrals`
    value: float  # in `unit`; shares 0 to 1; `inf` for never
    unit: str  # "days", "hours a week", "people", "share", "per day", "posts"
    sum: str  # the sum with its figures: "accepted ÷ (accepted + rejected) = 412 ÷ 500"
    source: str  # key of the source
    cells: tuple[Cell, ...]  # the figures that it is made of
    low: float | None = None  # central 90 % range, where the counts give one or the sheet says so
    high: float | None = None
    entered: bool = False  # written in the workbook and not worked out
    assumed: bool = False  # stands in for what is missing: a fact that nobody has


class Severity(StrEnum):
    """How far the two sides of a check are apart."""

    FINE = "fine"
    WARNING = "warning"
    FAULT = "fault"


class Check(NamedTuple):
    """Whether figures that belong together agree."""

    name: str  # R1 … R7
    service: str
    area: str | None
    severity: Severity
    sentence: str  # the sum with its figures, and what to look at
    left: float
    right: float
    tolerance: float
    cells: tuple[Cell, ...]
