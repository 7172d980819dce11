"""Make runs for sequential statistics, which choose the next runs from earlier results.

An `Evaluator` is a function of (setting, first replication, count). It returns an array of shape
(count, arms, measures). Its `Arms` turn a setting into arms. Without `Arms`, a setting is a tuple
with a value for each lever. A run in the store is not made again, so an interrupted analysis
continues where it stopped.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np

from sim.laws import Floats
from sim.resolved import Resolved
from sim.studies.analyses.base import Arms
from sim.studies.arm_table import ArmTable
from sim.studies.asking import asking, for_everyone
from sim.studies.engines import maker
from sim.studies.execution import Job, Pool, Progress, Work, work
from sim.studies.gathering_months import forget_runs_without_months
from sim.studies.keys import run_key
from sim.studies.store import Store
from sim.studies.sweeps.planning import arms_of, settings_of_study, values_in_words
from sim.studies.sweeps.results import read_values
from sim.studies.sweeps.specification import Asked
from sim.studies.warm_up_compile import prepare

Wanted = tuple[Hashable, int, int]  # setting, first replication (from 1), count


class Evaluator:
    """Makes the runs that are requested, in an open store and with an open pool of workers.

    Parameters
    ----------
    asked
        The study whose seed and engine are used. Its design and number of replications are not
        used.
    arms
        Turns settings into arms. When None, a setting holds a value for each lever of the study.
    """

    def __init__(
        self,
        asked: Asked,
        store: Store,
        pool: Pool,
        progress: Progress = lambda done, total: None,
        arms: Arms | None = None,
    ) -> None:
        self.asked, self.store, self.pool, self.progress = asked, store, pool, progress
        self.arms = arms or arms_of_levers(asked)
        self.arm_table = ArmTable(asked.base.own.digest, asked.base.rules)
        # With the outcomes of the study, so that its questions and settings share runs.
        looked_at = for_everyone({*asked.base.outcomes, *self.arms.measures})
        self._looked_at = looked_at if self.arms.months is None else None
        self._arms: dict[Hashable, list[int]] = {}
        self._settings: dict[int, Hashable] = {}
        self._made = 0

    def __call__(self, setting: Hashable, first: int, count: int) -> Floats:
        """Return the outcomes from replication `first` on, shape (count, arms, measures)."""
        return self.many([(setting, first, count)])[0]

    def many(self, wanted: Sequence[Wanted]) -> list[Floats]:
        """Return the outcomes of several requests. All of their runs are made in parallel.

        Raises
        ------
        SimError
            If a setting is not valid.
        RunFailedError
            If a run fails.
        """
        jobs = [self._jobs(*each) for each in wanted]
        every = {job.key: job for some in jobs for job in some}
        if self.arms.months is not None:
            forget_runs_without_months(self.store, list(every.values()))
        missing = [job for job in every.values() if job.key not in self.store]
        if missing:
            self._make(missing)
        values = self._values(list(every))
        row = {key: number for number, key in enumerate(every)}
        return [
            values[[row[job.key] for job in some]].reshape(
                count, len(self._arms[setting]), values.shape[-1]
            )
            for some, (setting, _, count) in zip(jobs, wanted, strict=True)
        ]

    def _values(self, keys: Sequence[bytes]) -> Floats:
        """Return what is looked at of finished runs, shape (runs, measures)."""
        positions = {key: (number,) for number, key in enumerate(keys)}
        values = read_values(self.store, positions, (len(keys),), self.arms.measures)
        months = self.arms.months
        if months is None:
            return values
        by_month = {each.key: months(each.monthly) for each in self.store.read(keys)}
        return np.hstack([values, np.array([by_month[key] for key in keys])])

    def _make(self, missing: Sequence[Job]) -> None:
        asked, before = self.asked, self._made
        prepare(asked.engine, self.arm_table.get(missing[0].arm), asked.base.seed)
        what = Work(
            maker(asked.engine, asked.base.own),
            asked.base.seed,
            self.arm_table.get,
            self._about,
            monthly=self.arms.months is not None,
        )

        def progress(done: int, total: int) -> None:
            self._made = before + done
            self.progress(self._made, before + total)

        work(self.store, missing, what, self.pool, progress)

    def _jobs(self, setting: Hashable, first: int, count: int) -> list[Job]:
        if setting not in self._arms:
            arms = [asking(arm, self._looked_at) for arm in self.arms.resolved(setting)]
            self._arms[setting] = [self.arm_table.add(arm) for arm in arms]
            self._settings.update(dict.fromkeys(self._arms[setting], setting))
        alike = self.arms.alike
        group = self._arms[setting][0] if alike is None else alike(setting)
        return [
            Job(
                run_key(self.arm_table.digests[number], self.asked.base.seed, r),
                number,
                r,
                group,
            )
            for r in range(first, first + count)
            for number in self._arms[setting]
        ]

    def _about(self, job: Job) -> str:
        return f"{self.arms.words(self._settings[job.arm])}, replication {job.replication}"


def arms_of_levers(asked: Asked) -> Arms:
    """Return the `Arms` of a study for settings that hold a value for each lever."""
    numbers: dict[tuple[Any, ...], int] = {}
    many = settings_of_study(asked)

    def resolved(setting: tuple[Any, ...]) -> list[Resolved]:
        number = numbers.setdefault(setting, len(numbers))
        arms = arms_of(many, setting, number)
        return [arms[arm] for arm in asked.base.arms]

    def words(setting: tuple[Any, ...]) -> str:
        return f"setting ({', '.join(values_in_words(asked.varied, setting))})"

    return Arms(resolved, words, asked.base.outcomes)
