"""A run of the fast engine from its beginning to its end."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.engines.fast.building import Memory
from sim.engines.fast.codes import Noted, Status
from sim.engines.fast.conservation import check
from sim.engines.fast.faults import FAULTS
from sim.engines.fast.layout import NONE
from sim.engines.fast.loop import run_on
from sim.engines.fast.registry import At
from sim.engines.initial_population import initial_population, name_of
from sim.engines.sampling import numbered_anew, theirs
from sim.events import EVENT, EventLog, Person, Run, Worker
from sim.resolved import Resolved

STRETCH = 100_000
"""Steps between two looks whether anyone wants to stop (Ctrl-C).

With a million people, where a step takes longest, 200,000 of them took 0.1 seconds as a rule
and 0.27 at most; half as many leave room for a machine that does other things too. The looks
themselves cost nothing that can be measured.
"""

Reader = Callable[[EventLog], object]
"""Reads rows as they come, a chunk at a time; they name people and spells by place (`Noted`)."""


class Fast:
    """One replication of one arm.

    Parameters
    ----------
    resolved, seed, replication
        As for `run`.
    reader
        Where given, no log is kept: the reader gets its rows instead, people and spells named by
        their present rows in the engine's tables, which are used again when their people are gone.
    log_on
        False: no row is written down at all, unless there is a reader.
    every
        Of how many people one is in the log; see `sim.engines.sampling`. Rows of the others are
        not kept at any time.
    """

    def __init__(
        self,
        resolved: Resolved,
        seed: int,
        replication: int,
        reader: Reader | None = None,
        *,
        log_on: bool = True,
        every: int = 1,
    ) -> None:
        self.resolved, self.reader, self.every = resolved, reader, every
        here = initial_population(resolved, seed, replication)
        self.people_of_table, self.beginners = here.table, len(here.key)
        noted = Noted.BY_NUMBER if log_on else Noted.NOTHING
        self.memory = Memory(
            resolved, here, seed, replication, noted=Noted.BY_PLACE if reader else noted
        )
        self.chunks: list[EventLog] = []

    @property
    def steps(self) -> int:
        """Steps taken so far, the beginning included; none that was called off."""
        return int(self.memory.map[At.STEPS])

    @property
    def passed_over(self) -> int:
        """Candidate changes of needs so far that were drawn and could move nothing.

        They need no row of the calendar; steps and these are all events that were dealt with.
        """
        return int(self.memory.map[At.PASSED_OVER])

    def let_pass(self) -> None:
        """Let time pass to the end of the run."""
        w = self.memory.map
        w[At.STRETCH] = STRETCH
        while (status := run_on(w.ctypes.data)) != Status.DONE:
            if status in FAULTS:
                raise FAULTS[Status(status)](self.memory, self._name_of)
            if status == Status.MAKE_ROOM:
                self._take_rows()
                self.memory.make_room()
            elif status == Status.RULES_CHANGE:
                self.memory.change_rules()
                w[At.STATUS] = Status.DONE
            elif w[At.STEPS] == 1:
                self.memory.forget_initial_population()
        self._take_rows()
        check(self.memory)

    def run_out(self) -> Run:
        """Let time pass to the end of the run; its log, people and workers."""
        self.let_pass()
        log = np.concatenate(self.chunks) if self.chunks else np.zeros(0, EVENT)
        if self.every > 1:
            log = numbered_anew(log, self.every)
        return Run(log, self._people(), self._workers(), int(self.memory.map[At.CLOSES]))

    def _take_rows(self) -> None:
        """Hand on or keep the rows noted since the last time."""
        w = self.memory.map
        rows = self.memory.tables[At.LOG][: w[At.ROWS]]
        w[At.ROWS] = 0
        if not rows.size:
            return
        if self.reader is not None:
            self.reader(rows)
        elif self.every == 1:
            self.chunks.append(rows.copy())
        else:
            self.chunks.append(theirs(rows, self.every))

    def _people(self) -> list[Person]:
        rows = self.memory.tables[At.ARRIVED][: self.memory.map[At.PEOPLE_MADE]]
        if self.memory.map[At.NOTED] != Noted.BY_NUMBER:
            return []
        people = []
        for row in rows[:: self.every].tolist():
            key, attributes, number, time, stream, group = row
            name = self._name(stream, number)
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

    def _name(self, stream: int, number: int) -> str:
        """What a person is called, who came by a stream or was there at minute 0 (NONE)."""
        if stream == NONE:
            return name_of(self.people_of_table, number)
        return f"{self.resolved.names.streams[stream]} {number + 1}"

    def _name_of(self, number: int) -> str:
        """What the person of that number in the log is called, as far as it is written down."""
        if number < self.beginners:
            return self._name(NONE, number)
        if self.memory.map[At.NOTED] != Noted.BY_NUMBER:
            return f"Person {number + 1}"
        row = self.memory.tables[At.ARRIVED][number]
        return self._name(int(row["stream"]), int(row["number"]))


def run(resolved: Resolved, seed: int, replication: int, every: int = 1) -> Run:
    """One replication of one arm: the event log, with its people (every so-many-th) and workers."""
    return Fast(resolved, seed, replication, every=every).run_out()
