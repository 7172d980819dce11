"""Resolve arms again after some of their numbers changed, without what has not changed.

An arm is resolved in steps. While it is resolved for the first time, it is written down which steps
read which of the numbers that will change. A step is a function of the numbers that it reads. So if
none of them changes, it would read the same numbers again and give the same columns. Therefore only
the other steps are taken again, on the same documents, in which the numbers have been changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.laws import Distributions
from sim.resolved import Resolved
from sim.resolving.context import Context
from sim.resolving.kept_rows import KeptRows, OtherNumbersError
from sim.resolving.steps import Columns
from sim.resolving.tasks import BEFORE, OWN, Arm, Task, arm_of, by_table, put_together
from sim.sameness import same
from sim.scenario import Scenario
from sim.scenario.rechecking import Refused, Watching

PEOPLE = frozenset({"needs", "effects"})
"""Tables that no arm may change, so that the columns of one arm are those of all."""


class _Kept(NamedTuple):
    """A task with what it gave at first, and what it must be done again for."""

    task: Task
    columns: Columns
    reads: frozenset[int]
    rows: tuple[int, ...]  # the numbers of the rows it asked for


class ArmsAgain:
    """The arms of a scenario, which can be resolved again with other numbers.

    Parameters
    ----------
    scenario, earlier
        The scenario, and the one whose rules hold until `run.change`; the same if it is no other
        one. They are made for this purpose, and change from one setting to the next.
    names
        The arms.
    """

    def __init__(self, scenario: Scenario, earlier: Scenario, names: Sequence[str]) -> None:
        self.scenario, self.earlier = scenario, earlier
        self.arms: list[Arm] = []
        for name in names:
            known = self.arms[0].beginning if self.arms and scenario.run.change else None
            self.arms.append(arm_of(scenario, name, earlier, known=known, rows=KeptRows))
        self._kept: dict[int, _Kept] = {}
        self._again: dict[int, list[int]] = {}  # by lever: the tasks that read it
        self._tables: dict[str, dict[str, Columns]] = {}  # of each arm, at first

    def documents(self) -> list[Any]:
        """Return every document from which arms are resolved."""
        found: list[Any] = [self.scenario, self.earlier]
        for arm in self.arms:
            found += arm.beginning.every.values()
            found += self.documents_of(arm)
            for context in (arm.beginning.first, arm.beginning.common):
                found += [context.document, *context.groups]
        return found

    @staticmethod
    def documents_of(arm: Arm) -> list[Any]:
        """Return the documents of the rules of an arm, for everyone and for each group."""
        return [arm.own.document, *arm.own.groups]

    def resolve(self, watching: Watching) -> None:
        """Resolve the arms for the first time, and see which tasks read what."""
        reads: set[int] = set()
        uses: dict[int, Counter[int]] = {}
        with watching(reads.add):
            for task in self._tasks():
                rows = _rows_of(task.context)
                reads.clear()
                rows.given.clear()
                columns = task.step(task.context)
                kept = _Kept(task, columns, frozenset(reads), tuple(rows.given))
                uses.setdefault(id(rows), Counter()).update(kept.rows)
                self._kept[id(task)] = kept
                for lever in kept.reads:
                    self._again.setdefault(lever, []).append(id(task))
        for arm in self.arms:
            self._tables[arm.name] = by_table(arm.tasks, lambda task: self._kept[id(task)].columns)
        for context in self._contexts():
            rows = _rows_of(context)
            rows.keep(uses.get(id(rows), {}))

    def at(self, levers: Collection[int]) -> dict[str, Resolved]:
        """Return the arms with the numbers that the documents have now.

        Parameters
        ----------
        levers
            Those that differ from the first time.

        Raises
        ------
        Refused
            If a step finds a fault.
        """
        again = {at for lever in levers for at in self._again.get(lever, ())}
        rows = {id(each.rows): _rows_of(each) for each in self._contexts()}
        for each in rows.values():
            each.start_again()
        shared: dict[tuple[str, int], Columns] = {}
        changed: dict[int, Columns] = {}
        others: set[int] = set()  # collections whose rows need other numbers
        for at, kept in self._kept.items():  # in their order
            collection = id(kept.task.context.rows)
            if at in again and collection not in others:
                try:
                    changed[at] = self._again_once(kept, shared)
                except OtherNumbersError:
                    others.add(collection)
        laid_out = {at: self._laid_out(each, others) for at, each in rows.items()}
        for at in others:
            rows[at].start_anew()
            for task, kept in self._kept.items():
                if id(kept.task.context.rows) == at and (kept.rows or task in again):
                    changed[task] = self._again_once(kept, shared)
            laid_out[at] = rows[at].now()
        return {arm.name: self._put_together(arm, changed, laid_out) for arm in self.arms}

    @staticmethod
    def _laid_out(rows: KeptRows, others: set[int]) -> Distributions | None:
        """Return the rows as they are now; None, noted in `others`, if they need other numbers."""
        if id(rows) not in others:
            try:
                return rows.now()
            except OtherNumbersError:
                others.add(id(rows))
        return None

    def _again_once(self, kept: _Kept, shared: dict[tuple[str, int], Columns]) -> Columns:
        """Do a task again. What no arm may change is done once for all arms."""
        table = kept.task.table.partition(".")[2]
        key = (table, id(kept.task.step))
        if table in PEOPLE and not kept.rows and key in shared:
            return shared[key]
        context = kept.task.context
        rows, faults = _rows_of(context), len(context.faults)
        rows.expect(kept.rows)
        columns = kept.task.step(context)
        rows.see_all_asked()
        if len(context.faults) > faults:
            del context.faults[faults:]
            raise Refused
        columns = {name: _same_or(kept.columns[name], each) for name, each in columns.items()}
        shared[key] = columns
        return columns

    def _put_together(
        self, arm: Arm, changed: Mapping[int, Columns], laid_out: Mapping[int, Any]
    ) -> Resolved:
        found = dict(self._tables[arm.name])
        copied: set[str] = set()
        for task in arm.tasks:
            if id(task) in changed:
                if task.table not in copied:
                    found[task.table] = dict(found[task.table])
                    copied.add(task.table)
                found[task.table].update(changed[id(task)])
        for stage, context in ((OWN, arm.own), (BEFORE, arm.beginning.first)):
            if stage in found:
                distributions = laid_out[id(context.rows)]
                found[stage] = {**found[stage], "distributions": distributions}
        return put_together(arm, found)

    def _tasks(self) -> Iterable[Task]:
        """Iterate over the tasks of all arms in their order, each once."""
        return {id(task): task for arm in self.arms for task in arm.tasks}.values()

    def _contexts(self) -> Iterable[Context]:
        return [each for arm in self.arms for each in (arm.own, arm.beginning.first)]


def _rows_of(context: Context) -> KeptRows:
    rows = context.rows
    assert isinstance(rows, KeptRows)
    return rows


def _same_or(first: Any, now: Any) -> Any:
    """Return the column of the first time if it is equal, so that it is known again by identity."""
    return first if isinstance(now, np.ndarray) and same(first, now) else now
