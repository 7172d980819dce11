"""Resolve one arm of a scenario into the arrays that engines read."""

from __future__ import annotations

from sim.errors import ScenarioFaults
from sim.resolved import Resolved
from sim.resolving.tasks import BEFORE, OWN, arm_of, by_table, put_together
from sim.scenario import Scenario


def resolve(
    scenario: Scenario, arm: str, *, to_run: bool = True, history: Scenario | None = None
) -> Resolved:
    """Resolve one arm of a scenario.

    Parameters
    ----------
    scenario, arm
        The scenario, and the arm's name.
    to_run
        False for an arm that is only inspected. It lacks the distributions of the remaining stays
        at minute 0, and is resolved in a tenth of the time.
    history
        The scenario whose rules hold for everybody until `run.change`, if it is another one. It
        differs from `scenario` only in values that hold from the change on.

    Raises
    ------
    SimError
        If there is no such arm.
    ScenarioFaults
        If a distribution is truncated to nothing, if a need has no unique long-run shares to start
        from, if a group changes more of a need than its rates, or if the starting table has faults.
    """
    whole = arm_of(scenario, arm, scenario if history is None else history, to_run)
    found = by_table(whole.tasks, lambda task: task.step(task.context))
    first, own = whole.beginning.first, whole.own
    if faults := list(dict.fromkeys([*first.faults, *own.faults])):
        raise ScenarioFaults(faults)
    found[OWN]["distributions"] = own.rows.laid_out()
    if BEFORE in found:
        found[BEFORE]["distributions"] = first.rows.laid_out()
    return put_together(whole, found)
