"""Choose where this machine makes runs: in one thread, in threads or in processes."""

from __future__ import annotations

from contextlib import AbstractContextManager

from sim.engines.choosing import Engine
from sim.studies.engines import ENGINES
from sim.studies.execution.pools import Pool, here, over_processes, over_threads


def on_this_machine(engine: Engine, workers: int) -> AbstractContextManager[Pool]:
    """Give a pool with this many workers, at least 1. With 1, everything runs in this thread."""
    if workers <= 1:
        return here()
    return over_threads(workers) if ENGINES[engine].in_threads else over_processes(workers)
