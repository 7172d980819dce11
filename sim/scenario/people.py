"""People: groups, arrivals and departures, trust, relationships, and seeking help."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from sim.scenario import closing
from sim.scenario.closing import NotClosed, moves_together, told_together, with_rest
from sim.scenario.distributions import Spread, Time, never
from sim.scenario.labels import Label
from sim.scenario.moments import MomentValue
from sim.scenario.parts import Items, Levelled, Named, Part, Plain, word
from sim.scenario.quantities import (
    Count,
    Number,
    Point,
    Rate,
    Share,
    SomeTime,
    YearlyGrowth,
    built_in,
)
from sim.scenario.refusing import shown, wrong
from sim.scenario.seasons import Pattern, Season, Week
from sim.scenario.words import Flag, Level, Name, NewName, SomeText, Text
from sim.scenario.written import Block, Path

NOWHERE = closing.NOWHERE
COMMUNITY = "community"


def _patch(value: Any) -> Any:
    if not isinstance(value, dict):
        raise wrong(f"{shown(value)} stands where a block of changes is expected.")
    return value


def _row(value: Any) -> Any:
    if isinstance(value, str):
        raise wrong(f"{shown(value)} stands where shares are expected.", f"Write `{{{value}: 1}}`.")
    if not isinstance(value, dict):
        raise wrong(f"{shown(value)} stands where shares are expected.", "Write `{service: 1}`.")
    if not isinstance(value, Block):
        return value
    try:
        row = value.without_nulls()
        return told_together(with_rest(row), moves_together(row))
    except NotClosed as fault:
        raise wrong(fault.problem, "", fault.remedy) from None


PATCH = {"type": "object", "$comment": "changes laid over a scenario"}
Patch = Annotated[dict[str, Any], PlainValidator(_patch), WithJsonSchema(PATCH)]
"""Changes to be merged over a scenario; kept as written, and checked when they are applied."""


class _MayRest:
    """An addition to the JSON Schema: what a row may hold beside its shares."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        schema = handler(core)
        taker = {"type": "string", "description": "Who takes what the others leave of 1"}
        share = schema["additionalProperties"]
        together = {
            "type": "object",
            "description": "All shares are unsure together, as of so many people",
            "properties": {"weight": {"type": "number", "exclusiveMinimum": 0}},
            "required": ["weight"],
            "additionalProperties": False,
        }
        beside = {closing.REST: taker, closing.DIRICHLET: together}
        return {**schema, "properties": {k: {"anyOf": [v, share]} for k, v in beside.items()}}


Shares = Annotated[dict[Name, Share], BeforeValidator(_row), _MayRest()]
"""Shares of next services, of entry services or of starting states, which add up to 1."""


class Group(Part):
    """A named share of the people, and what is different about them."""

    share: Share = Field(description="Share of all people", examples=["0.4"])
    label: Label = ""
    areas: Shares = Field(
        default_factory=dict, description="Shares of the areas in this group, where they differ"
    )
    attributes: Items[NewName] = ()
    overrides: Patch = Field(default_factory=dict)


class Area(Part):
    """A part of the place that is simulated; each person lives in one, and stays there."""

    share: Share = Field(description="Share of all people", examples=["0.4"])
    label: Label = ""


class RateChange(Part):
    """A rate from some time on."""

    begins: Point = Field(alias="from")
    rate: Rate


