"""What is uncertain beside single numbers: numbers that move together, structures, tables."""

from __future__ import annotations

import math
from typing import Annotated, Any, ClassVar

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from sim.scenario.kept_tables import KeptTable
from sim.scenario.parts import Items, Part, Plain
from sim.scenario.quantities import Sourced
from sim.scenario.refusing import shown, wrong
from sim.scenario.values import number
from sim.scenario.words import Text
from sim.scenario.written import Block
from sim.units import plain_number

AS_WRITTEN = "as_written"
"""The option of a structure in which the scenario stays as it is."""
EXACT = 1e-9
MOST_OPTIONS = 20
Correlation = Annotated[float, number(-1, 1, "Write a number from -1 to 1.")]


class Together(Part):
    """Numbers of which one draw moves several, each in its own range."""

    bare: ClassVar[tuple[str, ...]] = ("paths",)

    paths: Items[Text] = Field(
        examples=["[services.gp.contacts.length, services.team.contacts.length]"],
        description="Paths of two numbers or more that have a range",
    )
    correlation: Correlation | None = Field(
        None, description="Rank correlation of any two; without it all lie equally far in theirs"
    )

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, data: Any) -> Any:
        return {"paths": data} if isinstance(data, (list, tuple)) else data

    @model_validator(mode="after")
    def _several(self) -> Together:
        if len(set(self.paths)) < len(self.paths):
            twice = next(p for n, p in enumerate(self.paths) if p in self.paths[:n])
            raise wrong(f"`{twice}` is named twice.", "Take one of the two out.")
        if len(self.paths) < 2:
            raise wrong("One number alone moves with no other.", "Name two paths or more.")
        # Below it no joint normal law has this rank correlation between all pairs.
        least = 6 / math.pi * math.asin(-1 / (2 * (len(self.paths) - 1)))
        if self.correlation is not None and self.correlation < least - EXACT:
            raise wrong(
                f"{len(self.paths)} numbers cannot all have a correlation of "
                f"{plain_number(self.correlation)} with each other.",
                f"Write {math.ceil(least * 1000) / 1000:g} or more.",
            )
        return self

    def plain(self) -> Plain:
        """Return the list of paths, or a block where a correlation is written."""
        return list(self.paths) if self.correlation is None else super().plain()


def _structures(value: Any) -> dict[str, dict[str, float]]:
    if not isinstance(value, dict):
        what = shown(value)
        raise wrong(
            f"{what[:1].upper()}{what[1:]} stands where a block is expected.",
            "Write `name: {option: weight, option: weight}`.",
        )
    entries = value.without_nulls() if isinstance(value, Block) else value
    return {str(name): _options(str(name), options) for name, options in entries.items()}


def _options(name: str, options: Any) -> dict[str, float]:
    """Return the weight of each option of one structure."""
    if not isinstance(options, dict):
        raise wrong(
            f"`{name}` has {shown(options)} in place of its options.",
            f"Write `{name}: {{option: weight, option: weight}}`.",
        )
    entries = options.without_nulls() if isinstance(options, Block) else options
    found: dict[str, float] = {}
    for option, weight in entries.items():
        if isinstance(weight, bool) or not isinstance(weight, (int, float)) or not 0 < weight <= 1:
            raise wrong(
                f"The weight of `{option}` in `{name}` is {shown(weight)}.",
                "Write a number above 0, at most 1: in so many of all worlds it holds.",
            )
        found[str(option)] = float(weight)
    if not 2 <= len(found) <= MOST_OPTIONS:
        raise wrong(
            f"`{name}` has {len(found)} option{'' if len(found) == 1 else 's'}.",
            f"Write 2 to {MOST_OPTIONS}, each with its weight.",
        )
    if abs(sum(found.values()) - 1) > EXACT:
        raise wrong(
            f"The weights of `{name}` add up to {plain_number(sum(found.values()))}.",
            "They add up to 1.",
        )
    return found


SCHEMA = WithJsonSchema(
    {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "additionalProperties": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
        },
    }
)
Structures = Annotated[dict[str, dict[str, float]], PlainValidator(_structures), SCHEMA]
"""By structure: the weight of each of its options."""


class Worlds(Sourced):
    """Worlds that are the rows of a table, such as those to which `sim fit` comes."""

    from_table: KeptTable = Field(
        examples=["fitted.csv"],
        description="A CSV file: a column for each number, by its path, and a row for each world",
    )
