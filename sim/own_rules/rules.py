"""Rules that a user writes: what they decide, their functions, and the error if one cannot be used.

An arm carries its own rules (`sim.resolved.Resolved.own_rules`), so every run of it uses them, in
either engine and in any process.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType
from typing import Any, NamedTuple

from sim.draws import Purpose
from sim.errors import SimError
from sim.functions.fingerprint import NotFollowed, fingerprint
from sim.functions.travelling import Packed, packed, unpacked
from sim.own_rules import states


class OwnRuleError(SimError):
    """A rule that a user wrote cannot be used, or failed in a run."""


class Hook(enum.Enum):
    """The decisions that a user's rule can make, by the name of the argument that gives the rule.

    A member has the type of its state, and the purpose of its draws.
    """

    ACCEPTANCE = "acceptance", states.AcceptanceState, Purpose.OWN_ACCEPTANCE
    ROUTE = "route", states.RouteState, Purpose.OWN_ROUTE
    NEXT_CONTACT = "next_contact", states.NextContactState, Purpose.OWN_NEXT_CONTACT
    ASSIGNED = "assigned", states.AssignedState, Purpose.OWN_ASSIGNED
    ENDING = "ending", states.EndingState, Purpose.OWN_ENDING
    NEED_RATE = "need_rate", states.NeedRateState, Purpose.OWN_NEED_RATE
    TENURE = "tenure", states.TenureState, Purpose.OWN_TENURE

    def __init__(self, argument: str, state: Any, purpose: Purpose) -> None:
        self.argument, self.state, self.purpose = argument, state, purpose


@dataclass(frozen=True)
class OwnRule:
    """A function that makes one kind of decision, as it was when the study was started.

    Two rules with the same digest decide alike. The digest is part of the text of the object, by
    which arms are told apart.
    """

    hook: Hook
    name: str
    file: str  # the name of the file in which it was written, without its folder
    digest: str  # of its code and of all that it reads, sixty-four hex digits
    function: FunctionType = field(repr=False, compare=False)

    @property
    def words(self) -> str:
        """The rule in words, as ``acceptance (triage.py: by_need)``."""
        return f"{self.hook.argument} ({self.file}: {self.name})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what another process needs to rebuild the rule, with its function's code."""
        return _received, (self.hook.argument, self.name, self.file, self.digest, _sent(self))


@functools.lru_cache(maxsize=64)
def _sent(rule: OwnRule) -> Packed:
    return packed(rule.function)


def _received(argument: str, name: str, file: str, digest: str, sent: Packed) -> OwnRule:
    return OwnRule(hook_of(argument), name, file, digest, unpacked(sent))


class OwnRules(NamedTuple):
    """The rules that a user gives to a study; None where the model's own rule decides."""

    acceptance: OwnRule | None = None
    route: OwnRule | None = None
    next_contact: OwnRule | None = None
    assigned: OwnRule | None = None
    ending: OwnRule | None = None
    need_rate: OwnRule | None = None
    tenure: OwnRule | None = None

    @property
    def given(self) -> tuple[OwnRule, ...]:
        """The rules that were given, in the order of `Hook`."""
        return tuple(rule for rule in self if rule is not None)

    @property
    def digest(self) -> str:
        """A text that changes with any of the rules; empty if none was given."""
        return "".join(f"{rule.hook.argument} {rule.digest}" for rule in self.given)


NO_RULES = OwnRules()


def hook_of(argument: str) -> Hook:
    """Return the hook that an argument of `OwnRules` stands for."""
    return next(hook for hook in Hook if hook.argument == argument)


def own_rules(functions: Mapping[str, FunctionType | None]) -> OwnRules:
    """Return rules with the present digests of these functions, by the names of `OwnRules`.

    Raises
    ------
    OwnRuleError
        If a function reads a value whose changes cannot be detected.
    """
    return OwnRules(
        **{
            argument: _rule(hook_of(argument), function)
            for argument, function in functions.items()
            if function is not None
        }
    )


def _rule(hook: Hook, function: FunctionType) -> OwnRule:
    name = function.__name__
    try:
        digest = fingerprint(function)
    except NotFollowed as value:
        raise OwnRuleError(
            f"rules: {hook.argument}: `{name}` reads `{value.name}`, and changes of a value of the "
            f"type {value.kind} cannot be seen, so finished runs could not be told apart.\n"
            "  Let it read numbers, tuples of numbers or NumPy arrays instead."
        ) from None
    return OwnRule(hook, name, Path(function.__code__.co_filename).name, digest, function)
