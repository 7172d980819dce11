"""All that the benchmark asks of Throughline, from scenario files through the public API.

Lengths are given in years, because `sim run --years` does so. Reading and resolving a file are
not timed: that is done once a study, and takes as long whatever the length of the run.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from sim.engines.fast import Fast
from sim.engines.reference import Reference
from sim.events import EventKind, Run
from sim.measures import measure
from sim.measures.streaming import Gatherer
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load
from sim.studies.planning import Choices, settle, settled
from sim.tables.log_tables import Logged, Origin
from sim.tables.logs import write_log
from sim.units import HOUR, YEAR

UNIT = 4 * HOUR
"""Minutes in a unit of time of `peers.queues`."""

HERE = Path(__file__).resolve().parents[1]
COMMUNITY = HERE.parent / "scenarios" / "cen_community.yaml"
ARM = "handed_on"


class Counts(NamedTuple):
    """What one run did."""

    steps: int  # calendar steps taken
    events: int  # the same, with candidates of need changes that were passed over in place
    rows: int  # of the log, 0 with the log off


@cache
def resolved(path: Path, arm: str, years: float | None = None) -> Resolved:
    """An arm of a scenario file, ready to run for so many years (as the file says: None)."""
    scenario = load(path)
    scenario = settled(scenario, settle(scenario, Choices(years=years)))
    return resolve(scenario, arm)


def queue(scenario: str, arrivals: float, customers: int) -> Resolved:
    """A queue of `benchmarks/scenarios`, for as long as so many customers take to come."""
    years = customers / arrivals * UNIT / YEAR
    return resolved(HERE / "scenarios" / scenario, "baseline", years)


def silent(world: Resolved, seed: int) -> Counts:
    """Run the fast engine with its log off, and nothing measured."""
    engine = Fast(world, seed, 1, log_on=False)
    engine.let_pass()
    return Counts(engine.steps, _events(engine), 0)


def measured(world: Resolved, seed: int) -> Counts:
    """Run the fast engine with its log off, and gather every measure of the scenario meanwhile."""
    gatherer = Gatherer(world)
    engine = Fast(world, seed, 1, gatherer.read)
    engine.let_pass()
    gatherer.rows(world.numbers.closes)
    return Counts(engine.steps, _events(engine), 0)


def logged(world: Resolved, seed: int) -> Run:
    """Run the fast engine with its log on."""
    return Fast(world, seed, 1).run_out()


def in_readable_engine(world: Resolved, seed: int) -> Counts:
    """Run the reference engine, which always writes its log, and measure it."""
    engine = Reference(world, seed, 1)
    run = engine.run_out()
    measure(run, world)
    return Counts(engine.steps, engine.steps, len(run.log))


def to_parquet(run: Callable[[Resolved, int], Run], world: Resolved, seed: int) -> int:
    """Run, export everything that `sim run --log parquet` does; rows of the log."""
    folder = Path(tempfile.mkdtemp())
    try:
        done = run(world, seed)
        write_log(Logged(done, world, Origin(seed, 1, "")), folder, "parquet")
        return len(done.log)
    finally:
        shutil.rmtree(folder)


def readable_log(world: Resolved, seed: int) -> Run:
    """Run the reference engine."""
    return Reference(world, seed, 1).run_out()


def _events(engine: Fast) -> int:
    """Calendar steps of a run, candidates of need changes that were passed over included."""
    return engine.steps + engine.passed_over


def answer(run: Run, *, patience: bool) -> float:
    """The mean wait of a visit, in units of time, or with patience the share who gave up."""
    log = run.log
    if patience:
        left = (log["event"] == EventKind.LEFT_WAITING).sum()
        return float(left / (log["event"] == EventKind.REFERRED).sum())
    starts = log[log["event"] == EventKind.SPELL_STARTED]
    return float((starts["time"] - starts["due"]).mean()) / UNIT


def differing_rows(one: Run, other: Run) -> int:
    """How many rows of two logs are not the same; 0 is what both engines owe each other."""
    shared = min(len(one.log), len(other.log))
    differ = int((one.log[:shared] != other.log[:shared]).sum())
    return differ + abs(len(one.log) - len(other.log))


def _one(years: float, seed: int) -> int:
    return measured(resolved(COMMUNITY, ARM, years), seed).steps


class Cores:
    """One replication in each of so many processes, which are started and warm."""

    def __init__(self, cores: int, years: float) -> None:
        self.cores, self.years = cores, years
        self.pool = ProcessPoolExecutor(cores, get_context("spawn"))
        for _ in range(2):
            self.seconds(cores, seed=1)

    def seconds(self, replications: int, seed: int) -> float:
        """Time by the clock for so many replications at once."""
        begin = time.perf_counter()
        list(self.pool.map(_one, [self.years] * replications, range(seed, seed + replications)))
        return time.perf_counter() - begin

    def close(self) -> None:
        """Stop the processes."""
        self.pool.shutdown()
