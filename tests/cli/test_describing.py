"""`sim describe` prints a draft or writes it to a new file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Sim
from tests.scenarios.shipped import FOLDER

QUEUE = FOLDER / "queue.yaml"


@pytest.mark.parametrize("form", ["stress", "trace", "odd", "bibtex"])
def test_a_draft_is_printed_or_written_and_is_the_same(form: str, sim: Sim, tmp_path: Path) -> None:
    printed = sim("describe", QUEUE, f"--{form}")
    written = sim("describe", QUEUE, f"--{form}", "--out", tmp_path / "draft")

    assert (printed.code, written.code) == (0, 0)
    assert (tmp_path / "draft").read_text(encoding="utf-8") == printed.out
    assert str(tmp_path / "draft") in written.out


def test_a_file_that_is_there_is_not_written_over(sim: Sim, tmp_path: Path) -> None:
    mine = tmp_path / "mine.md"
    mine.write_text("mine")

    said = sim("describe", QUEUE, "--odd", "--out", mine)

    assert said.code == 2
    assert "--out" in said.err
    assert mine.read_text() == "mine"


@pytest.mark.parametrize("words", [(), ("--odd", "--trace")])
def test_it_is_told_to_choose_one_checklist(words: tuple[str, ...], sim: Sim) -> None:
    said = sim("describe", QUEUE, *words)

    assert said.code == 2
    assert "Choose one of --stress, --trace, --odd and --bibtex" in said.err


def test_faults_of_the_file_are_told(sim: Sim) -> None:
    broken = Path(__file__).parents[1] / "broken_scenarios" / "missing_run.yaml"
    said = sim("describe", broken, "--odd")

    assert said.code == 2
    assert "missing_run.yaml" in said.err
