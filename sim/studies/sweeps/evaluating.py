"""Runs for whoever decides as they come which are wanted next: statistics that choose as they go.

An `Evaluator` is a function of (setting, first replication, count) that gives an array of shape
(count, arms, outcomes); settings are tuples with a value for each lever. What the store has is
not run again, so an analysis that was broken off goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.resolved import Floats
from sim.studies.execution import Job, Place, Progress, Work, work
from sim.studies.keys import run_key
from sim.studies.making import MAKERS
from sim.studies.store import Store
from sim.studies.sweeps.asking import Asked
from sim.studies.sweeps.planning import arms_of, values_in_words
from sim.studies.sweeps.results import read_values
from sim.studies.sweeps.spool import Spool

Wanted = tuple[tuple[Any, ...], int, int]  # setting, first replication (from 1), count


class Evaluator:
    """Makes runs of a study on demand, in an open store and place.

    Parameters
    ----------
    asked
        Whose levers, arms, outcomes and seed hold; its design and replications do not count.
    """

    def __init__(
        self,
        asked: Asked,
        store: Store,
        place: Place,
        progress: Progress = lambda done, total: None,
    ) -> None:
        self.asked, self.store, self.place, self.progress = asked, store, place, progress
        self.spool = Spool()
        self._arms: dict[tuple[Any, ...], list[int]] = {}
        self._settings: dict[int, tuple[Any, ...]] = {}

    def __call__(self, setting: tuple[Any, ...], first: int, count: int) -> Floats:
        """Outcomes of `count` replications from `first` on, shape (count, arms, outcomes)."""
        return self.many([(setting, first, count)])[0]

    def many(self, wanted: Sequence[Wanted]) -> list[Floats]:
        """Outcomes of several requests, whose runs are made beside each other.

        Raises
        ------
        SimError
            When a setting is not sound.
        RunFailedError
            When a run fails.
        """
        jobs = [self._jobs(*each) for each in wanted]
        every = {job.key: job for some in jobs for job in some}
        what = Work(MAKERS[self.asked.engine], self.asked.seed, self.spool.get, self._about)
        missing = [job for job in every.values() if job.key not in self.store]
        if missing:
            work(self.store, missing, what, self.place, self.progress)
        places = {key: (number,) for number, key in enumerate(every)}
        values = read_values(self.store, places, (len(every),), self.asked.outcomes)
        row = {key: number for (number,), key in zip(places.values(), every, strict=True)}
        shape = (-1, len(self.asked.arms), len(self.asked.outcomes))
        return [values[[row[job.key] for job in some]].reshape(shape) for some in jobs]

    def _jobs(self, setting: tuple[Any, ...], first: int, count: int) -> list[Job]:
        if setting not in self._arms:
            arms = arms_of(self.asked, setting, len(self._arms))
            self._arms[setting] = [self.spool.add(arms[arm]) for arm in self.asked.arms]
            self._settings.update(dict.fromkeys(self._arms[setting], setting))
        return [
            Job(run_key(self.spool.digests[place], self.asked.seed, r), place, r)
            for r in range(first, first + count)
            for place in self._arms[setting]
        ]

    def _about(self, job: Job) -> str:
        words = ", ".join(values_in_words(self.asked.varied, self._settings[job.arm]))
        return f"setting ({words}), replication {job.replication}"
