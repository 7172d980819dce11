"""Projects on disk: found, named, opened, saved, and never left half-written."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.app.editing import Change
from sim.app.house import House
from sim.app.projects import NoProject, Projects, Stale
from sim.app.projects.folders import slug
from sim.app.projects.saving import see_to_path
from sim.errors import SimError
from tests.app.conftest import REVISION, SMALL, Planner


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Our area", "our-area"),
        ("Área Nº 5, Süd/West", "area-no-5-sud-west"),
        ("../../etc/passwd", "etc-passwd"),
        ("", "area"),
        ("CON", "area-con"),
        ("   ", "area"),
        ("日本", "area"),
        ("a" * 200, "a" * 48),
    ],
)
def test_a_folder_is_named_after_a_title_in_plain_letters(title: str, name: str) -> None:
    assert slug(title) == name


def test_two_projects_of_one_title_have_folders_of_their_own(tmp_path: Path) -> None:
    projects = Projects(tmp_path / "new" / "folder")

    assert [projects.new_folder("Area").name for _ in range(3)] == ["area", "area-2", "area-3"]


def test_only_folders_with_a_scenario_are_projects(tmp_path: Path, house: House) -> None:
    root = house.projects.root
    for name in ("whole", "empty", "Bad Name"):
        (root / name).mkdir(parents=True)
    for name in ("whole", "Bad Name"):
        (root / name / "area.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "area.yaml").write_text(SMALL, encoding="utf-8")
    (root / "link").symlink_to(tmp_path / "outside")

    assert [each.name for each in house.projects.every()] == ["whole"]
    for name in ("empty", "link", "..", ".", "whole/..", "Bad Name", ""):
        with pytest.raises(NoProject):
            house.projects.named(name)


def test_a_project_is_read_again_only_when_a_file_of_it_has_changed(
    house: House, project: Callable[..., Path]
) -> None:
    folder = project()
    queue = house.projects.named("queue")
    first = house.library.open(queue)
    assert house.library.open(queue) is first

    (folder / "results").mkdir()
    (folder / "results" / "x.csv").write_text("a\n", encoding="utf-8")
    assert house.library.open(queue) is first

    (folder / "area.yaml").write_text(SMALL.replace("seed: 1", "seed: 2"), encoding="utf-8")
    assert house.library.open(queue) is not first


def test_a_save_of_an_older_text_is_refused(house: House, project: Callable[..., Path]) -> None:
    folder = project()
    queue = house.projects.named("queue")
    before = house.library.open(queue)
    change = [Change(("services", "group", "label"), "Circle")]
    house.saver.save(queue, before.revision, change)

    with pytest.raises(Stale) as stale:
        house.saver.save(queue, before.revision, [Change(("title",), "Other")])

    assert stale.value.changes == (Change(("title",), "Other"),)
    assert "Other" not in (folder / "area.yaml").read_text(encoding="utf-8")


def test_a_save_that_cannot_be_written_is_told_and_leaves_the_text_as_it_was(
    planner: Planner, project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project()
    page = planner.get("/projects/queue/services")
    revision = REVISION.search(page)
    assert revision is not None

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    answer = planner.post(
        "/projects/queue/services",
        {"revision": revision[1], "services.group.label": "Circle"},
    )

    assert answer.status_code == 500
    assert "No space left on device" in answer.text
    assert "fault in the program" not in answer.text
    assert (folder / "area.yaml").read_text(encoding="utf-8") == SMALL
    assert [each.name for each in folder.iterdir()] == ["area.yaml"]


@pytest.mark.parametrize(
    "change",
    [
        Change((), "x"),
        Change(("a",) * 13, "x"),
        Change(("a", ""), "x"),
        Change(("extends",), "other.yaml"),
        Change(("people", "start", "from_table"), "x.csv"),
        Change(("people", "start"), {"from_table": "x.csv"}),
        Change(("a",), [{"b": {"extends": "x"}}]),
    ],
)
def test_no_change_names_another_file_or_no_field(change: Change) -> None:
    with pytest.raises(SimError):
        see_to_path(change)


def test_a_scenario_that_an_editor_has_broken_is_told_and_can_be_mended(
    planner: Planner, project: Callable[..., Path]
) -> None:
    folder = project()
    (folder / "area.yaml").write_text("title: [", encoding="utf-8")

    for page in ("check", "services", "what-if", "run", "flows", "assumptions"):
        assert "There is a problem" in planner.get(f"/projects/queue/{page}")

    (folder / "area.yaml").write_text(SMALL, encoding="utf-8")
    assert "No fault" in planner.get("/projects/queue/check")
