"""Several commands in one folder, and commands that are killed: one answer, and nothing lost."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.studies.scenarios import written
from tests.studies.sweeps.studies import STUDY, written as written_study

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no locks on folders")
PATIENCE = 120


def begun(*words: object) -> subprocess.Popen[str]:
    """A command, on one processor."""
    return subprocess.Popen(
        [sys.executable, "-m", "sim", *map(str, words), "--workers", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(*commands: subprocess.Popen[str]) -> list[tuple[int, str]]:
    """Exit codes of commands, and what they said."""
    said = [each.communicate(timeout=PATIENCE)[1] for each in commands]
    return [(each.returncode, text) for each, text in zip(commands, said, strict=True)]


@POSIX
def test_of_three_runs_in_one_folder_one_is_made_and_the_others_say_so(tmp_path: Path) -> None:
    scenario, out = written(tmp_path), tmp_path / "out"
    short = ("--years", 0.5, "--replications", 4, "--out", out)

    answers = ended(*(begun("run", scenario, *short, "--seed", seed) for seed in (1, 2, 3)))

    assert sorted(code for code, _ in answers) == [0, 2, 2]
    for code, said in answers:
        assert "Traceback" not in said
        if code == 2:
            assert "is in use: another command" in said or "to another question" in said
    assert not (out / "unfinished").exists()
    (won,) = (seed for seed, (code, _) in enumerate(answers, 1) if code == 0)
    assert f'"seed": {won}' in (out / "manifest.json").read_text()


@POSIX
def test_of_three_sweeps_of_different_questions_in_one_folder_one_is_made(tmp_path: Path) -> None:
    out = tmp_path / "out"
    commands = []
    for seed in (1, 2, 3):
        (tmp_path / str(seed)).mkdir()
        study = written_study(tmp_path / str(seed), f"{STUDY}seed: {seed}\n")
        commands.append(begun("sweep", study, "--out", out))

    answers = ended(*commands)

    assert sorted(code for code, _ in answers) == [0, 2, 2]
    assert all("another question" in said for code, said in answers if code == 2)
    (won,) = (seed for seed, (code, _) in enumerate(answers, 1) if code == 0)
    assert f'"seed": {won}' in (out / "manifest.json").read_text()


@POSIX
def test_a_killed_run_leaves_no_lock_and_keeps_its_folder_for_its_own_question(
    tmp_path: Path,
) -> None:
    scenario, out = written(tmp_path), tmp_path / "out"
    long = ("--years", 2, "--replications", 30, "--out", out)
    killed = begun("run", scenario, *long)
    deadline = time.monotonic() + PATIENCE
    while not list(out.glob("unfinished/*/*/runs/[0-9]*.npz")):
        assert time.monotonic() < deadline
        assert killed.poll() is None
        time.sleep(0.02)
    killed.send_signal(signal.SIGKILL)
    killed.communicate(timeout=PATIENCE)

    ((code, said),) = ended(begun("run", scenario, *long, "--seed", 9))
    assert code == 2
    assert "holds another question that was begun and is not finished" in said

    ((code, said),) = ended(begun("run", scenario, *long))
    assert code == 0
    assert not said.startswith("0 of")
    assert not (out / "unfinished").exists()
