"""Finished runs, kept in a folder until the study is whole, so that a broken-off one goes on.

One folder for each run, made under another name and then renamed: what has the right name is
whole. Nothing here is a program (no pickles), so a folder from somebody else is safe to read.
"""

from __future__ import annotations

import json
import math
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.events import Person, Run, Worker
from sim.measures import Row
from sim.resolved import Floats
from sim.studies.study import MeasureTable, Series

MEASURES, EVENTS, TABLES, LOG = "measures.json", "events.npy", "tables.json", "log"
UNFINISHED = ".part"


class Job(NamedTuple):
    """One run of a study."""

    arm: str
    replication: int  # from 1

    @property
    def name(self) -> str:
        """The folder this run is kept in."""
        return f"{self.arm}-{self.replication:05d}"


class Kept:
    """The finished runs of one study, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, job: Job) -> bool:
        """Whether this run is finished."""
        return (self.folder / job.name).is_dir()

    def begin(self, job: Job) -> Path:
        """Make an empty folder, of this process alone, to put a run's files in."""
        part = self.folder / f"{job.name}{UNFINISHED}{os.getpid()}"
        self.drop(part)
        part.mkdir(parents=True)
        return part

    def finish(self, job: Job, part: Path) -> None:
        """Declare a folder that `begin` made whole."""
        try:
            part.rename(self.folder / job.name)
        except OSError:
            if not self.has(job):
                raise
            self.drop(part)  # another command working on the same study was first

    def drop(self, part: Path) -> None:
        """Remove a folder that will not become whole."""
        shutil.rmtree(part, ignore_errors=True)

    def rows(self, job: Job) -> list[Row]:
        """Measures of a finished run, in the order they were given."""
        text = (self.folder / job.name / MEASURES).read_text(encoding="utf-8")
        return [
            Row(group, measure, unit, math.nan if value is None else value)
            for group, measure, unit, value in json.loads(text)
        ]

    def run(self, job: Job) -> Run:
        """People and events of a finished run that was kept whole."""
        folder = self.folder / job.name
        log = np.load(folder / EVENTS, allow_pickle=False)
        tables = json.loads((folder / TABLES).read_text(encoding="utf-8"))
        people = [Person(*row) for row in tables["people"]]
        workers = [Worker(*row) for row in tables["workers"]]
        return Run(log=log, people=people, workers=workers, closes=tables["closes"])

    def log_folder(self, job: Job) -> Path:
        """Where the exported event log of a finished run is, if it was exported."""
        return self.folder / job.name / LOG


def write_rows(rows: Sequence[Row], folder: Path) -> None:
    """Keep the measures of a run; what is not a finite number is undefined."""
    table = [
        [row.group, row.measure, row.unit, float(row.value) if math.isfinite(row.value) else None]
        for row in rows
    ]
    _write_json(folder / MEASURES, table)


def write_run(run: Run, folder: Path) -> None:
    """Keep the people and events of a run."""
    np.save(folder / EVENTS, run.log, allow_pickle=False)
    _write_json(
        folder / TABLES, {"people": run.people, "workers": run.workers, "closes": run.closes}
    )


def gather(kept: Kept, arms: Sequence[str], replications: int) -> MeasureTable:
    """Build the table of all measures of all runs; a run that lacks a measure has NaN for it."""
    column: dict[Series, int] = {}
    runs: list[tuple[int, int, list[int], Floats]] = []
    for r in range(replications):
        for a, arm in enumerate(arms):
            rows = kept.rows(Job(arm, r + 1))
            places = [
                column.setdefault(Series(row.group, row.measure, row.unit), len(column))
                for row in rows
            ]
            runs.append((a, r, places, np.array([row.value for row in rows])))
    values = np.full((len(arms), replications, len(column)), np.nan)
    for a, r, places, given in runs:
        values[a, r, places] = given
    return MeasureTable(tuple(arms), tuple(column), values)


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8", newline="\n")
