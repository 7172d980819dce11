"""Compile rules separately, so that Python can call each of them, and keep them on disk.

A rule is compiled when it is first called, from Python or from compiled code. Numba is not
imported before that, so a command that only reads a scenario starts quickly.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import update_wrapper, wraps
from typing import Any, TypeVar, cast

import numpy as np

from sim.compiling.available import why_no_numba

F = TypeVar("F", bound=Callable[..., Any])

# A program allocates nothing and is told so: without reference counting a step costs a
# fraction. `_nrt` is not documented; it is set here alone, and a test says when it stops working.
OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
RULES: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
# Wrappers by which Python and C call a function take two fifths of the time to compile it.
INNER: dict[str, Any] = {**OPTIONS, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def compiled(function: F) -> F:
    """Compile a rule without Python objects or interpreter lock, and keep it on disk.

    Without Numba the rule stays a plain function, about a hundred times slower. The last digits of
    powers, exponentials and logarithms can then differ.
    """
    return cast(F, Rule(function, uncompiled(function), RULES, kept=True))


def compiled_on_arrays(function: F) -> F:
    """Compile, as `compiled` does, a function that works on the caller's arrays and makes none.

    The caller keeps the arrays during the call, so their references are not counted. Counting takes
    a locked instruction for each array of each row that a tuple of arrays is passed on for.
    """
    return cast(F, Rule(function, uncompiled(function), OPTIONS, kept=True))


def compiled_in_place(function: F) -> F:
    """Compile a short, frequently called rule into each of its callers."""
    return cast(F, Rule(function, uncompiled(function), {**RULES, "forceinline": True}, kept=True))


def linked(function: F) -> F:
    """Link a small function into the compiled code that calls it.

    The function may take and return tuples. When Python calls it, it stays a Python function.
    """
    return cast(F, Inner(function, function, INNER))


def from_one_source(function: F) -> F:
    """Compile a function that reads and writes records into the compiled code that calls it.

    When Python calls it, it stays a Python function, which takes objects that have the same
    attributes as the records. Both engines thus have one source. Operations whose last digits may
    differ (powers, exponentials) are left to a `compiled` rule, which it calls with numbers.
    """
    return linked(function)


def inlined(function: F) -> F:
    """Inline a function into each compiled function that calls it."""
    return cast(F, Inner(function, function, {**INNER, "forceinline": True}))


@contextmanager
def without_compiling() -> Iterator[None]:
    """In this block and thread, call rules that are not compiled yet as plain Python.

    This is for commands that inspect a scenario. They need few numbers, and none of them affects a
    run. In rare cases a last digit differs from the compiled rule.
    """
    before = getattr(_here, "plain", False)
    _here.plain = True
    try:
        yield
    finally:
        _here.plain = before


def is_ready(function: Callable[..., Any]) -> bool:
    """Return whether a kept rule is compiled, in this process or on disk, for some arguments."""
    from sim.compiling.kept_rules import is_kept  # noqa: PLC0415 -- loads Numba

    dispatcher = cast(Rule, function).dispatcher
    return bool(dispatcher.signatures) or is_kept(dispatcher)


class Rule:
    """A function that is compiled when it is first needed.

    Parameters
    ----------
    function
        The Python function that is compiled.
    plain
        The function to call if nothing is compiled.
    options
        The options for Numba.
    kept
        Whether the machine code is kept on disk.
    """

    __name__: str

    def __init__(
        self,
        function: Callable[..., Any],
        plain: Callable[..., Any],
        options: dict[str, Any],
        *,
        kept: bool = False,
    ) -> None:
        update_wrapper(self, function)
        self.py_func = function
        self._plain, self._options, self._kept = plain, options, kept
        self._dispatcher: Any = None

    def __call__(self, *arguments: Any) -> Any:
        """Call the compiled rule, or the plain function if nothing is compiled."""
        if self._dispatcher is not None:
            return self._dispatcher(*arguments)
        if getattr(_here, "plain", False) or why_no_numba():
            return self._plain(*arguments)
        return self.dispatcher(*arguments)

    @property
    def dispatcher(self) -> Any:
        """Numba's dispatcher for the rule. It is made once, even if several threads use it."""
        with _making:
            if self._dispatcher is None:
                from sim.compiling.kept_rules import dispatcher  # noqa: PLC0415 -- loads Numba

                self._dispatcher = dispatcher(self.py_func, self._options, kept=self._kept)
        return self._dispatcher

    @property
    def _numba_type_(self) -> Any:
        """Return the type that Numba sees when compiled code calls this rule."""
        return self.dispatcher._numba_type_


class Inner(Rule):
    """A rule that compiled code calls compiled, and that Python calls as a Python function."""

    def __call__(self, *arguments: Any) -> Any:
        """Call the Python function."""
        return self._plain(*arguments)


_making = threading.RLock()
_here = threading.local()


def uncompiled(function: F) -> F:
    """Return a rule as plain Python, with the argument and result types of the compiled rule.

    While rules call each other, Python numbers become NumPy numbers, which wrap around and divide
    by zero without an error. Results for Python are Python numbers, which never overflow.
    """

    @wraps(function)
    def rule(*arguments: Any) -> Any:
        if getattr(_here, "at_work", False):
            return function(*arguments)
        _here.at_work = True
        try:
            with np.errstate(all="ignore"):
                return _to_python(function(*map(_to_numpy, arguments)))
        finally:
            _here.at_work = False

    return cast(F, rule)


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
