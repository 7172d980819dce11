"""Pipes that end, streams that are closed, signals, and terminals of every kind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.studies.scenarios import written

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="a shell's redirections and signals")
QUEUE = Path(__file__).parents[2] / "scenarios" / "queue.yaml"


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A line of a shell, in which `sim` is the program."""
    program = f'sim() {{ "{sys.executable}" -m sim "$@"; }}; {line}'
    return subprocess.run(
        ["sh", "-c", program],
        env={**os.environ, "PYTHONUNBUFFERED": "", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@POSIX
@pytest.mark.parametrize("command", [f"check {QUEUE}", f"explain {QUEUE}", "schema", "--help"])
def test_a_reader_who_has_had_enough_hears_no_complaint(command: str) -> None:
    said = shell(f"sim {command} | head -n 1")

    assert said.stderr == ""
    assert len(said.stdout.splitlines()) == 1


@POSIX
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_fault(closed: str) -> None:
    assert shell(f"sim check {QUEUE} {closed}").returncode == 0


@POSIX
def test_a_fault_that_nobody_hears_still_has_its_exit_code(tmp_path: Path) -> None:
    assert shell(f"sim check {tmp_path}/none.yaml 2>&-").returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_an_output_on_a_full_disk_is_said_in_words() -> None:
    said = shell(f"sim explain {QUEUE} > /dev/full")

    assert said.returncode == 2
    assert "No space left on device" in said.stderr
    assert "Traceback" not in said.stderr
    assert "Exception ignored" not in said.stderr


@POSIX
@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX"},
        {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "1"},
    ],
    ids=["ascii", "POSIX", "narrow"],
)
def test_any_terminal_and_language_gets_its_answer(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    scenario = written(tmp_path, QUEUE.read_text().replace("Two services", "Zwei Größen — ☕ 🙂"))

    said = shell(f"sim check {scenario} && sim explain {scenario}", **environment)

    assert said.returncode == 0, said.stderr
    assert said.stderr == ""


@POSIX
@pytest.mark.usefixtures("short_report")
@pytest.mark.parametrize("request_to_end", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_run_that_is_asked_to_end_says_what_is_kept(
    tmp_path: Path, request_to_end: signal.Signals
) -> None:
    command = (
        "run",
        str(written(tmp_path)),
        "--replications",
        "5000",
        "--out",
        str(tmp_path / "o"),
    )
    with subprocess.Popen(
        [sys.executable, "-m", "sim", *command, "--workers", "2"],
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hear,  # noqa: PLW1509 -- this process has one thread
    ) as running:
        assert running.stderr is not None
        while "runs finished" not in running.stderr.readline():
            assert running.poll() is None
        running.send_signal(request_to_end)
        said = running.stderr.read()

    assert running.returncode == 130
    assert "runs are finished and kept in" in said
    assert "The same command goes on from there." in said
    assert "Traceback" not in said


@POSIX
def test_processes_that_are_killed_leave_one_sentence(tmp_path: Path) -> None:
    """Of a worker, and of all: no trace, no warning of semaphores, and the rest goes on."""
    out = tmp_path / "out"
    study = ("--arms", "one_room", "--replications", "6", "--years", "9", "--engine", "reference")
    command = [sys.executable, "-m", "sim", "run", str(written(tmp_path)), *study]
    with subprocess.Popen(
        [*command, "--workers", "2", "--out", str(out)], stderr=subprocess.PIPE, text=True
    ) as running:
        os.kill(worker_of(running), signal.SIGKILL)
        assert running.stderr is not None
        said = running.stderr.read()

    assert running.returncode == 2
    assert "A worker process was stopped from outside" in said
    assert "the same command goes on from there" in said
    assert "Traceback" not in said
    assert "semaphore" not in said
    assert not (out / "report.html").exists()


@POSIX
def test_a_command_that_is_killed_leaves_no_warning_behind(tmp_path: Path) -> None:
    study = ("--replications", "6", "--years", "9", "--engine", "reference", "--workers", "2")
    command = [sys.executable, "-m", "sim", "run", str(written(tmp_path)), *study]
    with subprocess.Popen(
        [*command, "--out", str(tmp_path / "out")], stderr=subprocess.PIPE, text=True
    ) as running:
        worker_of(running)
        running.kill()
        assert running.stderr is not None
        said = running.stderr.read()  # ends when nobody holds it any more

    assert "semaphore" not in said
    assert "Traceback" not in said


def worker_of(running: subprocess.Popen[str]) -> int:
    """A process that makes runs for a command, as soon as there is one."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert running.poll() is None
        found = subprocess.run(
            ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(running.pid)],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        workers = [line.split()[0] for line in found.splitlines() if "spawn_main" in line]
        if workers:
            time.sleep(1)
            return int(workers[0])
        time.sleep(0.1)
    raise AssertionError("no worker was started")


def hear() -> None:
    """What is started in the background may ignore Ctrl-C and hang-ups; this must not."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
