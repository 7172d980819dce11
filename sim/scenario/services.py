"""Services: whom they accept, how they work, when a spell ends and where people go next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)

from sim.scenario.by_target import OTHERWISE as OTHERWISE, ExitDelay  # noqa: PLC0414 - read here too
from sim.scenario.capacity import Capacity, Queue
from sim.scenario.contacts import Contacts, FollowUp
from sim.scenario.distributions import Time, always, never
from sim.scenario.labels import Label
from sim.scenario.parts import Items, Part, Plain, word
from sim.scenario.people import Shares
from sim.scenario.quantities import (
    Amount,
    Count,
    Duration,
    PoolSize,
    Share,
    SomeCount,
    SomeTime,
    built_in,
)
from sim.scenario.refusing import shown, wrong
from sim.scenario.routes import Routes, WaysChange
from sim.scenario.words import Flag, HandoffKind, Level, Name, check_name, one_of
from sim.scenario.workforce import Workers
from sim.scenario.written import Block, Path

OVER = "over: 16 weeks"
LEVELS = (0, 1, 2, 3)
handoff_kind = one_of(*get_args(HandoffKind))
handoff_words = word(*get_args(HandoffKind))


def _band(levels: tuple[int, ...]) -> tuple[int, ...]:
    if len(levels) != 2 or levels[0] > levels[1]:
        raise wrong(
            f"{list(levels)} is not a band of levels.",
            "Write the lowest and the highest level accepted, such as `[2, 3]`.",
        )
    return levels


class Accepts(Part):
    """Who is eligible, and how likely an eligible person is to be accepted."""

    levels: Annotated[Items[Level], AfterValidator(_band)] = (0, 3)
    excludes: Items[Name] = ()
    probability: Share = Field(default=built_in(Share, 1))
    penalty_per_refusal: Share = Field(default=built_in(Share, 0))
    list_shorter_than: Count | None = Field(
        None, description="People on the list, from which on others are turned away"
    )


class Settled(Part):
    """An ending because the need has settled: without a break, or most of the time."""

    level: Level = Field(examples=["1"])
    lasting: SomeTime | None = Field(None, alias="for", examples=["12 weeks"])
    share: Share | None = Field(None, examples=["0.8"])
    over: SomeTime | None = Field(None, examples=["16 weeks"])

    @model_validator(mode="after")
    def _one_rule(self) -> Settled:
        if self.share is None and self.over is None:
            if self.lasting is None:
                raise wrong(
                    "It does not say for how long the need must have been settled.",
                    "Write `for: 12 weeks` for a time without a break, or `share: 0.8` and "
                    "`over: 16 weeks` for most of a time.",
                )
            return self
        if self.share is None or self.over is None:
            here, missing = ("over", "share: 0.8") if self.share is None else ("share", OVER)
            raise wrong(f"`{here}` is not enough here.", f"Add `{missing}`, for example.")
        if self.lasting is not None:
            raise wrong(
                "`for` and `share` are two rules.",
                "`for` asks for a time without a break, `share` for most of a time.",
                "Write one of them; in an arm, `for: null` takes out what it inherits.",
            )
        if not 0 < self.share.value < 1:
            raise wrong(
                f"{self.share.written} does not work as the share of time.",
                "It must be above 0 and below 1, which is never reached.",
            )
        return self


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
    joint_limit: Duration = Field(
        default=built_in(Duration, "4 weeks"),
        description="How long the joint contact waits for both workers",
    )


class Advising(Part):
    """Advice to another team: the time it takes of both workers and how long it helps."""

    length: Duration = Field(examples=["60 minutes"])
    lasts: Duration = Field(examples=["12 weeks"])


class Planning(Part):
    """A shared plan that people make with their keyworker, and renew before it lapses."""

    length: Duration = Field(
        description="Of the contact that makes it, in place of its own length",
        examples=["60 minutes"],
    )
    every: SomeTime = Field(description="How long a plan is current", examples=["26 weeks"])
    carries: Share = Field(
        default=built_in(Share, 0), description="Share of retelling that a current plan spares"
    )


class Costs(Part):
    """The costs of the service; without them, no costs are reported."""

    contact: Amount | None = None
    place_day: Amount | None = None
    post_year: Amount | None = Field(None, description="Of a whole post, filled or vacant")

    @property
    def given(self) -> bool:
        """Whether any price is given."""
        return any(each is not None for each in (self.contact, self.place_day, self.post_year))


def _all_cold() -> dict[str, HandoffKind]:
    return {OTHERWISE: "cold"}


COVERS = {"anyOf": [word("all"), {"type": "array", "items": {"type": "string"}}]}


def _covers(value: Any) -> Any:
    if isinstance(value, str) and value == "all":
        return "all"
    if not isinstance(value, (list, tuple)):
        raise wrong(f"{shown(value)} is not a list of needs.", "Write `all` or `[need, …]`.")
    return tuple(check_name(each) for each in value)


AREAS = {"type": "object", "additionalProperties": {"type": ["object", "null"]}}


def _areas(value: Any) -> Any:
    """Refuse anything but changes by area; a tree that was read completely has none left."""
    if not isinstance(value, dict) or not all(
        each is None or isinstance(each, dict) for each in value.values()
    ):
        raise wrong(
            f"{shown(value)} does not say what differs by area.",
            "Write a block of changes for each area, such as `{north: {}, south: {}}`.",
        )
    return value


def _handoffs(value: Any) -> Any:
    """Return a block of handoff kinds: for the named targets and for all others."""
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


class SeenBy(Part):
    """Who holds the contacts of a service without caseloads."""

    pool: PoolSize = Field(
        description="Named people, one of whom is drawn for each contact", examples=["8"]
    )


class PartOf(Part):
    """Which service a service stands for in one area."""

    service: Name = Field(examples=["team"], description="The common name, as routes use it")
    area: Name = Field(examples=["north"])


class Service(Part):
    """A service to which people are referred, such as a crisis café or a community team."""

    label: Label = ""
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
    seen_by: SeenBy | None = Field(None, description="Without, contacts are with nobody named")
    ends: Ends = Ends()
    routes: Routes = Field(default_factory=dict)
    changes: Items[WaysChange] = Field((), description="Of `routes` and `ends.stay`, by date")
    handoff: Handoffs = Field(default_factory=_all_cold)
    warm: Warm | None = None
    advice: Advising | None = None
    plan: Planning | None = Field(None, description="Planning together; without, no plans are made")
    exit_delay: ExitDelay = Field(default=always("0 days"))
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
    per_area: Annotated[dict[str, Any] | None, PlainValidator(_areas), WithJsonSchema(AREAS)] = (
        Field(None, description="One service in each area: what differs there, by area")
    )
    part_of: PartOf | None = Field(
        None, description="Which service this is in one area, as `per_area` makes it"
    )

    def all_routes(self) -> Iterator[tuple[Path, str, Shares]]:
        """Iterate over the rows of routes and of their changes, each as path, reason and row."""
        for because, row in self.routes.items():
            yield ("routes", because), because, row
        for at, change in enumerate(self.changes):
            for because, row in change.routes.items():
                yield ("changes", at, "routes", because), because, row

    @property
    def stays(self) -> tuple[Time, ...]:
        """The stay at the service, and the stays after its changes."""
        return (self.ends.stay, *(each.stay for each in self.changes if each.stay is not None))

    @property
    def limited(self) -> bool:
        """Whether people may have to wait for a place or a worker."""
        return self.workers is not None or (
            self.capacity is not None and self.capacity.places is not None
        )

    def covers_need(self, need: str) -> bool:
        """Return whether the service covers a need."""
        return self.covers == "all" or need in self.covers

    def handoff_to(self, target: str) -> HandoffKind:
        """Return the kind of handoff from this service to another service."""
        return self.handoff.get(target, self.handoff[OTHERWISE])

    @property
    def exit_delays(self) -> dict[str, Time]:
        """How long a place is held after an ending, by the next service of the person."""
        by_target = self.exit_delay
        return by_target if isinstance(by_target, dict) else {OTHERWISE: by_target}

    def plain(self) -> Plain:
        """Return the service as a block, with one word if all handoffs are of the same kind."""
        block = super().plain()
        if set(self.handoff) == {OTHERWISE}:
            block["handoff"] = self.handoff[OTHERWISE]
        return block