class _OrTable:
    """An addition to the JSON Schema: a list of moments may be in a table."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        table = {
            "type": "object",
            "properties": {"from_table": {"type": "string"}},
            "required": ["from_table"],
            "additionalProperties": False,
        }
        return {"anyOf": [handler(core), table]}


class Stream(Part):
    """People who arrive one by one, at random moments or at listed ones."""

    rate: Rate | None = Field(None, examples=["80 per year"])
    at: Annotated[Items[MomentValue], _OrTable()] = Field(
        (), description="One person at each, instead of a rate"
    )
    to: Name = COMMUNITY
    group: Name | None = None
    area: Name | None = None
    changes: Items[RateChange] = ()
    growth: YearlyGrowth | None = Field(
        None, description="Of the rate, in monthly steps", examples=["4 % per year"]
    )
    season: Season | None = Field(None, description="Factors of the rate by month")
    week: Week | None = Field(None, description="Factors of the rate by weekday")
    pattern: Pattern | None = Field(None, description="Factors of the rate that repeat")

    @model_validator(mode="after")
    def _one_way(self) -> Stream:
        if self.rate is None and not self.at:
            raise wrong(
                "It is not said when people arrive.",
                "Write a `rate`, such as `80 per year`, or `at` with a list of moments.",
            )
        if self.rate is not None and self.at:
            raise wrong(
                "There are a `rate` and a list of moments, `at`.",
                "People of one stream arrive at random or as listed.",
                "Keep one of the two, or write two streams.",
            )
        varies = [
            key for key in ("changes", "growth", "season", "week", "pattern") if getattr(self, key)
        ]
        if self.at and varies:
            raise wrong(
                f"There is a `{varies[0]}`, but no `rate` that it varies.",
                "Who arrives at a listed moment arrives at no other.",
                f"Take `{varies[0]}` out.",
            )
        return self


class FullStart(Part):
    """Places are filled at the start, with people who are present."""

    relationship: Share = Field(default=built_in(Share, 0))


class StartTable(Part):
    """Where people are at the start: a CSV file, whose content is kept with the scenario."""

    bare: ClassVar[tuple[str, ...]] = ("file",)

    file: SomeText
    contents: Text = ""


class Start(Part):
    """Where people are at minute 0: services empty, full, or as in a table."""

    also: ClassVar[tuple[JsonSchemaValue, ...]] = (word("empty", "full"),)

    full: FullStart | None = None
    from_table: StartTable | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, data: Any) -> Any:
        if isinstance(data, str):
            if data not in ("empty", "full"):
                raise wrong(
                    f"{shown(data)} is not a way to start.",
                    "Write `empty`, `full`, or `from_table: file.csv`.",
                )
            return {} if data == "empty" else {"full": {}}
        return data

    @model_validator(mode="after")
    def _one_way(self) -> Start:
        if self.full is not None and self.from_table is not None:
            raise wrong("There are two ways to start.", "Keep `full` or `from_table`.")
        return self

    @property
    def kind(self) -> Literal["empty", "full", "from_table"]:
        """The way in which people are placed at the start."""
        if self.from_table is not None:
            return "from_table"
        return "empty" if self.full is None else "full"

    def plain(self) -> Plain:
        """Return the word `empty`, or a block for any other start."""
        return super().plain() or "empty"


def _everyone() -> dict[str, Group]:
    return {"everyone": Group(share=built_in(Share, 1), label="Everyone")}


class People(Part):
    """The people: groups, arrivals and departures, trust, relationships and seeking help."""

    cohort: Count = Field(default=built_in(Count, 0), description="People here at minute 0")
    groups: Named[Group] = Field(default_factory=_everyone)
    areas: Named[Area] = Field(default_factory=dict, description="One for each person, if any")
    arrivals: Named[Stream] = Field(default_factory=dict)
    start: Start = Start()


class Returns(Part):
    """What brings people back who were away: a need, in one of its states."""

    need: Name
    state: Name


class SettledFor(Part):
    """People who have been settled for long, without any service, are away until a need returns."""

    level: Level = Field(1, description="Highest level of every need")
    lasting: SomeTime = Field(alias="for", examples=["2 years"])
    recurrence: Rate = Field(
        default=built_in(Rate, "0 per year"), description="At which people return"
    )
    returns: Returns
    away_at_start: Share = Field(
        default=built_in(Share, 0), description="Share of the cohort away at minute 0"
    )


class Leaving(Part):
    """How people leave the population, each at a rate per person, or settled."""

    moving_away: Rate = Field(default=built_in(Rate, "0 per year"))
    death: Rate = Field(default=built_in(Rate, "0 per year"))
    settled_for: SettledFor | None = Field(None, description="Without, nobody leaves as settled")


class Trust(Part):
    """Trust in services, 0 to 1."""

    start: Spread = Field(default=Spread(fixed=built_in(Share, 0.5)))
    rise: Share = Field(default=built_in(Share, 0))
    stigma_fall: Share = Field(default=built_in(Share, 0))
    refusal_fall: Share = Field(default=built_in(Share, 0))
    unplanned_ending_fall: Share = Field(default=built_in(Share, 0))
    disengages_below: Share = Field(default=built_in(Share, 0))
    reference: Share = Field(default=built_in(Share, 0.5))


class PoorMatch(Part):
    """Pairs of a person and a worker who hardly get on."""

    share: Share = Field(description="Share of all pairs", examples=["0.1"])
    ceiling: Share = Field(examples=["0.2"])


class Match(Part):
    """How far the relationship of a person and a worker can grow; it differs from pair to pair."""

    ceiling: Spread = Field(examples=["{uniform: {low: 0.3, high: 1}}"])
    poor: PoorMatch | None = None


class Relationship(Part):
    """Relationship with a worker, 0 to 1."""

    growth: Share = Field(default=built_in(Share, 0))
    start: Share = Field(default=built_in(Share, 0))
    reference: Share = Field(default=built_in(Share, 0.5))
    retelling: Count = Field(default=built_in(Count, 0))
    match: Match | None = Field(None, description="How well pairs get on; without, all equally")


class Attendance(Part):
    """How trust and relationship change the odds of attending."""

    trust: Number = Field(default=built_in(Number, 0))
    relationship: Number = Field(default=built_in(Number, 0))


class EntryChange(Part):
    """Where people turn from some time on; levels that it does not name stay as they were."""

    begins: Point = Field(alias="from", examples=["2028-04-01"])
    entry: Levelled[Shares] = Field(examples=["{severe: {walk_in: 1}}"])

    @model_validator(mode="after")
    def _of_something(self) -> EntryChange:
        if not self.entry:
            raise wrong(
                "This changes nothing.", "Name a level, as `entry: {severe: {walk_in: 1}}`."
            )
        return self


class Seeking(Part):
    """When people turn to services, and to which ones."""

    delay: Levelled[Time] = Field(default_factory=dict, description="By level; none = never")
    trust: Number = Field(default=built_in(Number, 0))
    persists: Flag = False
    reseek_delay: Time = Field(default_factory=never)
    entry: Levelled[Shares] = Field(default_factory=dict)
    changes: Items[EntryChange] = Field((), description="Of `entry`, by date")


class NeedSeeking(Part):
    """Where people turn for one need, if it differs from other needs."""

    entry: Levelled[Shares] = Field(default_factory=dict)
    changes: Items[EntryChange] = Field((), description="Of `entry`, by date")


def entries(seeking: Seeking | NeedSeeking) -> Iterator[tuple[Path, Shares]]:
    """Iterate over the rows of `entry` and of its changes, each with its path."""
    for level, row in seeking.entry.items():
        yield ("entry", str(level)), row
    for at, change in enumerate(seeking.changes):
        for level, row in change.entry.items():
            yield ("changes", at, "entry", str(level)), row
