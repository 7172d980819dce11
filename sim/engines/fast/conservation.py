"""Check conservation at the end of a run, in its tables (docs/reference/model.md#conservation).

The reference engine makes the same checks on its objects after every step in tests
(`sim.engines.reference.conservation`). Here whole columns are compared, so the checks are quick
even for a million people.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.engines.fast.building import Memory
from sim.engines.fast.codes import Stage
from sim.engines.fast.conservation_of_work import broken as work_broken
from sim.engines.fast.layout import HERE, NONE
from sim.engines.fast.registry import At
from sim.errors import BrokenConservation
from sim.resolved import Capacity

Rows = NDArray[np.intp]
Column = NDArray[Any]
NAMED = 5
"""The most faults of one kind that are reported."""


class ConservationCheck:
    """The conservation checks of one run, made on the columns of its tables.

    Parameters
    ----------
    memory
        The memory of a run, between two steps.
    """

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.map, tables = memory.map, memory.tables
        self.spells = tables[At.SPELL][: self.map[At.SPELLS_TOUCHED]]
        self.people = tables[At.PERSON][: self.map[At.PEOPLE_TOUCHED]]
        self.workers = tables[At.WORKER][: self.map[At.WORKERS_MADE]]
        self.services, self.lines = tables[At.SERVICE], tables[At.LINE]
        self.names = memory.resolved.names.services
        self.stage = self.spells["stage"]
        self.active = np.flatnonzero(self.stage != Stage.ENDED)
        self.waiting = np.flatnonzero(self.stage == Stage.WAITING)
        self.open = np.flatnonzero(self.stage == Stage.OPEN)
        self.over = np.flatnonzero((self.stage == Stage.ENDED) & (self.spells["still_to_come"] > 0))

    def of(self, rows: Rows, name: str) -> Column:
        """Return one column of the table of spells, for these rows."""
        column: Column = self.spells[name][rows]
        return column

    def at_services(self, rows: Rows) -> Column:
        """Return how many of the given spells are at each service."""
        return np.bincount(self.of(rows, "service"), minlength=len(self.services))

    @cached_property
    def without_worker(self) -> Rows:
        """Return the rows of open spells that have no worker, at services that have workers."""
        has_workers = self.services["capacity"] == Capacity.WORKERS
        alone = self.of(self.open, "worker") == NONE
        rows: Rows = self.open[alone & has_workers[self.of(self.open, "service")]]
        return rows

    def broken(self) -> Iterator[str]:
        """Yield a description of each fault that the checks find."""
        yield from self._of_people()
        yield from self._of_spells()
        yield from self._of_lists()
        yield from self._of_places()
        yield from self._of_workers()
        yield from work_broken(self.memory)

    def _named(self, rows: Rows, what: str) -> Iterator[str]:
        """Yield a description of one fault for each person to whom the given spells belong."""
        for who in self.of(rows[:NAMED], "person").tolist():
            yield f"person {self.people['number'][who] + 1} {what}"

    def _of_people(self) -> Iterator[str]:
        who = self.of(self.active, "person")
        pairs = np.sort(who.astype(np.int64) * len(self.services) + self.of(self.active, "service"))
        for pair in pairs[1:][pairs[1:] == pairs[:-1]][:NAMED].tolist():
            number = self.people["number"][pair // len(self.services)] + 1
            yield f"person {number} is twice with {self.names[pair % len(self.services)]}"
        gone = self.people["gone"][who] != HERE
        yield from self._named(self.active[gone], "has left the area with something open")
        trust = self.people["trust"]
        for who_trusts in np.flatnonzero(~((trust >= 0.0) & (trust <= 1.0)))[:NAMED].tolist():
            number = self.people["number"][who_trusts] + 1
            yield f"the trust of person {number} is {trust[who_trusts]}"
        held = np.concatenate([who, self.of(self.over, "person")])
        counted = np.bincount(held, minlength=len(self.people))
        for person in np.flatnonzero(counted != self.people["rows_held"])[:NAMED].tolist():
            yield (
                f"person {self.people['number'][person] + 1} has {counted[person]} spells and "
                f"{self.people['rows_held'][person]} rows of them"
            )

    def _of_spells(self) -> Iterator[str]:
        late = self.of(self.active, "referred_at") > self.map[At.NOW]
        yield from self._named(self.active[late], "has waited less than no time")
        close = self.of(self.active, "relationship")
        outside = ~((close >= 0.0) & (close <= 1.0))
        yield from self._named(self.active[outside], "has a relationship outside 0 to 1")
        in_use, counted = int(self.map[At.SPELLS_IN_USE]), len(self.active) + len(self.over)
        if in_use != counted:
            yield f"{counted} spells in {in_use} rows"
        first = self.people["first_spell"][self.of(self.active, "person")]
        astray = self._unlinked(self.active, "older", "newer", first)
        yield from self._named(astray, "has a spell that is not among theirs")

    def _unlinked(self, rows: Rows, before: str, after: str, first: Column) -> Rows:
        """Return those of the given rows that should be in a linked list but are not.

        `before` and `after` are the columns that link the list. `first` is, for each given row,
        the first row of the list to which it belongs.
        """
        ahead = self.of(rows, before)
        leads = ahead == NONE
        known = np.where(leads, first, self.spells[after][np.where(leads, 0, ahead)])
        astray: Rows = rows[known != rows]
        return astray

    def _of_lists(self) -> Iterator[str]:
        counted = self.at_services(self.waiting)
        for service in np.flatnonzero(counted != self.services["waiting"]).tolist():
            yield (
                f"{self.names[service]}: {counted[service]} people wait on a list of "
                f"{self.services['waiting'][service]}"
            )
        where = self.of(self.waiting, "service").astype(np.int64) * int(self.map[At.CLASSES])
        first = self.lines["first"][where + self.of(self.waiting, "line_class")]
        astray = self._unlinked(self.waiting, "ahead", "behind", first)
        yield from self._named(astray, "waits and is on no list")
        ahead = self.of(self.waiting, "ahead")
        joined = self.spells["joined_at"]
        before = joined[np.where(ahead == NONE, self.waiting, ahead)]
        yield from self._named(
            self.waiting[before > joined[self.waiting]], "waits behind someone who came later"
        )
        first = self.services["first_unallocated"][self.of(self.without_worker, "service")]
        astray = self._unlinked(self.without_worker, "unallocated_prev", "unallocated_next", first)
        yield from self._named(astray, "is without a worker and on no list for one")
        waiting, listed = len(self.waiting) + len(self.without_worker), self.map[At.PEOPLE_WAITING]
        if waiting != listed:
            yield f"{waiting} people wait for a place or a worker on lists of {listed}"

    def _of_places(self) -> Iterator[str]:
        is_open, over = self.at_services(self.open), self.at_services(self.over)
        taken = self.services["occupied"]
        most = is_open + np.where(self.services["has_exit_delay"] != 0, over, 0)
        for service in np.flatnonzero((taken < is_open) | (taken > most)).tolist():
            yield (
                f"{self.names[service]}: {taken[service]} places taken by "
                f"{is_open[service]} open spells"
            )

    def _of_workers(self) -> Iterator[str]:
        own = self.of(self.open, "worker")
        with_worker, own = self.open[own != NONE], own[own != NONE]
        later = self.of(self.over, "worker")
        assigned = np.bincount(own, minlength=len(self.workers))
        over = np.bincount(later[later != NONE], minlength=len(self.workers))
        held = self.services["has_exit_delay"][self.workers["service"]] != 0
        assigned = assigned + self._named_to()
        load, most = self.workers["caseload"], assigned + np.where(held, over, 0)
        for worker in np.flatnonzero((load < assigned) | (load > most))[:NAMED].tolist():
            yield f"worker {worker} has {assigned[worker]} people, a caseload of {load[worker]}"
        counted = np.flatnonzero(self.spells["weight"] > 0)
        summed = np.zeros(len(self.workers), np.int64)
        np.add.at(summed, self.of(counted, "worker"), self.of(counted, "weight"))
        named = np.flatnonzero(self.spells["reserved"] > 0)
        receiver = self.memory.tables[At.WORK]["worker"][self.of(named, "handover")]
        np.add.at(summed, receiver, self.of(named, "reserved"))
        wrong = np.flatnonzero(summed != self.workers["load"])
        for worker in wrong[:NAMED].tolist():
            load = self.workers["load"][worker]
            yield f"worker {worker} has people of weight {summed[worker]}, a load of {load}"
        astray = self.memory.weights_set(with_worker) != self.of(with_worker, "weight")
        yield from self._named(with_worker[astray], "weighs something else than their level says")
        first = self.workers["first_spell"][own]
        astray = self._unlinked(with_worker, "of_worker_prev", "of_worker_next", first)
        yield from self._named(astray, "has a worker who does not know of it")
        left = self.workers["in_post"][own] == 0
        yield from self._named(with_worker[left], "has a worker who has left")
        asking = np.flatnonzero(self.spells["asks"] * (self.stage == Stage.OPEN))
        first = self.services["first_asking"][self.of(asking, "service")]
        astray = self._unlinked(asking, "asks_prev", "asks_next", first)
        yield from self._named(astray, "asks for another worker and is on no list for one")
        alone = asking[self.of(asking, "worker") == NONE]
        yield from self._named(alone, "has no worker and asks for another one")
        listed = self.map[At.PEOPLE_ASKING]
        if len(asking) != listed:
            yield f"{len(asking)} people ask for another worker on lists of {listed}"

    def _named_to(self) -> Column:
        """Return the number of people whom each worker will take over from a colleague.

        These are people whose handover still waits.
        """
        handovers = self.of(self.open, "handover")
        works = self.memory.tables[At.WORK][handovers[handovers != NONE]]
        receivers = works["worker"][works["second"] != NONE]
        return np.bincount(receivers, minlength=len(self.workers))


def check(memory: Memory) -> None:
    """Raise `BrokenConservation` if anything is counted twice, or not at all.

    Parameters
    ----------
    memory
        The memory of a run, between two steps.
    """
    broken = list(ConservationCheck(memory).broken())
    if broken:
        raise BrokenConservation(int(memory.map[At.NOW]), broken)
