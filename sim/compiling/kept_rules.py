"""Compile rules with Numba, and keep their machine code in files.

Numba's own cache stops a run if a file is damaged, runs code with a flipped bit, and fails if the
disk is full. This program therefore writes the files without it: one file with a checksum for each
rule and combination of argument types.
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
from sim.compiling.caching import cache_folder, sources_digest, sources_of
from sim.compiling.sealed import drop, read_sealed, write_sealed


def dispatcher(function: Callable[..., Any], options: dict[str, Any], *, kept: bool) -> Any:
    """Return Numba's dispatcher for a rule. Nothing is compiled until the dispatcher is called."""
    made = numba.njit(**options)(function)
    folder = cache_folder(sources_of(function.__module__)) if kept else None
    if folder is not None:
        made._cache = KeptRule(function, Path(folder))
    return made


def is_kept(dispatcher: Any) -> bool:
    """Return whether compiled code of a rule is on disk, for whatever arguments."""
    kept = dispatcher._cache
    return isinstance(kept, KeptRule) and kept.has_some()


class KeptRule(_Cache):
    """The store from which Numba loads the machine code of a rule, and into which it saves it.

    Parameters
    ----------
    function
        The source of the rule.
    folder
        The folder of the files. Its name is the digest of all sources.
    """

    def __init__(self, function: Callable[..., Any], folder: Path) -> None:
        self._name = f"{function.__module__}.{function.__qualname__}"
        self._folder = folder
        self._sources = sources_of(function.__module__)

    @property
    def cache_path(self) -> str:
        """Return the folder of the files."""
        return str(self._folder)

    def has_some(self) -> bool:
        """Return whether there is compiled code of the rule, for whatever arguments."""
        return any(self._folder.glob(f"{self._name}-*.rule"))

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return the compiled rule for these argument types; None if it has to be compiled."""
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
        """Store compiled code, unless it contains addresses of this process."""
        if data.library.has_dynamic_globals:
            return
        path, made_for = self._path(sig, data.codegen)
        write_sealed(path, made_for, dumps(data._reduce()))

    def enable(self) -> None:
        """Do nothing, because the cache is always enabled."""

    def disable(self) -> None:
        """Do nothing."""

    def flush(self) -> None:
        """Do nothing, because outdated code is never loaded."""

    def _path(self, sig: Any, codegen: Any) -> tuple[Path, str]:
        """Return the file for these argument types on this processor, and what it is made for."""
        made_for = f"{sources_digest(self._sources)} {self._name} {sig} {codegen.magic_tuple()}"
        name = hashlib.sha256(made_for.encode()).hexdigest()[:16]
        return self._folder / f"{self._name}-{name}.rule", made_for


class _Ear(event.Listener):
    """Counts the functions that Numba compiles. Functions read from disk are not counted.

    It also suppresses Numba's long warnings that comparing records is experimental.
    """

    def on_start(self, event: Any) -> None:
        # Each time, because code that catches warnings restores the earlier filters.
        warnings.filterwarnings("ignore", category=NumbaExperimentalFeatureWarning)
        compiling()

    def on_end(self, event: Any) -> None:
        pass


event.register("numba:compile", _Ear())
