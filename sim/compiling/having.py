"""Whether there is a Numba here that can compile: decided in this file and nowhere else.

Without one the rules are plain Python functions, which the reference engine and the measures can
call; the fast engine cannot be used. A Numba that does not fit the Python or the NumPy beside it
says so when it is imported, with whatever exception its age prescribes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import numpy as np

from sim.errors import EngineUnavailable, SimError


def _why_not() -> str:
    try:
        import_module("numba")
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


NO_NUMBA = _why_not()
"""Why nothing can be compiled, in Numba's own words; empty where Numba works."""

NUMBA_VERSION = "none" if NO_NUMBA else str(import_module("numba").__version__)
HERE = f"Python {'.'.join(map(str, sys.version_info[:3]))} and NumPy {np.__version__}"


def see_to_numba() -> None:
    """Do nothing where Numba works; otherwise EngineUnavailable, with what Numba said."""
    if NO_NUMBA:
        raise EngineUnavailable(f"Numba does not work with {HERE}", NO_NUMBA)


@contextmanager
def by_numba() -> Iterator[None]:
    """Whatever goes wrong inside is EngineUnavailable: this Numba cannot make the program.

    The program asks Numba for more than it documents, so another version may well refuse.
    """
    see_to_numba()
    try:
        yield
    except SimError:
        raise
    except Exception as error:
        words = f"{type(error).__name__}: {error}"
        raise EngineUnavailable(
            f"Numba {NUMBA_VERSION}, with {HERE}, cannot compile it", words
        ) from error
