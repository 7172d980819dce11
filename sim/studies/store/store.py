"""Define the store: a folder of finished runs, shared by studies, processes and program versions.

    store/
      store.json            the scenario or study to which the store belongs
      alive/                processes that use the store
      plans/                the runs that studies want, for `sim status`
      <version-engine-…>/   results of one engine in one version; versions are never mixed
        runs/*.npz          batches of finished runs
        claims/             which process makes which run
        failed/             runs that ended in an error
        aside/              files that were found damaged

Every process writes files of its own. Small files are merged into larger ones. A file is removed
only when all its runs are in another file that is on the disk. A damaged file is moved to
`aside/`, and its runs are made again.
"""

from __future__ import annotations

import contextlib
import json
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sim.engines.choosing import Engine
from sim.errors import SimError
from sim.studies.archives import DamagedError
from sim.studies.files.naming import printable
from sim.studies.files.reading import is_there
from sim.studies.keys import room
from sim.studies.store.batches import (
    SUFFIX,
    Batch,
    Record,
    read_batch,
    write_batch,
)
from sim.studies.store.claims import Claims
from sim.studies.store.owning import claim_folder, make_room
from sim.studies.store.sessions import GONE_AFTER, NAME, Session, seen_in
from sim.writing import PART, write_whole

ALIVE, PLANS, RUNS, CLAIMS, FAILED, ASIDE = "alive", "plans", "runs", "claims", "failed", "aside"

TIERS = ((1, 16, 16), (16, 256, 8))
"""The rules for merging files: (smallest size, size limit, number of files).

Sizes are numbers of runs. Files of at least the smallest size and below the size limit are merged
once there are this many of them.
"""
BATCH = re.compile(rf"({NAME.pattern})-[0-9]{{6,}}{re.escape(SUFFIX)}")
"""The pattern of names of files with runs. Other files in the folder are not this program's."""
DRAFT = re.compile(
    rf"\.({NAME.pattern})(-[0-9]{{6,}}{re.escape(SUFFIX)}|\.json)\.[0-9a-f]{{12}}{re.escape(PART)}"
)
LOOKS = 5  # at a folder in which others put files together meanwhile


