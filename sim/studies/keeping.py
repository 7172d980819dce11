"""Runs of which more than numbers is wanted: their event log, or their people and events whole.

One folder for each, made under another name and then renamed: what has the right name is whole.
Nothing here is a program (no pickles), so a folder from somebody else is safe to read.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.engines.choosing import ENGINES, Engine, part
from sim.events import Person, Run, Worker
from sim.measures import Row, measure
from sim.resolved import Resolved
from sim.studies.costs import arriving
from sim.studies.making import MAKERS

Export = Callable[[Run, Resolved, Path], object]

EVENTS, TABLES, LOG = "events.npy", "tables.json", "log"
UNFINISHED = ".part"
MOST_KEPT = 5_000
"""Of twice as many people and more, about so many are kept whole: pictures show a few of them."""


@dataclass(frozen=True)
class Keeping:
    """A maker of runs that keeps something of some of them in a folder that it can reach."""

    engine: Engine
    folder: Path
    export: Export | None  # writes the event log into a folder
    whole: frozenset[int]  # replications whose people and events are kept

    def __call__(self, resolved: Resolved, seed: int, replication: int) -> Sequence[Row]:
        """Make one run, keep what is wanted of it, and give its measures."""
        if self.export is None and replication not in self.whole:
            return MAKERS[self.engine](resolved, seed, replication)
        if self.export is None and (every := one_in(resolved)) > 1:
            self._keep(part(self.engine, resolved, seed, replication, every), resolved, replication)
            return MAKERS[self.engine](resolved, seed, replication)
        run = ENGINES[self.engine](resolved, seed, replication)
        self._keep(run, resolved, replication)
        return measure(run, resolved)

    def _keep(self, run: Run, resolved: Resolved, replication: int) -> None:
        place = kept_folder(self.folder, resolved.arm, replication)
        part = place.with_name(f"{place.name}{UNFINISHED}{os.getpid()}-{threading.get_ident()}")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        try:
            if replication in self.whole:
                write_run(run, part)
            if self.export is not None:
                self.export(run, resolved, part / LOG)
            _put(part, place)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def one_in(resolved: Resolved) -> int:
    """Of how many people one is kept: all of an area's, a sample of a country's."""
    people = resolved.numbers.cohort + len(resolved.start.table) + arriving(resolved)
    return max(1, int(people) // MOST_KEPT)


def kept_folder(folder: Path, arm: str, replication: int) -> Path:
    """Where what is kept of one run is."""
    return folder / f"{arm}-{replication:05d}"


def write_run(run: Run, folder: Path) -> None:
    """Keep the people and events of a run."""
    np.save(folder / EVENTS, run.log, allow_pickle=False)
    tables = {"people": run.people, "workers": run.workers, "closes": run.closes}
    text = json.dumps(tables, ensure_ascii=False)
    (folder / TABLES).write_text(text, encoding="utf-8", newline="\n")


def read_run(folder: Path) -> Run:
    """People and events of a run that was kept whole; FileNotFoundError if it was not."""
    log = np.load(folder / EVENTS, allow_pickle=False)
    tables = json.loads((folder / TABLES).read_text(encoding="utf-8"))
    people = [Person(*row) for row in tables["people"]]
    workers = [Worker(*row) for row in tables["workers"]]
    return Run(log=log, people=people, workers=workers, closes=tables["closes"])


def _put(part: Path, place: Path) -> None:
    """Declare a folder whole; what another process made of the same run is the same."""
    try:
        part.rename(place)
    except OSError:
        if not place.is_dir():
            raise
