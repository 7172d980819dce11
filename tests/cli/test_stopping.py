"""Ctrl-C on a real run: what is done stays, and the same command ends with the same bytes."""

import contextlib
import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.studies.store.batches import read_keys
from tests.cli.conftest import Sim
from tests.studies.scenarios import written

PATIENCE = 60
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups")
ANSWERED = 1.0
BEGUN = re.compile(r"0 of \d+ runs finished")
COMMUNITY = Path(__file__).parents[2] / "scenarios" / "cen_community.yaml"
WITHOUT_A_LOG = """
import sys
from pathlib import Path
from sim.engines.fast import Fast
from sim.resolving import resolve
from sim.scenario import load
scenario = load(Path(sys.argv[1]))
arm = resolve(scenario, scenario.arm_names[0])
arm = arm._replace(numbers=arm.numbers._replace(closes=2_000_000_000))
run = Fast(arm, 1, 1, log_on=False)
print("0 of 1 runs finished", file=sys.stderr)
try:
    run.let_pass()
except KeyboardInterrupt:
    print("Stopped.", file=sys.stderr)
"""
STUDY = ("--arms", "one_room,two_rooms", "--replications", "12")


@POSIX
@pytest.mark.usefixtures("short_report")
def test_a_run_broken_off_goes_on_and_ends_with_the_same_bytes(tmp_path: Path, sim: Sim) -> None:
    scenario, out, whole = written(tmp_path), tmp_path / "out", tmp_path / "whole"
    with begun(scenario, out) as running:
        wait_for_a_finished_run(out)
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to every process at once
        _, said = running.communicate(timeout=PATIENCE)

    assert running.returncode == 130
    assert "are finished and kept in" in said
    assert "The same command goes on from there." in said
    assert "Traceback" not in said
    assert not (out / "report.html").exists()
    kept = finished(out)
    assert kept

    again = sim("run", scenario, *STUDY, "--workers", 1, "--out", out)
    assert again.err.startswith(f"{len(kept)} of 24 runs finished")
    sim("run", scenario, *STUDY, "--workers", 1, "--out", whole)
    for name in ("measures.csv", "comparison.csv", "manifest.json"):
        assert (out / name).read_bytes() == (whole / name).read_bytes()


@POSIX
def test_processes_do_not_outlive_a_command_that_was_killed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with begun(written(tmp_path), out) as running:
        wait_for_a_finished_run(out)
        running.kill()
        running.communicate(timeout=PATIENCE)  # ends when nobody holds its error stream any more

    assert running.returncode == -signal.SIGKILL
    assert len(finished(out)) < 24


@POSIX
@pytest.mark.usefixtures("short_report")
@pytest.mark.parametrize("kept", ["a log", "no log"])
def test_ctrl_c_is_answered_within_a_second_in_the_middle_of_a_long_run(
    tmp_path: Path, kept: str, sim: Sim
) -> None:
    """The best of three tries: on a busy machine the process may wait for its turn."""
    sim("run", written(tmp_path), *STUDY, "--out", tmp_path / "compiled")  # compiling takes longer
    out = (
        "--years",
        "1000",
        "--replications",
        "50",
        "--workers",
        "1",
        "--out",
        str(tmp_path / "o"),
    )
    study = ("-m", "sim", "run", str(COMMUNITY), *out, "--out", str(tmp_path / "long"))
    alone = ("-c", WITHOUT_A_LOG, str(COMMUNITY))
    answers = []
    for _ in range(3):
        answers.append(answer_to_ctrl_c(study if kept == "a log" else alone))
        if answers[-1] < ANSWERED:
            return
    raise AssertionError(f"answered after {answers} seconds")


def answer_to_ctrl_c(words: tuple[str, ...]) -> float:
    """Seconds from Ctrl-C to what a command says, at the beginning of minutes of work."""
    with subprocess.Popen(
        [sys.executable, *words],
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hear_ctrl_c,  # noqa: PLW1509 -- this process has one thread
    ) as running:
        assert running.stderr is not None
        try:
            while not BEGUN.match(running.stderr.readline()):
                assert running.poll() is None
            time.sleep(1)  # past the crowd, into the compiled loop
            assert running.poll() is None
            asked = time.monotonic()
            running.send_signal(signal.SIGINT)
            said, took = "", 0.0
            while not said.startswith("Stopped."):  # that something is compiled may come first
                heard, _, _ = select.select([running.stderr], [], [], 10 * ANSWERED)
                took = time.monotonic() - asked
                assert heard, f"nothing was said in {took} seconds"
                said = running.stderr.readline()
                assert said, "the command has ended"
        finally:
            running.kill()
    return took


def begun(scenario: Path, out: Path) -> subprocess.Popen[str]:
    """The command in a process group of its own, as a terminal starts it."""
    command = [sys.executable, "-m", "sim", "run", str(scenario), *STUDY, "--out", str(out)]
    return subprocess.Popen(
        [*command, "--workers", "2"],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=hear_ctrl_c,  # noqa: PLW1509 -- this process has one thread
    )


def hear_ctrl_c() -> None:
    """What is started in the background inherits deafness to Ctrl-C; a terminal's command not."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def finished(out: Path) -> set[bytes]:
    found: set[bytes] = set()
    for path in out.glob("unfinished/*/*/runs/[!.]*.npz"):
        with contextlib.suppress(FileNotFoundError):  # put together with others meanwhile
            found.update(read_keys(path))
    return found


def wait_for_a_finished_run(out: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not finished(out):
        assert time.monotonic() < deadline, "no run was finished in time"
        time.sleep(0.02)
