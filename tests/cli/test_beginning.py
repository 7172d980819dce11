"""`sim new` copies a shipped scenario, with what it names, and writes over nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario import shipped
from sim.scenario.files import read_scenario_tree
from sim.scenario.shipped import SHIPPED
from tests.cli.conftest import Sim
from tests.scenarios.shipped import FOLDER

NAMES = [each.name for each in SHIPPED]


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_is_the_shipped_scenario_and_needs_nothing_else(
    name: str, sim: Sim, tmp_path: Path
) -> None:
    said = sim("new", "x", "--from", name, "--out", tmp_path / "a" / "b")

    assert said.code == 0
    copy = tmp_path / "a" / "b" / "x.yaml"
    assert str(copy) in said.out
    source = next(each.file for each in SHIPPED if each.name == name)
    assert copy.read_bytes() == (FOLDER / source).read_bytes()
    assert read_scenario_tree(copy) == read_scenario_tree(FOLDER / source)


def test_every_scenario_of_the_repository_is_shipped_under_its_name() -> None:
    assert {each.file for each in SHIPPED if "/" not in each.file} == {
        path.name for path in FOLDER.glob("*.yaml")
    }
    assert all(Path(each.file).stem == each.name for each in SHIPPED)


def test_what_is_shipped_is_what_stands_in_the_repository() -> None:
    assert everything(shipped.folder_of_scenarios()) == everything(FOLDER)


def test_without_a_name_it_lists_what_there_is(sim: Sim) -> None:
    said = sim("new")

    assert said.code == 0
    assert all(each.name in said.out and each.title in said.out for each in SHIPPED)


def test_a_new_scenario_without_a_source_is_told_which_there_are(sim: Sim) -> None:
    said = sim("new", "x")

    assert said.code == 2
    assert "--from" in said.err
    assert all(name in said.err for name in NAMES)


def test_a_wrong_name_is_told_the_nearest_one(sim: Sim) -> None:
    said = sim("new", "x", "--from", "cen_comunity")

    assert said.code == 2
    assert "Did you mean `cen_community`?" in said.err


@pytest.mark.parametrize("name", [None, "", ".yaml", "../x", "a/b", "a\\b", "-", "a b"])
def test_a_name_that_is_no_name_of_a_file_is_refused(
    name: str | None, sim: Sim, tmp_path: Path
) -> None:
    words = () if name is None else ("--", name)
    said = sim("new", "--from", "queue", "--out", tmp_path, *words)

    assert said.code == 2
    assert "sim new my_area --from queue" in said.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("taken", ["x.yaml", "cen_community", "link"])
def test_what_is_there_already_is_left_as_it_is(taken: str, sim: Sim, tmp_path: Path) -> None:
    if taken == "link":
        (tmp_path / "x.yaml").symlink_to(tmp_path / "nowhere")
    else:
        (tmp_path / taken).write_text("mine")
    before = sorted(tmp_path.iterdir())

    said = sim("new", "x", "--from", "cen_community", "--out", tmp_path)

    assert said.code == 2
    assert "left as it is" in said.err
    assert sorted(tmp_path.iterdir()) == before


def test_a_copy_that_fails_on_the_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []

    def fail_at_the_third(path: Path, data: bytes) -> None:
        if len(written) == 2:
            raise OSError(28, "No space left on device", str(path))
        path.write_bytes(data)
        written.append(path)

    monkeypatch.setattr(shipped, "write_first", fail_at_the_third)

    with pytest.raises(OSError, match="No space left"):
        shipped.copy_of(shipped.shipped_named("cen_community"), tmp_path, "x.yaml")
    assert written
    assert not list(tmp_path.iterdir())
