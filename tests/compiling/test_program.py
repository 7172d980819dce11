"""A program of parts: made once, kept whole, loaded once, and made again when it is damaged."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.compiling import Map, Program, program, rules
from sim.errors import EngineUnavailable


def twice(number: int) -> int:
    """A part that another calls."""
    return 2 * number


def write_double(w: Map) -> int:
    """An entry."""
    w[1] = double(w[0])
    return w[1]


def double(number: int) -> int:
    """Stands for the part in the entry's own source; `Toy` puts the part in its place."""
    raise NotImplementedError


class Toy(Program):
    """A program of two parts that counts how often it is translated, and made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__("toy")
        self.translated = self.made = 0
        monkeypatch.setitem(write_double.__globals__, "double", self.part(twice))
        self.run = self.entry(write_double)

    def _make(self) -> bytes:
        self.translated += 1
        return super()._make()

    def machine_code(self, built_in: Mapping[int, int]) -> bytes:
        """Make a program."""
        self.made += 1
        return super().machine_code(built_in)

    def answer(self, number: int) -> int:
        """Twice a number, by the program."""
        numbers = np.array([number, 0])
        assert self.run(numbers.ctypes.data) == numbers[1]
        return int(numbers[1])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where programs are kept in this test."""
    monkeypatch.setattr(program, "cache_folder", lambda *_: str(tmp_path))
    return tmp_path


def test_a_program_is_made_once_and_then_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = Toy(monkeypatch), Toy(monkeypatch)
    assert not first.is_ready()

    assert first.answer(21) == 42
    assert second.is_ready()
    assert second.answer(-4) == -8

    assert (first.translated, first.made) == (1, 1)
    assert (second.translated, second.made) == (0, 0)
    assert sorted(path.suffix for path in folder.iterdir()) == [".bc", ".o"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:20],
        lambda content: content[:-1],
        lambda content: content[32:],
        lambda content: content[:400] + bytes([content[400] ^ 1]) + content[401:],
    ],
    ids=["empty", "less than a digest", "cut short", "without a digest", "one bit"],
)
def test_a_damaged_program_is_not_run_but_made_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, damage: Any
) -> None:
    Toy(monkeypatch).answer(1)
    (place,) = folder.glob("*.o")
    whole = place.read_bytes()
    place.write_bytes(damage(whole))

    again = Toy(monkeypatch)
    assert not again.is_ready()
    assert again.answer(21) == 42

    assert (again.translated, again.made) == (0, 1)
    assert Toy(monkeypatch).is_ready()
    assert [path.name for path in folder.glob("*.o")] == [place.name]


def test_without_a_folder_a_program_is_made_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "cache_folder", lambda *_: None)
    toy = Toy(monkeypatch)
    assert not toy.is_ready()

    assert toy.answer(3) == 6

    assert toy.is_ready()
    assert (toy.translated, toy.made) == (1, 1)


def test_a_damaged_translation_is_made_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Toy(monkeypatch).load()
    (place,) = folder.iterdir()
    place.write_bytes(place.read_bytes()[:-1])

    again = Toy(monkeypatch)
    assert again.answer(21) == 42

    assert again.translated == 1


def test_a_disk_that_is_full_costs_the_file_and_not_the_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)

    assert Toy(monkeypatch).answer(3) == 6

    assert not list(folder.iterdir())


@pytest.mark.usefixtures("folder")
def test_threads_that_call_a_program_at_once_load_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    toy, together = Toy(monkeypatch), threading.Barrier(8)

    def call(number: int) -> int:
        together.wait()
        return toy.answer(number)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(call, range(8)))

    assert answers == [2 * number for number in range(8)]
    assert (toy.translated, toy.made) == (1, 1)


def test_programs_made_at_once_leave_one_whole_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    toys, together = [Toy(monkeypatch) for _ in range(4)], threading.Barrier(4)

    def call(toy: Toy) -> int:
        together.wait()
        return toy.answer(4)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(call, toys)) == [8] * 4

    assert len(list(folder.iterdir())) == 2
    assert Toy(monkeypatch).is_ready()


@pytest.mark.usefixtures("folder")
def test_a_numba_that_cannot_make_it_is_said_in_its_own_words_with_the_ways_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(rules.OPTIONS, "_nrt_of_another_version", False)
    toy = Toy(monkeypatch)

    with pytest.raises(EngineUnavailable, match="_nrt_of_another_version") as caught:
        toy.answer(1)

    assert "--engine reference" in str(caught.value)
    assert "pip install --upgrade numba" in str(caught.value)
    assert "cannot compile it" in str(caught.value)


ANSWER = """
from tests.compiling.test_program import twice
from sim.compiling import Map, Program

toy = Program("toy_of_a_process")
double = toy.part(twice)


def write_double(w: Map) -> int:
    w[1] = double(w[0])
    return w[1]


import sys
import numpy as np

run = toy.entry(write_double)
numbers = np.array([21, 0])
if sys.argv[1] == "answer":
    assert run(numbers.ctypes.data) == 42
toy.load()
"""


def test_a_process_makes_a_program_of_what_another_has_translated(tmp_path: Path) -> None:
    source = tmp_path / "toy.py"
    source.write_text(ANSWER, encoding="utf-8")
    here = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": str(Path.cwd())}
    for what in ("translate", "answer"):
        said = subprocess.run(
            [sys.executable, str(source), what],
            check=False,
            env=here,
            capture_output=True,
            text=True,
        )
        assert said.returncode == 0, said.stderr
