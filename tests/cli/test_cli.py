"""The command line: what it says, what it leaves behind, and how it ends."""

import csv
import errno
import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from sim.cli.answering import TRACEBACK
from sim.scenario import load
from sim.studies.files.seals import sealed
from sim.studies.study import Study
from tests.cli.conftest import Sim
from tests.studies.scenarios import CAFES, written

SHORT = ("--years", 0.3, "--workers", 1)
OUTPUTS = {
    "comparison.csv",
    "drift.csv",
    "log",
    "manifest.json",
    "measures.csv",
    "monthly.csv",
    "monthly_runs.npz",
    "pictures",
    "report.html",
    "resolved.yaml",
    "results.xlsx",
}


def test_a_study_is_written_whole_and_the_same_again_however_it_is_run(
    tmp_path: Path, sim: Sim
) -> None:
    scenario, once, again = written(tmp_path), tmp_path / "once", tmp_path / "again"
    options = ("--years", 0.3, "--replications", 2, "--seed", 0, "--log", "csv")

    said = sim("run", scenario, *options, "--workers", 1, "--out", once)

    assert said.code == 0, said.err
    assert {path.name for path in once.iterdir()} == OUTPUTS
    assert said.out.splitlines()[0] == "Does a second room shorten the wait?"
    assert "Two rooms, compared with One room" in said.out
    assert "a second room is the question" in said.out
    assert said.out.splitlines()[-1] == f"The report is in {once / 'report.html'}"
    assert "6 of 6 runs finished" in said.err
    assert "\x1b" not in said.out + said.err

    sim("run", scenario, *options, "--workers", 2, "--quiet", "--out", again)

    files = [path for path in sorted(once.rglob("*")) if path.is_file()]
    assert sum(path.name == "events.csv" for path in files) == 6
    for path in files:
        assert path.read_bytes() == (again / path.relative_to(once)).read_bytes(), path

    for engine in ("fast", "reference"):
        manifest = once / "manifest.json"
        same = sim("reproduce", manifest, "--workers", 1, "--quiet", "--engine", engine)
        assert same.code == 0, same.out
        assert f"All {len(files) - 1} outputs are the same." in same.out


@pytest.mark.usefixtures("short_report")
def test_two_arms_that_are_the_same_are_identical_in_everything(tmp_path: Path, sim: Sim) -> None:
    out = tmp_path / "out"
    sim("run", written(tmp_path), *SHORT, "--arms", "same_again, one_room", "--out", out)

    with (out / "comparison.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 20
    known = [row for row in rows if row["difference"]]
    assert len(known) > 20
    assert {row["verdict"] for row in known} == {"identical"}
    # Of a measure that is undefined in every run no difference is known.
    assert {row["verdict"] for row in rows if not row["difference"]} <= {"cannot tell"}
    assert {row["low"] for row in rows} == {""}  # never seen to differ is no width of 0


@pytest.mark.usefixtures("short_report")
def test_without_out_the_folder_is_named_by_scenario_and_digest(
    tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = sim("run", written(tmp_path), *SHORT, "--replications", 1, "--quiet")

    report = Path(said.out.strip())
    manifest = json.loads((report.parent / "manifest.json").read_text())
    assert report.parent == Path("results", f"cafes-{manifest['digest'][:12]}")
    assert said.err == ""


@pytest.mark.usefixtures("short_report")
def test_reproducing_says_which_output_differs(tmp_path: Path, sim: Sim) -> None:
    out = tmp_path / "out"
    sim("run", written(tmp_path), *SHORT, "--replications", 1, "--quiet", "--out", out)
    manifest = json.loads((out / "manifest.json").read_text())
    manifest["outputs"]["measures.csv"] = "0" * 64
    manifest["versions"]["numpy"] = "1.0"
    (out / "manifest.json").write_text(json.dumps(sealed(manifest)))
    (out / "comparison.csv").unlink()

    said = sim("reproduce", out / "manifest.json", "--workers", 1, "--quiet")

    assert said.code == 1
    assert "DIFFERENT  measures.csv" in said.out
    assert "same  comparison.csv" in said.out
    assert "comparison.csv is no longer there" in said.out
    assert f"1 of {len(manifest['outputs'])} outputs are different." in said.out
    assert "numpy: 1.0 then" in said.out


@pytest.mark.usefixtures("short_report")
def test_a_manifest_beside_another_scenario_is_refused(tmp_path: Path, sim: Sim) -> None:
    out = tmp_path / "out"
    sim("run", written(tmp_path), *SHORT, "--replications", 1, "--quiet", "--out", out)
    resolved = out / "resolved.yaml"
    resolved.write_text(resolved.read_text().replace("0.8 days", "0.7 days"))

    said = sim("reproduce", out / "manifest.json")

    assert said.code == 2
    assert "was not written for the `resolved.yaml` beside it" in said.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--arms", "one_rom"], "Did you mean `one_room`?"),
        (["--arms", ","], "no arm is named"),
        (["--replications", "0"], "--replications: 0 is out of range"),
        (["--replications", "two"], "'--replications'"),
        (["--years", "0.01"], "before the warm-up of 4 weeks is over"),
        (["--seed", "-1"], "--seed: -1 is out of range"),
        (["--workers", "0"], "--workers: 0 is too few"),
        (["--log", "paper"], "'--log'"),
        (["--out", "cafes.yaml"], "cafes.yaml is a file, not a folder"),
        (["--out", "."], "holds other files already"),
        (["--sped", "1"], "--sped"),
    ],
)
def test_a_fault_in_an_option_is_said_and_nothing_is_written(
    tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch, options: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path)

    said = sim("run", "cafes.yaml", *options)

    assert said.code == 2
    assert words in said.err
    assert "Traceback" not in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["cafes.yaml"]


