"""A digest of a function: of its code, and of everything outside it that the code reads."""

from __future__ import annotations

import dataclasses
import enum
import hashlib
import inspect
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

HOMES = (Path(sysconfig.get_path("stdlib")).resolve(), Path(__file__).resolve().parent.parent)
"""Folders of Python itself and of this program."""
INSTALLED = frozenset({"site-packages", "dist-packages"})
PLAIN = (type(None), bool, int, float, complex, str, bytes)


class NotFollowed(Exception):  # noqa: N818 - said of a value, not of the program
    """A function reads a value whose changes cannot be detected."""

    def __init__(self, name: str, value: object) -> None:
        super().__init__(name)
        self.name, self.kind = name, type(value).__name__


def fingerprint(function: FunctionType) -> str:
    """Return a digest of a function, of sixty-four hex digits, that changes with what it computes.

    It covers the function's compiled code and defaults, and the outside values that it reads:
    numbers, texts, lists, dicts, arrays, other functions and classes, and modules. An installed
    module counts with its version, any other module with its source.

    Raises
    ------
    NotFollowed
        If the function reads any other value, such as a data frame.
    """
    digest = hashlib.sha256()
    for part in _of_function(function, set()):
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.hexdigest()


def is_library(module: ModuleType) -> bool:
    """Return whether a module was installed, so that its version identifies it."""
    file = getattr(module, "__file__", None)
    if module.__name__ == "__main__" or file is None:
        return module.__name__ != "__main__"
    path = Path(file).resolve()
    return not INSTALLED.isdisjoint(path.parts) or any(path.is_relative_to(h) for h in HOMES)


def _of_function(function: FunctionType, met: set[int]) -> Iterator[bytes]:
    if id(function) in met:
        return
    met.add(id(function))
    yield b"function"
    yield from _of_code(function.__code__)
    yield from _of_value("its defaults", function.__defaults__, met)
    yield from _of_value("its defaults", function.__kwdefaults__, met)
    around = inspect.getclosurevars(function)
    read = {**around.globals, **around.nonlocals, **_globals_inside(function)}
    for name in sorted(read):
        yield name.encode()
        yield from _of_value(name, read[name], met)


def _globals_inside(function: FunctionType) -> dict[str, Any]:
    """Return the module's global values that functions defined inside this function read."""
    names = {name for code in _inner(function.__code__) for name in code.co_names}
    return {name: function.__globals__[name] for name in names if name in function.__globals__}


def _inner(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _inner(each)


def _of_code(code: CodeType) -> Iterator[bytes]:
    yield code.co_code
    yield repr((code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)).encode()
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _of_code(each)
        else:
            yield _of_constant(each).encode()


def _of_constant(value: object) -> str:
    """Return a constant of code as text; sets are sorted, because they have no order."""
    if isinstance(value, frozenset):
        return f"frozenset {sorted(map(repr, value))}"
    return f"{type(value).__name__} {value!r}"


def _of_value(name: str, value: Any, met: set[int]) -> Iterator[bytes]:
    if isinstance(value, PLAIN):
        yield f"{type(value).__name__} {value!r}".encode()
    elif isinstance(value, enum.Enum):
        yield f"{type(value).__qualname__}.{value.name} {value.value!r}".encode()
    elif isinstance(value, np.ndarray) and value.dtype != object:
        plain = np.ascontiguousarray(value)
        yield f"array {plain.dtype.str} {plain.shape}".encode()
        yield plain.tobytes()
    elif isinstance(value, (np.generic, np.dtype)):
        yield f"{type(value).__name__} {value!r}".encode()
    elif isinstance(value, ModuleType):
        yield _of_module(value)
    elif isinstance(value, type):
        yield from _of_class(value, met)
    elif isinstance(value, (FunctionType, MethodType)):
        yield from _of_callable(name, value, met)
    elif isinstance(value, partial):
        yield b"partial"
        for each in (value.func, value.args, value.keywords):
            yield from _of_value(name, each, met)
    elif isinstance(value, (BuiltinFunctionType, np.ufunc)) or _is_of_a_library(value):
        yield f"{getattr(value, '__module__', '')}.{value.__name__}".encode()
    else:
        yield from _of_container(name, value, met)


def _is_of_a_library(value: Any) -> bool:
    """Return whether a value is a library function that is not written in Python, as in NumPy."""
    module = sys.modules.get(str(getattr(value, "__module__", "")))
    is_named = callable(value) and isinstance(getattr(value, "__name__", None), str)
    return is_named and module is not None and is_library(module)


def _of_container(name: str, value: Any, met: set[int]) -> Iterator[bytes]:
    if id(value) in met:
        return
    met.add(id(value))
    yield type(value).__qualname__.encode()
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from _of_value(name, each, met)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _of_value(name, key, met)
            yield from _of_value(name, each, met)
    elif isinstance(value, (set, frozenset)):
        for text in sorted(repr([*_of_value(name, each, met)]) for each in value):
            yield text.encode()
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield field.name.encode()
            yield from _of_value(name, getattr(value, field.name), met)
    elif isinstance(getattr(value, "function", None), FunctionType):
        yield from _of_function(value.function, met)
    elif isinstance(getattr(value, "py_func", None), FunctionType):  # compiled by Numba
        yield from _of_function(value.py_func, met)
    else:
        raise NotFollowed(name, value)


def _of_callable(name: str, value: FunctionType | MethodType, met: set[int]) -> Iterator[bytes]:
    if isinstance(value, MethodType):
        yield from _of_value(name, value.__self__, met)
        value = value.__func__  # type: ignore[assignment]
    module = sys.modules.get(value.__module__ or "")
    if module is not None and is_library(module):
        yield f"{value.__module__}.{value.__qualname__}".encode()
        yield _of_module(module)
    else:
        yield from _of_function(value, met)  # type: ignore[arg-type]


def _of_class(kind: type, met: set[int]) -> Iterator[bytes]:
    yield f"class {kind.__module__}.{kind.__qualname__}".encode()
    module = sys.modules.get(kind.__module__)
    if id(kind) in met or (module is not None and is_library(module)):
        return
    met.add(id(kind))
    for base in kind.__bases__:
        yield from _of_class(base, met)
    for name, value in sorted(vars(kind).items()):
        inner = getattr(value, "__func__", value)
        if isinstance(inner, FunctionType):
            yield name.encode()
            yield from _of_function(inner, met)
        elif isinstance(inner, property) and isinstance(inner.fget, FunctionType):
            yield name.encode()
            yield from _of_function(inner.fget, met)
        elif not name.startswith("__") and isinstance(inner, PLAIN):
            yield f"{name} {inner!r}".encode()


def _of_module(module: ModuleType) -> bytes:
    """Return the version of a library, or the source of a user's own module."""
    top = sys.modules.get(module.__name__.partition(".")[0], module)
    if is_library(module):
        return f"module {module.__name__} {getattr(top, '__version__', '')}".encode()
    file = getattr(module, "__file__", None)
    content = Path(file).read_bytes() if file is not None else b""
    return b"module " + module.__name__.encode() + hashlib.sha256(content).digest()
