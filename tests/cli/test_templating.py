"""`sim template` writes a workbook, empty or from a scenario, and writes over nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.area.reading import read_workbook
from sim.scenario import load
from tests.cli.test_importing import book, sim
from tests.docs.pages import HOUSE


def test_an_empty_workbook_is_not_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "area.xlsx"
    assert sim("template", path) == 0
    first = path.read_bytes()
    assert sim("template", path) == 2
    assert path.read_bytes() == first
    assert "left as it is" in capsys.readouterr().err


def test_another_kind_of_file_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sim("template", tmp_path / "area.csv") == 2
    assert "area.xlsx" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_an_imported_scenario_gives_its_figures_back_and_the_same_scenario(tmp_path: Path) -> None:
    assert sim("import", book(tmp_path)) == 0
    again = tmp_path / "again.xlsx"
    assert sim("template", again, "--from", tmp_path / "area.yaml") == 0
    assert again.read_bytes() == (tmp_path / "area.xlsx").read_bytes()
    assert sim("import", again, "--out", tmp_path / "again") == 0
    one, other = load(tmp_path / "area.yaml"), load(tmp_path / "again" / "again.yaml")
    assert one.to_dict() == other.to_dict()


@pytest.mark.parametrize("name", ["area.yaml", "start.csv"])
def test_a_scenario_that_was_changed_since_is_extended(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sim("import", book(tmp_path)) == 0
    with (tmp_path / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    again = tmp_path / "again.xlsx"
    assert sim("template", again, "--from", tmp_path / "area.yaml") == 0
    assert read_workbook(again).area.extends == "area.yaml"
    assert "Counts are 0" in capsys.readouterr().out


def test_what_is_extended_lies_in_the_folder_or_is_allowed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "here").mkdir()
    queue = Path(shutil.copy(HOUSE / "scenarios" / "queue.yaml", tmp_path))
    mine = tmp_path / "here" / "mine.xlsx"
    assert sim("template", mine, "--from", queue) == 2
    assert "--allow-outside" in capsys.readouterr().err
    assert sim("template", mine, "--from", queue, "--allow-outside") == 0
    assert sim("import", mine) == 2
    assert "mine.xlsx, Area!" in capsys.readouterr().err
    assert sim("import", mine, "--allow-outside") == 0
    assert load(mine.with_suffix(".yaml"), allow_outside=True) == load(queue)
