"""Golden logs: what the engine wrote when we last looked at it and said "yes, that is meant"."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from sim.engines.reference import run
from sim.events import EVENT, EventLog
from sim.resolving import resolve
from sim.scenario import load

HERE = Path(__file__).resolve().parent
SCENARIOS = {
    "queue": HERE.parents[1] / "scenarios" / "queue.yaml",
    "everything": HERE / "everything.yaml",
    "areas": HERE / "areas.yaml",
}
SHOWN = 400
"""Rows kept in full, so that a difference can be read; the digest covers all."""


def fresh_log(name: str) -> EventLog:
    """The log of the first replication of the first arm, with the scenario's own seed."""
    scenario = load(SCENARIOS[name])
    resolved = resolve(scenario, scenario.arm_names[0])
    return run(resolved, seed=scenario.run.seed, replication=1).log


def as_text(log: EventLog) -> str:
    """Number of rows, digest of all of them, and the first ones as CSV."""
    out = io.StringIO()
    out.write(f"# rows {log.size}\n")
    out.write(f"# sha256 {hashlib.sha256(log.astype(EVENT).tobytes()).hexdigest()}\n")
    out.write(",".join(EVENT.names or ()) + "\n")
    for row in log[:SHOWN].tolist():
        out.write(",".join(map(str, row)) + "\n")
    return out.getvalue()


def path_of(name: str) -> Path:
    """Where a golden log is kept."""
    return HERE / f"{name}.csv"
