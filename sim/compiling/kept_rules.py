"""Rules as Numba's objects, and the files their machine code is kept in.

Numba's own cache stops a run when a file of it is damaged, runs code with a flipped bit, and
cannot go on when the disk is full. So the files are this program's: one for each rule and kind
of arguments, sealed.
"""

from __future__ import annotations

import hashlib
import pickle
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
from numba.core import event
from numba.core.caching import _Cache
from numba.core.compiler import CompileResult
from numba.core.errors import NumbaExperimentalFeatureWarning
from numba.core.serialize import dumps

from sim.compiling.announcing import compiling
from sim.compiling.caching import cache_folder, sources_digest
from sim.compiling.sealed import drop, read_sealed, write_sealed


def dispatcher(function: Callable[..., Any], options: dict[str, Any], *, kept: bool) -> Any:
    """Numba's object for a rule; nothing is compiled before it is called."""
    made = numba.njit(**options)(function)
    folder = cache_folder() if kept else None
    if folder is not None:
        made._cache = KeptRule(function, Path(folder))
    return made


class KeptRule(_Cache):
    """Where Numba asks for the machine code of one rule before it compiles, and leaves it.

    Parameters
    ----------
    function
        The rule's source.
    folder
        Where files are kept; it is named by the digest of all sources.
    """

    def __init__(self, function: Callable[..., Any], folder: Path) -> None:
        self._name = f"{function.__module__}.{function.__qualname__}"
        self._folder = folder

    @property
    def cache_path(self) -> str:
        """The folder."""
        return str(self._folder)

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The compiled rule for these kinds of arguments; None where it has to be compiled."""
        target_context.refresh()
        path, made_for = self._path(sig, target_context.codegen())
        content = read_sealed(path, made_for)
        if content is None:
            return None
        try:
            return CompileResult._rebuild(target_context, *pickle.loads(content))
        except Exception:  # whatever is wrong with it, it can be made again
            drop(path)
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep what was compiled, unless it holds addresses of this process."""
        if data.library.has_dynamic_globals:
            return
        path, made_for = self._path(sig, data.codegen)
        write_sealed(path, made_for, dumps(data._reduce()))

    def enable(self) -> None:
        """Nothing to do: it always is."""

    def disable(self) -> None:
        """Nothing to do."""

    def flush(self) -> None:
        """Nothing to do: what is out of date is never asked for."""

    def _path(self, sig: Any, codegen: Any) -> tuple[Path, str]:
        """The file for these kinds of arguments on this processor, and what it is made for."""
        made_for = f"{sources_digest()} {self._name} {sig} {codegen.magic_tuple()}"
        name = hashlib.sha256(made_for.encode()).hexdigest()[:16]
        return self._folder / f"{self._name}-{name}.rule", made_for


class _Ear(event.Listener):
    """Hears of every function that Numba begins to compile; what is read from disk is none.

    Numba warns, in pages, that records are compared in a way it calls experimental.
    """

    def on_start(self, event: Any) -> None:
        # Each time, because code that catches warnings restores the earlier filters.
        warnings.filterwarnings("ignore", category=NumbaExperimentalFeatureWarning)
        compiling()

    def on_end(self, event: Any) -> None:
        pass


event.register("numba:compile", _Ear())
