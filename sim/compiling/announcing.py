"""Write messages about compiling to the error stream: its start, its progress, its errors.

The first run on a machine takes up to a minute more, from a command and from a script, so these
messages appear by default. `THROUGHLINE_QUIET=1` suppresses them; `quietly` suppresses them for a
block.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

QUIET = "THROUGHLINE_QUIET"
COMPILING = "Compiling for this machine, once for each version: 30 to 60 seconds of work ..."
STEPS = 215
"""How many functions Numba compiles for a first run with its measures, as once counted."""
QUARTER = 0.25


class _Said:
    """The messages that this process has already written. All of its threads share this object."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.silent = 0
        self.steps = 0
        self.quarters = 0
        self.kept = True


_said = _Said()


@contextmanager
def quietly(wanted: bool = True) -> Iterator[None]:
    """If `wanted`, suppress messages inside the block, in all threads of this process."""
    _said.silent += wanted
    try:
        yield
    finally:
        _said.silent -= wanted


def compiling() -> None:
    """Record that one more function is compiled.

    A message appears for the first function, and then after each quarter of all functions.
    """
    with _said.lock:
        _said.steps += 1
        quarters = min(int(_said.steps / STEPS / QUARTER), 3)
        if _said.steps == 1:
            _say(COMPILING)
        elif quarters > _said.quarters:
            _say(f"  {quarters * QUARTER:.0%} compiled")
        _said.quarters = quarters


def not_kept(folder: Path, error: OSError) -> None:
    """Say, once, that compiled code could not be written, with the consequences and a remedy."""
    with _said.lock:
        if _said.kept:
            _say(
                f"Compiled code cannot be kept in {folder} ({error.strerror or error}), so the "
                "next command compiles again.\n"
                "  Nothing else is wrong. Make room there, or name another folder with "
                "XDG_CACHE_HOME."
            )
        _said.kept = False


def _say(text: str) -> None:
    """Write to the error stream, if there is one."""
    if _said.silent or os.environ.get(QUIET, "") not in ("", "0"):
        return
    with contextlib.suppress(OSError, ValueError, AttributeError):
        print(text, file=sys.stderr, flush=True)
