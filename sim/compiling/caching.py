"""Where compiled code is kept, under a name that changes with everything it is made from.

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
from functools import cache
from pathlib import Path

import numba
import numpy as np

PACKAGE = Path(__file__).resolve().parent.parent
COMPILED_FROM = (
    "compiling",
    "draws.py",
    "events.py",
    "resolved.py",
    "units.py",
    "rules",
    "engines",
    "measures/standing.py",
    "measures/accounting.py",
    "measures/intervals.py",
    "measures/indices.py",
    "measures/streaming",
)

CHECKED = os.environ.get("THROUGHLINE_CHECKED", "") == "1"
"""Whether rows of the fast engine's tables are checked to exist (slower; used in tests)."""


@cache
def sources_digest() -> str:
    """Sixteen hex digits that change with any compiled source, Python, Numba or NumPy."""
    digest = hashlib.sha256()
    digest.update(f"{sys.version_info[:3]} {numba.__version__} {np.__version__}".encode())
    digest.update(b"checked" if CHECKED else b"")
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
