"""The arms of a scenario with chosen values of the levers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.errors import ScenarioFaults
from sim.network import check_workforce
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.scenario.overriding import overridden_faults
from sim.studies.design.levers import Lever
from sim.studies.running import UnequalArmsError


def arms_at(
    scenario: Scenario, levers: Sequence[Lever], setting: Sequence[Any], names: Sequence[str]
) -> Mapping[str, Resolved]:
    """Return some arms with each lever at its value in a setting.

    Raises
    ------
    ScenarioFaults
        If a value is not valid there, or if an arm sets the same number itself, so that the value
        would have no effect.
    UnequalArmsError
        If the arms differ in staff or places and the scenario gives no reason.
    """
    values: dict[str, Any] = {}
    for lever, value in zip(levers, setting, strict=True):
        values |= lever.puts(value)
    changed = scenario.replacing(values, arms=names)
    chosen = [path for lever in levers if not lever.where_written for path in lever.paths]
    faults = overridden_faults(changed, changed.tree, chosen, names)
    if faults:
        raise ScenarioFaults(faults)
    arms = {name: resolve(changed, name) for name in names}
    rule = changed.workforce
    check = check_workforce(arms, rule.tolerance, rule.unequal or "")
    if check.refused:
        raise UnequalArmsError(check)
    return arms
