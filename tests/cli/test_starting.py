"""A command loads what it needs and nothing else, so that it answers at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.studies.scenarios import written

DRAWS = ("matplotlib", "sim.charts", "jinja2", "xlsxwriter", "openpyxl", "duckdb")
"""What draws or writes tables, or is loaded for it."""
RUNS = ("numba", "llvmlite", "simpy", "scipy", "distributed", "rich")
"""What makes runs, or shows how far they are."""
COMMUNITY = Path(__file__).parents[2] / "scenarios" / "cen_community.yaml"

COMMAND = """
import contextlib, io, json, sys
from sim.__main__ import main
sys.argv = ["sim", *sys.argv[1:]]
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main()
print(json.dumps(sorted(sys.modules)))
"""
SCRIPT = "{}; import json, sys; print(json.dumps(sorted(sys.modules)))"


def loaded(code: str, *words: object) -> set[str]:
    """The modules a fresh process has loaded when it is done."""
    said = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)], capture_output=True, text=True, check=True
    )
    return set(json.loads(said.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "command",
    [
        "--help",
        "check",
        "explain",
        "status",
        "schema",
        "import",
        "measure",
        "template",
        "fit",
        "new",
    ],
)
def test_nothing_that_draws_or_runs_is_loaded_to_look(tmp_path: Path, command: str) -> None:
    words: dict[str, tuple[object, ...]] = {
        "check": ("check", written(tmp_path)),
        "explain": ("explain", written(tmp_path)),
        "status": ("status", tmp_path),
        "fit": ("fit", "--help"),
        "import": ("import", "--help"),
        "measure": ("measure", "--help"),
        "template": ("template", "--help"),
    }

    assert loaded(COMMAND, *words.get(command, (command,))).isdisjoint((*DRAWS, *RUNS))


def test_a_scenario_with_needs_and_workers_is_checked_without_compiling() -> None:
    runs = [each for each in RUNS if each != "scipy"]  # which knows the middle of a beta law
    assert loaded(COMMAND, "check", COMMUNITY).isdisjoint((*DRAWS, *runs))


@pytest.mark.parametrize(
    "code", ["import sim", f"import sim; sim.Scenario.load({str(COMMUNITY)!r})"]
)
def test_a_script_that_reads_a_scenario_loads_no_more(code: str) -> None:
    assert loaded(SCRIPT.format(code)).isdisjoint((*DRAWS, *RUNS))


def test_what_is_promised_is_there_all_the_same() -> None:
    code = "import sim, sim.measures, sim.report; sim.run; sim.measures.EVERYONE; sim.nothing"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert "AttributeError: No sim attribute nothing" in said.stderr