class SpoiledError(SimError):
    """Results were damaged or removed while they were in use."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{printable(folder)}: results were damaged or removed while the study was running.\n"
            "  Give the same command again: what is missing is run again, the rest is kept."
        )


class Store:
    """The finished runs of one engine in this version of the program. Call `close` at the end.

    Parameters
    ----------
    folder
        A folder that does not exist, is empty, or is a store of the same scenario.
    engine
        The engine that makes the results.
    owner
        The digest of the scenario or study to which the store belongs.
    title
        The name of that scenario or study as people read it.

    Raises
    ------
    StoreError
        If the folder contains anything else, or belongs to another scenario.
    """

    def __init__(self, folder: Path, engine: Engine, owner: str, title: str) -> None:
        self.folder = folder
        self.room = room(folder, engine)
        claim_folder(folder, owner, title)
        for each in (self.room, *(self.room / name for name in (RUNS, CLAIMS, FAILED, ASIDE))):
            make_room(each)
        self.session = Session(make_room(folder / ALIVE))
        self.claims = Claims(self.room / CLAIMS, self.session)
        self.damaged: list[Path] = []  # files set aside by this process
        self._at: dict[bytes, tuple[str, int]] = {}  # file and row of each run
        self._sizes: dict[str, int] = {}  # runs in each file
        self._written = 0
        self._failed = {path.stem for path in (self.room / FAILED).glob("*.json")}
        self._clear_up()
        self.refresh()

    def __enter__(self) -> Store:
        """Return the store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Merge small files, and stop using the store."""
        self.close()

    def __contains__(self, key: bytes) -> bool:
        """Return whether a run is finished, as far as this process knows."""
        return key in self._at

    def __len__(self) -> int:
        """Return how many runs are finished, as far as this process knows."""
        return len(self._at)

    def refresh(self) -> None:
        """Take note of the runs that other processes have finished since the last call."""
        found = (path.name for path in (self.room / RUNS).iterdir())
        names = {name for name in found if BATCH.fullmatch(name)}
        for name in sorted(names - self._sizes.keys()):
            batch = self._whole(name)
            if batch is not None:
                self._take_in(name, batch.keys)
        for name in self._sizes.keys() - names:
            del self._sizes[name]

    def add(self, records: Sequence[Record]) -> None:
        """Store finished runs. When this returns, they are not lost if the process is killed."""
        if records:
            self._take_in(self._write(records), [record.key for record in records])
            for record in records:
                self._forget_failure(record.key)
            self.session.finished += len(records)
            self._put_together()

    def fail(self, key: bytes, about: str, reason: str) -> None:
        """Note that a run ended in an error. The next command makes the run again."""
        name = key.hex()
        noted = json.dumps({"run": about, "reason": reason})
        write_whole(self.room / FAILED / f"{name}.json", noted.encode())
        self._failed.add(name)

    def read(self, keys: Iterable[bytes]) -> Iterator[Record]:
        """Give each wanted run once, file by file, in no special order. All must be finished.

        Raises
        ------
        SpoiledError
            If one of the runs is not finished, or if a file was damaged since it was first read.
        """
        wanted = set(keys)
        for _ in range(LOOKS):
            by_file: dict[str, list[bytes]] = {}
            for key in wanted:
                if key not in self._at:
                    raise SpoiledError(self.folder)
                by_file.setdefault(self._at[key][0], []).append(key)
            for name in sorted(by_file):
                batch = self._whole(name)
                if batch is not None:
                    for key in by_file[name]:
                        yield batch.record(self._at[key][1])
                    wanted.difference_update(by_file[name])
            if not wanted:
                return
            self.refresh()  # others have put files together
        raise SpoiledError(self.folder)

    def take_over(self, other: Store) -> int:
        """Copy the finished runs of another store of the same scenario.

        Return how many of them are new.
        """
        new = 0
        for name in sorted(other._sizes):
            batch = other._whole(name)
            records = [r for r in batch.records() if r.key not in self] if batch else []
            self.add(records)
            new += len(records)
        return new

    def close(self) -> None:
        """Merge small files, and stop using the store."""
        try:
            self._merge([name for name in self._ours() if self._sizes[name] < TIERS[-1][1]])
            self.claims.tidy(self.__contains__)
        except OSError:
            pass  # a full disk: small files stay small
        finally:
            self.session.close()

    def _whole(self, name: str) -> Batch | None:
        """Return the runs in a file; None if it no longer exists, or was damaged and set aside."""
        path = self.room / RUNS / name
        try:
            return read_batch(path)
        except FileNotFoundError:
            return None
        except DamagedError:
            self._set_aside(path)
            return None

    def _set_aside(self, path: Path) -> None:
        aside = self.room / ASIDE / path.name
        while is_there(aside):  # what was set aside before stays
            aside = aside.with_name(f"{path.stem}-{secrets.token_hex(3)}{SUFFIX}")
        with contextlib.suppress(FileNotFoundError):  # another process was first
            path.replace(aside)
            self.damaged.append(aside)
        for key in [key for key, (name, _) in self._at.items() if name == path.name]:
            del self._at[key]

    def forget(self, keys: Iterable[bytes]) -> None:
        """Treat runs as not finished, so that they are made again. Their files stay unchanged."""
        for key in keys:
            self._at.pop(key, None)

    def _take_in(self, name: str, keys: Sequence[bytes]) -> None:
        self._sizes[name] = len(keys)
        for row, key in enumerate(keys):
            self._at[key] = (name, row)

    def _write(self, records: Sequence[Record], *, lasting: bool = False) -> str:
        self._written += 1
        name = f"{self.session.name}-{self._written:06d}{SUFFIX}"
        write_batch(records, self.room / RUNS / name, lasting=lasting)
        return name

    def _put_together(self) -> None:
        """Merge small files if there are enough of one size."""
        merged = False
        for least, most, enough in TIERS:
            names = [name for name in self._own() if least <= self._sizes[name] < most]
            if len(names) >= enough:
                self._merge(names)
                merged = True
        if merged:
            self.claims.tidy(self.__contains__)

    def _merge(self, names: Sequence[str]) -> None:
        """Merge some files into one, and remove them when the merged file is on the disk."""
        if len(names) < 2:
            return
        records: dict[bytes, Record] = {}
        read = []
        for name in names:
            batch = self._whole(name)
            if batch is not None:
                read.append(name)
                records.update((record.key, record) for record in batch.records())
        if not records:
            return
        merged = self._write(list(records.values()), lasting=True)
        self._take_in(merged, list(records))
        for name in read:
            (self.room / RUNS / name).unlink(missing_ok=True)
            self._sizes.pop(name, None)

    def _own(self) -> list[str]:
        return [name for name in self._sizes if name.startswith(self.session.name)]

    def _ours(self) -> list[str]:
        """Return the files of this process and of processes that have ended."""
        others = self.session.others()
        return [name for name in self._sizes if name.rpartition("-")[0] not in others]

    def _is_old(self, path: Path) -> bool:
        """Return whether a file was last written so long ago that its process must have ended."""
        try:
            return self.session.now() - path.lstat().st_mtime > GONE_AFTER
        except FileNotFoundError:
            return False

    def _forget_failure(self, key: bytes) -> None:
        if key.hex() in self._failed:
            self._failed.discard(key.hex())
            (self.room / FAILED / f"{key.hex()}.json").unlink(missing_ok=True)

    def _clear_up(self) -> None:
        """Remove unfinished files of ended processes, and the files that named these processes.

        Files that this program cannot have written are not removed. Nor is the file of a process of
        which nothing is known, unless it is old: a process that has just begun writes a file first,
        and is seen by others only afterwards.
        """
        known = seen_in(self.folder / ALIVE)
        others = self.session.others()
        ended = known.keys() - others.keys() - {self.session.name}
        for folder in (self.room / RUNS, self.folder / ALIVE):
            for path in folder.glob(f".*{PART}"):
                begun = DRAFT.fullmatch(path.name)
                if begun and (begun[1] in ended or (begun[1] not in known and self._is_old(path))):
                    path.unlink(missing_ok=True)
        for name in ended:
            (self.folder / ALIVE / f"{name}.json").unlink(missing_ok=True)
