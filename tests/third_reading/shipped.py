"""The shipped scenarios, cut short."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load

FOLDER = Path(__file__).resolve().parents[2] / "scenarios"
CUTS: dict[str, dict[str, Any]] = {
    "bristol": {"run.length": "18 days", "run.warm_up": "5 days"},
    "cen_community": {
        "run.length": "60 weeks",
        "run.change": "20 weeks",
        "variants": None,
        "people.cohort": 450,
        "people.arrivals.newcomers.rate": "10 per year",
    },
    "large": {"run.length": "80 weeks", "run.warm_up": "30 weeks", "people.cohort": 250},
    "leicester": {"run.length": "3 years", "run.warm_up": "1 year"},
    "queue": {"run.length": "90 weeks", "run.warm_up": "10 weeks"},
}
"""What is cut of each: long enough that waits, gaps and losses of workers come to pass."""


SLOW = {
    "run.length": "4 years",
    "run.warm_up": "1 year",
    "services.specialist.decision_delay": {
        "uniform": {"low": "20 weeks", "high": "70 weeks", "source": "chosen"}
    },
}
"""What makes Leicester's waits for a decision, and all that follow, longer than a year."""


@cache
def arms(name: str) -> tuple[Resolved, ...]:
    """Every arm of a shipped scenario, cut short; read once, because reading takes a while."""
    scenario = load(FOLDER / f"{name}.yaml").with_values(CUTS[name])
    return tuple(resolve(scenario, arm) for arm in scenario.arm_names)


def slow_decisions() -> Resolved:
    """Leicester where decisions take a year."""
    scenario = load(FOLDER / "leicester.yaml").with_values(SLOW)
    return resolve(scenario, scenario.arm_names[0])
