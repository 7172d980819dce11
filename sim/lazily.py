"""Lazy imports: a name of a package is imported when it is first used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def lazily(package: str, modules: Mapping[str, str]) -> Callable[[str], Any]:
    """The ``__getattr__`` of a package: give a name from the module that defines it.

    Parameters
    ----------
    package
        The package's own name, for the message when it has no such name.
    modules
        The module of each name.

    Raises
    ------
    AttributeError
        From what is returned, for any other name.
    """

    def get(name: str) -> Any:
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(modules[name]), name)

    return get
