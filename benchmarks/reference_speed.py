"""Steps and log rows per second of the reference engine on the shipped community scenario.

Run `python benchmarks/reference_speed.py`. Seconds are processor time. It prints and never judges:
machines differ.
"""

from __future__ import annotations

import time
from pathlib import Path

from sim.engines.reference import Reference
from sim.resolving import resolve
from sim.scenario import load

SCENARIO = Path(__file__).resolve().parents[1] / "scenarios" / "cen_community.yaml"


def main() -> None:
    """Time one replication of each arm, after a first one that loads what is compiled."""
    scenario = load(SCENARIO)
    print(f"{'arm':<12}{'seconds':>9}{'steps':>9}{'steps/s':>9}{'rows':>9}{'rows/s':>9}")
    for arm in scenario.arm_names:
        resolved = resolve(scenario, arm)
        Reference(resolved, seed=1, replication=1).run_out()
        engine = Reference(resolved, seed=1, replication=2)
        begin = time.process_time()
        rows = engine.run_out().log.size
        seconds = time.process_time() - begin
        per_second = f"{engine.steps / seconds:>9.0f}{rows:>9}{rows / seconds:>9.0f}"
        print(f"{arm:<12}{seconds:>9.2f}{engine.steps:>9}{per_second}")


if __name__ == "__main__":
    main()
