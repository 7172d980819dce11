"""Labelled variants: the scenario with a few other values, to see whether the answer turns."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema

from sim.scenario.labels import SomeLabel
from sim.scenario.parts import Part
from sim.scenario.refusing import shown, wrong
from sim.scenario.words import Text


def _values(value: Any) -> Any:
    if not isinstance(value, dict):
        raise wrong(
            f"{shown(value)} stands where a block is expected.",
            "Write `path: value`, as `run.length: 10 years`.",
        )
    if not value:
        raise wrong("Nothing is set.", "Write `path: value`, as `run.length: 10 years`.")
    return value


class LabelledVariant(Part):
    """Other values of the scenario, by path, under which every arm is run as well."""

    label: SomeLabel = Field(examples=["Ten years after the change"])
    description: Text = ""
    changes: Annotated[dict[str, Any], PlainValidator(_values), WithJsonSchema({})] = Field(
        alias="set",
        description="Values by path, such as `run.length: 10 years`",
        examples=["{run.length: 10 years}"],
    )
