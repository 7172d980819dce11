"""Carry out `sim check` and `sim explain`: examine a scenario without running it."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from sim.cli.paragraphs import WIDTH
from sim.cli.sizing import cost_text
from sim.cli.variants_checked import variants_checked
from sim.compiling import without_compiling
from sim.errors import ScenarioFaults
from sim.network import check_text, check_workforce
from sim.resolving import resolve
from sim.scenario import Scenario, load
from sim.studies.costs import cost, see_to_cost, see_to_size
from sim.studies.family import measure_faults
from sim.studies.following import TECHNICAL, plan_words
from sim.studies.planning import Choices, settle
from sim.studies.targets import target_faults
from sim.studies.worlds.middles import off_middle

INDENTED: dict[str, Any] = {
    "initial_indent": "  - ",
    "subsequent_indent": "    ",
    "break_long_words": False,
    "break_on_hyphens": False,
}


def checked(file: Path, allow_outside: bool = False) -> tuple[str, bool]:
    """Return what is known about a scenario before any run, and whether its arms may be compared.

    Raises
    ------
    ScenarioFaults
        With every fault of the file.
    MemoryShortage
        If the runs of the scenario cannot fit into memory.
    """
    with without_compiling():
        scenario = load(file, allow_outside)
        see_to_size(scenario)
        arms = {arm: resolve(scenario, arm, to_run=False) for arm in scenario.arm_names}
        names = arms[scenario.baseline].names
        if faults := [*measure_faults(scenario, names), *target_faults(scenario, names)]:
            raise ScenarioFaults(faults)
        rule = scenario.workforce
        workforce = check_workforce(arms, rule.tolerance, rule.unequal or "")
        see_to_cost(arms, scenario.run.replications)
        found = cost(arms, scenario.run.replications)
        parts = [f"{_plan_text(scenario)}{check_text(scenario, arms)}", cost_text(found)]
        if middles := _middles_text(scenario):
            parts.append(middles)
        if variants := variants_checked(scenario, found.seconds):
            parts.append(variants)
        return "\n".join(parts), not workforce.refused


def _plan_text(scenario: Scenario) -> str:
    """Return what the file says about its analysis plan; "" if it has none."""
    settings = settle(scenario, Choices())
    words = plan_words(scenario, settings, TECHNICAL._replace(study="file"))
    return "\n".join([*textwrap.wrap(" ".join(words), WIDTH), "", ""]) if words else ""


def _middles_text(scenario: Scenario) -> str:
    """Return which written values are off the middle of what they may be; "" if none is."""
    found = [textwrap.fill(str(each), WIDTH, **INDENTED) for each in off_middle(scenario)]
    if not found:
        return ""
    head = (
        "Values off the middle of their ranges. A range takes its shape from its ends or its "
        "parameters, not from the value written, so the run at the values written is not in the "
        "middle of the worlds drawn."
    )
    return "\n".join([textwrap.fill(head, WIDTH), *found, ""])


def explained(file: Path, allow_outside: bool = False) -> str:
    """Return a scenario as YAML, with every default and with the origin of each value."""
    with without_compiling():
        return load(file, allow_outside).explain()
