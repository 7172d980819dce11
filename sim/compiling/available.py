"""Whether a working Numba is installed; only this module decides it.

Without one the rules are plain Python functions, which the reference engine and the measures can
call; the fast engine cannot be used. A Numba that does not fit the Python or the NumPy beside it
says so when it is imported, with whatever exception its age prescribes. It is imported when
something is first compiled, because that takes half a second.
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
    """Why nothing can be compiled, in Numba's own words; empty where Numba works."""
    try:
        import_module("numba")
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def numba_version() -> str:
    """The version of the Numba that works here, or `none`."""
    return "none" if why_no_numba() else str(import_module("numba").__version__)


def here() -> str:
    """The Python and the NumPy that a Numba has to fit."""
    return f"Python {'.'.join(map(str, sys.version_info[:3]))} and NumPy {np.__version__}"


def see_to_numba() -> None:
    """Do nothing where Numba works.

    Raises
    ------
    EngineUnavailable
        Where it does not, with what Numba said.
    MemoryShortage
        Where it would have too little room to work in.
    """
    if "numba" not in sys.modules:
        see_to_room()
    if why_no_numba():
        raise EngineUnavailable(f"Numba does not work with {here()}", why_no_numba())


@contextmanager
def by_numba() -> Iterator[None]:
    """Whatever goes wrong inside is EngineUnavailable: this Numba cannot make the program.

    The program asks Numba for more than it documents, so another version may well refuse. A lack
    of memory, or a disk that fails, is neither Numba's fault nor mended by another one.
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
