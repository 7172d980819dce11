"""`sim import` writes everything or nothing, and replaces only what it wrote itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.area.template import write_template
from sim.cli import app
from sim.scenario import load
from tests.area.composing.books import TEAM, WARD, small, what_if

FILES = ("area.yaml", "start.csv", "targets.csv", "import.json", "import.html")


def sim(*words: object) -> int:
    """The exit code of a command."""
    with pytest.raises(SystemExit) as end:
        app([str(word) for word in words], prog_name="sim")
    return int(str(end.value.code or 0))


def book(folder: Path, name: str = "area.xlsx", **sheets: Any) -> Path:
    """A workbook of the small area."""
    services = sheets.pop("services", ())
    return write_template(folder / name, small(*services, **sheets))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_it_writes_a_scenario_its_tables_and_a_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book(tmp_path, what_if=[what_if("WTE", 9.6, "2025-10-01")])
    assert sim("import", path) == 0
    assert set(contents(tmp_path)) == {"area.xlsx", *FILES}
    said = capsys.readouterr().out
    assert "area.yaml has 2 services and 2 arms." in said
    assert "149 people at the start" in said
    assert "taken for granted" in said
    assert f"sim check {tmp_path / 'area.yaml'}" in said
    assert load(tmp_path / "area.yaml").arm_names == ("as_today", "more")


def test_the_same_workbook_gives_the_same_bytes_again(tmp_path: Path) -> None:
    path = book(tmp_path)
    assert sim("import", path) == 0
    first = contents(tmp_path)
    assert sim("import", path) == 0
    assert contents(tmp_path) == first


def test_a_workbook_with_other_figures_replaces_what_was_imported(tmp_path: Path) -> None:
    assert sim("import", book(tmp_path)) == 0
    ward = {**WARD, "places": 12}
    assert sim("import", book(tmp_path, services=(TEAM, ward))) == 0
    places = load(tmp_path / "area.yaml").services["ward"].capacity
    assert places is not None
    assert places.places is not None
    assert places.places.value == 12


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_was_changed_by_hand_is_never_replaced(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book(tmp_path)
    assert sim("import", path) == 0
    with (tmp_path / name).open("a", encoding="utf-8") as file:
        file.write("# mine\n")
    before = contents(tmp_path)
    assert sim("import", path) == 2
    assert contents(tmp_path) == before
    said = capsys.readouterr().err
    assert name in said
    assert "ove it away" in said


def test_a_file_of_somebody_else_is_never_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book(tmp_path)
    (tmp_path / "start.csv").write_text("mine", encoding="utf-8")
    assert sim("import", path) == 2
    assert set(contents(tmp_path)) == {"area.xlsx", "start.csv"}
    assert "did not write it" in capsys.readouterr().err


def test_two_workbooks_do_not_share_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sim("import", book(tmp_path)) == 0
    other = book(tmp_path, "other.xlsx")
    assert sim("import", other) == 2
    assert "--out DIR" in capsys.readouterr().err
    assert sim("import", other, "--out", tmp_path / "other") == 0
    assert (tmp_path / "other" / "other.yaml").exists()


def test_figures_that_disagree_are_all_told_with_their_cells_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    team, ward = {**TEAM, "caseload_last": 300}, {**WARD, "caseload_last": 11}
    path = book(tmp_path, services=(team, ward))
    assert sim("import", path) == 2
    assert set(contents(tmp_path)) == {"area.xlsx"}
    said = capsys.readouterr().err
    assert "area.xlsx, Services!" in said
    assert "starts − discharges" in said
    assert "11 people, 10 places" in said


def test_what_the_scenario_cannot_say_is_told_with_its_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    observed = [{"measure": "list_lenght", "service": "team", "value": 40, "n": 40}]
    rows = [what_if("WTE", 9, "2025-10-01"), what_if("contact", 45, "2026-01-01")]
    assert sim("import", book(tmp_path, what_if=rows)) == 2
    assert "What if!C4" in capsys.readouterr().err
    assert sim("import", book(tmp_path, observed=observed)) == 2
    said = capsys.readouterr().err
    assert "area.xlsx, Observed!A3: `list_lenght` is no measure of a service." in said
    assert "Did you mean `list_length`?" in said
    assert set(contents(tmp_path)) == {"area.xlsx"}


def test_an_import_that_was_stopped_half_way_can_be_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sim("import", book(tmp_path)) == 0
    path = book(tmp_path, services=(TEAM, {**WARD, "places": 12}))
    moved, replace = [], Path.replace

    def stops(self: Path, target: Path) -> Path:
        moved.append(target)
        if len(moved) == 3:
            raise KeyboardInterrupt
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", stops)
        assert sim("import", path) == 130
    assert not list(tmp_path.glob(".*"))
    assert sim("import", path) == 0
