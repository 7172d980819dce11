"""Find which rules can end a spell in a service, from the table of endings."""

from __future__ import annotations

import numpy as np

from sim.columns import LAW, columns_of
from sim.endings import RULES, Ending, Rule
from sim.laws import Flags, Shape
from sim.network.ways import laws_of_stay
from sim.resolved import MISSING, Numbers, Services
from sim.units import FOREVER

STAY = "stay"
"""The column of what may differ by group."""


def has_rule(numbers: Numbers, rule: Rule) -> Flags:
    """Return for each service whether it has this rule, shape (S,)."""
    column = getattr(numbers.services, rule.column)
    if rule.column == STAY:
        shapes = numbers.distributions.shape
        laws = (laws_of_stay(numbers, service) for service in range(len(numbers.services.name)))
        return np.array([(shapes[each] != Shape.NEVER).any() for each in laws], np.bool_)
    if columns_of(Services)[rule.column][1].what == LAW:
        never: Flags = numbers.distributions.shape[column] != Shape.NEVER
        return never
    given: Flags = column != MISSING
    return given


def can_end(numbers: Numbers, *, whatever_the_need: bool = False) -> Flags:
    """Return for each service whether a rule can end a spell and route people by open needs.

    The result has the shape (S,).

    Parameters
    ----------
    whatever_the_need
        Whether to count only rules that do not wait for the need to settle.
    """
    meets = np.asarray((numbers.services.contact_interval < FOREVER).any(axis=1))
    can: Flags = np.zeros_like(meets)
    for ending, rule in RULES.items():
        if ending.facts.route is None and (rule.limits or not whatever_the_need):
            can |= has_rule(numbers, rule) & (meets | (not rule.at_contacts))
    return can


def has_rule_beside(numbers: Numbers, service: int, *known: Ending) -> bool:
    """Return whether a service has any rule for ending a spell except those in `known`."""
    return any(
        has_rule(numbers, rule)[service] for ending, rule in RULES.items() if ending not in known
    )


def limit_words(numbers: Numbers, service: int) -> str:
    """Return in words what limits a spell in a service, regardless of the need.

    If several rules limit it, the last one that counts something is given, because its number is
    in the scenario.
    """
    words = "after a time"
    for rule in RULES.values():
        if rule.limits and rule.unit and has_rule(numbers, rule)[service]:
            number = int(getattr(numbers.services, rule.column)[service])
            words = f"after {number} {rule.unit}{'' if number == 1 else 's'}"
    return words


def limit_columns() -> tuple[str, ...]:
    """Return the columns of rules that limit a spell by a count, regardless of the need."""
    return tuple(rule.column for rule in RULES.values() if rule.limits and rule.unit)
