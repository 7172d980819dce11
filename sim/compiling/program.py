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
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
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
from sim.compiling.lasting import NOWHERE, MapType
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
    int: types.int64,
    float: types.float64,
    bool: types.int64,  # as C does it
    type(None): types.void,
    None: types.void,
}


class Part(NamedTuple):
    """One function of a program: its symbol, its source, and its signature."""

    symbol: str
    function: Callable[..., Any]
    signature: Any


class Program:
    """A set of functions that become one machine program when an entry is first called.

    Several programs can be made of one set: each lean one has numbers of the map built in, and is
    without all that these rule out. Of two calls, each is answered by the first that fits its map.

    Parameters
    ----------
    name
        The prefix of every symbol and file.
    lasting
        The positions of the numbers of the map that compiled code never changes.
    lean
        The lean programs, the leanest first: for each name, the built-in numbers by their
        positions. Each is made when it is first needed.
    """

    def __init__(
        self,
        name: str,
        lasting: Iterable[int] = (),
        lean: Mapping[str, Mapping[int, int]] = MappingProxyType({}),
    ) -> None:
        self.name = name
        self.parts: list[Part] = []
        self._map = MapType(name, lasting)
        self._called_from_python: set[str] = set()
        self._translation: bytes | None = None
        self.lock = threading.RLock()
        self._ready = False
        self.builds = [Build(self, *each) for each in {**lean, "": {}}.items()]

    def part(self, function: F) -> F:
        """Add a function whose annotations give the machine types. Other functions may call it."""
        part = self._add(function)
        return cast(F, types.ExternalFunction(part.symbol, part.signature))

    def entry(self, function: Callable[[Map], int]) -> Callable[[int], int]:
        """Add a function that Python calls with the address of a map.

        The first call of an entry makes a program. The interpreter lock is released during a
        call, so programs can run in parallel in threads.
        """
        symbol = self._add(function).symbol
        self._called_from_python.add(symbol)

        def run(address: int) -> int:
            return self.build_for(address).call(symbol)(address)

        return run

    def build_for(self, address: int) -> Build:
        """Return the leanest program that fits the map at an address."""
        return next(build for build in self.builds if build.fits(address))

    def is_ready(self) -> bool:
        """Return whether some map can be run without compiling first.

        For another map, a lean program or the one that fits all is made when it is first called.
        """
        self._ready = self._ready or any(build.is_ready() for build in self.builds)
        return self._ready

    def load(self) -> None:
        """Translate the functions, or find them translated: once, even if several threads ask.

        What is left to do for one program takes seconds.

        Raises
        ------
        EngineUnavailable
            If this Numba cannot make the program.
        """
        self.translation()

    def translation(self) -> bytes:
        """Return LLVM code of all functions, linked; Numba is needed only if it is not kept."""
        with self.lock:
            if self._translation is None:
                with by_numba():
                    self._translation = self.kept("bc", self._make)
            return self._translation

    def kept(self, kind: str, make: Callable[[], bytes]) -> bytes:
        """Return the content of a file of this program. If there is none, make and write it."""
        content = self.read(kind)
        if content is None:
            content = make()
            write_sealed(self._path(kind), self._made_for(kind), content)
        return content

    def read(self, kind: str) -> bytes | None:
        """Return the content of a file of this program; None if there is no undamaged one."""
        return read_sealed(self._path(kind), self._made_for(kind))

    def _add(self, function: Callable[..., Any]) -> Part:
        module = function.__module__.replace(".", "_")
        hints = inspect.get_annotations(function, eval_str=True)
        machine_types = {**MACHINE_TYPES, Map: self._map}
        result = machine_types[hints.pop("return")]
        signature = result(*(machine_types[kind] for kind in hints.values()))
        part = Part(f"{self.name}_{module}_{function.__name__}", function, signature)
        self.parts.append(part)
        return part

    @property
    def _sources(self) -> tuple[str, ...]:
        """The files and folders from which the code of all parts can come."""
        each = {sources_of(part.function.__module__) for part in self.parts}
        return max(each, key=len, default=SOURCES_OF_RUNS)

    def _path(self, kind: str) -> Path | None:
        """Return the path of a file.

        The file's name depends on the processor, because several machines may share a home folder.
        """
        folder = cache_folder(self._sources)
        if folder is None:
            return None
        processor = f"{llvm.get_host_cpu_name()} {llvm.get_host_cpu_features().flatten()}"
        digest = hashlib.sha256(processor.encode()).hexdigest()[:8]
        return Path(folder) / f"{self.name}-{digest}.{kind}"

    def _made_for(self, kind: str) -> str:
        """Return a text of everything that the code depends on, except the processor."""
        path = self._path(kind)
        return f"{sources_digest(self._sources)} {path.name if path else self.name}"

    def _make(self) -> bytes:
        """Translate every function, and link all of them."""
        cpu_target.target_context.refresh()
        self._map.declare()
        whole = llvm.parse_assembly(f'target triple = "{llvm.get_process_triple()}"')
        for part in self.parts:
            # Numba makes machine code of small functions that call this one, which is never run.
            llvm.add_symbol(part.symbol, NOWHERE)
            whole.link_in(translated(part.symbol, part.function, part.signature))
        return cast(bytes, whole.as_bitcode())

    def machine_code(self, built_in: Mapping[int, int]) -> bytes:
        """Return the machine code of a program that has these numbers built in."""
        cpu_target.target_context.refresh()  # so that LLVM knows this processor
        whole = llvm.parse_bitcode(self.translation())
        whole.link_in(llvm.parse_assembly(self._map.bodies(built_in)))
        return optimised(whole, self._called_from_python)

    def load_machine_code(self, code: bytes) -> tuple[Any, dict[str, int]]:
        """Load machine code; return what it lives in, and the address of each entry."""
        cpu_target.target_context.refresh()  # gives machine code the functions of Numba it calls
        nothing = llvm.parse_assembly(f'target triple = "{llvm.get_process_triple()}"')
        engine = llvm.create_mcjit_compiler(nothing, target_machine())
        engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        engine.finalize_object()
        return engine, {
            symbol: engine.get_function_address(symbol) for symbol in self._called_from_python
        }


