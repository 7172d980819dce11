"""What large studies cost: measured on this machine, and worked out for a thousand cores.

Run it as `python benchmarks/scale.py`, on a machine that does nothing else; `--markdown` prints
what docs/background/scale.md shows. The world is the community scenario with 5,000 people for 5
years: newcomers, posts and places are multiplied by what people are multiplied by.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from execution import MEASURES, timed
from peers import throughline
from peers.table import Row, Table, figure, in_words

from sim.engines.choosing import Engine
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import Scenario, load
from sim.studies.engines import ENGINES
from sim.studies.keys import resolved_digest, run_key
from sim.studies.packing import packed
from sim.studies.store import Record, Store
from sim.studies.study import Series

PEOPLE, LENGTH = 5_000, "5 years"
SETTINGS, REPLICATIONS = 1_000, 100
RUNS = SETTINGS * REPLICATIONS
ARMS = ("handed_on", "relational_practice")
CORES = (1, 2, 100, 1_000)
SHARDS = 10  # of the job array that is worked out

POSTS = ("access_point", "talking_therapies", "community_team", "specialist")
PLACES = ("crisis_team", "inpatient", "peer_support")
CASELOAD = "services.community_team.workers.caseload"  # what the settings of the study differ in

AT_ONCE = 2  # cores that are measured
EMPTY_RUNS = 4_000  # handed out to see what that costs
WRITTEN = 4_000  # runs put into a store, so many at a time:
BATCH = 8


class Cost(NamedTuple):
    """What was measured; seconds are of processors unless they are said to be of the clock."""

    steps: float  # of a run, mean over the arms
    events: float  # the same, with candidates of need changes that were passed over
    alone: float  # seconds of a run by itself
    together: float  # seconds of a run while another core makes one as well
    clock_alone: float  # seconds by the clock for a run
    clock_together: float  # the same, for two at once
    preparing: float  # seconds to check and resolve both arms of a setting
    handing: float  # seconds by the clock to hand out a run, take it in and store it
    measures: int  # of a run
    writing: float  # runs written to a store in a second by the clock
    size: float  # bytes of a run in a store
    memory: float  # MB, the most this process had


def scaled(scenario: Scenario) -> Scenario:
    """The scenario with 5,000 people for 5 years, and means in proportion."""
    times = PEOPLE / scenario.people.cohort.value
    rate = scenario.people.arrivals["newcomers"].rate
    assert rate is not None  # they come at random
    newcomers = rate.value
    values: dict[str, object] = {
        "people.cohort": PEOPLE,
        "run.length": LENGTH,
        "run.change": "2 years",
        "people.arrivals.newcomers.rate": f"{newcomers.amount * times:.1f} per {newcomers.unit}",
    }
    for names, path in ((POSTS, "workers.posts"), (PLACES, "capacity.places")):
        for name in names:
            now = _value(scenario, f"services.{name}.{path}")
            values[f"services.{name}.{path}"] = max(1, round(now * times))
    return scenario.with_values(values, arms=ARMS)


def _value(scenario: Scenario, path: str) -> float:
    found: Any = scenario
    for step in path.split("."):
        found = found[step] if isinstance(found, dict) else getattr(found, step)
    return float(getattr(found, "value", found))


def seconds_of(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of processors and by the clock."""
    clock, processors = time.perf_counter(), time.process_time()
    work()
    return time.process_time() - processors, time.perf_counter() - clock


