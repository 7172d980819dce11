"""Add replications to a finished study, and reuse its runs if they prove to be the same.

The finished runs are read from `measures.csv`, which holds every number to the last digit. Four
conditions must hold. The table is unchanged. The study differs in nothing but its number of
replications. The program, the libraries and the kind of machine are the same. Replication 1 of
every arm, which is run again because the report draws pictures of it, gives the same numbers. If
one condition fails, every run is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.engines.choosing import Engine
from sim.errors import SimError
from sim.studies.finished import measures_in, months_in
from sim.studies.gathering import all_jobs
from sim.studies.gathering_months import wants_months
from sim.studies.keeping import Export
from sim.studies.keys import NUMBERS_STAND_ON, numbers_of
from sim.studies.manifest import (
    NAME,
    Manifest,
    ManifestError,
    read_manifest,
    study_digest,
    this_platform,
    versions,
)
from sim.studies.marks import RUN, Question, of_run
from sim.studies.monthly import flat
from sim.studies.packing import packed
from sim.studies.planning import settled
from sim.studies.running import Plan
from sim.studies.store import Record, Store
from sim.studies.store.batches import NO_MONTHS
from sim.studies.study import MeasureTable, Series

MADE_AGAIN = "The {many} replications that are there are made again: {why}."
TAKEN = "{taken:,} of {total:,} runs are taken over from the results that are there."


def same_but_replications(planned: Plan, folder: Path) -> Manifest | None:
    """Return the manifest in a folder if only its number of replications differs from the plan."""
    try:
        manifest = read_manifest(folder / NAME)
    except ManifestError:
        return None
    many = manifest.settings.replications
    if many == planned.settings.replications:
        return None
    settings = planned.settings._replace(replications=many)
    digest = study_digest(settled(planned.scenario, settings).digest, settings)
    return manifest if digest == manifest.digest else None


def question_of(planned: Plan, earlier: Manifest | None) -> Question:
    """Return the question of a study. The study's results may replace those of `earlier`."""
    if earlier is None:
        return of_run(planned.digest)
    return Question(RUN, planned.digest, earlier.digest, planned.settings.replications)


@dataclass(frozen=True)
class TakeOver:
    """Copies the runs of a finished study into the store of a study with more replications."""

    folder: Path
    manifest: Manifest
    engine: Engine
    export: Export | None  # a run whose log is written has to be made again
    tell: Callable[[str], None]

    def __call__(self, planned: Plan, store: Store, first: MeasureTable) -> None:
        """Put the missing runs into the store, or say why every run is made again.

        Parameters
        ----------
        first
            The measures of replication 1 of every arm, which was made again.
        """
        jobs = all_jobs(planned.resolved, planned.settings.seed, planned.settings.replications)
        if all(job.key in store for job in jobs):
            return
        many = self.manifest.settings.replications
        why, found = self._why_not(planned), None
        by_month = None
        if not why:
            try:
                found = measures_in(self.folder, self.manifest)
                by_month = months_in(self.folder, self.manifest)
            except SimError:
                why = "their table of measures is not as it was written"
        if not why and by_month is None and _wants_months(planned):
            why = "their series by months are not there"
        if found is not None and not _same_first(found, first):
            why = "replication 1, made again, is not the same"
        if why or found is None:
            self.tell(MADE_AGAIN.format(many=many, why=why))
            return
        records, taken = [], 0
        series, arms = packed(found.series), planned.settings.arms
        for job in jobs:
            if not 1 < job.replication <= many or self._is_logged(arms[job.arm], job.replication):
                continue
            taken += 1
            if job.key not in store:
                values = found.values[job.arm, job.replication - 1]
                months = NO_MONTHS
                if by_month is not None and _wants_months(planned):
                    months = flat(by_month, arms[job.arm], job.replication)
                records.append(Record(job.key, series, values, months))
        if records:
            store.add(records)
        if taken:
            self.tell(TAKEN.format(taken=taken, total=len(jobs)))

    def _is_logged(self, arm: str, replication: int) -> bool:
        return self.export is not None and self.export.wants(arm, replication)

    def _why_not(self, planned: Plan) -> str:
        """Return why the runs may not be reused; an empty text if they may."""
        if self.engine is Engine.BOTH:
            return "both engines are to make every run"
        if self.manifest.numbers is None:
            return "they do not say which program made them"
        now, then = versions(), self.manifest.versions
        other = [name for name in NUMBERS_STAND_ON if now[name] != then.get(name)]
        if other:
            return f"another version of {other[0]} made them"
        if self.manifest.platform != this_platform():
            return "they were made on another kind of machine"
        if self.manifest.numbers != numbers_of(planned.resolved):
            return "other sources of this version made them"
        return ""


def _wants_months(planned: Plan) -> bool:
    return wants_months(planned.resolved, planned.settings.replications)


def _same_first(found: MeasureTable, first: MeasureTable) -> bool:
    """Return whether replication 1 is equal in the table and in `first`, to the last digit."""
    if not set(first.series) <= set(found.series):
        return False
    return all(
        np.array_equal(
            _first(found, arm), list(_in_order(first, arm, found.series)), equal_nan=True
        )
        for arm in found.arms
    )


def _first(table: MeasureTable, arm: str) -> list[float]:
    values: list[float] = table.values[table.arms.index(arm), 0].tolist()
    return values


def _in_order(table: MeasureTable, arm: str, series: tuple[Series, ...]) -> Iterator[float]:
    """Iterate over the values of replication 1 in the order of the given measures and groups.

    A missing value is NaN.
    """
    values = dict(zip(table.series, _first(table, arm), strict=True))
    for each in series:
        yield values.get(each, float("nan"))
