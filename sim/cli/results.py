"""Manage the folder of a study's results, so that each file in it is complete.

While a study runs, `unfinished/` (for a sweep or a fit: `store/`) contains its finished runs and,
at the end, its unfinished outputs. The outputs are then moved to the results folder one by one, the
manifest last. A file is removed or replaced only if it is a regular file whose digest is in one of
this program's manifests.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from sim.cli.claiming import NotTheirsError, earlier_results, see_that_it_may_be_used
from sim.errors import SimError
from sim.studies.files.locking import FolderLock
from sim.studies.files.naming import printable
from sim.studies.files.reading import (
    digest_below,
    file_digest,
    folders_to,
    is_real_folder,
    is_there,
)
from sim.studies.manifest import NAME, Manifest
from sim.studies.marks import MARK, MARK_BEGUN, Question, write_mark
from sim.studies.store.owning import StoreError, read_about
from sim.studies.store.removing import remove_below, remove_store
from sim.studies.store.sessions import this_machine
from sim.studies.store.status import at_work

UNFINISHED = "unfinished"
STORE = "store"
OUTPUTS = "outputs"
LONG_AGO = 86_400  # seconds
PATIENCE = 20.0
"""Seconds for which a shared folder is waited for while another command writes into it."""


class FolderError(SimError):
    """A folder cannot be used for results."""

    def __init__(self, folder: Path, problem: str, remedy: str = "") -> None:
        remedy = remedy or "Choose another folder with --out DIR. Nothing in it has been changed."
        super().__init__(f"--out: {printable(folder)} {problem}\n  {remedy}")


class ResultsFolder:
    """The folder to which one study is written, used as a context manager.

    Parameters
    ----------
    folder
        A folder that does not exist, is empty, or contains results of the same question. Such
        results are replaced.
    question
        The question of the study. A sweep or a fit keeps its finished runs, in `store/`, and
        several commands may work on it at the same time. Only one command at a time may use the
        folder of `sim run`, unless each makes a shard of the runs.
    key
        For `sim run`, the digest of everything that finished runs depend on. Runs that were kept
        under another digest are not used.
    shared
        Whether several commands add runs to the folder at the same time. That of a sweep or a
        fit is always shared.
    """

    def __init__(
        self, folder: Path, question: Question, key: str = "", *, shared: bool = False
    ) -> None:
        self.folder, self.question = folder, question
        self.stays = question.stays
        self.shared = shared or self.stays
        self.base = folder / (STORE if self.stays else UNFINISHED)
        self.runs = self.base if self.stays else self.base / key
        self.left: list[Path] = []  # what lay among our own files and was left alone
        self._lock = FolderLock(folder)

    def __enter__(self) -> ResultsFolder:
        """Prepare the folder, as `open` does."""
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        """Release the folder, so that other commands can use it."""
        self._lock.release()

    def open(self) -> None:
        """Prepare the folder. If this raises FolderError, nothing in it was changed."""
        if is_there(self.folder) and not self.folder.is_dir():
            what = "a link that leads to no folder" if self.folder.is_symlink() else "a file"
            raise FolderError(self.folder, f"is {what}, not a folder.")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._take_lock()
            with self._released_on_error():
                self._see_to_it()
                self._mark()
                self.runs.mkdir(parents=True, exist_ok=True)
            if self.shared:
                self._lock.release()
        except OSError as error:
            raise FolderError(
                self.folder, f"cannot be written to ({error.strerror or error})."
            ) from error

    def staging(self) -> Path:
        """Make an empty folder for the outputs."""
        staged = self.runs / f"{OUTPUTS}-{secrets.token_hex(6)}"
        staged.mkdir(parents=True)
        return staged

    def discard(self, staged: Path) -> None:
        """Remove outputs from their temporary folder if not all of them could be written."""
        remove_below(self.runs, staged)

    def publish(self, staged: Path, *, goes_on: bool = False) -> list[Path]:
        """Move the outputs to their final places; remove earlier outputs and temporary files.

        Parameters
        ----------
        goes_on
            Whether more runs follow. The finished runs are then kept.

        Raises
        ------
        FolderError
            If a file that this program did not write has the name of an output. Nothing is changed
            then.
        """
        if self.stays:
            self._take_lock(PATIENCE)
        try:
            with self._released_on_error():
                try:
                    self._see_to_it(staged)
                    new = digests(staged)
                    ours = earlier_results(self.folder, self.base, staged)
                    self._see_that_nothing_is_in_the_way(new, ours)
                except BaseException:
                    self.discard(staged)
                    raise
                self._drop(ours.keys() - new.keys(), ours)
                self._move(staged, new)
                if goes_on:
                    self.left += remove_below(self.runs, staged)
                else:
                    self._clear_up(staged)
        finally:
            if self.stays:
                self._lock.release()
        return [self.folder / name for name in new]

    def _take_lock(self, patience: float = 0.0) -> None:
        if not self._lock.take(patience or (PATIENCE if self.shared else 0.0)):
            raise FolderError(
                self.folder,
                "is in use: another command is writing to it.",
                "Wait until that has ended, or choose another folder with --out DIR.",
            )

    @contextmanager
    def _released_on_error(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self._lock.release()
            raise

    def _see_to_it(self, staged: Path | None = None) -> None:
        """Raise FolderError unless the contents of the folder belong to this question."""
        try:
            see_that_it_may_be_used(self.folder, self.base, self.question, staged)
        except NotTheirsError as problem:
            raise FolderError(self.folder, str(problem), problem.remedy) from None
        if not self.shared and self._is_elsewhere():
            raise FolderError(
                self.folder,
                "is in use: a command is at work on it, or was two minutes ago on another machine.",
                "Wait until that has ended, or choose another folder with --out DIR.",
            )

    def _is_elsewhere(self) -> bool:
        """Return whether another command works on this study although this one has the lock."""
        if not is_real_folder(self.base):
            return False
        us = this_machine(), os.getpid()
        return any(
            (seen.machine, seen.pid) != us
            for store in self.base.iterdir()
            if is_real_folder(store)
            for seen in at_work(store).values()
        )

    def _mark(self) -> None:
        """If the folder has no manifest, write a mark with the question into it."""
        self.base.mkdir(exist_ok=True)
        if not is_there(self.base / MARK):
            with suppress(FileExistsError):
                write_mark(self.base, self.question)
            self._see_to_it()  # another command may have been first, where there are no locks

    def _see_that_nothing_is_in_the_way(
        self, new: Mapping[str, str], ours: Mapping[str, set[str]]
    ) -> None:
        for name, digest in new.items():
            above = [each for each in folders_to(self.folder, name) if is_there(each)]
            blocked = next((each for each in above if not is_real_folder(each)), None)
            if blocked is not None:
                self._refuse(blocked)
            here = self.folder / name
            if is_there(here):
                found = digest_below(self.folder, name)
                if found is None or found not in ours.get(name, set()) | {digest}:
                    self._refuse(here)

    def _refuse(self, path: Path) -> None:
        name = printable(path.relative_to(self.folder).as_posix())
        raise FolderError(
            self.folder,
            f"has something of somebody else in the way: `{name}`.",
            "It has been left as it is, and finished runs are kept. Move it away and give the "
            "same command\n  again, or choose another folder with --out DIR.",
        )

    def _drop(self, names: set[str], ours: Mapping[str, set[str]]) -> None:
        """Remove earlier outputs that the study no longer has, except those that were changed."""
        for name in sorted(names):
            if digest_below(self.folder, name) in ours[name]:
                (self.folder / name).unlink(missing_ok=True)
                for folder in reversed(folders_to(self.folder, name)):
                    with suppress(OSError):  # not empty
                        folder.rmdir()
            elif is_there(self.folder / name):
                self.left.append(self.folder / name)

    def _move(self, staged: Path, new: Mapping[str, str]) -> None:
        for name in sorted(new, key=lambda name: (name == NAME, name)):
            for folder in folders_to(self.folder, name):
                folder.mkdir(exist_ok=True)
            (staged / name).replace(self.folder / name)

    def _clear_up(self, staged: Path) -> None:
        """Remove temporary files that no other command needs."""
        if self.stays:
            gone = [each for each in self.base.glob(f"{OUTPUTS}-*") if _is_left_behind(each)]
            for each in {staged, *gone}:
                self.left += remove_below(self.base, each) if each.exists() else []
            return
        self.left += remove_below(self.runs, staged)
        if at_work(self.runs):
            return
        for store in [each for each in self.base.iterdir() if self._is_of_this(each)]:
            self.left += remove_store(store)
        for each in self.base.iterdir():
            with suppress(OSError):  # a folder that is not empty
                if MARK_BEGUN.fullmatch(each.name):
                    each.unlink()
                elif is_real_folder(each):
                    each.rmdir()
        others = [each for each in self.base.iterdir() if each.name != MARK]
        told = {parent for path in self.left for parent in (path, *path.parents)}
        self.left += [each for each in others if each not in told]
        if not others:
            (self.base / MARK).unlink(missing_ok=True)
            self.base.rmdir()

    def _is_of_this(self, store: Path) -> bool:
        """Return whether a folder is a store of this question on which no process works."""
        try:
            is_ours = is_real_folder(store) and read_about(store)["of"] == self.question.digest
        except StoreError:
            return False
        return is_ours and not at_work(store)


def _is_left_behind(staged: Path) -> bool:
    """Return whether a folder of outputs is so old that the command writing it must have ended."""
    return is_real_folder(staged) and time.time() - staged.lstat().st_mtime > LONG_AGO


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file in a folder, by the file's path inside the folder."""
    return {
        path.relative_to(folder).as_posix(): file_digest(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def same_outputs(manifest: Manifest, made: Mapping[str, str]) -> dict[str, bool]:
    """Return for each output whether it is equal in the manifest and in the repeated study."""
    names = [*manifest.outputs, *(name for name in made if name not in manifest.outputs)]
    return {name: manifest.outputs.get(name) == made.get(name) for name in names}
