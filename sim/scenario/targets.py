"""Known figures of present services, with which the results of the model are compared."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from sim.events import IN_WINDOW, Window
from sim.scenario.dates import Day
from sim.scenario.kept_tables import KeptTable
from sim.scenario.parts import Named, Part, Plain
from sim.scenario.quantities import Number
from sim.scenario.values import AnyNumber
from sim.scenario.words import Text, one_of
from sim.units import DAY

TargetRole = Literal["fit", "check"]
Days = tuple[datetime.date, datetime.date]
"""The first and the last day of a window."""
TO_AN_END = 1.645
"""From the value of a target to an end of its range, in standard errors.

This is the central 90 % of a normal distribution.
"""


class Target(Number):
    """A known value of a measure, with the range in which the result of the model should lie.

    Value and range are in the unit in which the measure is printed.
    """

    bare: ClassVar[tuple[str, ...]] = ()
    uncertain: ClassVar[None] = None  # type: ignore[misc]  # its range is what agrees with it

    measure: Text = Field(description="The name of a measure")
    low: AnyNumber = Field(description="The lowest result that agrees with what is known")
    high: AnyNumber = Field(description="The highest result that agrees with what is known")
    role: Annotated[TargetRole, one_of(*get_args(TargetRole))] = Field(
        "check",
        description="`fit`: numbers of the scenario were chosen to meet it; `check`: they were not",
    )
    label: Text = ""
    group: Text = Field(
        "everyone", description="A group, or `area:` and an area; everyone unless written"
    )
    first: Day | None = Field(
        None, alias="from", description="The first day of the time that the value is of"
    )
    last: Day | None = Field(
        None, alias="to", description="The last day of the time that the value is of"
    )

    def plain(self) -> Plain:
        """Return the block, with the measure as the first entry."""
        about = {key: getattr(self, key) for key in ("measure", "group", "role", "label")}
        days = {"from": self.first, "to": self.last}
        return {
            **{key: text for key, text in about.items() if text},
            **{key: day.isoformat() for key, day in days.items() if day is not None},
            **super().plain(),
        }

    @property
    def in_runs(self) -> str:
        """The name of the measure among those of a run; with a window, one that has its days."""
        return name_in_runs(self.measure, self.days)

    @property
    def days(self) -> Days | None:
        """The first and the last day of its window; None if it is of the measured time."""
        return None if self.first is None or self.last is None else (self.first, self.last)

    @property
    def standard_error(self) -> float:
        """The standard error of the value, in its unit, where the range is its central 90 %."""
        return (float(self.high) - float(self.low)) / (2 * TO_AN_END)


class TargetsCovariance(Part):
    """How the errors of targets go together."""

    from_table: KeptTable = Field(
        examples=["targets_covariance.csv"],
        description="A CSV file: a row and a column for each target, by its name",
    )


def name_in_runs(measure: str, days: Days | None) -> str:
    """Return the name of a measure among those of a run: in a window, or in the measured time."""
    if days is None:
        return measure
    first, last = days
    return f"{IN_WINDOW}.{first:%Y%m%d}.{last:%Y%m%d}.{measure}"


def is_before(target: Target, begins: datetime.date) -> bool:
    """Return whether the window of a target lies wholly before a run."""
    return target.last is not None and target.last < begins


def windows_of(targets: Mapping[str, Target], begins: datetime.date | None) -> dict[str, Window]:
    """Return the window of a run in which each target with days of its own is measured.

    What is known of the time before the run is compared with the run as if that time went on: its
    earliest day is moved to the day on which the run begins, and all others by as many days. So
    these windows keep their order, their lengths and the time between them.

    Parameters
    ----------
    begins
        The first day of the run. Without it no target has a window.
    """
    if begins is None:
        return {}
    days = {name: each.days for name, each in targets.items() if each.days is not None}
    earliest = min((first for first, last in days.values() if last < begins), default=begins)
    windows = {}
    for name, (first, last) in days.items():
        origin = earliest if last < begins else begins
        windows[name] = Window((first - origin).days * DAY, ((last - origin).days + 1) * DAY)
    return windows


def days_in_run(targets: Mapping[str, Target], begins: datetime.date | None) -> dict[str, Days]:
    """Return the days of the run with which each target of the time before it is compared."""
    if begins is None:
        return {}
    return {
        name: (begins + _days(window.opens), begins + _days(window.closes - DAY))
        for name, window in windows_of(targets, begins).items()
        if is_before(targets[name], begins)
    }


def _days(minutes: int) -> datetime.timedelta:
    return datetime.timedelta(minutes // DAY)


class _OrTable:
    """An addition to the JSON Schema: targets may be in a table."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        table = {"type": "string", "description": "A CSV file with a row for each target"}
        return {**handler(core), "properties": {"from_table": table}}


Targets = Annotated[Named[Target], _OrTable()]
