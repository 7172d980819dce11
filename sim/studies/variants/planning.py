"""Plan the runs of the labelled variants of a study; every variant is resolved before any run.

A variant is like a setting of a sweep: arms that are the same in several variants, or in the
scenario itself, share their runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sim.errors import SimError
from sim.network import check_workforce
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.studies.arm_table import ArmTable
from sim.studies.costs import see_to_cost
from sim.studies.execution import Job, Progress
from sim.studies.keys import run_key
from sim.studies.running import Plan, UnequalArmsError


@dataclass(frozen=True)
class VariantPlan:
    """The variants of a study with every arm resolved, so that the runs they need are known."""

    central: Plan  # of the study itself
    arm_at: dict[str, tuple[int, ...]]  # by variant: position of each arm in `arm_table`
    arm_table: ArmTable

    @cached_property
    def jobs(self) -> list[Job]:
        """Every different run: replication 1 of all variants and arms, then replication 2."""
        many = self.central.settings.replications
        return [self._job(at, at, r) for r in range(1, many + 1) for at in self._order]

    def jobs_of(self, variant: str) -> list[Job]:
        """Return the runs of one variant, each with the position of its arm in the study."""
        many, places = self.central.settings.replications, self.arm_at[variant]
        return [self._job(at, arm, r) for r in range(1, many + 1) for arm, at in enumerate(places)]

    def about(self, job: Job) -> str:
        """Describe a run in words."""
        variant, arm = next(
            (name, self.central.settings.arms[places.index(job.arm)])
            for name, places in self.arm_at.items()
            if job.arm in places
        )
        return f"variant `{variant}`, arm `{arm}`, replication {job.replication}"

    @cached_property
    def _order(self) -> list[int]:
        """The different arms in a random order, which is the same every time.

        Finished runs are then like the remaining ones, so that they tell the time left.
        """
        return sorted(range(len(self.arm_table)), key=self.arm_table.digests.__getitem__)

    def _job(self, at: int, arm: int, replication: int) -> Job:
        key = run_key(self.arm_table.digests[at], self.central.settings.seed, replication)
        return Job(key, arm, replication)


def plan_variants(central: Plan, ready: Progress = lambda done, total: None) -> VariantPlan | None:
    """Plan the runs of every variant of a study; None if the scenario has no variants.

    Parameters
    ----------
    ready
        Called with (resolved variants, all variants) after each.

    Raises
    ------
    SimError
        If a variant is not valid in an arm, if its arms differ in staff or places and the file
        gives no reason, or if its runs cannot fit into memory.
    """
    scenario = central.scenario
    if not scenario.variants or not central.settings.others:
        return None
    table, arm_at = ArmTable(central.own.digest, central.rules), {}
    for done, name in enumerate(scenario.variants, 1):
        resolved = resolved_variant(scenario, name, central.settings.arms)
        see_to_cost(resolved, central.settings.replications)
        arm_at[name] = tuple(table.add(arm) for arm in resolved.values())
        ready(done, len(scenario.variants))
    return VariantPlan(central, arm_at, table)


class UnequalVariantError(SimError):
    """The arms of one variant differ in staff or places."""

    def __init__(self, name: str, error: UnequalArmsError) -> None:
        super().__init__(f"variant `{name}`: {error}")


def resolved_variant(scenario: Scenario, name: str, arms: tuple[str, ...]) -> dict[str, Resolved]:
    """Return the arms of one variant, resolved.

    Raises
    ------
    ScenarioFaults
        If a value is not valid in one of the arms, or if an arm sets it itself.
    UnequalVariantError
        If the arms differ in staff or places and the scenario gives no reason.
    """
    lived = dict.fromkeys([*arms, scenario.history] if scenario.run.change else arms)
    changed = scenario.variant(name, tuple(lived))
    resolved = {arm: resolve(changed, arm) for arm in arms}
    rule = changed.workforce
    check = check_workforce(resolved, rule.tolerance, rule.unequal or "")
    if check.refused:
        raise UnequalVariantError(name, UnequalArmsError(check))
    return resolved
