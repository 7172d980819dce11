"""Check what a user's rule answers, and say what is wrong with an answer."""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from sim.functions.travelling import place_of
from sim.own_rules.rules import Hook, OwnRule, OwnRuleError
from sim.own_rules.states import State
from sim.units import FOREVER

NAMED = ("service", "group", "need")
"""Fields of states that hold the number of a name."""


class Range(NamedTuple):
    """The answers that a rule may give, ends included."""

    least: float
    most: float
    words: str


def allowed(hook: Hook, state: Any) -> Range:
    """Return the range in which an answer must be. A route must also be one of the targets."""
    if hook is Hook.ACCEPTANCE:
        return Range(0.0, 1.0, "a chance from 0 to 1")
    if hook is Hook.ROUTE:
        return Range(0.0, math.inf, "one of `state.targets`")
    if hook is Hook.ASSIGNED:
        last = len(state.loads) - 1
        return Range(0, last, f"the position of a worker, a whole number from 0 to {last}")
    if hook is Hook.ENDING:
        return Range(0, 1, "True or False")
    if hook is Hook.NEED_RATE:
        words = f"a ratio from 0 to {state.most:g} (`state.most`, by the effects in the scenario)"
        return Range(0.0, state.most, words)
    return Range(1, FOREVER, f"minutes, from 1 to {FOREVER:,}")


def is_allowed(hook: Hook, state: Any, answer: float) -> bool:
    """Return whether a rule may answer this in this state."""
    least, most, _ = allowed(hook, state)
    if not least <= answer <= most:
        return False
    if hook is Hook.ROUTE:
        return isinstance(answer, int) and answer in state.targets.tolist()
    return hook not in (Hook.ASSIGNED, Hook.ENDING) or answer == math.floor(answer)


def answer_of(rule: OwnRule, state: State, names: Mapping[int, str]) -> Any:
    """Return what a rule answers in a state: a number that is allowed.

    Parameters
    ----------
    names
        The names of services, groups and needs by their numbers, for the message.

    Raises
    ------
    OwnRuleError
        If the function fails, or if its answer is not allowed.
    """
    try:
        found = rule.function(state)
    except Exception as error:
        place = place_of(error, rule.function)
        words = f"it failed: {type(error).__name__}: {error}{place}"
        raise OwnRuleError(f"own rule {rule.words}: {words}\n{_told(state, names)}") from error
    if isinstance(found, np.bool_):
        found = bool(found)
    if not isinstance(found, numbers.Real) or not is_allowed(
        rule.hook, state, float_or_whole(found)
    ):
        raise not_allowed(rule, state, found, names)
    return found


def float_or_whole(found: Any) -> Any:
    """Return a number as a Python number: a whole one exactly, any other as a real one."""
    return int(found) if isinstance(found, numbers.Integral) else float(found)


def not_allowed(
    rule: OwnRule, state: State, found: object, names: Mapping[int, str]
) -> OwnRuleError:
    """Return the error for an answer that a rule may not give."""
    shown = found if isinstance(found, (numbers.Real, type(None))) else f"a {type(found).__name__}"
    return OwnRuleError(
        f"own rule {rule.words}: it answered {shown}.\n"
        f"  Allowed is {allowed(rule.hook, state).words}.\n{_told(state, names)}"
    )


def _told(state: State, names: Mapping[int, str]) -> str:
    """Return the values of a state in words, on one line."""
    shown = []
    for name, value in state._asdict().items():
        plain = value.tolist() if isinstance(value, np.ndarray) else value
        if name in NAMED:
            plain = names.get(value, value)
        elif name == "targets":
            plain = [names.get(each, "nowhere") for each in plain]
        shown.append(f"{name} {plain}")
    return f"  It was told: {', '.join(shown)}."


def whole_minutes(found: float) -> int:
    """Return minutes as a whole number, rounded half to even."""
    return round(found)
