"""Remove a store that is no longer needed, but leave files that this program did not write."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from pathlib import Path

from sim.studies.files.reading import is_real_folder
from sim.studies.store.owning import NAME as ABOUT
from sim.studies.store.sessions import NAME

ROOM = r"[\w.+]+-(fast|reference|both)-\w{1,64}"
PART = r"\.[^/]+\.[0-9a-f]{12}\.part"
TABLE = r"([a-z_]+\.(csv|parquet|xes)|log\.json)"
KEPT = r"kept/(\.?[a-z][a-z0-9_]*-[0-9]{5,}(\.[0-9a-f]{12}\.(part|aside))?)"
STAGED = r"outputs-[0-9a-f-]+"
OURS = re.compile(
    "|".join(
        (
            rf"alive/{NAME.pattern}\.json",
            r"plans/[0-9a-f]{16}\.npz",
            rf"{ROOM}/(runs|aside)/{NAME.pattern}-[0-9]{{6,}}(-[0-9a-f]{{6}})?\.npz",
            rf"{ROOM}/claims/[0-9]{{9,18}}",
            rf"{ROOM}/failed/[0-9a-f]{{32}}\.json",
            rf"(alive/|plans/|{ROOM}/(runs|claims|failed)/|{KEPT}/|{STAGED}/(pictures/)?)?{PART}",
            rf"{KEPT}/(events\.npy|tables\.json|digests\.json|log/({TABLE}|{PART}))",
            rf"{STAGED}/[a-z_]+\.(csv|html|json|npz|xlsx|yaml)",
            rf"{STAGED}/pictures/[^/]+\.(svg|png)",
            rf"{STAGED}/log/[a-z][a-z0-9_]*-[0-9]{{5,}}/{TABLE}",
        )
    )
)
"""The paths inside a store that this program writes. A test checks that the list is complete."""


def remove_store(store: Path) -> list[Path]:
    """Remove this program's files from a store, and each folder that is then empty.

    Returns
    -------
    list[Path]
        The files that were not removed.
    """
    left = remove_below(store, store)
    if not left:
        with contextlib.suppress(OSError):  # something came meanwhile
            (store / ABOUT).unlink(missing_ok=True)
            store.rmdir()
    return left


def remove_below(store: Path, folder: Path) -> list[Path]:
    """Remove this program's files from one folder of a store."""
    left: list[Path] = []
    if not is_real_folder(folder):
        return [folder]
    for base, folders, files in os.walk(folder, topdown=False, followlinks=False):
        for name in files:
            path = Path(base) / name
            if path == store / ABOUT:
                continue  # goes last
            if not _remove(path, path.relative_to(store).as_posix()):
                left.append(path)
        left += [Path(base) / name for name in folders if (Path(base) / name).is_symlink()]
        with contextlib.suppress(OSError):  # not empty
            Path(base).rmdir()
    return left


def _remove(path: Path, name: str) -> bool:
    """Remove a file of this program; return whether the file is gone."""
    try:
        if not OURS.fullmatch(name) or not stat.S_ISREG(path.lstat().st_mode):
            return False
        path.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
