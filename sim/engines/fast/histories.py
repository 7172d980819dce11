"""Tell which arms have the same run until the rules change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.resolved import Resolved
from sim.sameness import same

MOST_PEOPLE = 100_000
"""People at the start above whom every arm is run whole, because a branch is a copy of them all."""


def same_history(one: Resolved, other: Resolved) -> bool:
    """Return whether two arms have the same run until the rules change.

    The same numbers must hold until then, and the same changes of capacity, routes, stays and entry
    must be scheduled for later, because the calendar has them from the beginning. False for more
    than `MOST_PEOPLE`.
    """
    if one.change is None or other.change is None or one.numbers.cohort > MOST_PEOPLE:
        return False
    return same(_past(one), _past(other))


def _past(arm: Resolved) -> tuple[Any, ...]:
    """Return everything of an arm that a run reads before the rules change."""
    assert arm.change is not None
    later = (arm.numbers.changes, arm.numbers.dated, arm.numbers.closes)
    measured = (arm.measuring.window, arm.names, arm.calendar, arm.own_rules)
    return (arm.change.time, arm.change.before, arm.start, later, measured)


def by_history(arms: Sequence[Resolved]) -> list[list[int]]:
    """Return the positions of arms, those with the same history together, in order."""
    found: list[list[int]] = []
    for position, arm in enumerate(arms):
        for together in found:
            if same_history(arms[together[0]], arm):
                together.append(position)
                break
        else:
            found.append([position])
    return found
