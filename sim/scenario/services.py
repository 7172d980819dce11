"""Services: whom they accept, how they work, when a spell ends and where people go next."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue

from sim.scenario.distributions import Time, always, never
from sim.scenario.parts import (
    Flag,
    HandoffKind,
    Items,
    Level,
    Levelled,
    Name,
    Part,
    Plain,
    Reason,
    Text,
    check_name,
    one_of,
    shown,
    word,
    wrong,
)
from sim.scenario.people import Shares
from sim.scenario.quantities import Amount, Count, Duration, Share, SomeCount, SomeTime, built_in
from sim.scenario.workforce import Workers
from sim.scenario.written import Block

OTHERWISE = "otherwise"
LEVELS = (0, 1, 2, 3)
handoff_kind = one_of("cold", "warm", "blocked", "consult")
handoff_words = word("cold", "warm", "blocked", "consult")
reason = one_of(
    "turned_away",
    "left_waiting",
    "missed_contacts",
    "finished_settled",
    "finished_in_need",
    "crisis",
)


def _band(levels: tuple[int, ...]) -> tuple[int, ...]:
    if len(levels) != 2 or levels[0] > levels[1]:
        raise wrong(
            f"{list(levels)} is not a band of levels.",
            "Write the lowest and the highest level accepted, such as `[2, 3]`.",
        )
    return levels


class Accepts(Part):
    """Who is eligible, and how likely a person who is gets accepted."""

    levels: Annotated[Items[Level], AfterValidator(_band)] = (0, 3)
    excludes: Items[Name] = ()
    probability: Share = Field(default=built_in(Share, 1))
    penalty_per_refusal: Share = Field(default=built_in(Share, 0))


class PlacesChange(Part):
    """A number of places that holds from some time on."""

    begins: Duration = Field(alias="from")
    places: Count


class Capacity(Part):
    """How many people it can have at once; without `places` as many as come."""

    also: ClassVar[tuple[JsonSchemaValue, ...]] = (word("unlimited"),)

    places: Count | None = None
    changes: Items[PlacesChange] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, data: Any) -> Any:
        if isinstance(data, (str, int, float)):
            if data != "unlimited":
                raise wrong(
                    f"{shown(data)} is not a capacity.",
                    "Write `unlimited` or `{places: 20}`.",
                    f"Did you mean `{{places: {data}}}`?" if not isinstance(data, str) else "",
                )
            return {}
        return data

    @model_validator(mode="after")
    def _changes_of_something(self) -> Capacity:
        if self.changes and self.places is None:
            raise wrong("There are changes, but no `places` to begin with.", "Add `places`.")
        return self

    def plain(self) -> Plain:
        """The word `unlimited`, or a block."""
        return "unlimited" if self.places is None else super().plain()


class Queue(Part):
    """Who is taken first from the waiting list."""

    also: ClassVar[tuple[JsonSchemaValue, ...]] = (word("first_come", "level", "returning"),)

    rule: Literal["first_come", "level", "returning", "group"] = "first_come"
    group: Items[Name] = Field((), description="Groups in order of priority, the first first")

    @model_validator(mode="before")
    @classmethod
    def _from_bare(cls, data: Any) -> Any:
        if isinstance(data, dict) and "group" in data and "rule" not in data:
            return {**data, "rule": "group"}
        if isinstance(data, str):
            if data not in ("first_come", "level", "returning"):
                raise wrong(
                    f"{shown(data)} is not a queue rule.",
                    "Write `first_come`, `level`, `returning`, or `group: [first, next]`.",
                )
            return {"rule": str(data)}
        return data

    def plain(self) -> Plain:
        """The word, or the groups in order."""
        return {"group": list(self.group)} if self.rule == "group" else self.rule


class Interval(Part):
    """Time from one contact to the next: one for all levels (fixed) or by level (flexible)."""

    bare: ClassVar[tuple[str, ...]] = ("fixed", "by_level")

    fixed: SomeTime | None = None
    by_level: Levelled[SomeTime] | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_bare(cls, data: Any) -> Any:
        if isinstance(data, cls):
            return data
        if not isinstance(data, dict) or "value" in data:
            return {"fixed": data}
        return {"by_level": _without_never(data)}

    def at(self, level: int) -> SomeTime | None:
        """The interval at a level of need; None = no contacts."""
        return self.fixed if self.by_level is None else self.by_level.get(level)

    def plain(self) -> Plain:
        """One length, or one for each level."""
        return next(iter(super().plain().values()))


def _without_never(data: dict[str, Any]) -> dict[str, Any]:
    """Levels without contacts left out."""
    if not isinstance(data, Block):
        return {key: value for key, value in data.items() if value != "never"}
    kept = data
    for key in [key for key, value in data.items() if value == "never"]:
        kept = kept.without(key)
    return kept


class Contacts(Part):
    """How often and how long people are seen, and how likely they come."""

    every: Interval = Field(examples=["2 weeks"])
    length: Time = Field(examples=["60 minutes"])
    attendance: Share = Field(default=built_in(Share, 1))
    urgent_within: Duration | None = None
    stigma: Share = Field(
        default=built_in(Share, 0), description="Probability that a contact is stigmatising"
    )


class Settled(Part):
    """An ending because the need has settled."""

    level: Level = Field(examples=["1"])
    lasting: SomeTime = Field(alias="for", examples=["12 weeks"])


class Ends(Part):
    """What ends a spell, whichever comes first."""

    stay: Time = Field(default_factory=never)
    contacts: SomeCount | None = None
    settled: Settled | None = None
    missed: SomeCount | None = None
    outreach: Flag = False
    planned: Flag = True


class Warm(Part):
    """A warm handoff: how much of the relationship it carries over, and how long it may take."""

    carries: Share = Field(default=built_in(Share, 0))
    limit: Duration = Field(examples=["8 weeks"])


class Advising(Part):
    """Advice to another team: the diary time it takes and how long it helps."""

    length: Duration = Field(examples=["60 minutes"])
    lasts: Duration = Field(examples=["12 weeks"])


class FollowUp(Part):
    """A contact soon after the end."""

    within: Duration = Field(examples=["72 hours"])
    probability: Share = Field(default=built_in(Share, 1))
    by: Name | None = Field(None, description="The service itself unless written")


class Costs(Part):
    """What it costs; nothing is printed about money without these."""

    contact: Amount | None = None
    place_day: Amount | None = None


def _all_cold() -> dict[str, HandoffKind]:
    return {OTHERWISE: "cold"}


COVERS = {"anyOf": [word("all"), {"type": "array", "items": {"type": "string"}}]}


def _covers(value: Any) -> Any:
    if isinstance(value, str) and value == "all":
        return "all"
    if not isinstance(value, (list, tuple)):
        raise wrong(f"{shown(value)} is not a list of needs.", "Write `all` or `[need, …]`.")
    return tuple(check_name(each) for each in value)


def _rows(value: Any) -> Any:
    if isinstance(value, Block):
        return value.without_nulls()
    if not isinstance(value, dict):
        raise wrong(f"{shown(value)} is not a block of routes.", "Write rows by reason.")
    return value


def _handoffs(value: Any) -> Any:
    """One kind for all targets as a block, and what holds for the targets not named."""
    if isinstance(value, str):
        return {OTHERWISE: value}
    if not isinstance(value, dict):
        raise wrong(f"{shown(value)} is not a handoff.", "Write one kind, or one by service.")
    block = value.without_nulls() if isinstance(value, Block) else dict(value)
    return block if OTHERWISE in block else {**block, OTHERWISE: "cold"}


Handoffs = Annotated[
    dict[Name, Annotated[HandoffKind, handoff_kind]],
    BeforeValidator(_handoffs),
    WithJsonSchema(
        {"anyOf": [handoff_words, {"type": "object", "additionalProperties": handoff_words}]}
    ),
]


class Service(Part):
    """Somewhere people are referred to, such as a crisis café or a community team."""

    label: Text = ""
    kind: Name | None = Field(None, description="For the check of equal places; its own id")
    covers: Annotated[
        Literal["all"] | tuple[str, ...], PlainValidator(_covers), WithJsonSchema(COVERS)
    ] = "all"
    accepts: Accepts = Accepts()
    decision_delay: Time = Field(default=always("0 days"))
    capacity: Capacity | None = Field(None, description="Unlimited, unless there are workers")
    workers: Workers | None = None
    queue: Queue = Queue()
    patience: Time = Field(default_factory=never)
    opt_out_if_settled: Flag = False
    contacts: Contacts | None = None
    ends: Ends = Ends()
    routes: Annotated[dict[Annotated[Reason, reason], Shares], BeforeValidator(_rows)] = Field(
        default_factory=dict
    )
    handoff: Handoffs = Field(default_factory=_all_cold)
    warm: Warm | None = None
    advice: Advising | None = None
    exit_delay: Time = Field(default=always("0 days"))
    parallel: Flag = False
    lead: Flag = False
    continuous: Flag = False
    pauses_others: Annotated[
        Literal["nothing", "pause", "in_reach"], one_of("nothing", "pause", "in_reach")
    ] = "nothing"
    support: Share = Field(default=built_in(Share, 0))
    follow_up: FollowUp | None = None
    fast_return: Duration | None = None
    costs: Costs = Costs()

    @property
    def limited(self) -> bool:
        """Whether people may have to wait for a place or a worker."""
        return self.workers is not None or (
            self.capacity is not None and self.capacity.places is not None
        )

    def covers_need(self, need: str) -> bool:
        """Whether it works with a need."""
        return self.covers == "all" or need in self.covers

    def handoff_to(self, target: str) -> HandoffKind:
        """How it passes people on to a service."""
        return self.handoff.get(target, self.handoff[OTHERWISE])

    def plain(self) -> Plain:
        """The block, with one word where all handoffs are of one kind."""
        block = super().plain()
        if set(self.handoff) == {OTHERWISE}:
            block["handoff"] = self.handoff[OTHERWISE]
        return block
