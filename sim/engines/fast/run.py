"""A run of the fast engine from its beginning to its end."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.fast.building import Memory
from sim.engines.fast.layout import NONE, At, Status
from sim.engines.fast.loop import run_on
from sim.engines.start import Starter, at_start
from sim.errors import BrokenConservation, EndlessLoop
from sim.events import EVENT, Person, Run, Worker
from sim.resolved import Resolved

STRETCH = 200_000
"""Steps between two looks whether anyone wants to stop; a fraction of a second."""


class Fast:
    """One replication of one arm."""

    def __init__(
        self, resolved: Resolved, seed: int, replication: int, *, log_on: bool = True
    ) -> None:
        self.resolved = resolved
        self.starters: list[Starter] = at_start(resolved, seed, replication)
        self.memory = Memory(resolved, self.starters, seed, replication, log_on=log_on)
        self.chunks: list[NDArray[Any]] = []

    @property
    def steps(self) -> int:
        """Steps taken so far."""
        return int(self.memory.map[At.STEPS])

    def run_out(self) -> Run:
        """Let time pass to the end of the run."""
        w = self.memory.map
        w[At.STRETCH] = STRETCH
        while True:
            status = run_on(w.ctypes.data)
            if status == Status.DONE:
                break
            if status == Status.ENDLESS_LOOP:
                raise self._endless_loop()
            if status == Status.NO_SUCH_ROW:
                raise BrokenConservation(
                    int(w[At.NOW]), ["a row that does not exist was asked for"]
                )
            if status == Status.MAKE_ROOM:
                self._keep_log()
                self.memory.make_room()
        self._keep_log()
        log = np.concatenate(self.chunks) if self.chunks else np.zeros(0, EVENT)
        return Run(log, self._people(), self._workers(), int(w[At.CLOSES]))

    def _keep_log(self) -> None:
        w = self.memory.map
        if w[At.LOG_ON] and w[At.ROWS]:
            self.chunks.append(self.memory.tables[At.LOG][: w[At.ROWS]].copy())
            w[At.ROWS] = 0

    def _people(self) -> list[Person]:
        streams = self.resolved.names.streams
        rows = self.memory.tables[At.ARRIVED][: self.memory.map[At.PEOPLE_MADE]]
        if not self.memory.map[At.LOG_ON]:
            return []
        people = []
        for row in rows.tolist():
            key, attributes, number, time, stream, group = row
            name = (
                self.starters[number].name if stream == NONE else f"{streams[stream]} {number + 1}"
            )
            people.append(Person(key, name, group, attributes, time))
        return people

    def _workers(self) -> list[Worker]:
        memory = self.memory
        first = memory.tables[At.TEAM]["first_post"]
        workers = []
        for row in memory.tables[At.WORKER][: memory.map[At.WORKERS_MADE]]:
            service = int(row["service"])
            team = int(memory.tables[At.SERVICE][service]["team"])
            post = int(row["post"]) - int(first[team])
            workers.append(
                Worker(int(row["key"]), service, post, int(row["incumbent"]), int(row["started"]))
            )
        return workers

    def _endless_loop(self) -> EndlessLoop:
        number, now = int(self.memory.map[At.CULPRIT]), int(self.memory.map[At.NOW])
        return EndlessLoop(f"person {number + 1}", now, "a step", [])


def run(resolved: Resolved, seed: int, replication: int) -> Run:
    """One replication of one arm: the event log, with its people and workers."""
    return Fast(resolved, seed, replication).run_out()
