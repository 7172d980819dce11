"""Find out whether a working Numba is installed. No other module decides this.

Without Numba the rules are plain Python functions. The reference engine and the measures can call
them, but the fast engine cannot be used. A Numba that does not fit the installed Python or NumPy
raises an error on import. The type of this error depends on Numba's version. Numba is imported
when something is first compiled, because the import takes half a second.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module

import numpy as np

from sim.errors import EngineUnavailable, SimError
from sim.memory import see_to_room


@cache
def why_no_numba() -> str:
    """Return why nothing can be compiled, in the words of Numba's error; empty if Numba works."""
    try:
        import_module("numba")
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def numba_version() -> str:
    """Return the version of Numba if it works on this machine, otherwise `none`."""
    return "none" if why_no_numba() else str(import_module("numba").__version__)


def here() -> str:
    """Return the Python and NumPy versions that Numba has to fit."""
    return f"Python {'.'.join(map(str, sys.version_info[:3]))} and NumPy {np.__version__}"


def see_to_numba() -> None:
    """Check that Numba works.

    Raises
    ------
    EngineUnavailable
        If Numba does not work. The message contains the message of Numba.
    MemoryShortage
        If there is too little memory to load Numba.
    """
    if "numba" not in sys.modules:
        see_to_room()
    if why_no_numba():
        raise EngineUnavailable(f"Numba does not work with {here()}", why_no_numba())


@contextmanager
def by_numba() -> Iterator[None]:
    """Raise any error of the block as EngineUnavailable: this Numba cannot compile the program.

    The program uses undocumented parts of Numba, so another version may fail. Errors of memory or
    disk are raised unchanged, because another Numba would not help.
    """
    see_to_numba()
    try:
        yield
    except (SimError, MemoryError, OSError):
        raise
    except Exception as error:
        words = f"{type(error).__name__}: {error}"
        raise EngineUnavailable(
            f"Numba {numba_version()}, with {here()}, cannot compile it", words
        ) from error
