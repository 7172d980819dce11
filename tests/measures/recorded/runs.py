"""Small runs whose records are measured in several tests; each is run once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from sim.engines.reference import run
from sim.events import Run
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load
from tests.golden.golden import SCENARIOS as GOLDEN

HERE = Path(__file__).parent
SHIPPED = Path(__file__).parents[3] / "scenarios"
FILES: dict[str, tuple[Path, dict[str, Any]]] = {
    "everything": (GOLDEN["everything"], {}),
    "areas": (GOLDEN["areas"], {}),
    "queue": (GOLDEN["queue"], {"run.length": "2 years"}),
    "flow": (HERE / "flow.yaml", {}),
    "cen_community": (
        SHIPPED / "cen_community.yaml",
        {"run.length": "8 weeks", "run.change": "4 weeks", "people.cohort": 60},
    ),
}
"""Scenarios, shipped ones made shorter: with returns and pools, with areas, without needs."""


@cache
def small(name: str, seed: int) -> tuple[Run, Resolved]:
    """A run of the first arm of one of `FILES`."""
    path, changes = FILES[name]
    scenario = load(path).with_values(changes) if changes else load(path)
    resolved = resolve(scenario, scenario.arm_names[0])
    return run(resolved, seed=seed, replication=1), resolved
