"""Resolve the arms of many settings of a study.

To change a number the slow way (`arms_at`), the whole scenario is read, checked and resolved anew.
Once a few settings have been resolved in this way, the others are made from the first (`Plan`):
numbers are put into its documents, and only the checks and the steps of resolving that read them
are made again. The plan is used only if it gives the same arrays, bit for bit, as the slow way gave
for the first settings and gives at two corners of the ranges. Whatever it cannot do, such as a text
in place of a number, is done the slow way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from sim.resolved import Resolved
from sim.scenario import Scenario
from sim.scenario.rechecking import Refused
from sim.studies.design.arms import arms_at, history_of
from sim.studies.design.levers import Lever
from sim.studies.design.patching import NotPlanned, Plan
from sim.studies.keys import resolved_digest

FIRST, UNLESS_KNOWN = 3, 8
"""How many settings are resolved the slow way before a plan is made: where it is known that there
will be enough of them, and where it is not known how many there will be."""
ENOUGH = 12
"""So many settings take the slow way about as long as a plan that is made and tried."""
CORNERS = (0.0, 1.0 - 2.0**-53)
"""Shares of the way along all ranges at which a plan is tried as well."""

Arms = Mapping[str, Resolved]


class ManySettings:
    """Resolves the arms of one setting after another.

    Parameters
    ----------
    scenario, levers, names
        As for `arms_at`.
    expected
        How many settings there will be, if that is known.
    """

    def __init__(
        self,
        scenario: Scenario,
        levers: Sequence[Lever],
        names: Sequence[str],
        expected: int | None = None,
    ) -> None:
        self.scenario, self.levers, self.names = scenario, tuple(levers), tuple(names)
        self.plan: Plan | None = None
        self._first = UNLESS_KNOWN if expected is None else FIRST
        self._tried = expected is not None and expected < ENOUGH
        self._known: list[tuple[tuple[Any, ...], Arms]] = []

    def at(self, setting: Sequence[Any]) -> Arms:
        """Return the arms, with each lever at its value in a setting; raise what `arms_at` does."""
        if not self._tried and len(self._known) >= self._first:
            self._tried = True
            self.plan = self._proven()
            self._known.clear()
        if self.plan is not None:
            try:
                return self.plan.at(setting)
            except Refused:
                pass  # the slow way says what is wrong, if anything is
        arms = self._slowly(setting)
        if not self._tried:
            self._known.append((tuple(setting), arms))
        return arms

    def _slowly(self, setting: Sequence[Any]) -> Arms:
        return arms_at(self.scenario, self.levers, setting, self.names, self._history)

    @cached_property
    def _history(self) -> Scenario | None:
        return history_of(self.scenario, self.levers, self.names)

    def _proven(self) -> Plan | None:
        """Return a plan that gives the same as the slow way wherever it is tried; None if none."""
        # Where few distributions are equal by chance, their numbers seldom change later.
        setting, _ = max(self._known, key=lambda known: _distributions(known[1]))
        try:
            plan = Plan(self.scenario, self.levers, self.names, setting)
        except (NotPlanned, Refused):
            return None
        known = [*self._known, *self._corners()]
        return plan if all(self._agrees(plan, *each) for each in known) else None

    def _corners(self) -> list[tuple[tuple[Any, ...], Arms | None]]:
        """Return the settings at corners; without arms where the slow way refuses them."""
        found: list[tuple[tuple[Any, ...], Arms | None]] = []
        for share in CORNERS:
            setting = tuple(lever.at(share) for lever in self.levers)
            try:
                found.append((setting, self._slowly(setting)))
            except Exception:
                found.append((setting, None))
        return found

    def _agrees(self, plan: Plan, setting: Sequence[Any], arms: Arms | None) -> bool:
        try:
            found = plan.at(setting)
        except Refused:
            return True  # it would be resolved the slow way
        return arms is not None and all(
            resolved_digest(found[name]) == resolved_digest(arms[name]) for name in arms
        )


def _distributions(arms: Arms) -> int:
    return sum(arm.numbers.distributions.shape.size for arm in arms.values())
