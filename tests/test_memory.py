"""How much memory there may be is asked of everything that can limit it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sim import memory
from sim.memory import GB, Limit, in_words, memory_limit

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux")


def groups(folder: Path, own: str, **limits: str) -> Limit | None:
    """The limit that control groups set, as they lie in a folder."""
    for name, text in limits.items():
        file = folder / name.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        (file.parent / file.name.replace("_max", ".max")).write_text(text)
    (folder / "own").write_text(own)
    return memory._container(folder, folder / "own")


def test_a_group_of_the_new_kind_is_limited_by_itself_and_by_those_above(tmp_path: Path) -> None:
    limit = groups(
        tmp_path,
        "0::/pod/box\n",
        memory_max="max",
        pod__memory_max="300\n",
        pod__box__memory_max="400",
    )

    assert limit is not None
    assert limit.size == 300


def test_a_group_of_the_old_kind_that_is_not_limited_says_a_very_large_number(
    tmp_path: Path,
) -> None:
    (tmp_path / "memory" / "box").mkdir(parents=True)
    file = tmp_path / "memory" / "box" / "memory.limit_in_bytes"
    own = "5:cpu:/other\n4:memory,hugetlb:/box\n"

    file.write_text("9223372036854771712")
    assert groups(tmp_path, own) is None
    file.write_text("5000")
    limit = groups(tmp_path, own)
    assert limit is not None
    assert limit.size == 5000


def test_without_control_groups_there_is_no_such_limit(tmp_path: Path) -> None:
    assert memory._container(tmp_path, tmp_path / "none") is None


def test_the_smallest_limit_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_machine", lambda: Limit(8 * GB, "this machine has"))
    monkeypatch.setattr(memory, "_container", lambda: Limit(2 * GB, "its container allows"))
    monkeypatch.setattr(memory, "_ulimit", lambda: None)

    assert memory_limit() == Limit(2 * GB, "its container allows")


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "1 MB"), (350e6, "350 MB"), (0.96e9, "1.0 GB"), (2.44e9, "2.4 GB"), (23e9, "23 GB")],
)
def test_bytes_in_words(size: float, words: str) -> None:
    assert in_words(size) == words


@LINUX
@pytest.mark.parametrize("megabytes", [100, 300, 700])
def test_with_little_address_space_a_run_says_so_and_nothing_else(
    tmp_path: Path, megabytes: int
) -> None:
    from tests.studies.scenarios import written  # noqa: PLC0415 -- floors of tests

    said = subprocess.run(
        [
            "sh",
            "-c",
            f"ulimit -v {megabytes * 1000}; exec {sys.executable} -m sim run {written(tmp_path)} "
            f"--out {tmp_path / 'out'}",
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 2
    assert said.stderr.startswith("`ulimit -v` leaves")
    assert len(said.stderr.splitlines()) == 2
    assert not (tmp_path / "out").exists()
