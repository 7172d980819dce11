"""How a rule is compiled: by itself, callable from Python, and kept on disk."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import numpy as np

from sim.compiling.caching import cache_folder
from sim.compiling.having import NO_NUMBA

if not NO_NUMBA:
    import numba

F = TypeVar("F", bound=Callable[..., Any])

# A program allocates nothing and is told so: without reference counting a step costs a
# fraction. `_nrt` is not documented; it is set here alone, and a test says when it stops working.
OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}


def compiled(function: F) -> F:
    """Compile a rule: no Python objects inside, the interpreter lock released, kept on disk.

    Where there is no Numba the rule stays a plain function, slower by two orders of magnitude;
    the last digits of powers, exponentials and logarithms can then differ.
    """
    return _compiled(function)


def compiled_in_place(function: F) -> F:
    """Compile a rule so short and so often called that it becomes a part of each of its callers."""
    return _compiled(function, forceinline=True)


def linked(function: F) -> F:
    """Compile a small function into the compiled code that calls it; it may take and give tuples.

    Without Numba it stays what it is: only rules call it.
    """
    return function if NO_NUMBA else cast(F, numba.njit(**OPTIONS)(function))


def inlined(function: F) -> F:
    """The same, into each place that calls it."""
    return function if NO_NUMBA else cast(F, numba.njit(**OPTIONS, forceinline=True)(function))


def _compiled(function: F, *, forceinline: bool = False) -> F:
    if NO_NUMBA:
        return uncompiled(function)
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


def uncompiled(function: F) -> F:
    """A rule as plain Python that takes, gives and counts as the compiled one does.

    Numbers from Python become NumPy's for as long as rules call each other: those wrap and
    divide in silence. What comes back to Python are Python's numbers, which never overflow.
    """

    @wraps(function)
    def rule(*arguments: Any) -> Any:
        if getattr(_rules, "at_work", False):
            return function(*arguments)
        _rules.at_work = True
        try:
            with np.errstate(all="ignore"):
                return _to_python(function(*map(_to_numpy, arguments)))
        finally:
            _rules.at_work = False

    return cast(F, rule)


_rules = threading.local()


def _to_numpy(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return np.int64(value)
    return np.float64(value) if isinstance(value, float) else value


def _to_python(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_to_python, value))
    return value.item() if isinstance(value, np.generic) else value
