"""Steps a second of both engines on the shipped community scenario, side by side.

Run `python benchmarks/engine_speed.py`. Seconds are processor time; the first run of each engine,
which loads what is compiled, is not counted. It prints and never judges: machines differ.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from sim.engines.fast import Fast
from sim.engines.reference import Reference
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load

SCENARIO = Path(__file__).resolve().parents[1] / "scenarios" / "cen_community.yaml"
REPEATS = 5


def reference(resolved: Resolved, replication: int) -> int:
    """Run the readable engine; the steps it took."""
    engine = Reference(resolved, seed=1, replication=replication)
    engine.run_out()
    return engine.steps


def fast(resolved: Resolved, replication: int, *, log_on: bool) -> int:
    """Run the compiled engine, with its log or without; the steps it took."""
    engine = Fast(resolved, seed=1, replication=replication, log_on=log_on)
    engine.run_out()
    return engine.steps


def steps_a_second(run: Callable[[Resolved, int], int], resolved: Resolved, repeats: int) -> float:
    """Steps a second of processor time, over some replications after a first one."""
    run(resolved, 1)
    begin = time.process_time()
    steps = sum(run(resolved, replication) for replication in range(2, 2 + repeats))
    return steps / (time.process_time() - begin)


def main() -> None:
    """Time each engine on each arm, making people and memory included."""
    scenario = load(SCENARIO)
    print(f"{'arm':<12}{'reference':>12}{'fast, log':>12}{'ratio':>7}{'no log':>12}{'ratio':>7}")
    for arm in scenario.arm_names:
        resolved = resolve(scenario, arm)
        slow = steps_a_second(reference, resolved, 1)
        logged = steps_a_second(lambda r, n: fast(r, n, log_on=True), resolved, REPEATS)
        silent = steps_a_second(lambda r, n: fast(r, n, log_on=False), resolved, REPEATS)
        print(
            f"{arm:<12}{slow:>12.0f}{logged:>12.0f}{logged / slow:>7.1f}"
            f"{silent:>12.0f}{silent / slow:>7.1f}"
        )


if __name__ == "__main__":
    main()
