"""What handing out runs costs: tasks a second, overhead of one-second tasks, memory of the parent.

Run it as `python benchmarks/execution.py`; `--runs 100000` for the large study. Runs here only
sleep, so all that is measured is what is around them.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import cast

import numpy as np

from sim.engines.choosing import Engine
from sim.measures import Row
from sim.resolved import Measuring, Names, Numbers, Resolved, Start
from sim.studies.execution import Job, Pool, Work, here, over_processes, over_threads, work
from sim.studies.keys import resolved_digest, run_key
from sim.studies.store import Store

MEASURES = 2_000  # of one run, about as many as the community scenario has
SECOND = 1.0
UNUSED = Names((), (), (), (), (), (), (), (), (), ())
PLACES: dict[str, Callable[[], AbstractContextManager[Pool]]] = {
    "here": here,
    "2 threads": lambda: over_threads(2),
    "2 processes": lambda: over_processes(2),
}


class Sleeping:
    """A run that takes so many seconds and has many measures."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __call__(self, resolved: Resolved, seed: int, replication: int) -> Sequence[Row]:
        """Sleep, and give numbers."""
        if self.seconds:
            time.sleep(self.seconds)
        return ROWS


ROWS = [Row("everyone", f"measure {n}", "days", n / 7) for n in range(MEASURES)]


def arm(place: int) -> Resolved:
    """An arm with about as many numbers in it as a real one."""
    numbers = cast(Numbers, (np.arange(10_000.0) + place,))
    return Resolved("arm", numbers, UNUSED, cast(Start, None), cast(Measuring, None))


def timed(place: str, runs: int, seconds: float, folder: Path) -> tuple[float, int]:
    """Seconds that so many runs take, and files that their store has."""
    arms = [arm(number) for number in range(4)]
    digests = [resolved_digest(each) for each in arms]
    jobs = [Job(run_key(digests[n % 4], 1, n), n % 4, n) for n in range(1, runs + 1)]
    what = Work(Sleeping(seconds), 1, lambda number: arms[number], str)
    store = folder / f"{place} {runs} {seconds}"
    with Store(store, Engine.FAST, "benchmark", "Benchmark") as opened, PLACES[place]() as workers:
        work(opened, jobs[:2], what, workers)  # programs are loaded
        began = time.perf_counter()
        work(opened, jobs, what, workers)
        took = time.perf_counter() - began
        files = sum(path.is_file() for path in store.rglob("*"))
    return took, files


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5_000, help="short runs to hand out")
    parser.add_argument("--long", type=int, default=20, help="one-second runs to hand out")
    parser.add_argument("--places", nargs="+", default=list(PLACES), choices=PLACES)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for place in options.places:
            lanes = 1 if place == "here" else 2
            took, files = timed(place, options.runs, 0.0, Path(folder))
            print(
                f"{place:12} {options.runs} empty runs of {MEASURES} measures: "
                f"{options.runs / took:,.0f} a second, {files} files"
            )
            took, _ = timed(place, options.long, SECOND, Path(folder))
            ideal = (options.long - 2) * SECOND / lanes
            print(f"{place:12} one-second runs: {100 * (took / ideal - 1):.1f} % overhead")
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{place:12} most memory of the parent so far: {memory:.0f} MB")


if __name__ == "__main__":
    main()
