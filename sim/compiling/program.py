"""Combine many small functions, each translated separately, into one machine program.

Numba translates each part alone, in a time proportional to its length. Parts call each other by
name, like functions of a C library. Their LLVM code is then linked and optimised as a whole, so
that small parts are inlined into their callers. The machine code is kept on disk as one object
file. Linking the parts with Numba instead would take more than ten minutes.
"""

from __future__ import annotations

import ctypes
import hashlib
import inspect
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar, cast

from llvmlite import binding as llvm
from numba import types
from numba.core.registry import cpu_target

from sim.compiling.available import by_numba
from sim.compiling.caching import (
    SOURCES_OF_RUNS,
    cache_folder,
    sources_digest,
    sources_of,
)
from sim.compiling.sealed import read_sealed, write_sealed
from sim.compiling.translating import translated

F = TypeVar("F", bound=Callable[..., Any])


class Map(Protocol):
    """An array of integers: the addresses and sizes of all data that compiled code uses."""

    def __getitem__(self, index: int) -> int:
        """Return the number at an index."""

    def __setitem__(self, index: int, value: int) -> None:
        """Write the number at an index."""


MACHINE_TYPES: dict[Any, Any] = {
    Map: types.CPointer(types.int64),
    int: types.int64,
    float: types.float64,
    bool: types.int64,  # as C does it
    type(None): types.void,
    None: types.void,
}


NOWHERE = 1
"""An address at which there is nothing."""


class Part(NamedTuple):
    """One function of a program: its symbol, its source, and its signature."""

    symbol: str
    function: Callable[..., Any]
    signature: Any


class Program:
    """A set of functions that become one machine program when an entry is first called.

    Parameters
    ----------
    name
        The name of the object file, and the prefix of every symbol.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.parts: list[Part] = []
        self._called_from_python: set[str] = set()
        self._entries: dict[str, int] = {}
        self._kept: list[Any] = []  # machine code, which must stay where it is
        self._lock = threading.Lock()

    def part(self, function: F) -> F:
        """Add a function whose annotations give the machine types. Other functions may call it."""
        part = self._add(function)
        return cast(F, types.ExternalFunction(part.symbol, part.signature))

    def entry(self, function: Callable[[Map], int]) -> Callable[[int], int]:
        """Add a function that Python calls with the address of a map.

        The first call of an entry makes the program. The interpreter lock is released during a
        call, so programs can run in parallel in threads.
        """
        symbol = self._add(function).symbol
        self._called_from_python.add(symbol)
        call: Callable[[int], int] | None = None

        def run(address: int) -> int:
            nonlocal call
            if call is None:
                machine = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p)
                call = machine(self._address(symbol))
            return call(address)

        return run

    def is_ready(self) -> bool:
        """Return whether an entry can be called without compiling first."""
        return bool(self._entries) or self._kept_code() is not None

    def load(self) -> None:
        """Load the program from disk, or make it: once, even if several threads call this.

        Raises
        ------
        EngineUnavailable
            If this Numba cannot make the program.
        """
        with self._lock:
            if not self._entries:
                with by_numba():
                    self._load()

    def _add(self, function: Callable[..., Any]) -> Part:
        module = function.__module__.replace(".", "_")
        hints = inspect.get_annotations(function, eval_str=True)
        result = MACHINE_TYPES[hints.pop("return")]
        signature = result(*(MACHINE_TYPES[kind] for kind in hints.values()))
        part = Part(f"{self.name}_{module}_{function.__name__}", function, signature)
        self.parts.append(part)
        return part

    def _address(self, symbol: str) -> int:
        self.load()
        return self._entries[symbol]

    @property
    def _sources(self) -> tuple[str, ...]:
        """The files and folders from which the code of all parts can come."""
        each = {sources_of(part.function.__module__) for part in self.parts}
        return max(each, key=len, default=SOURCES_OF_RUNS)

    def _path(self) -> Path | None:
        """Return the path of the object file.

        The file's name depends on the processor, because several machines may share a home folder.
        """
        folder = cache_folder(self._sources)
        if folder is None:
            return None
        processor = f"{llvm.get_host_cpu_name()} {llvm.get_host_cpu_features().flatten()}"
        return Path(folder) / f"{self.name}-{hashlib.sha256(processor.encode()).hexdigest()[:8]}.o"

    def _made_for(self) -> str:
        """Return a text of everything that the machine code depends on, except the processor."""
        path = self._path()
        return f"{sources_digest(self._sources)} {path.name if path else self.name}"

    def _kept_code(self) -> bytes | None:
        """Return the machine code on disk; None if there is no undamaged file."""
        return read_sealed(self._path(), self._made_for())

    def _load(self) -> None:
        """Load the program from disk, or make it; then find its entries."""
        cpu_target.target_context.refresh()  # gives machine code the functions of Numba it calls
        code = self._kept_code()
        if code is None:
            code = self._make()
            write_sealed(self._path(), self._made_for(), code)
        nothing = llvm.parse_assembly(f'target triple = "{llvm.get_process_triple()}"')
        engine = llvm.create_mcjit_compiler(nothing, target_machine())
        engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        engine.finalize_object()
        self._kept.append(engine)
        self._entries = {
            symbol: engine.get_function_address(symbol) for symbol in self._called_from_python
        }

    def _make(self) -> bytes:
        """Translate every function, link all of them, and optimise the whole."""
        whole = None
        for part in self.parts:
            module = translated(part.symbol, part.function, part.signature)
            # Numba makes machine code of small functions that call this one, which is never run.
            llvm.add_symbol(part.symbol, NOWHERE)
            if whole is None:
                whole = module
            else:
                whole.link_in(module)
        return optimised(whole, self._called_from_python)


def optimised(whole: Any, entries: set[str]) -> bytes:
    """Return the machine code of a whole program. Only its entries can be called from outside."""
    for value in [*whole.functions, *whole.global_variables]:
        if not value.is_declaration and value.name not in entries:
            value.linkage = "internal"
    machine = target_machine()
    tuning = llvm.create_pipeline_tuning_options(speed_level=3)
    builder = llvm.create_pass_builder(machine, tuning)
    builder.getModulePassManager().run(whole, builder)
    return cast(bytes, machine.emit_object(whole))


def target_machine() -> Any:
    """Return the target machine for this processor, with the highest level of optimisation."""
    return llvm.Target.from_triple(llvm.get_process_triple()).create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=3,
        codemodel="jitdefault",
        jit=True,
    )