@pytest.mark.parametrize("command", ["run", "check", "explain", "reproduce"])
def test_a_file_that_is_not_there_is_said(tmp_path: Path, sim: Sim, command: str) -> None:
    said = sim(command, tmp_path / "gone.yaml")

    assert said.code == 2
    assert "gone.yaml" in said.err
    assert "Traceback" not in said.err


@pytest.mark.usefixtures("short_report")
def test_unequal_arms_are_refused_unless_the_file_says_why(tmp_path: Path, sim: Sim) -> None:
    text = CAFES.replace("workforce: {unequal: a second room is the question}\n", "")
    path = written(tmp_path, text)

    said = sim("run", path, *SHORT, "--out", tmp_path / "out")

    assert said.code == 2
    assert "do not have the same means" in said.err
    assert "1 in one_room, 2 in two_rooms" in said.err
    assert not (tmp_path / "out").exists()
    looked = sim("check", path)
    assert looked.code == 2
    assert "They will not be compared" in looked.out
    equal = sim("run", path, *SHORT, "--arms", "one_room,same_again", "--out", tmp_path / "out")
    assert equal.code == 0


def test_a_misspelt_measure_is_refused_before_anything_runs(tmp_path: Path, sim: Sim) -> None:
    path = written(tmp_path, f"{CAFES}compare: {{family: [unmet_need_dais]}}\n")

    said = sim("run", path, "--out", tmp_path / "out")

    assert said.code == 2
    assert "Did you mean `unmet_need_days`?" in said.err
    assert not (tmp_path / "out").exists()


def test_a_fault_of_the_program_is_not_blamed_on_the_file(
    tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path, allow_outside: bool) -> None:
        raise ZeroDivisionError("a number was 0")

    monkeypatch.setattr("sim.cli.running.load", broken)
    monkeypatch.delenv(TRACEBACK, raising=False)
    said = sim("run", written(tmp_path))
    assert said.code == 1
    assert "a fault in the program, not in your file: ZeroDivisionError: a number was 0" in said.err
    assert "Please report it" in said.err
    assert "Traceback" not in said.err

    monkeypatch.setenv(TRACEBACK, "1")
    assert "Traceback" in sim("run", written(tmp_path)).err


