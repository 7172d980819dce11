"""What is kept compiled is made anew when any source that it came from changes."""

from __future__ import annotations

import re
from pathlib import Path

from sim.compiling.caching import PACKAGE, SOURCES_OF_RUNS

COMPILED = re.compile(r"^@(compiled|compiled_in_place|linked|inlined|part)$", re.MULTILINE)
IMPORTS = re.compile(r"^from sim\.([\w.]+) import", re.MULTILINE)
ONLY_WORDS = {"errors.py", "writing.py", "memory.py", "characters.py", "version.py"}
"""Modules that compiled ones may import, of which no number gets into compiled code."""


def is_covered(path: str) -> bool:
    """Whether the digest of compiled sources holds a module."""
    return any(path == name or path.startswith(f"{name}/") for name in SOURCES_OF_RUNS)


def modules_of(source: str) -> set[str]:
    """Modules that a source imports from, as paths in the package."""
    found = set()
    for name in IMPORTS.findall(source):
        path = Path(*name.split("."))
        found.add(f"{path}.py" if (PACKAGE / f"{path}.py").exists() else f"{path}/__init__.py")
    return found


def test_every_compiled_function_and_what_its_module_imports_is_in_the_digest_of_sources() -> None:
    compiled = {
        path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8")
        for path in PACKAGE.rglob("*.py")
    }
    compiled = {path: source for path, source in compiled.items() if COMPILED.search(source)}
    needed = set(compiled).union(*map(modules_of, compiled.values()))

    assert len(compiled) > 30
    assert {path for path in needed - ONLY_WORDS if not is_covered(path)} == set()
