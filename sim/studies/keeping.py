"""Keep more of some runs than their measures: the event log, or people and events.

Each run has a folder, which is written under a temporary name and then renamed. A folder with the
final name is therefore complete. It contains the digests of its files, so that later damage is
noticed and the run is made again. No file contains code (there are no pickles), so it is safe to
read a folder from another person.
"""

from __future__ import annotations

import io
import json
import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from sim.engines.choosing import Engine
from sim.events import Person, Run, Worker
from sim.measures import Row
from sim.resolved import Resolved
from sim.rules.population import expected_arrivals
from sim.studies.engines import ENGINES, measured
from sim.studies.files.reading import digest_below, is_real_folder, is_there, read_json
from sim.studies.files.seals import SEAL, is_sealed, sealed_bytes
from sim.writing import PART, write_whole


class Export(Protocol):
    """Writes event logs into folders. It must be possible to send it to other processes."""

    def wants(self, arm: str, replication: int) -> bool:
        """Return whether the log of this run is written."""
        ...

    def __call__(
        self, run: Run, resolved: Resolved, seed: int, replication: int, folder: Path
    ) -> object:
        """Write the log of one run into a folder."""
        ...


EVENTS, TABLES, LOG, DIGESTS = "events.npy", "tables.json", "log", "digests.json"
ASIDE = ".aside"
MOST_KEPT = 5_000
"""About how many people present at the start are kept, if there are at least twice as many.

The report's pictures show only a few of them.
"""
MOST_PASSING = 50_000
"""About how many of the people who arrive in a run are kept, if at least twice as many arrive.

Each of them is present for a part of the run only.
"""


@dataclass(frozen=True)
class Keeping:
    """Makes runs, and writes the log or the people and events of some of them into a folder."""

    engine: Engine
    folder: Path
    export: Export | None  # writes the event log into a folder
    whole: frozenset[int]  # replications whose people and events are kept

    def __call__(self, resolved: Resolved, seed: int, replication: int) -> Sequence[Row]:
        """Make one run, keep the wanted parts of it, and return its measures."""
        engine = ENGINES[self.engine]
        logged = self.export is not None and self.export.wants(resolved.arm, replication)
        if not logged and replication not in self.whole:
            return engine.measure(resolved, seed, replication)
        if not logged and (every := one_in(resolved)) > 1:
            some = engine.sample(resolved, seed, replication, every)
            self._keep(some, resolved, seed, replication)
            return engine.measure(resolved, seed, replication)
        run = engine.run(resolved, seed, replication)
        self._keep(run, resolved, seed, replication)
        return measured(run, resolved)

    def _keep(self, run: Run, resolved: Resolved, seed: int, replication: int) -> None:
        target = kept_folder(self.folder, resolved.arm, replication)
        self.folder.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.{secrets.token_hex(6)}{PART}")
        part.mkdir()
        try:
            if replication in self.whole:
                write_run(run, part)
            if self.export is not None and self.export.wants(resolved.arm, replication):
                self.export(run, resolved, seed, replication, part / LOG)
            write_whole(part / DIGESTS, sealed_bytes(_digests(part)))
            _put(part, target)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def one_in(resolved: Resolved) -> int:
    """Return n for a scenario: one of every n people is kept.

    For a small area n is 1, so everyone is kept. For a country only a sample is kept. This limits
    the size of the kept log, however many people arrive over time.
    """
    begin = resolved.numbers.cohort + len(resolved.start.table)
    passing = int(expected_arrivals(resolved, resolved.numbers.closes))
    return max(1, begin // MOST_KEPT, passing // MOST_PASSING)


def kept_folder(folder: Path, arm: str, replication: int) -> Path:
    """Return the folder that holds the kept files of one run."""
    return folder / f"{arm}-{replication:05d}"


def write_run(run: Run, folder: Path) -> None:
    """Write the people and events of a run into a folder."""
    events = io.BytesIO()  # NumPy does not say why a file cannot be written
    np.save(events, run.log, allow_pickle=False)
    write_whole(folder / EVENTS, events.getvalue())
    tables = {"people": run.people, "workers": run.workers, "closes": run.closes}
    text = json.dumps(tables, ensure_ascii=False)
    write_whole(folder / TABLES, text.encode())


def read_run(folder: Path) -> Run:
    """Read the people and events of a kept run; FileNotFoundError if the run is not complete."""
    log = np.load(folder / EVENTS, allow_pickle=False)
    tables = json.loads((folder / TABLES).read_text(encoding="utf-8"))
    people = [Person(*row) for row in tables["people"]]
    workers = [Worker(*row) for row in tables["workers"]]
    return Run(log=log, people=people, workers=workers, closes=tables["closes"])


def is_whole(folder: Path, *, log: bool, whole: bool) -> bool:
    """Return whether all wanted files of a kept run exist and are unchanged.

    Parameters
    ----------
    log, whole
        Whether the exported log, and the people and events, must exist.
    """
    if not is_real_folder(folder):
        return False
    try:
        content = read_json(folder / DIGESTS, follow=False)
    except (OSError, ValueError):
        return False
    if not is_sealed(content):
        return False
    digests: Mapping[str, str] = {name: d for name, d in content.items() if name != SEAL}
    if whole and not {EVENTS, TABLES} <= digests.keys():
        return False
    if log and not any(name.startswith(f"{LOG}/") for name in digests):
        return False
    return all(digest_below(folder, name) == digest for name, digest in digests.items())


def set_aside(folder: Path) -> None:
    """Rename the folder with the kept files of a run, so that the run can be made again.

    Nothing is deleted.
    """
    if is_there(folder):
        folder.rename(folder.with_name(f"{folder.name}.{secrets.token_hex(6)}{ASIDE}"))


def _digests(folder: Path) -> dict[str, str | None]:
    names = (p.relative_to(folder).as_posix() for p in sorted(folder.rglob("*")) if p.is_file())
    return {name: digest_below(folder, name) for name in names}


def _put(part: Path, target: Path) -> None:
    """Give a folder its final name, unless another process has already used that name."""
    try:
        part.rename(target)
    except OSError:
        if not is_real_folder(target):
            raise
