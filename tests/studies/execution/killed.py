"""A study in a process of its own, to be killed: `python -m tests.studies.execution.killed`."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from sim.studies.execution import Pool, here, over_processes, over_threads, work
from tests.studies import fakes
from tests.studies.store.stores import opened

POOLS: dict[str, Callable[[], AbstractContextManager[Pool]]] = {
    "here": here,
    "threads": lambda: over_threads(2),
    "processes": lambda: over_processes(2),
}
REPLICATIONS = 150
SECONDS = 0.01


def main(folder: Path, pool: str) -> None:
    """Make what the store lacks, and count every run that is made."""
    maker = fakes.Counted(folder / "counts", SECONDS)
    with opened(folder / "store") as store, POOLS[pool]() as workers:
        print("begun", flush=True)
        work(store, fakes.jobs(REPLICATIONS), fakes.work()._replace(maker=maker), workers)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
