"""Read scenarios: from a path or tree to a valid scenario, or to all its faults."""

from __future__ import annotations

from pathlib import Path

from sim.scenario.scenario import Scenario
from sim.scenario.written import Block


def load(path: Path, allow_outside: bool = False) -> Scenario:
    """Read a scenario file; raise ScenarioFaults with every fault of the file and its arms."""
    return Scenario.load(path, allow_outside=allow_outside)


def from_tree(tree: Block) -> Scenario:
    """Return the scenario that a tree contains; raise ScenarioFaults with every fault."""
    return Scenario.sound(tree)
