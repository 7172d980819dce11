"""Hold a finished study as numbers: its plan, the measures of all its runs, and its versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.errors import SimError
from sim.studies.archives import DamagedError
from sim.studies.drift import Drift, drift_of
from sim.studies.files.naming import printable
from sim.studies.files.reading import digest_below
from sim.studies.keys import numbers_of
from sim.studies.manifest import NAME, Manifest, Numbers, read_manifest, this_platform, versions
from sim.studies.marks import RUN, NotOurs, read_earlier
from sim.studies.monthly import MonthlyTable, read_runs
from sim.studies.running import Plan
from sim.studies.stored import (
    MEASURES,
    MONTHLY_RUNS,
    StoredStudyError,
    number,
    planned_again,
    rows_of,
)
from sim.studies.study import MeasureTable, Series, Settings


class Finished(NamedTuple):
    """A finished study, made in this session or read from a folder."""

    planned: Plan
    measures: MeasureTable
    versions: Mapping[str, str]
    platform: str
    numbers: Numbers | None  # what they follow from; None where that was not written
    monthly: MonthlyTable | None = None  # the series by months of all runs

    @property
    def drift(self) -> Drift:
        """The result of the check for drift in this study."""
        planned = self.planned
        return drift_of(planned.scenario, planned.settings.baseline, planned.resolved, self.monthly)


class NoRunError(SimError):
    """A folder contains no finished study made by `sim run`."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"{problem}\n  Name the folder that `sim run` wrote, as it was written.")


def finished_here(
    planned: Plan, measures: MeasureTable, monthly: MonthlyTable | None = None
) -> Finished:
    """Return a study whose runs were made in this process."""
    made_by = numbers_of(planned.resolved)
    return Finished(planned, measures, versions(), this_platform(), made_by, monthly)


def finished_in(folder: Path) -> Finished:
    """Return the finished study in a folder written by `sim run`.

    Raises
    ------
    SimError
        If the folder contains no study, if the study was changed, or if this version cannot read
        it.
    """
    shown = printable(folder)
    if not folder.is_dir():
        raise NoRunError(f"{shown}: there is no folder of this name.")
    try:
        kind = read_earlier(folder / NAME).question.kind
    except NotOurs as problem:
        raise NoRunError(f"{shown}: it holds no finished study: `{NAME}` {problem}.") from None
    if kind != RUN:
        raise NoRunError(f"{shown}: it holds a {kind}, and this takes studies of `sim run`.")
    manifest = read_manifest(folder / NAME)
    return Finished(
        planned=_planned(folder, manifest),
        measures=measures_in(folder, manifest),
        versions=manifest.versions,
        platform=manifest.platform,
        numbers=manifest.numbers,
        monthly=months_in(folder, manifest),
    )


def months_in(folder: Path, manifest: Manifest) -> MonthlyTable | None:
    """Return the series by months of every run; None if the study has none.

    Raises
    ------
    StoredStudyError
        If the file with the series was changed, or does not fit the study.
    """
    if MONTHLY_RUNS not in manifest.outputs:
        return None
    problem = StoredStudyError(folder, f"`{MONTHLY_RUNS}` is not there as it was written.")
    if digest_below(folder, MONTHLY_RUNS) != manifest.outputs[MONTHLY_RUNS]:
        raise problem
    try:
        table = read_runs(folder / MONTHLY_RUNS)
    except (DamagedError, FileNotFoundError):
        raise problem from None
    settings = manifest.settings
    if (table.arms, table.values.shape[1]) != (settings.arms, settings.replications):
        raise problem
    return table


def measures_in(folder: Path, manifest: Manifest) -> MeasureTable:
    """Return every measure of every run, to the last digit; the table must be unchanged.

    Raises
    ------
    StoredStudyError
        If the table was changed, or lacks a run.
    """
    return table_of(rows_of(folder, MEASURES, manifest.outputs), manifest.settings, folder)


def table_of(rows: Sequence[Mapping[str, str]], settings: Settings, folder: Path) -> MeasureTable:
    """Return the rows of `measures.csv` as a table.

    Raises StoredStudyError unless each run has every measure.
    """
    arms = {arm: position for position, arm in enumerate(settings.arms)}
    column: dict[Series, int] = {}
    places = []
    try:
        for row in rows:
            series = Series(row["group"], row["measure"], row["unit"])
            places.append(
                (
                    arms[row["arm"]],
                    int(row["replication"]) - 1,
                    column.setdefault(series, len(column)),
                )
            )
        shape = (len(arms), settings.replications, len(column))
        values, filled = np.full(shape, np.nan), np.zeros(shape, bool)
        for place, row in zip(places, rows, strict=True):
            values[place] = number(row["value"])
            filled[place] = True
    except (KeyError, ValueError, IndexError):
        raise StoredStudyError(folder, f"`{MEASURES}` does not fit its `{NAME}`.") from None
    if not filled.all() or not filled.size or len(places) != filled.size:
        raise StoredStudyError(folder, f"`{MEASURES}` does not hold every run.")
    return MeasureTable(settings.arms, tuple(column), values)


def _planned(folder: Path, manifest: Manifest) -> Plan:
    try:
        return planned_again(folder / NAME, manifest)
    except SimError:
        then, now = (each["throughline"] for each in (manifest.versions, versions()))
        if then == now:
            raise
        raise NoRunError(
            f"{printable(folder)}: it was made by version {then}, and version {now} cannot read it."
        ) from None
