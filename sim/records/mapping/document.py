"""Define the keys of a mapping file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Field, create_model

from sim.records.known.codes import NAMED, WORDS
from sim.records.known.columns import TABLES
from sim.records.known.shapes import Shape
from sim.records.mapping.mapping import JOIN_DAYS, LINK_DAYS
from sim.scenario.dates import Day
from sim.scenario.labels import SomeLabel
from sim.scenario.parts import Items, Named, Part
from sim.scenario.refusing import shown, wrong
from sim.scenario.values import count
from sim.scenario.words import Flag, SomeText, one_of

FORMAT = 1
OUTSIDE = re.compile(r"[/\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\].*)?$")


def _code(value: Any) -> str:
    """Accept a code; a number is the code that it is written as."""
    if isinstance(value, bool) or not isinstance(value, (str, int)) or not str(value).strip():
        raise wrong(f"{shown(value)} is not a code.", "Write codes in quotation marks.")
    return str(value)


def _one_or_more(value: Any) -> Any:
    """Return a list; a single code may stand without brackets."""
    if isinstance(value, list) and not value:
        raise wrong("No code is in the list.", "Write one, or take the entry out.")
    return [value] if isinstance(value, (str, int)) and not isinstance(value, bool) else value


def _file(value: Any) -> Any:
    if isinstance(value, str) and OUTSIDE.match(value):
        raise wrong(
            f"{shown(value)} does not lie in the folder of the extract.",
            "Write a name or a pattern as seen from that folder, such as `MHS101*.csv`.",
        )
    return value


Code = Annotated[str, BeforeValidator(_code)]
File = Annotated[SomeText, BeforeValidator(_file)]
CodeList = Annotated[Items[Code], BeforeValidator(_one_or_more)]


class ExtractPart(Part):
    """The days that an extract covers."""

    begins: Day = Field(
        alias="from", examples=["2024-04-01"], description="The first day that is measured"
    )
    ends: Day = Field(
        alias="to", examples=["2025-03-31"], description="The last day that is measured"
    )
    taken: Day | None = Field(None, description="The last day that is known")
    timed: Flag | None = Field(None, description="Whether times of day are used")


class ServicePart(Part):
    """A service, and the teams that it stands for."""

    label: SomeLabel | None = None
    teams: CodeList = Field((), description="Names of teams; * stands for anything")
    types: CodeList = Field((), description="Types of teams; * stands for anything")
    continuous: Flag = Field(False, description="People stay there day and night")


def _part(name: str, keys: dict[str, Any]) -> type[Part]:
    """Return a part with these keys, all optional, and what each holds."""
    fields: dict[str, Any] = {key: (holds | None, None) for key, holds in keys.items()}
    part: type[Part] = create_model(name, __base__=Part, **fields)
    return part


def _table_part(name: str) -> type[Part]:
    columns = _part(f"{name}_columns", dict.fromkeys(TABLES[name].by_name, SomeText))
    return _part(f"{name}_table", {"file": File, "columns": columns})


if TYPE_CHECKING:
    TablesPart: TypeAlias = Part
    CodesPart: TypeAlias = Part
else:  # their keys are those of the tables that are read, and the words of their codes
    TablesPart = _part("Tables", {name: _table_part(name) for name in TABLES})
    CodesPart = _part(
        "Codes",
        {
            column: _part(f"{column}_codes", dict.fromkeys(words, CodeList))
            for column, words in WORDS.items()
        }
        | dict.fromkeys(NAMED, Named[CodeList]),
    )


class ConditionPart(Part):
    """One condition of a cohort."""

    reason: CodeList | None = None
    diagnosis: CodeList | None = None
    team_type: CodeList | None = None


class CohortPart(Part):
    """The people that are looked at."""

    any: Items[ConditionPart] | None = None
    all: Items[ConditionPart] | None = None


class MappingDocument(Part):
    """The content of a mapping file."""

    throughline_mapping: Annotated[int, count(FORMAT, FORMAT)] = Field(
        examples=["1"], description="Format of the file"
    )
    shape: Annotated[str, one_of(*Shape)] = str(Shape.PLAIN)
    extract: ExtractPart
    services: Named[ServicePart] = Field(examples=["{community_team: {types: [A06]}}"])
    tables: TablesPart = Field(default_factory=TablesPart)
    codes: CodesPart = Field(default_factory=CodesPart)
    cohort: CohortPart | None = None
    join_days: Annotated[int, count(0, 60)] = JOIN_DAYS
    link_days: Annotated[int, count(1, 365)] = LINK_DAYS
