"""Resolve the arms of a scenario with chosen values of the levers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.errors import Fault, ScenarioFaults
from sim.network import check_workforce
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.scenario.checks.change import differing
from sim.scenario.overriding import overridden_faults
from sim.scenario.written import location_of
from sim.studies.design.levers import Lever
from sim.studies.running import UnequalArmsError


def arms_at(
    scenario: Scenario,
    levers: Sequence[Lever],
    setting: Sequence[Any],
    names: Sequence[str],
    history: Scenario | None = None,
) -> Mapping[str, Resolved]:
    """Return the named arms, with each lever at its value in one setting.

    If the rules change during the run (`run.change`), a lever holds from the change on, and an
    uncertain number from minute 0.

    Parameters
    ----------
    history
        What `history_of` gives for these levers. It saves time where there are many settings.

    Raises
    ------
    ScenarioFaults
        If a value is not valid in the scenario, or if an arm sets the same number itself, so that
        the lever's value would have no effect.
    UnequalArmsError
        If the arms differ in staff or places and the scenario gives no reason.
    """
    before, changed = _changed(scenario, levers, setting, names, history)
    chosen = [path for lever in levers if not lever.where_written for path in lever.paths]
    faults = overridden_faults(changed, changed.tree, chosen, names)
    if faults:
        raise ScenarioFaults(faults)
    arms = {name: resolve(changed, name, history=before) for name in names}
    rule = changed.workforce
    check = check_workforce(arms, rule.tolerance, rule.unequal or "")
    if check.refused:
        raise UnequalArmsError(check)
    return arms


def history_of(
    scenario: Scenario, levers: Sequence[Lever], names: Sequence[str]
) -> Scenario | None:
    """Return the scenario that holds until the rules change, if it is the same in every setting.

    It is None where a lever holds from minute 0, and where rules do not change.

    Raises
    ------
    ScenarioFaults
        If one of the arms has a fault.
    """
    if scenario.run.change is None or any(lever.uncertain for lever in levers):
        return None
    return scenario.replacing({}, arms=_living(scenario, names))


def _living(scenario: Scenario, names: Sequence[str]) -> list[str]:
    """Return the arms by whose rules people live in a run of one of the named arms."""
    return list(dict.fromkeys([scenario.history, *names]))


def _changed(
    scenario: Scenario,
    levers: Sequence[Lever],
    setting: Sequence[Any],
    names: Sequence[str],
    history: Scenario | None,
) -> tuple[Scenario, Scenario]:
    """Return two scenarios: the one until the rules change, and the one from then on.

    Without `run.change` both are the same object.
    """
    at_once: dict[str, Any] = {}
    later: dict[str, Any] = {}
    changes = scenario.run.change is not None
    for lever, value in zip(levers, setting, strict=True):
        holds = later if changes and not lever.uncertain else at_once
        holds |= lever.puts(value)
    if not changes:
        only = scenario.replacing(at_once, arms=names)
        return only, only
    before = history or scenario.replacing(at_once, arms=_living(scenario, names))
    if not later:
        return before, before
    changed = before.replacing(later, arms=names)
    _see_that_they_go_on(before.arm(before.history), changed, names)
    return before, changed


def _see_that_they_go_on(history: Scenario, changed: Scenario, names: Sequence[str]) -> None:
    """Refuse lever values that would change, in mid-run, what a service must keep throughout."""
    faults = []
    for arm in names:
        own = changed.arm(arm)
        for name, service in own.services.items():
            known = history.services.get(name)
            for what in differing(service, known) if known is not None else ():
                problem = f"From the change on, `{name}` would not have the same {what} as before."
                where = location_of(own.tree, ("services", name))
                remedy = "A lever holds from the change on; name this under `set` instead."
                faults.append(Fault(where, problem, remedy=remedy))
    if faults:
        raise ScenarioFaults(list(dict.fromkeys(faults)))