class Build:
    """One machine program of a set of functions, with some numbers of the map built in.

    Parameters
    ----------
    program
        The set of functions.
    name
        What the program is called in the name of its file; empty for the one that fits every map.
    built_in
        The numbers, by their positions in the map.
    """

    def __init__(self, program: Program, name: str, built_in: Mapping[int, int]) -> None:
        self.program, self.name, self.built_in = program, name, built_in
        self._kind = f"{name}.o" if name else "o"
        self._calls: dict[str, Callable[[int], int]] = {}
        self._engine: Any = None  # the machine code, which must stay where it is
        self._lock = threading.Lock()

    def fits(self, address: int) -> bool:
        """Return whether all built-in numbers are those of the map at an address."""
        size = max(self.built_in, default=-1) + 1
        the_map = (ctypes.c_int64 * size).from_address(address)
        return all(the_map[position] == number for position, number in self.built_in.items())

    def is_ready(self) -> bool:
        """Return whether the program can be called without compiling first."""
        return bool(self._calls) or self.program.read(self._kind) is not None

    def call(self, symbol: str) -> Callable[[int], int]:
        """Return an entry that can be called with the address of a map that fits."""
        with self._lock:
            if not self._calls:
                with by_numba():
                    self._load()
        return self._calls[symbol]

    def _load(self) -> None:
        """Load the program from disk, or make it; then find its entries."""
        with self.program.lock:  # one target of Numba serves all programs
            code = self.program.kept(self._kind, lambda: self.program.machine_code(self.built_in))
            self._engine, entries = self.program.load_machine_code(code)
        machine = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p)
        self._calls = {symbol: machine(address) for symbol, address in entries.items()}


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
