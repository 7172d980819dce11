"""What a draft is about: a scenario, its resolved arms, and the versions of the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from sim.errors import ScenarioFaults
from sim.resolved import Names, Resolved
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.studies.family import measure_faults
from sim.studies.manifest import versions
from sim.studies.targets import target_faults


@dataclass(frozen=True)
class Subject:
    """A scenario without faults, with what is known of it before any run."""

    scenario: Scenario
    arms: dict[str, Resolved]
    versions: dict[str, str]

    @classmethod
    def of(cls, scenario: Scenario) -> Subject:
        """Resolve the arms of a scenario.

        Raises
        ------
        ScenarioFaults
            If it names measures that its runs do not have.
        """
        arms = {arm: resolve(scenario, arm, to_run=False) for arm in scenario.arm_names}
        names = arms[scenario.baseline].names
        if faults := [*measure_faults(scenario, names), *target_faults(scenario, names)]:
            raise ScenarioFaults(faults)
        return cls(scenario, arms, versions())

    @property
    def base(self) -> Scenario:
        """The scenario of the baseline arm, with which the other arms are compared."""
        return self.scenario.arm(self.scenario.baseline)

    @property
    def names(self) -> Names:
        """The names of services, needs and groups."""
        return self.arms[self.scenario.baseline].names

    def numbers(self) -> Iterator[tuple[str, str, Any]]:
        """Iterate over every number with a source: arm ("" in all arms), path, number."""
        for path, quantity in self.scenario.quantities():
            yield "", path, quantity
        for arm in self.scenario.arm_names:
            for path, quantity in self.scenario.changed_quantities(arm):
                yield arm, path, quantity


Fact: TypeAlias = Callable[[Subject], Iterator[str]]
"""A function of the subject that iterates over blocks of Markdown."""


def person(what: str) -> Fact:
    """Return a mark for what only a person can write."""

    def marked(_subject: Subject) -> Iterator[str]:
        yield f"[to be written by a person: {what}]"

    return marked
