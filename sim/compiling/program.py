"""Many small parts, translated one by one and made one machine program.

Each part is translated by Numba alone, in the time of its own length; parts find each other by
name, as functions of a C library do. Their LLVM code is then put together and optimised as a
whole, so that small parts end up inside those that call them, and the machine code is kept on
disk as one object file. Linking parts into each other inside Numba took more than ten minutes.
"""

from __future__ import annotations

import ctypes
import hashlib
import inspect
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar, cast

import numba
from llvmlite import binding as llvm
from numba import types
from numba.core.registry import cpu_target

from sim.compiling.available import by_numba
from sim.compiling.caching import cache_folder, sources_digest
from sim.compiling.rules import OPTIONS
from sim.compiling.sealed import read_sealed, write_sealed

F = TypeVar("F", bound=Callable[..., Any])


class Map(Protocol):
    """The whole numbers by which compiled code finds everything else."""

    def __getitem__(self, index: int) -> int:
        """The number at an address."""

    def __setitem__(self, index: int, value: int) -> None:
        """Write the number at an address."""


MACHINE_TYPES: dict[Any, Any] = {
    Map: types.CPointer(types.int64),
    int: types.int64,
    float: types.float64,
    bool: types.int64,  # as C does it
    type(None): types.void,
    None: types.void,
}


class Part(NamedTuple):
    """One part: what others call it, and what it is translated from."""

    symbol: str
    function: Callable[..., Any]
    signature: Any


class Program:
    """Parts that become one program when its entry is first called.

    Parameters
    ----------
    name
        Of the object file, and the beginning of every symbol.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.parts: list[Part] = []
        self._called_from_python: set[str] = set()
        self._entries: dict[str, int] = {}
        self._kept: list[Any] = []  # machine code, which must stay where it is
        self._lock = threading.Lock()

    def part(self, function: F) -> F:
        """Add a part, with the machine types it is annotated with; other parts may call it."""
        part = self._add(function)
        return cast(F, types.ExternalFunction(part.symbol, part.signature))

    def entry(self, function: Callable[[Map], int]) -> Callable[[int], int]:
        """Add a part that Python calls, with the address of a map; the program is made then.

        The interpreter lock is released during the call, so programs run side by side in threads.
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
        """Whether nothing needs to be compiled before an entry can be called."""
        return bool(self._entries) or self._kept_code() is not None

    def load(self) -> None:
        """Take the program from disk, or make it: once, however many threads ask at a time.

        Raises
        ------
        EngineUnavailable
            When this Numba cannot make it.
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

    def _path(self) -> Path | None:
        """The object file, named by the processor too: homes are shared between machines."""
        folder = cache_folder()
        if folder is None:
            return None
        processor = f"{llvm.get_host_cpu_name()} {llvm.get_host_cpu_features().flatten()}"
        return Path(folder) / f"{self.name}-{hashlib.sha256(processor.encode()).hexdigest()[:8]}.o"

    def _made_for(self) -> str:
        """What the machine code depends on beside the processor, which is in the file's name."""
        path = self._path()
        return f"{sources_digest()} {path.name if path else self.name}"

    def _kept_code(self) -> bytes | None:
        """The machine code on disk; None where there is none that is whole."""
        return read_sealed(self._path(), self._made_for())

    def _load(self) -> None:
        """Take the program from disk, or make it; then find its entries."""
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
        """Translate every part, put them together, and optimise the whole."""
        whole = None
        for part in self.parts:
            callback = numba.cfunc(part.signature, **OPTIONS)(part.function)
            self._kept.append(callback)
            llvm.add_symbol(part.symbol, callback.address)
            module = llvm.parse_assembly(callback.inspect_llvm())
            module.get_function(callback.native_name).name = part.symbol
            if whole is None:
                whole = module
            else:
                whole.link_in(module)
        return optimised(whole, self._called_from_python)


def optimised(whole: Any, entries: set[str]) -> bytes:
    """Machine code of a whole program, of which only the entries are called from outside."""
    for value in [*whole.functions, *whole.global_variables]:
        if not value.is_declaration and value.name not in entries:
            value.linkage = "internal"
    machine = target_machine()
    tuning = llvm.create_pipeline_tuning_options(speed_level=3)
    builder = llvm.create_pass_builder(machine, tuning)
    builder.getModulePassManager().run(whole, builder)
    return cast(bytes, machine.emit_object(whole))


def target_machine() -> Any:
    """The processor at hand, at the highest level of optimisation."""
    return llvm.Target.from_triple(llvm.get_process_triple()).create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=3,
        codemodel="jitdefault",
        jit=True,
    )
