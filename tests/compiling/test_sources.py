"""What is kept compiled is made anew when any source that it came from changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.compiling import caching
from sim.compiling.caching import (
    PACKAGE,
    SOURCES_OF_ENGINES,
    SOURCES_OF_RUNS,
    source_parts,
    sources_digest,
    sources_of,
)

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


def test_what_the_engines_are_compiled_from_imports_no_measure() -> None:
    """So an edited measure leaves the compiled engines as they are."""
    parts = list(source_parts(SOURCES_OF_ENGINES))
    sources = dict(zip(parts[::2], parts[1::2], strict=True))

    assert len(sources) > 100
    for path, source in sources.items():
        assert not [each for each in modules_of(source.decode()) if "measures" in each], path


def test_code_of_measures_and_of_other_programs_is_kept_under_all_sources() -> None:
    assert sources_of("sim.engines.fast.loop") == sources_of("sim.draws") == SOURCES_OF_ENGINES
    assert sources_of("sim.measures.streaming.reader") == SOURCES_OF_RUNS
    assert sources_of("simulated.rules") == sources_of("__main__") == SOURCES_OF_RUNS


def test_the_digest_of_an_edited_measure_differs_and_that_of_the_engines_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in SOURCES_OF_RUNS:
        place = tmp_path / name / "rule.py" if "." not in name else tmp_path / name
        place.parent.mkdir(exist_ok=True)
        place.write_text("first = 1\n")
    monkeypatch.setattr(caching, "PACKAGE", tmp_path)
    before = [sources_digest.__wrapped__(each) for each in (SOURCES_OF_ENGINES, SOURCES_OF_RUNS)]

    (tmp_path / "measures" / "rule.py").write_text("first = 2\n")
    after = [sources_digest.__wrapped__(each) for each in (SOURCES_OF_ENGINES, SOURCES_OF_RUNS)]

    assert before[0] == after[0]
    assert before[1] != after[1]
