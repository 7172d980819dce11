"""A rule's machine code is kept, and damage to what is kept costs time and never a run."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from sim.compiling import announcing, kept_rules
from sim.compiling.rules import RULES


def rule(a: float, b: float) -> float:
    """Something to compile."""
    return a * b + 1.0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where rules are kept in this test."""
    monkeypatch.setattr(kept_rules, "cache_folder", lambda *_: str(tmp_path))
    return tmp_path


def made() -> Any:
    """The rule as another process finds it: nothing of it is in memory."""
    return kept_rules.dispatcher(rule, RULES, kept=True)


def test_a_rule_is_compiled_once_and_then_read(folder: Path) -> None:
    first, second = made(), made()

    assert first(2.0, 3.0) == second(2.0, 3.0) == 7.0

    assert sum(first.stats.cache_hits.values()) == 0
    assert sum(second.stats.cache_hits.values()) == 1
    assert len(list(folder.iterdir())) == 1


Damage = Callable[[bytes], bytes]


def flip(place: float, bit: int) -> Damage:
    """Turn one bit over, somewhere in the file."""

    def damaged(whole: bytes) -> bytes:
        at = int(place * len(whole))
        return whole[:at] + bytes([whole[at] ^ (1 << bit)]) + whole[at + 1 :]

    return damaged


def cut(place: float) -> Damage:
    """Lose the end of the file."""
    return lambda whole: whole[: int(place * len(whole))]


PLACES = st.floats(0, 1, exclude_max=True)
DAMAGES = st.one_of(
    st.builds(flip, PLACES, st.integers(0, 7)),
    st.builds(cut, PLACES),
    st.binary(max_size=300).map(lambda other: lambda whole: other),
    st.binary(min_size=1, max_size=40).map(lambda more: lambda whole: whole + more),
)


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(damage=DAMAGES)
def test_whatever_happens_to_a_kept_rule_it_gives_the_same_answer(
    folder: Path, damage: Damage
) -> None:
    made()(2.0, 3.0)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage(whole))

    again = made()

    assert again(2.0, 3.0) == 7.0
    assert sum(again.stats.cache_hits.values()) == 0
    third = made()
    assert third(2.0, 3.0) == 7.0
    assert sum(third.stats.cache_hits.values()) == 1  # it was written anew
    assert [path.name for path in folder.iterdir()] == [file.name]


def test_a_sealed_file_of_another_rule_is_not_taken(folder: Path) -> None:
    made()(2.0, 3.0)
    (file,) = folder.iterdir()

    def other(a: float, b: float) -> float:
        return a - b

    kept_rules.dispatcher(other, RULES, kept=True)(2.0, 3.0)
    (theirs,) = set(folder.iterdir()) - {file}
    theirs.write_bytes(file.read_bytes())

    assert kept_rules.dispatcher(other, RULES, kept=True)(2.0, 3.0) == -1.0


def test_a_folder_in_the_place_of_a_file_is_said_once_and_costs_the_file(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcing, "_said", announcing._Said())
    made()(2.0, 3.0)
    (file,) = folder.iterdir()
    file.unlink()
    file.mkdir()

    assert [made()(2.0, 3.0) for _ in range(3)] == [7.0] * 3

    assert file.is_dir()
    said = capsys.readouterr().err
    assert said.count("Compiled code cannot be kept in") == 1
    assert "Nothing else is wrong" in said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_a_full_disk_is_said_in_words_and_costs_the_file(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcing, "_said", announcing._Said())

    def full(**_: object) -> tuple[int, str]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sim.compiling.sealed.tempfile.mkstemp", full)

    assert made()(2.0, 3.0) == 7.0

    said = capsys.readouterr().err
    assert "(No space left on device), so the next command compiles again" in said
    assert "Install a Numba" not in said
    assert not list(folder.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes of files")
def test_a_file_that_cannot_be_read_is_written_anew(folder: Path) -> None:
    made()(2.0, 3.0)
    (file,) = folder.iterdir()
    file.chmod(0)

    assert made()(2.0, 3.0) == 7.0