def measured(rounds: int) -> Cost:
    """Measure everything, the runs in turns: each arm alone, then both at once, and again."""
    scenario = scaled(load(throughline.COMMUNITY))
    worlds = [resolve(scenario, arm) for arm in ARMS]
    counts = [throughline.measured(world, 1) for world in worlds]  # and compile
    alone, together = [], []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for seed in range(1, rounds + 1):
            for world in worlds:
                alone.append(seconds_of(partial(throughline.measured, world, seed)))
            together.append(seconds_of(partial(_at_once, pool, worlds, seed)))
    writing, size, measures = written(worlds[0])
    with tempfile.TemporaryDirectory() as folder:
        handing, _ = timed("2 threads", EMPTY_RUNS, 0.0, Path(folder))
    return Cost(
        steps=statistics.mean(each.steps for each in counts),
        events=statistics.mean(each.events for each in counts),
        alone=_middle(alone, 0, len(ARMS)),
        together=_middle(together, 0) / AT_ONCE,
        clock_alone=_middle(alone, 1, len(ARMS)),
        clock_together=_middle(together, 1),
        preparing=preparing(scenario, rounds),
        handing=handing / EMPTY_RUNS,
        measures=measures,
        writing=writing,
        size=size,
        memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def _at_once(pool: ThreadPoolExecutor, worlds: Sequence[Resolved], seed: int) -> None:
    list(pool.map(throughline.measured, worlds, [seed] * len(worlds)))


def _middle(seconds: Sequence[tuple[float, float]], which: int, arms: int = 1) -> float:
    """The median over rounds; of the arms of a round, the mean."""
    each = [pair[which] for pair in seconds]
    rounds = [statistics.mean(each[at : at + arms]) for at in range(0, len(each), arms)]
    return statistics.median(rounds)


def preparing(scenario: Scenario, rounds: int) -> float:
    """Seconds to make both arms of a setting ready: checked, resolved, and their digests."""

    def prepare(caseload: int) -> list[bytes]:
        here = scenario.with_values({CASELOAD: caseload})
        return [resolved_digest(resolve(here, arm)) for arm in ARMS]

    return statistics.median(seconds_of(partial(prepare, 20 + n))[0] for n in range(2 * rounds))


def written(world: Resolved) -> tuple[float, float, int]:
    """Runs a second into a store, bytes of each there, and measures of each."""
    rows = ENGINES[Engine.FAST].measure(world, 1, 1)
    series = packed(tuple(Series(row.group, row.measure, row.unit) for row in rows))
    values = np.array([row.value for row in rows])
    digest = resolved_digest(world)
    records = [Record(run_key(digest, 1, n), series, values + n) for n in range(1, WRITTEN + 1)]
    with tempfile.TemporaryDirectory() as folder:
        with Store(Path(folder) / "store", Engine.FAST, "benchmark", "Benchmark") as store:
            began = time.perf_counter()
            for at in range(0, WRITTEN, BATCH):
                store.add(records[at : at + BATCH])
            took = time.perf_counter() - began
        size = sum(path.stat().st_size for path in Path(folder).rglob("*.npz"))
    return WRITTEN / took, size / WRITTEN, len(rows)


def hours(cost: Cost, cores: int, shards: int = 1) -> float:
    """Hours of the whole study on so many cores, one office handing out each shard.

    Preparing is done by every office for all settings. An office's own work is counted as work of
    the cores, and no study ends before its office has handed out all of its runs.
    """
    run = cost.alone if cores == 1 else cost.together
    shared = RUNS * (run + cost.handing) / cores
    return (SETTINGS * cost.preparing + max(shared, RUNS * cost.handing / shards)) / 3600


def office_busy(cost: Cost, cores: int) -> float:
    """Share of the time for which one office is at work while so many cores make runs; 1 limits."""
    return min(1.0, cost.handing * cores / (cost.together + cost.handing))


def measured_table(cost: Cost) -> Table:
    """What was measured."""
    rows = [
        (
            "one run: steps; events with passed-over candidates",
            f"{cost.steps:,.0f}; {cost.events:,.0f}",
        ),
        ("one run alone, processor time", f"{cost.alone:.2f} s"),
        ("one of two runs at once, processor time", f"{cost.together:.2f} s"),
        ("one run alone, by the clock", f"{cost.clock_alone:.2f} s"),
        ("two runs at once, by the clock", f"{cost.clock_together:.2f} s"),
        ("events a second of processor time, alone", figure(cost.events / cost.alone)),
        ("runs a second, 1 core", figure(1 / cost.alone)),
        ("runs a second, 2 cores", figure(AT_ONCE / cost.together)),
        ("checking and resolving a setting of two arms", f"{1000 * cost.preparing:.0f} ms"),
        (
            f"handing out an empty run of {MEASURES:,} measures, and storing it",
            f"{1000 * cost.handing:.2f} ms",
        ),
        ("that, as a share of a run", f"{100 * cost.handing / cost.alone:.2f} %"),
        (
            f"writing runs of {cost.measures:,} measures, {BATCH} at a time",
            f"{figure(cost.writing)} a second",
        ),
        ("one run in the store", f"{cost.size / 1000:.1f} kB"),
        ("most memory of the process", f"{cost.memory:,.0f} MB"),
    ]
    return Table(
        "Measured", ("measured",), [Row(what, (value,)) for what, value in rows], [], "what"
    )


def study_table(cost: Cost) -> Table:
    """What the study costs, worked out."""
    head = ("hours", f"hours as {SHARDS} shards", "one office is busy")
    rows = []
    for cores in CORES:
        several = figure(hours(cost, cores, SHARDS)) if cores >= SHARDS else ""
        busy = f"{100 * office_busy(cost, cores):.0f} %"
        rows.append(Row(f"{cores:,}", (figure(hours(cost, cores)), several, busy)))
    notes = [
        f"{SETTINGS:,} settings x {REPLICATIONS} replications x {PEOPLE:,} people x {LENGTH}: "
        f"{RUNS:,} runs of an arm, {figure(RUNS * cost.size / 1e9)} GB in the store. "
        "A second arm doubles the runs.",
        f"Preparing the settings is {figure(SETTINGS * cost.preparing / 60)} minutes of it.",
    ]
    return Table("The study, worked out", head, rows, notes, "cores")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="turns of every measurement")
    parser.add_argument("--markdown", action="store_true", help="tables to paste into a page")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds: choose 1 or more")
    cost = measured(options.rounds)
    load_now = os.getloadavg()[0]
    print(
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, "
        f"load at the end {load_now:.1f}; medians of {options.rounds} rounds.\n"
    )
    for table in (measured_table(cost), study_table(cost)):
        for line in in_words(table, markdown=options.markdown):
            print(line)


if __name__ == "__main__":
    main()
