"""What is worked out from the figures of a workbook: numbers with their sums, and checks."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from sim.area.columns import Cell


class Derived(NamedTuple):
    """A number of the model with where it comes from.

    Items that are in `ITEMS` are in the model's units: `WTE` is whole and part posts of one person
    each, and hours, caseload and price are those of such a post. Further items:

    - `outside referrals`: the rate now, before `season` and `growth`; with `month`, from then on.
    - `season`: the factor of a month of the year, which is that of `month`.
    - `growth`: a share a year.
    - `leaving`: how often each person dies or moves away, of no service (``""``).
    - `week`: the factor of the day of the week that `to` names.
    - `cancelled by provider`: beside `cancelled share`, which is then the people's own part.
    - `cancelled share`; `delivered interval`, which is a target where the model has another one.
    - `route`: the share of people who go `to` a service, or nowhere, when they leave for `reason`.
    - `vacant at the start`: the posts, filled by nobody, with which a run begins.
    - `per post a year`, `per contact`, `per place-day`: prices in the currency of the workbook.
    """

    service: str  # key
    area: str | None
    item: str  # as in `ITEMS`, or `outside referrals`
    value: float  # in `unit`; shares 0 to 1; `inf` for never
    unit: str  # "days", "hours a week", "people", "share", "per day", "posts", …
    sum: str  # the sum with its figures: "accepted ÷ (accepted + rejected) = 412 ÷ 500"
    source: str  # key of the source
    cells: tuple[Cell, ...]  # the figures that it is made of
    low: float | None = None  # central 90 % range, where the counts give one or the sheet says so
    high: float | None = None
    entered: bool = False  # written in the workbook and not worked out
    assumed: bool = False  # stands in for what is missing: a fact that nobody has
    method: str = ""  # how the range was found: "Beta(½, ½) of 412 and 88"
    month: datetime.date | None = None  # first of the month from which it holds; `None`: at once
    reason: str | None = None  # of a route, as the scenario calls it
    to: str | None = None  # of a route: a service, or `nowhere`
    law: Mapping[str, Any] | None = None  # of a time, as a scenario says it; `value` is its mean


class Severity(StrEnum):
    """How far the two sides of a check are apart."""

    FINE = "fine"
    WARNING = "warning"
    FAULT = "fault"


class Check(NamedTuple):
    """Whether figures that belong together agree."""

    name: str  # R1 … R7; or `needed`, `routes in`, `missed in a row`, `staff`, `patience`
    service: str
    area: str | None
    severity: Severity
    sentence: str  # the sum with its figures, and what to look at
    left: float
    right: float
    tolerance: float
    cells: tuple[Cell, ...]
