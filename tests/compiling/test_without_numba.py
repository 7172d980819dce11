"""Where Numba does not work the program says so, and the reference engine works all the same."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from sim.engines import reference
from sim.engines.choosing import Engine
from sim.errors import EngineUnavailable
from sim.studies.engines import ENGINES
from tests.cli.conftest import Sim, short_report, sim
from tests.compiling.copies import MISFIT, python, without_numba
from tests.engines.runs import small
from tests.studies.scenarios import written

__all__ = ["short_report", "sim"]  # fixtures

SHORT = ("--years", 0.3, "--replications", 2)
WORLDS = (1, 2, 5, 6, 7, 8)
LOGS = """
import hashlib, sys
from sim.engines import reference
from tests.engines.runs import small
for number in map(int, sys.argv[1:]):
    print(hashlib.sha256(reference.run(small(number), 1, 1).log.tobytes()).hexdigest())
"""


def test_it_is_said_at_once_with_the_ways_out_and_nothing_is_written(tmp_path: Path) -> None:
    out = tmp_path / "out"
    path = without_numba(tmp_path / "path")

    said = python("-m", "sim", "run", written(tmp_path), "--out", out, PYTHONPATH=path)

    assert said.returncode == 2
    assert said.stdout == ""
    assert said.stderr.startswith("The fast engine cannot be used here: Numba does not work")
    assert MISFIT in said.stderr
    assert "pip install --upgrade numba" in said.stderr
    assert "`--engine reference`" in said.stderr
    assert "Traceback" not in said.stderr
    assert not out.exists()


@pytest.mark.usefixtures("short_report")
def test_a_study_by_the_reference_engine_comes_out_the_same(tmp_path: Path, sim: Sim) -> None:
    scenario, with_it, without = written(tmp_path), tmp_path / "with", tmp_path / "without"
    path = without_numba(tmp_path / "path")
    study = ("run", scenario, *SHORT, "--log", "csv", "--out")

    said = python("-m", "sim", *study, without, "--engine", "reference", PYTHONPATH=path)

    assert said.returncode == 0, said.stderr
    assert said.stderr.startswith("Numba does not work here, so nothing is compiled")
    assert "(does not work)" in (without / "manifest.json").read_text()
    assert sim(*study, with_it, "--workers", 1).code == 0
    logs = [log.relative_to(with_it) for log in (with_it / "log").rglob("*.csv")]
    assert len({log.parent for log in logs}) == 3 * 2
    for name in (Path("measures.csv"), Path("comparison.csv"), *logs):
        assert (with_it / name).read_bytes() == (without / name).read_bytes(), name


def test_awkward_worlds_come_out_the_same(tmp_path: Path) -> None:
    said = python("-c", LOGS, *WORLDS, PYTHONPATH=without_numba(tmp_path))

    logs = [reference.run(small(number), 1, 1).log.tobytes() for number in WORLDS]
    assert said.stdout.split() == [hashlib.sha256(log).hexdigest() for log in logs], said.stderr


def test_a_numba_that_cannot_make_the_program_ends_a_study_before_its_first_run(
    tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.engines.fast.program import PROGRAM  # noqa: PLC0415 -- as late as the program does

    def broken(*_: object) -> None:
        raise RuntimeError("LLVM ERROR: Cannot select\n" + "and so on\n" * 500)

    monkeypatch.setattr(PROGRAM, "_translation", None)
    monkeypatch.setattr(PROGRAM, "kept", broken)

    said = sim("run", written(tmp_path), *SHORT, "--workers", 1, "--out", tmp_path / "out")

    assert said.code == 2
    assert "cannot compile it" in said.err
    assert "RuntimeError: LLVM ERROR: Cannot select" in said.err
    assert "`--engine reference`" in said.err
    assert len(said.err.splitlines()) < 15
    assert not any((tmp_path / "out").rglob("measures*"))
    with pytest.raises(EngineUnavailable):
        ENGINES[Engine.FAST].run(small(1), 1, 1)
