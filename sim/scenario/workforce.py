"""The workers of a service: hours, caseloads, tenure, and what happens when they leave."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator
from pydantic.json_schema import JsonSchemaValue

from sim.scenario.dates import Day
from sim.scenario.distributions import Time, always, never
from sim.scenario.parts import Items, Levelled, Part, Plain, word
from sim.scenario.quantities import (
    Duration,
    Load,
    Over,
    Point,
    Positive,
    Posts,
    Share,
    SomeCount,
    TimePerWeek,
    Weight,
    built_in,
)
from sim.scenario.refusing import shown, wrong
from sim.scenario.seasons import Pattern, Season, Weekday
from sim.scenario.words import Flag

CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")


def _clock(value: Any) -> str:
    if not isinstance(value, str) or not CLOCK.fullmatch(value):
        raise wrong(
            f"{shown(value)} is not a time of day.", 'Write hours and minutes, such as "09:00".'
        )
    return str(value)


def minute_of_day(clock: str) -> int:
    """Convert a time of day such as ``09:30`` to minutes after midnight."""
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)


Clock = Annotated[str, BeforeValidator(_clock)]


class Handover(Part):
    """What happens to people when their worker leaves."""

    also: ClassVar[tuple[JsonSchemaValue, ...]] = (word("none"),)

    planned: Flag = True
    overlap: Duration = Field(
        default=built_in(Duration, "0 minutes"), description="Time a person, the new worker's"
    )
    share: Share = Field(
        default=built_in(Share, 0), description="Share of the relationship carried over"
    )
    notice: Duration = Field(
        default=built_in(Duration, "0 days"),
        description="So long before leaving a worker takes nobody new and hands people over",
    )

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, data: Any) -> Any:
        if isinstance(data, str):
            if data != "none":
                raise wrong(f"{shown(data)} is not a handover.", "Write `none`, or a block.")
            return {"planned": False}
        return data

    def plain(self) -> Plain:
        """Return the word `none`, or a block.

        The block contains everything that is written, even if the handover has no effect.
        """
        return "none" if self == Handover(planned=False) else super().plain()


class Weighted(Part):
    """A caseload by weight: people at some levels of need take more of it than others."""

    limit: Load = Field(description="Most weight a worker's people have", examples=["30"])
    weights: Levelled[Weight] = Field(
        description="Of a person, by level of need; 1 at levels that are not named",
        examples=["{settled: 0.25, mild: 0.5, severe: 1, crisis: 2}"],
    )

    def at(self, level: int) -> float:
        """Return the weight of a person whose weight is set at this level of need."""
        weight = self.weights.get(level)
        return 1.0 if weight is None else weight.value


def _how_counted(value: Any) -> str:
    """Return whether a caseload is a number of people or a block of weights."""
    # What is left of a faulty number is no block of weights that lacks its keys.
    is_block = isinstance(value, dict) and not value.keys() <= set(SomeCount.known_keys())
    return WEIGHTS if is_block or isinstance(value, Weighted) else PEOPLE


PEOPLE, WEIGHTS = "number of people", "block of weights"  # no keys: places of faults leave them out
Caseload = Annotated[
    Annotated[SomeCount, Tag(PEOPLE)] | Annotated[Weighted, Tag(WEIGHTS)],
    Discriminator(_how_counted),
]


class Keep(Part):
    """People get their last worker in this service again, if that worker is still there."""

    over: Over = Field(
        default=built_in(Over, 0),
        description="People above the caseload that keeping may go, or weight where it has weights",
    )


class Assignment(Part):
    """How a person gets a worker: the one with the fewest people, or their last one."""

    also: ClassVar[tuple[JsonSchemaValue, ...]] = (word("least_loaded", "keep"),)

    keep: Keep | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, data: Any) -> Any:
        if isinstance(data, str):
            if data not in ("least_loaded", "keep"):
                raise wrong(
                    f"{shown(data)} is not a way to assign a worker.",
                    "Write `least_loaded`, `keep`, or `keep: {over: 3}`.",
                )
            return {} if data == "least_loaded" else {"keep": {}}
        return data

    def plain(self) -> Plain:
        """Return this setting as a file writes it: `least_loaded`, or a block with its details."""
        return super().plain() or "least_loaded"


class Choice(Part):
    """People who do not get on with their worker may have another one of the team."""

    below: Share = Field(description="Relationship below which they ask", examples=["0.3"])
    after: SomeCount = Field(description="Attended contacts before they ask", examples=["3"])


class WorkingHours(Part):
    """When contacts can happen."""

    days: Items[Weekday] = ("mon", "tue", "wed", "thu", "fri")
    opens: Clock = Field("09:00", alias="from")
    closes: Clock = Field("17:00", alias="to")

    @model_validator(mode="after")
    def _some_time(self) -> WorkingHours:
        if not self.days or len(set(self.days)) != len(self.days):
            raise wrong("The days are empty or named twice.", "Name each working day once.")
        if self.minutes_a_day <= 0:
            raise wrong(
                f"The day ends at {self.closes}, not after it begins at {self.opens}.",
                "Write a later `to`.",
            )
        return self

    def meet(self, other: WorkingHours) -> bool:
        """Return whether two workers with these hours are ever at work in the same minute."""
        opens = max(minute_of_day(self.opens), minute_of_day(other.opens))
        closes = min(minute_of_day(self.closes), minute_of_day(other.closes))
        return bool(set(self.days) & set(other.days)) and opens < closes

    @property
    def minutes_a_day(self) -> int:
        """The length of a working day in minutes."""
        return minute_of_day(self.closes) - minute_of_day(self.opens)


class Away(Part):
    """Leave, sickness and training: workers are away for some of their working days."""

    share: Share = Field(description="Share of the time, in the long run", examples=["0.18"])
    spells: Time = Field(description="How long an absence lasts", examples=["1 week"])

    @model_validator(mode="after")
    def _not_always(self) -> Away:
        if self.share.value >= 1:
            raise wrong("Workers would always be away.", "Write a share below 1.")
        return self


class PostsChange(Part):
    """A number of posts from some time on."""

    begins: Point = Field(alias="from")
    posts: Posts


class Workers(Part):
    """The named staff of a service."""

    posts: Posts = Field(examples=["10"])
    contact_hours: Positive = Field(description="Hours a week and post", examples=["18"])
    caseload: Caseload = Field(description="Most people a worker has", examples=["30"])
    tenure: Time = Field(default_factory=never, description="How long a worker stays")
    vacancy: Time = Field(default=always("0 days"), description="How long a post stays empty")
    vacant_at_start: Posts = Field(
        default=built_in(Posts, 0), description="Of the posts, how many are empty at minute 0"
    )
    handover: Handover = Handover(planned=False)
    assignment: Assignment = Assignment()
    choice: Choice | None = Field(None, description="Of another worker; without, none")
    missed_share: Share = Field(default=built_in(Share, 1))
    wte: Positive | None = Field(
        None, description="Whole-time equivalents of a post, for words alone", examples=["0.8"]
    )
    supervision: TimePerWeek = Field(
        default=built_in(TimePerWeek, "0 minutes per week"),
        description="Comes off the contact hours of each worker",
    )
    working_hours: WorkingHours = WorkingHours()
    away: Away | None = None
    bank_holidays: Items[Day] = ()
    changes: Items[PostsChange] = ()
    season: Season | None = Field(None, description="Factors of the posts by month")
    pattern: Pattern | None = Field(None, description="Factors of the posts that repeat")

    @model_validator(mode="after")
    def _hours_fit_into_the_week(self) -> Workers:
        open_hours = self.working_hours.minutes_a_day * len(self.working_hours.days) / 60
        if self.contact_hours.value > open_hours:
            raise wrong(
                f"{self.contact_hours.written} contact hours a week do not fit into "
                f"{open_hours:g} working hours.",
                "Lower `contact_hours` or widen `working_hours`.",
            )
        return self

    @model_validator(mode="after")
    def _supervision_leaves_time(self) -> Workers:
        if self.supervision.minutes > self.paid_minutes:
            raise wrong(
                f"{self.supervision.written} of supervision is more than all "
                f"{self.contact_hours.written} contact hours a week.",
                "Lower `supervision` or raise `contact_hours`.",
            )
        return self

    @property
    def paid_minutes(self) -> int:
        """The contact minutes a week of one post, supervision included."""
        return round(60 * self.contact_hours.value)
