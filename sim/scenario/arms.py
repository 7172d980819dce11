"""Mechanisms, which are switches, and arms, which are named sets of switches and changes."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from sim.scenario.labels import Label, SomeLabel
from sim.scenario.parts import Items, Named, Part
from sim.scenario.people import Patch
from sim.scenario.quantities import Share, SomePosts, SomeTime
from sim.scenario.words import Name, NewName, Text
from sim.scenario.written import Block


class Mechanism(Part):
    """One switch: its changes when it is on, and its changes when it is off."""

    label: SomeLabel = Field(examples=["Warm endings"])
    description: Text = ""
    source: Name = Field(description="Who says that services differ in this")
    family: NewName | None = Field(
        None,
        description="The switches that it belongs to; a study can try them together",
        examples=["practice"],
    )
    on: Patch = Field(default_factory=dict)
    off: Patch = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _with_the_nearest_source(cls, data: Any) -> Any:
        return data.with_source() if isinstance(data, Block) else data


class Transfer(Part):
    """Posts that move from one service to another, as many as have the same contact hours."""

    origin: Name = Field(alias="from", examples=["specialist"])
    target: Name = Field(alias="to", examples=["team"])
    posts: SomePosts = Field(examples=["2"], description="Posts that leave; in each area, if any")


class PhaseIn(Part):
    """A time after the change of rules in which people are still getting used to the new ways."""

    over: SomeTime = Field(examples=["26 weeks"])
    productivity: Share = Field(
        examples=["0.8"], description="Share of the contact hours that can be used at first"
    )


class Arm(Part):
    """One way to organise the same services for the same people."""

    label: Label = ""
    description: Text = ""
    mechanisms: Items[Name] = Field((), description="Those switched on; all others are off")
    changes: Patch = Field(default_factory=dict, alias="set")
    transfer: Transfer | None = Field(
        None, description="Posts that move between services, laid over everything else"
    )
    start_map: Named[Name] = Field(
        default_factory=dict, description="Where people start whose service this arm lacks"
    )
    phase_in: PhaseIn | None = Field(
        None, description="How contact hours rise to all of them after the change of rules"
    )
