"""What is said of compiling: once, how far it is, and nothing to those who want quiet."""

from __future__ import annotations

import sys

import pytest

from sim.compiling import announcing, quietly
from sim.compiling.announcing import COMPILING, QUIET, STEPS, compiling


@pytest.fixture(autouse=True)
def nothing_said_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "_said", announcing._Said())
    monkeypatch.delenv(QUIET, raising=False)


def compile_everything() -> None:
    for _ in range(STEPS + 20):
        compiling()


def test_compiling_is_announced_once_with_every_quarter(capsys: pytest.CaptureFixture[str]) -> None:
    compile_everything()

    heard = capsys.readouterr()
    assert heard.out == ""
    assert heard.err.splitlines() == [
        COMPILING,
        "  25% compiled",
        "  50% compiled",
        "  75% compiled",
    ]


def test_nothing_is_said_to_those_who_want_quiet(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with quietly():
        compiling()
    monkeypatch.setenv(QUIET, "1")
    compile_everything()

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("stream", [None, "closed"])
def test_a_closed_error_stream_does_not_stop_the_work(
    monkeypatch: pytest.MonkeyPatch, stream: str | None
) -> None:
    class Closed:
        def write(self, text: str) -> int:
            raise ValueError("I/O operation on closed file")

    monkeypatch.setattr(sys, "stderr", None if stream is None else Closed())

    compile_everything()