LOOP = """
throughline: 2
title: A loop
question: Does it end?
source: lesson
sources: {lesson: {kind: assumption, reference: round numbers}}
run: {length: 2 years, warm_up: 1 year, replications: 2, seed: 1}
people: {arrivals: {newcomers: {rate: 1 per day, to: first}}}
services:
  first:
    capacity: unlimited
    ends: {stay: {uniform: {low: 0 minutes, high: 0.4 minutes}}}
    routes: {finished_settled: {second: 1}}
  second:
    capacity: unlimited
    ends: {stay: {uniform: {low: 0 minutes, high: 0.4 minutes}}}
    routes: {finished_settled: {first: 1}}
arms: {one: {label: One}}
compare: {family: [wait_to_start.first.mean]}
"""


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_an_endless_loop_is_the_scenarios_to_mend_and_names_its_services(
    tmp_path: Path, sim: Sim, engine: str
) -> None:
    file = tmp_path / "loop.yaml"
    file.write_text(LOOP)

    said = sim("run", file, "--engine", engine, "--workers", 1, "--out", tmp_path / "out")

    assert said.code == 2
    assert "fault in the program" not in said.err
    assert "newcomers 1 took more than a thousand steps" in said.err
    assert "`first`, `second`. Give one of these services a decision delay" in said.err


@pytest.mark.usefixtures("short_report")
def test_a_full_disk_leaves_finished_runs_and_an_earlier_study_as_they_were(
    tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario, out = written(tmp_path), tmp_path / "out"
    command = ("run", scenario, *SHORT, "--replications", 2, "--out", out)

    def full(study: Study, folder: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(folder / "report.html"))

    for _ in range(2):
        before = {path.name: path.read_bytes() for path in out.glob("*.*")}
        with monkeypatch.context() as patch:
            patch.setattr("sim.cli.outputs.write_report", full)
            said = sim(*command)
        assert said.code == 2
        assert "report.html: No space left on device" in said.err
        assert {path.name: path.read_bytes() for path in out.glob("*.*")} == before
        assert not list(out.glob("unfinished/*/outputs-*"))
        again = sim(*command)
        assert again.code == 0
        assert "6 of 6 runs finished" in again.err.splitlines()[0]


@pytest.mark.usefixtures("short_report")
def test_the_results_of_another_question_are_not_replaced(tmp_path: Path, sim: Sim) -> None:
    scenario, out = written(tmp_path), tmp_path / "out"
    command = ("run", scenario, *SHORT, "--out", out)
    sim(*command, "--replications", 1)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}

    for option in (("--seed", 9), ("--years", 0.5), ("--arms", "one_room,two_rooms")):
        said = sim(*command, *option)
        assert said.code == 2
        assert "holds results of `sim run` to another question" in said.err
        assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert sim(*command, "--replications", 1, "--log", "csv").code == 0
    assert (out / "log" / "one_room-00001" / "events.csv").is_file()
    assert sim(*command, "--replications", 1).code == 0
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def test_explain_prints_a_scenario_that_is_the_same(tmp_path: Path, sim: Sim) -> None:
    path = written(tmp_path)

    said = sim("explain", path)

    assert said.code == 0
    assert load(written(tmp_path, said.out, "explained.yaml")) == load(path)
    assert f"{path}:{CAFES.splitlines().index('services:') + 3}" in said.out


def test_check_says_what_can_be_seen_and_finds_faults(tmp_path: Path, sim: Sim) -> None:
    said = sim("check", written(tmp_path))
    assert said.code == 0
    assert "talk" in said.out

    broken = sim("check", written(tmp_path, CAFES.replace("nowhere: 0.5", "nowhere: 0.4")))
    assert broken.code == 2
    assert "0.9" in broken.err


def test_schema_prints_the_schema(sim: Sim) -> None:
    said = sim("schema")

    assert said.code == 0
    assert "services" in json.loads(said.out)["properties"]


def test_the_version_is_printed_at_once(sim: Sim) -> None:
    assert sim("--version") == (0, f"Throughline {version('throughline')}\n", "")


def test_the_module_is_the_same_program() -> None:
    command = [sys.executable, "-m", "sim", "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=True)

    assert said.stdout == f"Throughline {version('throughline')}\n"


def test_help_and_version_do_not_wait_for_heavy_libraries() -> None:
    look = "import sys, sim.cli; print(sorted({'numpy', 'numba', 'pydantic'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "[]"
