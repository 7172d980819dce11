"""Known figures of present services, with which the results of the model are compared."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, get_args

from pydantic import Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from sim.scenario.parts import Named, Plain
from sim.scenario.quantities import Number
from sim.scenario.values import AnyNumber
from sim.scenario.words import Text, one_of

TargetRole = Literal["fit", "check"]
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

    def plain(self) -> Plain:
        """Return the block, with the measure as the first entry."""
        about = {key: getattr(self, key) for key in ("measure", "group", "role", "label")}
        return {**{key: text for key, text in about.items() if text}, **super().plain()}

    @property
    def standard_error(self) -> float:
        """The standard error of the value, in its unit, where the range is its central 90 %."""
        return (float(self.high) - float(self.low)) / (2 * TO_AN_END)


class _OrTable:
    """An addition to the JSON Schema: targets may be in a table."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        table = {"type": "string", "description": "A CSV file with a row for each target"}
        return {**handler(core), "properties": {"from_table": table}}


Targets = Annotated[Named[Target], _OrTable()]
