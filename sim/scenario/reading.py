"""The only module that reads scenarios: a path becomes a sound scenario, or all its faults."""

from __future__ import annotations

from pathlib import Path

from sim.scenario.scenario import Scenario
from sim.scenario.written import Block


def load(path: Path, allow_outside: bool = False) -> Scenario:
    """Read a scenario file; ScenarioFaults as from `Scenario.load`."""
    return Scenario.load(path, allow_outside=allow_outside)


def from_tree(tree: Block) -> Scenario:
    """A scenario from the tree of its files; ScenarioFaults with every fault found."""
    return Scenario.sound(tree)
