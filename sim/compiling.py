"""The one decision about Numba: how a rule is compiled, and where the compiled form is kept.

Numba's disk cache does not notice when an *imported* function changes, and then keeps running
the old rule. So the cache lives in the user's cache folder, in a folder named by a digest of
every source compiled code can come from and of the versions that compile it: an edited rule
is another folder, and an old answer cannot come back.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import numba
import numpy as np
from llvmlite import binding as llvm
from numba import types

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
    "measures/indices.py",
    "measures/streaming",
)


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


# The fast engine's functions allocate nothing and are told so: without reference counting a
# step costs a fraction. `_nrt` and `forceinline` are not documented; they are set here alone.
CHECKED = os.environ.get("THROUGHLINE_CHECKED", "") == "1"
"""Whether rows of the fast engine's tables are checked to exist (slower; used in tests)."""

OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}


class Map(Protocol):
    """The whole numbers by which compiled code finds everything else."""

    def __getitem__(self, place: int) -> int:
        """The number at a place."""

    def __setitem__(self, place: int, value: int) -> None:
        """Write the number at a place."""


MACHINE_TYPES: dict[Any, Any] = {
    Map: types.CPointer(types.int64),
    int: types.int64,
    float: types.float64,
    bool: types.int64,  # as C does it
    type(None): types.void,
    None: types.void,
}


def _with_cache(compile_it: Callable[[bool], Any]) -> Any:
    """Compile something, with the cache folder set while its place on disk is chosen."""
    folder = cache_folder()
    config: Any = numba.config
    before = config.CACHE_DIR
    try:
        config.CACHE_DIR = folder or before
        return compile_it(folder is not None)
    finally:
        config.CACHE_DIR = before


def _signature(function: Callable[..., Any]) -> Any:
    hints = inspect.get_annotations(function, eval_str=True)
    result = MACHINE_TYPES[hints.pop("return")]
    return result(*(MACHINE_TYPES[kind] for kind in hints.values()))


def part(function: F) -> F:
    """Compile a part of a kernel by itself, so that many parts compile in the time of their sum.

    Its types are those it is annotated with. Others find it by its name among the process's
    symbols, as functions of a C library find each other.
    """
    machine = _with_cache(
        lambda cache: numba.cfunc(_signature(function), cache=cache, **OPTIONS)(function)
    )
    symbol = f"throughline_{function.__module__.replace('.', '_')}_{function.__name__}"
    llvm.add_symbol(symbol, machine.address)
    LOADED.append(machine)
    return cast(F, types.ExternalFunction(symbol, _signature(function)))


LOADED: list[Any] = []
"""Compiled parts, kept so that their code stays where it is."""


def linked(function: F) -> F:
    """Compile a small part into the parts that call it; it may take and give rows and tuples."""
    return cast(F, numba.njit(**OPTIONS)(function))


def inlined(function: F) -> F:
    """Compile a part of a kernel into each place that calls it."""
    return cast(F, numba.njit(**OPTIONS, forceinline=True)(function))


def kernel(function: F) -> F:
    """Compile a part that Python calls, with the address of the map."""
    machine = _with_cache(
        lambda cache: numba.cfunc(_signature(function), cache=cache, **OPTIONS)(function)
    )
    LOADED.append(machine)
    return cast(F, machine.ctypes)
