"""The folder a study is written to: nothing in it is ever half-written.

While a study runs, `unfinished/` holds its finished runs and, at the end, its outputs in the
making. Outputs are then moved to their places one by one, the manifest last.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path, PurePosixPath

from sim.errors import SimError
from sim.studies.manifest import NAME, Manifest, file_digest, listed_outputs
from sim.studies.store.status import at_work

UNFINISHED = "unfinished"
STORE = "store"
OUTPUTS = "outputs"


class FolderError(SimError):
    """A folder cannot be used for results."""

    def __init__(self, folder: Path, problem: str) -> None:
        super().__init__(f"--out: {folder} {problem}\n  Choose another folder with --out DIR.")


class ResultsFolder:
    """Where one study is written.

    Parameters
    ----------
    folder
        May not exist, be empty, or hold the results of an earlier study, which are replaced.
    key
        Names what finished runs depend on; those kept under another key are not used. None
        keeps finished runs for good, in `store/`, for any study of the same scenario.
    """

    def __init__(self, folder: Path, key: str | None) -> None:
        self.folder = folder
        self.stays = key is None
        self.runs = folder / STORE if key is None else folder / UNFINISHED / key

    def open(self) -> None:
        """Make the folder ready, or FolderError without having changed anything in it."""
        if self.folder.exists() and not self.folder.is_dir():
            raise FolderError(self.folder, "is a file, not a folder.")
        try:
            inside = (
                {path.name for path in self.folder.iterdir()} if self.folder.exists() else set()
            )
            if not inside & {NAME, UNFINISHED, STORE} and any(
                not n.startswith(".") for n in inside
            ):
                raise FolderError(
                    self.folder, "holds other files already, and no results of an earlier study."
                )
            if STORE in inside and not self.stays:
                raise FolderError(
                    self.folder, "holds a study of `sim sweep`, which this would replace."
                )
            self.runs.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FolderError(self.folder, f"cannot be written to ({error.strerror}).") from error

    def staging(self) -> Path:
        """Make an empty folder to write the outputs in."""
        shutil.rmtree(self._staged, ignore_errors=True)
        self._staged.mkdir(parents=True)
        return self._staged

    @property
    def _staged(self) -> Path:
        """Outputs in the making, by this process."""
        return self.runs / f"{OUTPUTS}-{os.getpid()}"

    def publish(self) -> list[Path]:
        """Move the outputs to their places, drop those of an earlier study, and clear up."""
        staged = self._staged
        names = [path.relative_to(staged) for path in sorted(staged.rglob("*")) if path.is_file()]
        for name in names:
            self._see_that_nothing_is_in_the_way(name)
        manifest = Path(NAME)
        for name in sorted(self._earlier() - set(names)):
            (self.folder / name).unlink(missing_ok=True)
            self._drop_empty((self.folder / name).parent)
        for name in sorted(names, key=lambda name: (name == manifest, name)):
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (staged / name).replace(target)
        in_use = self.stays or at_work(self.runs)  # another command may need what is kept
        shutil.rmtree(staged if in_use else self.folder / UNFINISHED)
        return [self.folder / name for name in names]

    def _earlier(self) -> set[Path]:
        """Outputs that the manifest here lists, as far as they lie inside this folder."""
        listed = listed_outputs(self.folder / NAME)
        return {Path(name) for name in listed if is_inside(name)}

    def _see_that_nothing_is_in_the_way(self, name: Path) -> None:
        target = self.folder / name
        above = [parent for parent in target.parents if self.folder in parent.parents]
        if target.is_dir() or any(parent.is_file() for parent in above):
            raise FolderError(self.folder, f"has something in the way of `{name.as_posix()}`.")

    def _drop_empty(self, folder: Path) -> None:
        while folder != self.folder and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def is_inside(name: str) -> bool:
    """Whether a name from a manifest stays inside the manifest's own folder."""
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file in a folder, by its path inside it, in order."""
    return {
        path.relative_to(folder).as_posix(): file_digest(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def same_outputs(manifest: Manifest, made: dict[str, str]) -> dict[str, bool]:
    """Say of every output, of the manifest or made again, whether both are the same."""
    names = [*manifest.outputs, *(name for name in made if name not in manifest.outputs)]
    return {name: manifest.outputs.get(name) == made.get(name) for name in names}
