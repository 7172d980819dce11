"""Keep compiled code in folders whose names change with all sources of the code.

Numba's disk cache does not notice that an *imported* function has changed, and would then run the
old rule. This program therefore keeps compiled code in separate folders inside the user's cache
folder. A folder's name is a digest of every possible source of its code and of the versions that
compile it. After a rule is edited, the name differs, so old code is never used. The engine and the
measures have folders of their own, so that a version with other measures finds its engine compiled.
When a new folder is made, folders that were not used for a long time are removed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import numpy as np

from sim.compiling.available import numba_version

PACKAGE = Path(__file__).resolve().parent.parent
SOURCES_OF_ENGINES = (
    "calendar.py",
    "columns.py",
    "compiling",
    "draws.py",
    "endings.py",
    "events.py",
    "functions",
    "laws.py",
    "own_rules",
    "people.py",
    "resolved.py",
    "units.py",
    "rules",
    "engines",
)
"""The files and folders that decide the log of a run, given its resolved arm.

None of them imports a measure. So their compiled code stays the same when a measure changes.
"""
SOURCES_OF_RUNS = (*SOURCES_OF_ENGINES, "measures")
"""The files and folders that decide the results of a run, given its resolved arm.

All compiled code comes from them. Finished runs are kept under their digest.
"""

CHECKED = os.environ.get("THROUGHLINE_CHECKED", "") == "1"
"""Whether the fast engine checks that the rows it reads exist (slower; used in tests)."""


def source_parts(names: Iterable[str]) -> Iterator[bytes]:
    """Iterate over every source file in these files and folders: its name, then its content."""
    for name in names:
        base = PACKAGE / name
        for path in sorted(base.rglob("*.py")) if base.is_dir() else [base]:
            yield path.relative_to(PACKAGE).as_posix().encode()
            yield path.read_bytes()


def sources_of(module: str) -> tuple[str, ...]:
    """Return the files and folders from which the compiled code of a module can come.

    Of a module that is not this program's, they are all of them.
    """
    package = f"{PACKAGE.name}."
    is_below = module.startswith(package) and not module.startswith(f"{package}measures.")
    return SOURCES_OF_ENGINES if is_below else SOURCES_OF_RUNS


@cache
def sources_digest(sources: tuple[str, ...] = SOURCES_OF_RUNS) -> str:
    """Return a digest of sources, Python, Numba and NumPy: sixteen hex digits."""
    digest = hashlib.sha256()
    digest.update(f"{sys.version_info[:3]} {numba_version()} {np.__version__}".encode())
    digest.update(b"checked" if CHECKED else b"")
    for part in source_parts(sources):
        digest.update(part)
    return digest.hexdigest()[:16]


UNUSED_AFTER = 90 * 86_400
"""After so many seconds without a run, the folder of another version is removed."""


def user_cache() -> Path:
    """Return the user's cache folder for this program, where the operating system expects it."""
    from platformdirs import user_cache_path  # noqa: PLC0415 -- only where something is compiled

    return user_cache_path("throughline", appauthor=False, opinion=False)


def temporary_cache() -> Path:
    """Return a folder for temporary files; raise OSError unless only this user owns it.

    Code from this folder will be run, and other users could have made a folder of the same name.
    """
    user = str(os.getuid()) if hasattr(os, "getuid") else "here"
    folder = Path(tempfile.gettempdir()) / f"throughline-{user}"
    folder.mkdir(mode=0o700, exist_ok=True)
    of = folder.lstat()
    if hasattr(os, "getuid") and (of.st_uid != os.getuid() or of.st_mode & 0o022):
        raise PermissionError(f"{folder} is not this user's alone")
    return folder


@cache
def cache_folder(sources: tuple[str, ...] = SOURCES_OF_RUNS) -> str | None:
    """Return the folder for code compiled from these sources.

    It is None if no folder can be written. Nothing is then kept.
    """
    return writable_folder(sources)


def writable_folder(sources: tuple[str, ...] = SOURCES_OF_RUNS) -> str | None:
    """Return the user's cache folder or, if it cannot be written, a temporary one; else None."""
    for base in (user_cache, temporary_cache):
        try:
            everything = base() / "compiled"
            folder = everything / sources_digest(sources)
            is_new = not folder.exists()
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                os.utime(folder)  # used today
            if is_new:
                _drop_unused(everything)
        except (OSError, RuntimeError):  # RuntimeError: a user without a home
            continue
        return str(folder)
    return None


def _drop_unused(everything: Path) -> None:
    """Remove the folders of other versions that were not used for a long time.

    A process loads its program once. A process that is still running after this time therefore
    loses nothing. If it compiles more, it makes its folder again.
    """
    for folder in everything.iterdir():
        if re.fullmatch("[0-9a-f]{16}", folder.name):
            unused = time.time() - folder.stat().st_mtime
            if unused > UNUSED_AFTER:
                shutil.rmtree(folder, ignore_errors=True)
