"""Put files that belong together into a folder, as a complete log. All are there, or none.

The unchanged log of the same run may be replaced.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sim.studies.files.reading import is_there
from sim.tables.log_tables import Whose
from sim.tables.logs import NOTE
from sim.tables.written_logs import WrittenLogError, files_of
from sim.writing import PART

HARMLESS = frozenset({".gitkeep", ".gitignore", ".keep", ".DS_Store", "Thumbs.db", "desktop.ini"})
ELSEWHERE = "Choose another folder. Nothing in it has been changed."


def put_log(folder: Path, whose: Whose, write: Callable[[Path], None]) -> None:
    """Write a log into a temporary folder, then move its files into the given folder.

    Parameters
    ----------
    folder
        The folder for the log. It is created if it does not exist. It may be empty, or contain the
        unchanged log of this same run, which is replaced. Other files in it are kept.
    write
        A function that writes the log into a folder.

    Raises
    ------
    WrittenLogError
        If the folder contains files but no log, the log of another run, or a file that was
        changed.
    """
    ours = _ours(folder, whose)
    write_together(folder, ours, NOTE, write, partial(_in_the_way, folder))


def write_together(
    folder: Path,
    ours: frozenset[str],
    note: str,
    write: Callable[[Path], None],
    in_the_way: Callable[[str], Exception],
) -> None:
    """Write files into a temporary folder, then move them into the given folder.

    Parameters
    ----------
    ours
        Files in the folder that may be replaced, or removed where they are not written again.
    note
        The file that vouches for the others; it is moved last.
    in_the_way
        Returns the error for a file of this name that may not be replaced. Nothing is changed then.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.with_name(f".{folder.name}.{secrets.token_hex(6)}{PART}")
    try:
        write(part)
        new = {path.name for path in part.iterdir()}
        for name in sorted(new - ours):
            if is_there(folder / name):
                raise in_the_way(name)
        folder.mkdir(exist_ok=True)
        for name in sorted(new, key=lambda name: (name == note, name)):
            (part / name).replace(folder / name)
        for name in ours - new:
            (folder / name).unlink(missing_ok=True)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _in_the_way(folder: Path, name: str) -> WrittenLogError:
    problem = f"something else has the name of a file of the log: `{name}`."
    return WrittenLogError(folder, problem, ELSEWHERE)


def _ours(folder: Path, whose: Whose) -> frozenset[str]:
    """Return the files of this log in a folder; raise WrittenLogError if there are others."""
    if not is_there(folder):
        return frozenset()
    if not folder.is_dir():
        raise WrittenLogError(folder, "it is no folder.", ELSEWHERE)
    inside = {path.name for path in folder.iterdir()} - HARMLESS
    if not inside:
        return frozenset()
    if NOTE not in inside:
        raise WrittenLogError(folder, "it holds other files already, and no log.", ELSEWHERE)
    found, files = files_of(folder)
    if found != whose:
        raise WrittenLogError(folder, "it holds the log of another run.", ELSEWHERE)
    return frozenset(files) | {NOTE}
