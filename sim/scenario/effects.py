"""How care and its loss change the rates of a need. Every ratio is 1 (no effect) by default.

A need may override parts of the effects. The `…Change` models contain only the overridden values.
"""

from __future__ import annotations

from typing import TypeVar

from pydantic import Field

from sim.scenario.parts import Levelled, Part
from sim.scenario.quantities import Amount, Duration, Harm, Positive, Share, built_in

P = TypeVar("P", bound=Part)


class Support(Part):
    """The effect while a service that covers the need is in contact."""

    recovery_ratio: Positive = Field(default=built_in(Positive, 1))
    worsening_ratio: Positive = Field(default=built_in(Positive, 1))
    window: Duration = Field(default=built_in(Duration, "4 weeks"))
    without_relationship: Share = Field(default=built_in(Share, 1))


class SupportChange(Part):
    """The values that differ for one need."""

    recovery_ratio: Positive | None = None
    worsening_ratio: Positive | None = None
    window: Duration | None = None
    without_relationship: Share | None = None


class Loss(Part):
    """The effect of an unplanned ending, of a lost worker, or of being turned away."""

    worsening_ratio: Harm = Field(default=built_in(Harm, 1))
    lasts: Duration = Field(default=built_in(Duration, "0 days"))
    planned_share: Share = Field(default=built_in(Share, 0))
    refusal_share: Share = Field(default=built_in(Share, 0))


class LossChange(Part):
    """The values that differ for one need."""

    worsening_ratio: Harm | None = None


class Waiting(Part):
    """The effect of being on a waiting list for the need, without support."""

    worsening_ratio: Harm = Field(default=built_in(Harm, 1))


class Advice(Part):
    """The effect while a specialist advises the current team."""

    recovery_ratio: Harm = Field(default=built_in(Harm, 1))


class OverContact(Part):
    """The harm of contacts beyond a limit."""

    limit: Levelled[Amount] = Field(
        default_factory=dict, description="Contacts in four weeks by level; none = no limit"
    )
    worsening_ratio: Harm = Field(default=built_in(Harm, 1))


class OverContactChange(Part):
    """The values that differ for one need."""

    limit: Levelled[Amount] | None = None
    worsening_ratio: Harm | None = None


class Effects(Part):
    """All effects, for needs without effects of their own."""

    support: Support = Support()
    loss: Loss = Loss()
    waiting: Waiting = Waiting()
    advice: Advice = Advice()
    over_contact: OverContact = OverContact()


class NeedEffects(Part):
    """The values that differ for one need."""

    support: SupportChange | None = None
    loss: LossChange | None = None
    waiting: Waiting | None = None
    advice: Advice | None = None
    over_contact: OverContactChange | None = None


def changed(part: P, change: Part | None) -> P:
    """Return a part with the values that a change contains; all other values stay as they are."""
    if change is None:
        return part
    said = {name: getattr(change, name) for name in type(change).model_fields}
    return part.model_copy(update={name: new for name, new in said.items() if new is not None})


def effects_of(common: Effects, own: NeedEffects | None) -> Effects:
    """Return the effects for one need: its own values, and the common values for all others."""
    if own is None:
        return common
    return Effects(
        support=changed(common.support, own.support),
        loss=changed(common.loss, own.loss),
        waiting=own.waiting or common.waiting,
        advice=own.advice or common.advice,
        over_contact=changed(common.over_contact, own.over_contact),
    )
