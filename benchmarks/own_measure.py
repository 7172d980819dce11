"""What a measure of one's own costs: processor time of a run and peak of memory.

`python benchmarks/own_measure.py` without one, `python benchmarks/own_measure.py own` with one;
two years of the community scenario, all arms.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import sim

SCENARIO = Path(__file__).resolve().parents[1] / "scenarios" / "cen_community.yaml"
ROUNDS, REPLICATIONS = 3, 4
DAY = 1440


@sim.measure("long_unmet", unit="days per person-year", better="lower")
def long_unmet(log: sim.RunLog, window: object) -> float:
    """Days of need without help, in stretches of more than four weeks."""
    minutes = log.unmet().minutes
    return float(minutes[minutes > 28 * DAY].sum()) / DAY / log.person_years


def main() -> None:
    """Run once to compile, then a few times, and print the least of them."""
    community = sim.Scenario.load(SCENARIO).with_values(
        {"run.length": "2 years", "run.change": "1 year"}
    )
    measures = [long_unmet] if sys.argv[1:] == ["own"] else None
    sim.run(community, replications=1, measures=measures)
    seconds = []
    for seed in range(ROUNDS):
        began = time.process_time()
        how = sim.Execution(seed=seed)
        sim.run(community, replications=REPLICATIONS, measures=measures, execution=how)
        seconds.append((time.process_time() - began) / REPLICATIONS / len(community.arm_names))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{min(seconds):.3f} s of processor time a run, peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
