"""Where compiled code is kept, under a name that changes with everything it is made from.

Numba's disk cache does not notice when an *imported* function changes, and then keeps running
the old rule. So the cache lives in the user's cache folder, in a folder named by a digest of
every source compiled code can come from and of the versions that compile it: an edited rule
is another folder, and an old answer cannot come back. A folder that nobody has used for long is
removed when another is made.
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
COMPILED_FROM = (
    "compiling",
    "draws.py",
    "endings.py",
    "events.py",
    "resolved.py",
    "units.py",
    "rules",
    "engines",
    "measures",
)

CHECKED = os.environ.get("THROUGHLINE_CHECKED", "") == "1"
"""Whether rows of the fast engine's tables are checked to exist (slower; used in tests)."""


def source_parts(names: Iterable[str]) -> Iterator[bytes]:
    """Name and content of every source in these files and folders of the package, in order."""
    for name in names:
        base = PACKAGE / name
        for path in sorted(base.rglob("*.py")) if base.is_dir() else [base]:
            yield path.relative_to(PACKAGE).as_posix().encode()
            yield path.read_bytes()


@cache
def sources_digest() -> str:
    """Sixteen hex digits that change with any compiled source, Python, Numba or NumPy."""
    digest = hashlib.sha256()
    digest.update(f"{sys.version_info[:3]} {numba_version()} {np.__version__}".encode())
    digest.update(b"checked" if CHECKED else b"")
    for part in source_parts(COMPILED_FROM):
        digest.update(part)
    return digest.hexdigest()[:16]


UNUSED_AFTER = 90 * 86_400
"""Seconds without a run after which a folder of another version is removed."""


def user_cache() -> Path:
    """The user's cache folder for this program, by the custom of the platform."""
    from platformdirs import user_cache_path  # noqa: PLC0415 -- only where something is compiled

    return user_cache_path("throughline", appauthor=False, opinion=False)


def temporary_cache() -> Path:
    """A folder for temporary files; OSError unless it is this user's alone.

    What is kept there will be run, and others can make folders beside it.
    """
    user = str(os.getuid()) if hasattr(os, "getuid") else "here"
    folder = Path(tempfile.gettempdir()) / f"throughline-{user}"
    folder.mkdir(mode=0o700, exist_ok=True)
    of = folder.lstat()
    if hasattr(os, "getuid") and (of.st_uid != os.getuid() or of.st_mode & 0o022):
        raise PermissionError(f"{folder} is not this user's alone")
    return folder


@cache
def cache_folder() -> str | None:
    """Where compiled code is kept; None when no folder can be written, so each run compiles."""
    return writable_folder()


def writable_folder() -> str | None:
    """The first folder that can be written: the user's, else a temporary one; None without any."""
    for base in (user_cache, temporary_cache):
        try:
            everything = base() / "compiled"
            folder = everything / sources_digest()
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
    """Remove the folders of other versions that no run has used for long.

    A process loads its program once, so that one that still runs after all that time misses
    nothing, and makes its folder again when it compiles more.
    """
    for folder in everything.iterdir():
        if re.fullmatch("[0-9a-f]{16}", folder.name):
            unused = time.time() - folder.stat().st_mtime
            if unused > UNUSED_AFTER:
                shutil.rmtree(folder, ignore_errors=True)
