"""Resolve how care and its loss change the rates of needs, by group and need."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from sim.laws import Floats
from sim.people import Effects
from sim.resolved import LEVELS
from sim.resolving.context import Context, integers, reals
from sim.scenario.effects import Effects as Written


def effects(context: Context) -> Effects:
    """Return all ratios, windows and shares of effects, with defaults where none are written."""
    shape = (len(context.groups), len(context.needs))

    def by_need(number: Callable[[Written], float]) -> Floats:
        values = [
            [number(group.effects_of(need)) for need in context.needs] for group in context.groups
        ]
        return reals(values).reshape(shape)

    limits = np.full((*shape, LEVELS), math.inf)
    for g, group in enumerate(context.groups):
        for k, need in enumerate(context.needs):
            for level, limit in group.effects_of(need).over_contact.limit.items():
                limits[g, k, level] = limit.value
    losses = [group.effects.loss for group in context.groups]
    return Effects(
        support_recovery=by_need(lambda each: each.support.recovery_ratio.value),
        support_worsening=by_need(lambda each: each.support.worsening_ratio.value),
        support_window=by_need(lambda each: each.support.window.minutes).astype(np.int64),
        without_relationship=by_need(lambda each: each.support.without_relationship.value),
        loss_worsening=by_need(lambda each: each.loss.worsening_ratio.value),
        waiting_worsening=by_need(lambda each: each.waiting.worsening_ratio.value),
        advice_recovery=by_need(lambda each: each.advice.recovery_ratio.value),
        over_contact_limit=limits,
        over_contact_ratio=by_need(lambda each: each.over_contact.worsening_ratio.value),
        loss_lasts=integers([loss.lasts.minutes for loss in losses]),
        loss_planned_share=reals([loss.planned_share.value for loss in losses]),
        loss_refusal_share=reals([loss.refusal_share.value for loss in losses]),
    )
