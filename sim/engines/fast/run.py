"""Run the fast engine from the beginning of a run to its end."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence

import numpy as np

from sim.engines.fast.branches import branched
from sim.engines.fast.building import Memory
from sim.engines.fast.codes import Noted, Status
from sim.engines.fast.conservation import check
from sim.engines.fast.faults import FAULTS
from sim.engines.fast.layout import NONE
from sim.engines.fast.loop import run_on
from sim.engines.fast.registry import At
from sim.engines.initial_population import initial_population, name_of
from sim.engines.sampling import numbered_anew, theirs
from sim.events import EVENT, NOBODY, EventLog, Person, Run, Worker
from sim.resolved import Resolved

STRETCH = 100_000
"""Steps between two checks whether the user wants to stop (Ctrl-C).

With a million people, where a step takes longest, 200,000 steps usually took 0.1 seconds, and 0.27
at most. Half as many leave room for a machine that is busy with other things. The checks
themselves take no time that can be measured.
"""

Reader = Callable[[EventLog], object]
"""A function that gets the rows of the log, a chunk at a time.

The rows name people and spells by place; see `Noted`.
"""


class Fast:
    """One replication of one arm in the fast engine.

    Parameters
    ----------
    resolved, seed, replication
        As for `run`.
    reader
        If it is given, no log is kept, and the reader gets the rows instead. People and spells are
        then identified by their present rows in the engine's tables. A row is used again when its
        person is gone.
    log_on
        If False, no row is written, unless there is a reader.
    every
        One of every this many people is in the log; see `sim.engines.sampling`. Rows of the other
        people are never kept.
    others
        Other arms with which the run may go on when the rules change; see `branch`.
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
        others: Sequence[Resolved] = (),
    ) -> None:
        self.resolved, self.reader, self.every = resolved, reader, every
        here = initial_population(resolved, seed, replication)
        self.people_of_table, self.beginners = here.table, len(here.key)
        noted = Noted.BY_NUMBER if log_on else Noted.NOTHING
        self.memory = Memory(
            resolved,
            here,
            seed,
            replication,
            noted=Noted.BY_PLACE if reader else noted,
            others=others,
        )
        self.chunks: list[EventLog] = []

    @property
    def steps(self) -> int:
        """Return the steps taken so far, including the beginning. Cancelled steps do not count."""
        return int(self.memory.map[At.STEPS])

    @property
    def passed_over(self) -> int:
        """Return how many candidate changes have been drawn so far that could not change any need.

        They need no place in the calendar. The number of events is their number plus that of the
        steps.
        """
        return int(self.memory.map[At.PASSED_OVER])

    def let_pass(self) -> None:
        """Simulate to the end of the run."""
        while self.until_change():
            self._change_rules()
        self._take_rows()
        check(self.memory)

    def until_change(self) -> bool:
        """Simulate until the rules are to change, or else to the end; return whether they are."""
        w = self.memory.map
        w[At.STRETCH] = STRETCH
        while (status := run_on(w.ctypes.data)) != Status.DONE:
            if status in FAULTS:
                raise FAULTS[Status(status)](self.memory, self._name_of)
            if status == Status.MAKE_ROOM:
                self._take_rows()
                self.memory.make_room()
            elif status == Status.RULES_CHANGE:
                return True
            elif status == Status.WAYS_CHANGE:
                self.memory.change_ways(int(w[At.DATE]))
                w[At.STATUS] = Status.DONE
            elif w[At.STEPS] == 1:
                self.memory.forget_initial_population()
        return False

    def take_rows(self) -> None:
        """Pass on to the reader what has been written so far."""
        self._take_rows()

    def branch(self, resolved: Resolved, reader: Reader) -> None:
        """Go on as another arm, to the end of the run, from the minute when the rules change.

        This run stays as it is, so that other arms can go on from it. `until_change` and
        `take_rows` must have been called; the arm must be among the `others`, and must have the
        history of this one (`sim.engines.fast.histories`).
        """
        other = copy.copy(self)
        other.resolved, other.reader, other.chunks = resolved, reader, []
        other.memory = branched(self.memory, resolved)
        other._change_rules()
        other.let_pass()

    def _change_rules(self) -> None:
        self.memory.change_rules()
        self.memory.map[At.STATUS] = Status.DONE

    def run_out(self) -> Run:
        """Simulate to the end of the run; return its log, people and workers."""
        self.let_pass()
        log = np.concatenate(self.chunks) if self.chunks else np.zeros(0, EVENT)
        if self.every > 1:
            log = numbered_anew(log, self.every)
        return Run(log, self._people(), self._workers(), int(self.memory.map[At.CLOSES]))

    def _take_rows(self) -> None:
        """Pass on or keep the rows written since the last call."""
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
        people, areas = [], self.resolved.numbers.persons.areas
        for row in rows[:: self.every].tolist():
            key, attributes, number, time, stream, group = row
            name = self._name(stream, number)
            of, area = divmod(group, areas)
            area = area if self.resolved.names.areas else NOBODY
            people.append(Person(key, name, of, attributes, time, area))
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
        """Return the name of a person by their stream (NONE for minute 0) and number in it."""
        if stream == NONE:
            return name_of(self.people_of_table, number)
        return f"{self.resolved.names.streams[stream]} {number + 1}"

    def _name_of(self, number: int) -> str:
        """Return the name of the person with this number in the log.

        If names are not kept, it is made from the number.
        """
        if number < self.beginners:
            return self._name(NONE, number)
        if self.memory.map[At.NOTED] != Noted.BY_NUMBER:
            return f"Person {number + 1}"
        row = self.memory.tables[At.ARRIVED][number]
        return self._name(int(row["stream"]), int(row["number"]))


def run(resolved: Resolved, seed: int, replication: int, every: int = 1) -> Run:
    """Run one replication of one arm; return the event log, its people and its workers.

    With `every` above 1, the log contains only every n-th person, n being `every`.
    """
    return Fast(resolved, seed, replication, every=every).run_out()
