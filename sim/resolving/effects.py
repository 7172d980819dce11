"""Resolve how care and its loss change the rates of needs, by group and need."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from sim.laws import Floats
from sim.resolved import LEVELS
from sim.resolving.context import Context, integers, reals
from sim.resolving.steps import Columns, Step, column
from sim.scenario.effects import Effects as Written, Loss


def by_need(name: str, number: Callable[[Written], float], kind: type = np.float64) -> Step:
    """Return the step of a column with a number for each group and need, shape (G, K)."""

    def values(context: Context) -> Columns:
        rows = [
            [number(group.effects_of(need)) for need in context.needs] for group in context.groups
        ]
        shape = (len(context.groups), len(context.needs))
        return {name: reals(rows).reshape(shape).astype(kind)}

    return values


def _limits(context: Context) -> Floats:
    limits = np.full((len(context.groups), len(context.needs), LEVELS), math.inf)
    for g, group in enumerate(context.groups):
        for k, need in enumerate(context.needs):
            for level, limit in group.effects_of(need).over_contact.limit.items():
                limits[g, k, level] = limit.value
    return limits


def _of_loss(name: str, number: Callable[[Loss], float], array: Callable[[Any], Any]) -> Step:
    """Return the step of a column with a number about loss for each group, shape (G,)."""
    return column(name, lambda c: array([number(group.effects.loss) for group in c.groups]))


EFFECTS: tuple[Step, ...] = (
    by_need("support_recovery", lambda each: each.support.recovery_ratio.value),
    by_need("support_worsening", lambda each: each.support.worsening_ratio.value),
    by_need("support_window", lambda each: each.support.window.minutes, np.int64),
    by_need("without_relationship", lambda each: each.support.without_relationship.value),
    by_need("loss_worsening", lambda each: each.loss.worsening_ratio.value),
    by_need("waiting_worsening", lambda each: each.waiting.worsening_ratio.value),
    by_need("advice_recovery", lambda each: each.advice.recovery_ratio.value),
    column("over_contact_limit", _limits),
    by_need("over_contact_ratio", lambda each: each.over_contact.worsening_ratio.value),
    _of_loss("loss_lasts", lambda loss: loss.lasts.minutes, integers),
    _of_loss("loss_planned_share", lambda loss: loss.planned_share.value, reals),
    _of_loss("loss_refusal_share", lambda loss: loss.refusal_share.value, reals),
)
"""The ratios, windows and shares of effects, with defaults where none are written."""
