"""How a rule is compiled: by itself, callable from Python, and kept on disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

from sim.compiling.caching import cache_folder

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile a rule: no Python objects inside, the interpreter lock released, kept on disk."""
    return _compiled(function)


def compiled_in_place(function: F) -> F:
    """Compile a rule so short and so often called that it becomes a part of each of its callers."""
    return _compiled(function, forceinline=True)


def _compiled(function: F, *, forceinline: bool = False) -> F:
    folder = cache_folder()
    config: Any = numba.config  # its settings are made at import, unseen by type checkers
    before = config.CACHE_DIR
    try:
        config.CACHE_DIR = folder or before
        compiler = numba.njit(
            nogil=True, error_model="numpy", cache=folder is not None, forceinline=forceinline
        )
        return cast(F, compiler(function))
    finally:
        config.CACHE_DIR = before
