"""Define the keys of a study file."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema

from sim.scenario.labels import Title
from sim.scenario.parts import Items, Part
from sim.scenario.refusing import shown, wrong
from sim.scenario.values import count
from sim.scenario.words import Flag, Name, SomeText, Text, one_of
from sim.studies.analyses.written import (
    BreakEvenBlock,
    FindBlock,
    MechanismsBlock,
    PrecisionBlock,
    SelectBlock,
    SensitivityBlock,
)

FORMAT = 1
EVERY_RANGE = "every range"


def _block(value: Any) -> Any:
    if not isinstance(value, dict):
        raise wrong(f"{shown(value)} stands where a block is expected.", "Write `path: values`.")
    return value


def _block_or_every(value: Any) -> Any:
    if isinstance(value, str) and value == EVERY_RANGE:
        return value
    if not isinstance(value, dict):
        raise wrong(
            f"{shown(value)} stands where a block is expected.",
            f"Write `path: range`, or `{EVERY_RANGE}` for all that have one in the scenario.",
        )
    return value


def _anything(value: Any) -> Any:
    return value


ANY = WithJsonSchema({})
Values = Annotated[dict[str, Any], PlainValidator(_block), ANY]


class StudyDocument(Part):
    """The content of a study file."""

    throughline_study: Annotated[int, count(FORMAT, FORMAT)] = Field(
        examples=["1"], description="Format of the file"
    )
    title: Title = Field(examples=["Caseload and turnover"])
    question: Text = ""
    about: Text = ""
    scenario: SomeText = Field(
        examples=["../cen_community.yaml"], description="The scenario file, from this file's folder"
    )
    fixed: Values = Field(default_factory=dict, alias="set", description="The same in all settings")
    arms: Items[Name] | None = Field(None, description="Those of the scenario unless written")
    levers: Values = Field(default_factory=dict, description="What somebody could decide")
    uncertainties: Annotated[Any, PlainValidator(_block_or_every), ANY] = Field(
        default_factory=dict, description="What nobody knows"
    )
    design: Annotated[Any, PlainValidator(_anything), ANY] = None
    outcomes: Items[Text] = Field((), description="Measures that are looked at")
    replications: Annotated[int, count(1, 1_000_000)] | None = None
    seed: Annotated[int, count(0, 2**53)] | None = None
    engine: Annotated[str, one_of("fast", "reference")] = "fast"
    warm_up: Flag = Field(False, description="Look at whether the start is left out long enough")
    precision: PrecisionBlock | None = Field(None, description="How narrow intervals have to be")
    mechanisms: MechanismsBlock | None = Field(None, description="Which mechanism does what")
    break_even: BreakEvenBlock | None = Field(None, description="Where one arm stops being better")
    find: FindBlock | None = Field(None, description="How much is enough for a target")
    sensitivity: SensitivityBlock | None = Field(None, description="What an outcome depends on")
    select: SelectBlock | None = Field(None, description="Which of many arms is best")
