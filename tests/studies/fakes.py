"""Engines and measures small enough to know the answer; other processes import them by name."""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np

from sim.events import EVENT, EventKind, Person, Run, Worker
from sim.measures import Row
from sim.resolved import Measuring, Names, Numbers, Resolved, Start
from sim.studies.execution import Job, Work
from sim.studies.keys import resolved_digest, run_key

UNUSED_NAMES = Names((), (), (), (), (), (), (), (), (), ())
NAN = float("nan")
SEED = 10


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


def rows(arm: Resolved, seed: int, replication: int) -> list[Row]:
    """Two measures that tell the runs apart, one of them undefined in odd replications."""
    minute = seed + replication
    found = [
        Row("everyone", "minute", "minutes", minute / 3),
        Row("everyone", "half", "minutes", NAN if minute % 2 else minute / 2),
    ]
    if arm.arm == "b":
        found.append(Row("few", "only_b", "people", 1.0))
    return found


def rows_that_fail_once(arm: Resolved, seed: int, replication: int) -> list[Row]:
    """Fail in replication 2."""
    if replication == 2:
        raise ValueError("no such minute")
    return rows(arm, seed, replication)


def slow_rows(arm: Resolved, seed: int, replication: int) -> list[Row]:
    """Take long from replication 2 on."""
    if replication > 1:
        time.sleep(60)
    return rows(arm, seed, replication)


def dying_rows(arm: Resolved, seed: int, replication: int) -> list[Row]:
    """End its process as the system does when memory runs out."""
    os._exit(9)


def endless_rows(arm: Resolved, seed: int, replication: int) -> list[Row]:
    """A number that is not finite."""
    return [Row("everyone", "endless", "days", float("inf"))]


def threads(arm: Resolved, seed: int, replication: int) -> list[Row]:
    """How many threads numerical libraries were told to use in this process; 0 for no word."""
    return [Row("everyone", "threads", "", float(os.environ.get("OMP_NUM_THREADS", "0")))]


class Counted:
    """A maker that writes down each run it makes, in a file of its own, and may take its time."""

    def __init__(self, folder: Path, seconds: float = 0.0) -> None:
        self.folder = folder
        self.seconds = seconds

    def __call__(self, arm: Resolved, seed: int, replication: int) -> Sequence[Row]:
        """Make a run and count it."""
        time.sleep(self.seconds)
        found = rows(arm, seed, replication)
        with (self.folder / f"{os.getpid()}.txt").open("a", encoding="utf-8") as file:
            file.write(f"{arm.arm} {replication}\n")
        return found

    def made(self) -> list[str]:
        """Every run that was made, as often as it was."""
        texts = (path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("*.txt")))
        return [line for text in texts for line in text.splitlines()]


def jobs(replications: int, arms: Sequence[str] = ("a", "b"), seed: int = SEED) -> list[Job]:
    """All runs of arms of nothing but their names."""
    digests = [resolved_digest(resolved(arm)) for arm in arms]
    return [
        Job(run_key(digest, seed, r), place, r)
        for r in range(1, replications + 1)
        for place, digest in enumerate(digests)
    ]


def about(job: Job) -> str:
    """A run in words."""
    return f"arm `{'ab'[job.arm]}`, replication {job.replication}"


def work() -> Work:
    """Two arms with the measures above."""
    return Work(maker=rows, seed=SEED, resolved=lambda place: resolved("ab"[place]), about=about)
