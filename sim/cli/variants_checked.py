"""Check the labelled variants of a scenario in every arm, and say how much longer they take."""

from __future__ import annotations

from collections.abc import Iterator

from sim.cli.status import time_in_words
from sim.errors import Fault, ScenarioFaults
from sim.report.wording import counted
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.studies.costs import cost


def variants_checked(scenario: Scenario, seconds: float) -> str:
    """Return a paragraph on the variants of a scenario; empty if it has none.

    Parameters
    ----------
    seconds
        The estimated processor time of all runs of the scenario itself.

    Raises
    ------
    ScenarioFaults
        With every fault of every variant in any arm.
    """
    if not scenario.variants or len(scenario.arm_names) < 2:
        return ""
    faults: list[Fault] = []
    changed = {}
    for name in scenario.variants:
        try:
            changed[name] = scenario.variant(name, scenario.arm_names)
        except ScenarioFaults as found:
            faults += found.faults
    if faults:
        raise ScenarioFaults(faults)
    return "\n".join(_lines(scenario, changed, seconds)) + "\n"


def _lines(scenario: Scenario, changed: dict[str, Scenario], seconds: float) -> Iterator[str]:
    more = sum(map(_seconds, changed.values()))
    yield "Variants, which `sim run` runs after the scenario itself (not with --no-variants)"
    times = f", about {more / seconds:.0f} times what the scenario itself takes" if seconds else ""
    yield (
        f"  {counted(len(changed), 'variant')}, at most {time_in_words(more)} of processor time "
        f"more{times}"
    )
    for name in changed:
        yield f"  - {name}: {scenario.variants[name].label}"


def _seconds(scenario: Scenario) -> float:
    """Estimate the processor time of a variant from its baseline: all arms cost about the same."""
    arm = scenario.baseline
    resolved = {arm: resolve(scenario, arm, to_run=False)}
    return cost(resolved, scenario.run.replications).seconds * len(scenario.arm_names)
