"""How often people are seen, for how long, and how likely they are to attend."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import (
    Field,
    model_validator,
)

from sim.scenario.distributions import Time
from sim.scenario.parts import Levelled, Part, Plain
from sim.scenario.quantities import Duration, Share, SomeTime, built_in
from sim.scenario.refusing import wrong
from sim.scenario.words import Flag, Name, one_of
from sim.scenario.written import Block


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
        """Return the interval at a level of need; None means no contacts."""
        return self.fixed if self.by_level is None else self.by_level.get(level)

    def plain(self) -> Plain:
        """Return one length of time, or one for each level."""
        return next(iter(super().plain().values()))


def _without_never(data: dict[str, Any]) -> dict[str, Any]:
    """Return a block of lengths without the levels at which there are never contacts."""
    if not isinstance(data, Block):
        return {key: value for key, value in data.items() if value != "never"}
    kept = data
    for key in [key for key, value in data.items() if value == "never"]:
        kept = kept.without(key)
    return kept


class Cancelled(Part):
    """How likely a contact is cancelled beforehand; it then takes no time."""

    person: Share = Field(default=built_in(Share, 0))
    provider: Share = Field(default=built_in(Share, 0))

    @model_validator(mode="after")
    def _not_more_than_all(self) -> Cancelled:
        if self.person.value + self.provider.value > 1:
            raise wrong(
                "More contacts are cancelled than there are.",
                "Write two shares that add up to at most 1.",
            )
        return self


class Contacts(Part):
    """How often and how long people are seen, and how likely they are to attend."""

    every: Interval = Field(examples=["2 weeks"])
    length: Time = Field(examples=["60 minutes"])
    attendance: Share = Field(default=built_in(Share, 1))
    urgent_within: Duration | None = None
    stigma: Share = Field(
        default=built_in(Share, 0), description="Probability that a contact is stigmatising"
    )
    as_wanted: Flag | None = Field(
        None,
        description="`false` unless written; intervals are divided by how many times as much help "
        "the person wants",
    )
    counts_as: Annotated[Literal["help", "signpost"], one_of("help", "signpost")] | None = Field(
        None, description="`help` unless written; signposting covers no need"
    )
    overhead: Duration = Field(
        default=built_in(Duration, "0 minutes"),
        description="Workers' time beside each contact, such as travel and notes; helps nobody",
    )
    staff_time: Time | None = Field(
        None, description="Workers' time where it differs from `length`, as in groups"
    )
    cancelled: Cancelled = Cancelled()
    per_extra_need: Duration = Field(
        default=built_in(Duration, "0 minutes"),
        description="Longer by this for each need beyond the first that is at `seek_level`",
    )

    @property
    def is_help(self) -> bool:
        """Whether contacts are help and not mere signposting."""
        return self.counts_as != "signpost"


class FollowUp(Part):
    """A contact soon after the end of a spell."""

    within: Duration = Field(examples=["72 hours"])
    probability: Share = Field(default=built_in(Share, 1))
    by: Name | None = Field(None, description="The service itself unless written")
