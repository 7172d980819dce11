"""An edited rule is compiled again, in both engines; what is kept on disk is never the old one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.compiling.announcing import COMPILING
from sim.compiling.caching import SOURCES_OF_ENGINES, SOURCES_OF_RUNS, cache_folder
from sim.engines.choosing import Engine
from sim.studies.engines import ENGINES
from tests.compiling.copies import HOUSE, path_of, python
from tests.studies.scenarios import written

RULE = "return (np.float64(word >> TOP52) + 0.5) / 4503599627370496.0"
EDITED = "return 1.0 - (np.float64(word >> TOP52) + 0.5) / 4503599627370496.0"


@pytest.mark.slow
def test_an_edited_rule_gives_the_new_answer_and_an_unedited_one_is_compiled_once(
    tmp_path: Path,
) -> None:
    """One test and one world without needs, because each version compiles for half a minute.

    It is slow; `test_sources`, `test_kept_rules` and `test_program` hold the rule that decides it.

    The rule edited is one that others import: Numba alone would not notice. What these tests have
    compiled themselves is of the same sources, so the copy begins with it where it looks for it.
    """
    copy, scenario = tmp_path / "copy", written(tmp_path)
    ENGINES[Engine.FAST].prepare()
    for sources in (SOURCES_OF_ENGINES, SOURCES_OF_RUNS):
        if (kept := cache_folder(sources)) is not None:
            shutil.copytree(kept, tmp_path / "cache" / "throughline" / "compiled" / Path(kept).name)
    shutil.copytree(
        HOUSE / "sim", copy / "sim", ignore=shutil.ignore_patterns("__pycache__", "*.nb?")
    )
    heard: list[str] = []

    def measures(name: str) -> str:
        """Make the study with both engines by the copy; they must agree."""
        options = ("--years", 0.2, "--replications", 1, "--engine", "both", "--workers", 2)
        out = tmp_path / name
        said = python(
            *("-m", "sim", "run", scenario, *options, "--out", out),
            PYTHONPATH=path_of(copy),
            XDG_CACHE_HOME=tmp_path / "cache",
            LOCALAPPDATA=tmp_path / "cache",
            HOME=tmp_path / "home",
            PYTHONDONTWRITEBYTECODE=1,
        )
        assert said.returncode == 0, said.stderr
        assert "Both engines made every run, and agree." in said.stdout
        heard.append(said.stderr)
        return (out / "measures.csv").read_text()

    before, again = measures("before"), measures("again")
    file = copy / "sim" / "draws.py"
    source = file.read_text()
    assert source.count(RULE) == 1
    file.write_text(source.replace(RULE, EDITED))
    after = measures("after")

    assert before == again
    assert before != after
    _, second, third = heard
    assert COMPILING not in second
    assert third.splitlines()[0] == COMPILING
    assert third.count(COMPILING) == 1
