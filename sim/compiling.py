"""The one decision about Numba: how a rule is compiled, and where the compiled form is kept.

Numba's disk cache does not notice when an *imported* function changes, and then keeps running
the old rule. So the cache lives in the user's cache folder, in a folder named by a digest of
every source compiled code can come from and of the versions that compile it: an edited rule
is another folder, and an old answer cannot come back.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np

F = TypeVar("F", bound=Callable[..., Any])

PACKAGE = Path(__file__).resolve().parent
COMPILED_FROM = (
    "compiling.py",
    "draws.py",
    "events.py",
    "resolved.py",
    "units.py",
    "rules",
    "engines",
    "measures/standing.py",
    "measures/accounting.py",
    "measures/intervals.py",
)


@cache
def sources_digest() -> str:
    """Sixteen hex digits that change with any compiled source, Python, Numba or NumPy."""
    digest = hashlib.sha256()
    digest.update(f"{sys.version_info[:3]} {numba.__version__} {np.__version__}".encode())
    for name in COMPILED_FROM:
        place = PACKAGE / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(path.relative_to(PACKAGE).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def user_cache() -> Path:
    """The user's cache folder for this program, by the custom of the platform."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "throughline"


@cache
def cache_folder() -> str | None:
    """Where compiled code is kept; None when no folder can be written, so each run compiles."""
    for base in (user_cache(), Path(tempfile.gettempdir()) / "throughline"):
        folder = base / "compiled" / sources_digest()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return str(folder)
        except OSError:
            continue
    return None


def compiled(function: F) -> F:
    """Compile a rule: no Python objects inside, the interpreter lock released, kept on disk."""
    folder = cache_folder()
    config: Any = numba.config  # its settings are made at import, unseen by type checkers
    before = config.CACHE_DIR
    try:
        config.CACHE_DIR = folder or before
        compiler = numba.njit(nogil=True, error_model="numpy", cache=folder is not None)
        return cast(F, compiler(function))
    finally:
        config.CACHE_DIR = before
