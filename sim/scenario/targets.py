"""Known figures of present services, with which the results of the model are compared."""

from __future__ import annotations

import datetime
from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from sim.events import Window
from sim.scenario.dates import Day
from sim.scenario.parts import Named, Plain
from sim.scenario.quantities import Number
from sim.scenario.values import AnyNumber
from sim.scenario.words import Text, one_of
from sim.units import DAY

TargetRole = Literal["fit", "check"]
TO_AN_END = 1.645
"""From the value of a target to an end of its range, in standard errors.

This is the central 90 % of a normal distribution.
"""

IN_WINDOW = "in_window"
"""The beginning of the name of a measure of a window of its own."""


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
        if self.first is None or self.last is None:
            return self.measure
        return f"{IN_WINDOW}.{self.first:%Y%m%d}.{self.last:%Y%m%d}.{self.measure}"

    @property
    def standard_error(self) -> float:
        """The standard error of the value, in its unit, where the range is its central 90 %."""
        return (float(self.high) - float(self.low)) / (2 * TO_AN_END)


def is_before(target: Target, begins: datetime.date | None) -> bool:
    """Return whether the window of a target lies wholly before a run."""
    return target.last is not None and begins is not None and target.last < begins


def window_of(target: Target, begins: datetime.date | None) -> Window | None:
    """Return the window of a run in which a target is measured; None if it is the scenario's.

    What is known of a time before the run is compared with as long a time at the beginning of the
    run: as if that time went on.
    """
    if target.first is None or target.last is None or begins is None:
        return None
    opens, closes = (target.first - begins).days, (target.last - begins).days + 1
    if is_before(target, begins):
        opens, closes = 0, closes - opens
    return Window(opens * DAY, closes * DAY)


class _OrTable:
    """An addition to the JSON Schema: targets may be in a table."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        table = {"type": "string", "description": "A CSV file with a row for each target"}
        return {**handler(core), "properties": {"from_table": table}}


Targets = Annotated[Named[Target], _OrTable()]
