"""Where the shipped scenarios are, and all the numbers they hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sim.scenario import Scenario
from sim.scenario.quantities import Sourced

FOLDER = Path(__file__).resolve().parents[2] / "scenarios"
SHIPPED = sorted(FOLDER.glob("*.yaml"))


def all_numbers(scenario: Scenario) -> Iterator[tuple[str, Sourced]]:
    """Path and quantity of everything written in the file or in one of its arms."""
    yield from scenario.quantities()
    for arm in scenario.arm_names:
        for path, quantity in scenario.changed_quantities(arm):
            if quantity.source in scenario.sources:
                yield f"{arm}: {path}", quantity
