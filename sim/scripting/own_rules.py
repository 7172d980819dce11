"""Give own rules to a study from a script."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from types import FunctionType
from typing import Any

from sim.compiling import see_to_numba
from sim.engines.choosing import Engine
from sim.errors import did_you_mean, listed
from sim.own_rules import NO_RULES, OwnRules, own_rules
from sim.own_rules.names import number_of
from sim.scenario import Scenario
from sim.scripting.arguments import ArgumentError, is_scenario, named
from sim.scripting.execution import Execution
from sim.scripting.keywords import known_keywords

TAKES = "Write it as def by_need(state): …"
Rule = Callable[[Any], Any]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Rules of your own for a study: each is a function that takes one decision of the model.

    A rule is a pure function of the state of the decision, ``f(state)``. The state is a named tuple
    of numbers that are known at that minute (`docs/how-to/rules-of-your-own.md` lists them). Every
    state has ``usual``, what the model's own rule says, and ``draw``, a random number from 0 to 1
    that belongs to this decision alone. Without a rule, nothing changes. The fast engine compiles
    rules with Numba; the reference engine calls them as they are. Both write the same log.

    Parameters
    ----------
    acceptance
        The chance, 0 to 1, that a referral of an eligible person is accepted.
    route
        The next service, one of ``state.targets``; asked where there are two or more.
    next_contact
        Minutes from one contact of a spell to the next, 1 or more.
    assigned
        Which worker with room takes a person on, as a position from 0; asked where there are two or
        more. People who come back to a worker of theirs are not asked about.
    ending
        Whether a spell ends after an attended contact: True or False.
    need_rate
        The ratio that multiplies the rate of a possible change of a need, 0 to ``state.most``.
    tenure
        Minutes until a worker leaves, 1 or more; asked whenever the worker's load changes.

    Raises
    ------
    SimError
        When the `Rules` are created: for what is not a function of a state. When they are used: if
        Numba cannot compile one for the fast engine, if one reads what cannot be compared, or if
        one fails or gives an answer that is not allowed.

    Examples
    --------
    >>> import sim
    >>> queue = sim.Scenario.load("scenarios/queue.yaml").with_values({"run.length": "2 years"})
    >>> def slower_when_full(state):
    ...     return state.usual * 0.5 if state.waiting > state.places else state.usual
    >>> rules = sim.Rules(acceptance=slower_when_full)
    >>> found = sim.run(queue, replications=1, rules=rules)
    >>> found.own_rules[0].startswith("acceptance (")
    True
    """

    acceptance: Rule | None = None
    route: Rule | None = None
    next_contact: Rule | None = None
    assigned: Rule | None = None
    ending: Rule | None = None
    need_rate: Rule | None = None
    tenure: Rule | None = None

    def __post_init__(self) -> None:
        """Refuse what is not a function of one state."""
        for name, function in self.functions.items():
            if function is not None:
                _see_function(name, function)

    @property
    def functions(self) -> dict[str, Any]:
        """The functions by the names of the decisions; None where the model's own rule decides."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


Rules.__init__ = known_keywords()(Rules.__init__)  # type: ignore[method-assign]


def used_rules(rules: object, how: Execution) -> OwnRules:
    """Return the rules of a call; those of the fast engine are compiled here, before any run.

    Raises
    ------
    ArgumentError
        If they are no `Rules`.
    OwnRuleError
        If a rule cannot be used in the engine that was chosen.
    """
    if rules is None:
        return NO_RULES
    if not isinstance(rules, Rules):
        raise ArgumentError(
            "rules",
            f"{named(rules)} is not a set of rules.",
            "Write `rules=sim.Rules(acceptance=by_need)`, for example.",
        )
    found = own_rules(rules.functions)
    if found.given and Engine(how.engine) is not Engine.REFERENCE:
        see_to_numba()
        from sim.engines.fast.own_code import address_of  # noqa: PLC0415 -- asks for Numba

        for rule in found.given:
            address_of(rule)
    return found


def name_number(scenario: Scenario, name: str) -> int:
    """Return the number by which own rules know a service, group or need of a scenario.

    The number is the same in every arm. ``0`` stands for nowhere, in routes.

    Parameters
    ----------
    name
        The name as the scenario file has it, or one of its arms.

    Raises
    ------
    SimError
        If the scenario has no service, group or need of this name.

    Examples
    --------
    >>> import sim
    >>> queue = sim.Scenario.load("scenarios/queue.yaml")
    >>> sim.name_number(queue, "group") == sim.name_number(queue, "group")
    True
    """
    whole = is_scenario(scenario)
    known = list(dict.fromkeys([*whole.services_of_all_arms, *whole.people.groups, *whole.needs]))
    if name not in known:
        raise ArgumentError(
            "name",
            f"{named(name)} is no service, group or need of this scenario.",
            f"There are {listed(f'`{each}`' for each in known)}.",
            did_you_mean(name, known) if isinstance(name, str) else "",
        )
    return number_of(name)


def _see_function(argument: str, function: object) -> None:
    if not isinstance(function, FunctionType):
        raise ArgumentError(argument, f"{named(function)} is not a function.", TAKES)
    try:
        inspect.signature(function).bind(None)
    except TypeError:
        raise ArgumentError(
            argument, f"`{function.__name__}` does not take one state.", TAKES
        ) from None
