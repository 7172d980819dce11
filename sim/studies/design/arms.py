"""The arms of a scenario with values of levers in it."""

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
    """Some arms where each lever has its value of a setting.

    Raises
    ------
    ScenarioFaults
        When a value is not sound there, or an arm sets it too so that it would not hold.
    UnequalArmsError
        When the arms do not have the same means and the scenario does not say why.
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
