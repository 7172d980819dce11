"""What one more person, post, service or replication costs, for `sim/studies/costs.py`.

Each figure is the slope between two sizes, each in a process of its own; memory is the largest
that the process had, time is its processor time.

    python benchmarks/costs.py
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

RUN = """
import json, resource, sys, time
from pathlib import Path
import numpy as np
from sim.engines.choosing import Engine
from sim.studies.engines import ENGINES
from sim.engines.fast import Fast
from sim.measures.streaming import Gatherer
from sim.resolving import resolve
from sim.scenario import load
ENGINES[Engine.FAST].prepare()
file, days, values = sys.argv[1], float(sys.argv[2]), json.loads(sys.argv[3])
scenario = load(Path(file))
if values:
    scenario = scenario.with_values(values, arms=())
began = time.process_time()
arm = resolve(scenario, scenario.arm_names[0])
gatherer = Gatherer(arm)
closes = min(round(days * 1440), arm.numbers.closes)
arm = arm._replace(numbers=arm.numbers._replace(closes=closes))
run = Fast(arm, 1, 1, gatherer.read)
run.let_pass()
print(json.dumps([
    resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    time.process_time() - began,
    run.steps,
]))
"""
TABLE = """
import json, resource, sys, time
import numpy as np
runs, measures = int(sys.argv[1]), 2_000
began = time.process_time()
from sim.studies.gathering import gather
from sim.studies.execution import Job
from sim.studies.packing import packed
from sim.studies.store import Record
from sim.studies.study import Series
series = packed(tuple(Series("everyone", f"m{n}", "days") for n in range(measures)))
class Held:
    def read(self, keys):
        return (Record(key, series, np.zeros(measures)) for key in keys)
jobs = [Job(n.to_bytes(32, "big"), 0, n + 1) for n in range(runs)]
gather(Held(), jobs, ["one"])
print(json.dumps([
    resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, time.process_time() - began, 0
]))
"""
MANY = """throughline: 2
title: Many services
run: {{length: 2 years, warm_up: 1 year, replications: 1}}
sources: {{a: {{kind: assumption, reference: to measure with}}}}
source: a
people: {{arrivals: {{new: {{rate: 1 per day, to: s0}}}}}}
services:
{services}
"""
TEAM = """throughline: 2
title: Many posts
run: {{length: 2 years, warm_up: 1 year, replications: 1}}
sources: {{a: {{kind: assumption, reference: to measure with}}}}
source: a
people: {{arrivals: {{new: {{rate: 1 per day, to: team}}}}}}
services:
  team:
    workers:
      posts: {posts}
      contact_hours: 15
      caseload: 10
      tenure: {{exponential: {{mean: 3 years}}}}
      vacancy: 17 weeks
    contacts: {{every: 2 weeks, length: 50 minutes}}
    ends: {{stay: 100 days}}
    routes: {{finished_settled: {{nowhere: 1}}}}
"""


def measured(code: str, *words: object) -> list[float]:
    """Largest memory (bytes), processor time (seconds) and steps of a program."""
    command = [sys.executable, "-c", code, *map(str, words)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    numbers: list[float] = json.loads(said)
    return numbers


def slope(
    code: str, small: tuple[object, ...], large: tuple[object, ...], by: float
) -> list[float]:
    """What one more costs, of each of the three."""
    low, high = measured(code, *small), measured(code, *large)
    return [(b - a) / by for a, b in zip(low, high, strict=True)]


def main() -> None:
    """Print every slope."""
    community = "scenarios/cen_community.yaml"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for n in (100, 400):
            lines = [
                f"  s{i}: {{ends: {{stay: 1 day}}, "
                f"routes: {{finished_settled: {{s{(i + 1) % n}: 0.5, nowhere: 0.5}}}}}}"
                for i in range(n)
            ]
            (place / f"s{n}.yaml").write_text(MANY.format(services="\n".join(lines)))
        for n in (1_000, 201_000):
            (place / f"p{n}.yaml").write_text(TEAM.format(posts=n))
        people = [(community, 100, json.dumps({"people.cohort": n})) for n in (20_000, 120_000)]
        measured(RUN, *people[0])  # compiles, which takes memory too
        person = slope(RUN, *people, 100_000)
        print(f"person: {person[0]:.0f} bytes; a step: {1e9 * person[1] / person[2]:.0f} ns")
        post = slope(RUN, *((place / f"p{n}.yaml", 30, "{}") for n in (1_000, 201_000)), 200_000)
        print(f"post: {post[0]:.0f} bytes, {1e6 * post[1]:.1f} us")
        many = slope(RUN, *((place / f"s{n}.yaml", 30, "{}") for n in (100, 400)), 400**2 - 100**2)
        print(f"pair of services: {many[0]:.0f} bytes, {1e6 * many[1]:.1f} us")
        table = slope(TABLE, (1_000,), (11_000,), 10_000 * 2_000)
        print(f"measure of a replication: {table[0]:.1f} bytes")


if __name__ == "__main__":
    main()
