"""Needs that change over time: chains of named states with levels, and moves between them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator
from pydantic.json_schema import JsonSchemaValue

from sim.errors import nearest
from sim.scenario.effects import NeedEffects
from sim.scenario.labels import Label
from sim.scenario.parts import Items, Named, Part, Plain, word
from sim.scenario.people import NeedSeeking, Shares
from sim.scenario.quantities import Duration, Positive, Rate, SomeTime, built_in
from sim.scenario.refusing import shown, wrong
from sim.scenario.values import count
from sim.scenario.words import Level, Name, one_of

Direction = Annotated[
    Literal["worsening", "recovery", "neutral"], one_of("worsening", "recovery", "neutral")
]

MOST_STATES = 200
"""The largest number of states of a need; run time grows with its third power."""


class Transition(Part):
    """A move from one state to another, at a rate while in the first."""

    begins: Name = Field(alias="from")
    to: Name
    rate: Rate = Field(examples=["0.2 per year"])
    direction: Direction | None = Field(
        None, description="By level unless written: worsening if it rises, recovery if it falls"
    )


def _not_too_many(states: dict[str, int]) -> dict[str, int]:
    if len(states) > MOST_STATES:
        raise wrong(
            f"There are {len(states):,} states.", f"A need may have up to {MOST_STATES} of them."
        )
    return states


def not_a_start(text: str, states: Collection[str]) -> Exception:
    """Return the error for an unknown start, with a suggestion of the right state or word."""
    meant = text if text in states else nearest(text, ("stationary", *states))
    written = "stationary" if meant == "stationary" else f"{{{meant}: 1}}"
    return wrong(
        f"{shown(text)} is not a way to start.",
        "Write `stationary`, or states with shares that add up to 1.",
        f"Did you mean `{written}`?" if meant else "",
    )


class NeedStart(Part):
    """The state in which a need starts: by the chain's long-run shares, or by given shares."""

    also: ClassVar[tuple[JsonSchemaValue, ...]] = (word("stationary"),)
    bare: ClassVar[tuple[str, ...]] = ("shares",)

    shares: Shares | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_bare(cls, data: Any) -> Any:
        if isinstance(data, str):
            if data != "stationary":
                raise not_a_start(data, ())
            return {}
        return {"shares": data} if isinstance(data, dict) and data else data

    @property
    def stationary(self) -> bool:
        """Whether the start follows the chain's long-run shares."""
        return self.shares is None

    def plain(self) -> Plain:
        """Return the word `stationary`, or the shares."""
        return "stationary" if self.shares is None else super().plain()["shares"]


class Presenting(Part):
    """How far back services look when they ask how bad a need is."""

    over: Duration = Field(default=built_in(Duration, "0 days"), examples=["4 weeks"])


class Need(Part):
    """A need for help that comes and goes."""

    label: Label = ""
    largest_ratio: Positive = Field(default=built_in(Positive, 4))
    seek_level: Annotated[int, count(1, 3)] = 2
    episode_break: SomeTime = Field(default=built_in(SomeTime, "28 days"))
    presenting: Presenting = Presenting()
    states: Annotated[Named[Level], AfterValidator(_not_too_many)] = Field(
        examples=["{settled: 0, unwell: 2}"]
    )
    transitions: Items[Transition] = ()
    start: NeedStart = NeedStart()
    seeking: NeedSeeking = NeedSeeking()
    effects: NeedEffects = NeedEffects()

    @field_validator("start", mode="before")
    @classmethod
    def _a_known_start(cls, value: Any, info: ValidationInfo) -> Any:
        """Refuse any word but `stationary`.

        The check is part of this model because it needs the states of the need for its suggestion.
        """
        if isinstance(value, str) and value != "stationary":
            raise not_a_start(value, info.data.get("states", {}))
        return value

    def direction(self, transition: Transition) -> Literal["worsening", "recovery", "neutral"]:
        """Return the direction of a transition: as written, or by the levels of its states."""
        if transition.direction is not None:
            return transition.direction
        rise = self.states[transition.to] - self.states[transition.begins]
        return "worsening" if rise > 0 else "recovery" if rise < 0 else "neutral"
