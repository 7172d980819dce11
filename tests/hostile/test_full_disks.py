"""Disks that fill up at any moment: said in a sentence, and what was there before is whole."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sim.cli import app
from tests.hostile.test_foreign_folders import snapshot
from tests.studies.scenarios import written
from tests.studies.sweeps.studies import written as written_study

resource = pytest.importorskip("resource", reason="Windows limits no files")
SIZES = (0, 200, 2_000, 8_000, 30_000)
"""Bytes that a file may grow to. Every one writes further than the one before."""


@contextmanager
def limited(size: int) -> Iterator[None]:
    """Let no file grow beyond a size; a write beyond fails, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


Answered = Callable[..., tuple[int, str]]


@pytest.fixture
def answered(capsys: pytest.CaptureFixture[str]) -> Answered:
    """Give a command under such a limit, and return its exit code and what it said."""

    def command(*words: object, size: int) -> tuple[int, str]:
        with limited(size), pytest.raises(SystemExit) as end:
            app([*map(str, words), "--workers", "1", "--quiet"], prog_name="sim")
        said = capsys.readouterr()
        return int(end.value.code or 0), said.out + said.err

    return command


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("command", ["run", "sweep"])
def test_where_no_more_can_be_written_that_is_said_and_nothing_is_half_written(
    tmp_path: Path, answered: Answered, command: str, size: int
) -> None:
    short = ("--replications", 1, "--years", 0.3) if command == "run" else ("--replications", 1)
    file = written(tmp_path) if command == "run" else written_study(tmp_path)
    out = tmp_path / "out"

    code, said = answered(command, file, *short, "--out", out, size=size)

    assert code == 2, said
    assert "File too large" in said
    assert "Traceback" not in said
    assert "fault in the program" not in said
    assert not list(tmp_path.rglob("*.part"))
    made = {path.name for path in out.iterdir()} if out.is_dir() else set()
    assert made <= {"unfinished", "store"}


def test_an_earlier_study_is_whole_after_a_later_one_found_no_room(
    tmp_path: Path, answered: Answered
) -> None:
    file, out = written(tmp_path), tmp_path / "out"
    short = ("--years", 0.3, "--replications", 1, "--out", out)
    assert answered("run", file, *short, size=10**9)[0] == 0
    before = snapshot(out)

    for size in SIZES[1:]:
        code, said = answered("run", file, *short, size=size)
        assert code == 2, said
        after = snapshot(out)
        assert {name: after[name] for name in before} == before
