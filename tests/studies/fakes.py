"""Engines and measures small enough to know the answer; other processes import them by name."""

import os
import time
from pathlib import Path
from typing import cast

import numpy as np

from sim.events import EVENT, EventKind, Person, Run, Worker
from sim.measures import Row
from sim.resolved import Measuring, Names, Numbers, Resolved, Start
from sim.studies.replications import Work

UNUSED_NAMES = Names((), (), (), (), (), (), (), (), (), ())
NAN = float("nan")


def resolved(arm: str) -> Resolved:
    """An arm of nothing but its name."""
    return Resolved(
        arm, cast(Numbers, None), UNUSED_NAMES, cast(Start, None), cast(Measuring, None)
    )


def engine(arm: Resolved, seed: int, replication: int) -> Run:
    """One person arrives at minute seed + replication."""
    log = np.zeros(1, dtype=EVENT)
    log["time"] = seed + replication
    log["event"] = EventKind.ARRIVED
    return Run(log, [Person(7, f"only {arm.arm}", 0, 0, 0)], [Worker(8, 0, 0, 0, 0)], 100)


def engine_that_fails_once(arm: Resolved, seed: int, replication: int) -> Run:
    """Fail in replication 2."""
    if replication == 2:
        raise ValueError("no such minute")
    return engine(arm, seed, replication)


def slow_engine(arm: Resolved, seed: int, replication: int) -> Run:
    """Take long from replication 2 on."""
    if replication > 1:
        time.sleep(60)
    return engine(arm, seed, replication)


def dying_engine(arm: Resolved, seed: int, replication: int) -> Run:
    """End its process as the system does when memory runs out."""
    os._exit(9)


def measure(run: Run, arm: Resolved) -> list[Row]:
    """Two measures that tell the runs apart, one of them undefined in odd replications."""
    minute = int(run.log["time"][0])
    rows = [
        Row("everyone", "minute", "minutes", minute / 3),
        Row("everyone", "half", "minutes", NAN if minute % 2 else minute / 2),
    ]
    if arm.arm == "b":
        rows.append(Row("few", "only_b", "people", 1.0))
    return rows


def export(run: Run, arm: Resolved, folder: Path) -> None:
    """Write the minute of the only event."""
    folder.mkdir()
    (folder / "minute.txt").write_text(f"{arm.arm} {run.log['time'][0]}")


def threads(run: Run, arm: Resolved) -> list[Row]:
    """How many threads numerical libraries were told to use in this process; 0 for no word."""
    return [Row("everyone", "threads", "", float(os.environ.get("OMP_NUM_THREADS", "0")))]


def work(folder: Path) -> Work:
    """Two arms with the engine above."""
    return Work(
        resolved={arm: resolved(arm) for arm in ("a", "b")},
        seed=10,
        folder=folder,
        engine=engine,
        measure=measure,
        export=None,
        whole=frozenset({1}),
    )
