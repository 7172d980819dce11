"""The same scenario gives the same bytes under every supported Python that is on this machine.

The workflow runs all tests, golden logs among them, under each Python. This test compares whole
results on one machine, with the libraries that each Python gets. Under each of them the compiled
engine is compiled anew, which takes about a minute, and gives the bytes of the readable one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import HOUSE

SUPPORTED = ("3.11", "3.12", "3.13", "3.14")
SCENARIO = HOUSE / "tests" / "golden" / "everything.yaml"
SHORT = (
    *("--workers", "1", "--replications", "1"),
    *("--worlds", "0", "--no-variants", "--log", "csv", "--quiet"),
)


def done(*words: object) -> subprocess.CompletedProcess[str]:
    line = [str(word) for word in words]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def candidates(version: str) -> Iterator[Path]:
    """Where an interpreter of a version may be: on the path, or where pyenv keeps it."""
    if found := shutil.which(f"python{version}"):
        yield Path(found)
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    yield from sorted(kept.glob(f"{version}.*/bin/python3"))


def interpreter(version: str) -> Path:
    for path in candidates(version):
        if f"Python {version}." in done(path, "--version").stdout:
            return path
    pytest.skip(f"Python {version} is not on this machine")


def results(python: Path, folder: Path, engine: str) -> dict[str, bytes]:
    """The tables and logs of a run, by their names."""
    made = done(python, "-m", "sim", "run", SCENARIO, *SHORT, "--engine", engine, "--out", folder)
    assert made.returncode == 0, made.stdout + made.stderr
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.csv"))
    }


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return results(Path(sys.executable), tmp_path_factory.mktemp("ours") / "out", "reference")


@pytest.mark.slow
@pytest.mark.parametrize("version", SUPPORTED)
def test_results_and_logs_are_the_same_bytes(
    version: str, ours: dict[str, bytes], tmp_path: Path
) -> None:
    found = interpreter(version)
    assert done(found, "-m", "venv", tmp_path / "env").returncode == 0
    scripts = "Scripts" if os.name == "nt" else "bin"
    python = tmp_path / "env" / scripts / "python"
    installed = done(python, "-m", "pip", "install", "--quiet", HOUSE)
    if installed.returncode:
        pytest.skip(f"it cannot be installed there: {installed.stderr.splitlines()[-1]}")

    for engine in ("reference", "fast"):
        theirs = results(python, tmp_path / engine, engine)

        assert "measures.csv" in theirs
        assert any("events" in name for name in theirs)
        assert [name for name in ours if ours[name] != theirs.get(name)] == []
        assert ours.keys() == theirs.keys()
