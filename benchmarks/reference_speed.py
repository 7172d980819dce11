"""Steps and log rows per second of the reference engine on the shipped community scenario.

Run `python benchmarks/reference_speed.py`. It prints and never judges: machines differ.
"""

from __future__ import annotations

import time
from pathlib import Path

from sim.engines import reference
from sim.resolving import resolve
from sim.scenario import load

SCENARIO = Path(__file__).resolve().parents[1] / "scenarios" / "cen_community.yaml"


def main() -> None:
    """Run one replication of each arm after a first one that loads what is compiled."""
    scenario = load(SCENARIO)
    print(f"{'arm':<14}{'seconds':>9}{'log rows':>10}{'rows/s':>9}")
    for arm in scenario.arm_names:
        resolved = resolve(scenario, arm)
        reference.run(resolved, seed=1, replication=1)
        begin = time.perf_counter()
        rows = reference.run(resolved, seed=1, replication=2).log.size
        seconds = time.perf_counter() - begin
        print(f"{arm:<14}{seconds:>9.2f}{rows:>10}{rows / seconds:>9.0f}")


if __name__ == "__main__":
    main()
