"""What other people have put into a folder of results stays as it is."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cli.results import FolderError, ResultsFolder
from sim.studies.files.reading import is_inside
from sim.studies.marks import SWEEP, Question
from tests.cli.folders import ONE, RUN, contents, finish, opened, tree


@pytest.mark.parametrize("inside", ["letter.txt", "measures.csv", ".secret", "unfinished/a.txt"])
def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, inside: str) -> None:
    (tmp_path / inside).parent.mkdir(exist_ok=True)
    (tmp_path / inside).write_text("mine")

    with pytest.raises(FolderError, match="holds other files already"):
        ResultsFolder(tmp_path, RUN, "key").open()

    assert contents(tmp_path) == {inside: b"mine"}


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "x", "outputs": ["notes.txt", "sub/thesis.doc"]}',
        '{"throughline_manifest": 1, "outputs": {"notes.txt": "%s"}}',
        '{"throughline_manifest": 2, "digest": "%s", "outputs": {"notes.txt": "%s"}}',
        "[" * 100_000,
        "not json",
    ],
)
@pytest.mark.parametrize("question", [RUN, Question(SWEEP, ONE, ONE, 1)])
def test_a_manifest_that_is_not_ours_proves_nothing(
    tmp_path: Path, text: str, question: Question
) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "thesis.doc").write_text("years of work")
    mine = hashlib.sha256(b"mine").hexdigest()
    (tmp_path / "manifest.json").write_text(text.replace("%s", mine))
    before = contents(tmp_path)

    with pytest.raises(FolderError, match=r"its `manifest.json` (is|has)"):
        ResultsFolder(tmp_path, question, "key").open()

    assert contents(tmp_path) == before


def test_a_name_added_to_our_own_manifest_proves_nothing_either(tmp_path: Path) -> None:
    finish(opened(tmp_path), "measures.csv")
    (tmp_path / "notes.txt").write_text("mine")
    about = json.loads((tmp_path / "manifest.json").read_text())
    about["outputs"]["notes.txt"] = hashlib.sha256(b"mine").hexdigest()
    (tmp_path / "manifest.json").write_text(json.dumps(about))

    with pytest.raises(FolderError, match="has been changed since it was written"):
        opened(tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_outputs_that_somebody_has_changed_are_not_replaced(tmp_path: Path) -> None:
    finish(opened(tmp_path), "measures.csv", "comparison.csv")
    (tmp_path / "comparison.csv").write_text("with my remarks")
    before = contents(tmp_path)

    with pytest.raises(FolderError, match=r"have been changed .* \(`comparison.csv`\)"):
        opened(tmp_path)

    assert contents(tmp_path) == before
    (tmp_path / "comparison.csv").unlink()
    finish(opened(tmp_path), "measures.csv", "comparison.csv")


def test_an_output_changed_while_the_study_runs_is_not_replaced(tmp_path: Path) -> None:
    finish(opened(tmp_path), "measures.csv")
    again = opened(tmp_path)
    (tmp_path / "measures.csv").write_text("mine")

    with pytest.raises(FolderError, match="have been changed"):
        finish(again, "measures.csv")
    assert (tmp_path / "measures.csv").read_text() == "mine"


@pytest.mark.parametrize("name", ["pictures/gaps.svg", "pictures", "measures.csv"])
def test_through_a_link_nothing_is_written_and_nothing_is_removed(
    tmp_path: Path, name: str
) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    finish(opened(out), "measures.csv", "pictures/gaps.svg")
    path = out / name
    other.mkdir()
    path.rename(other / path.name)
    path.symlink_to(other / path.name)
    before = contents(other)

    with pytest.raises(FolderError, match="have been changed"):
        opened(out)

    assert contents(other) == before


def test_a_link_put_there_while_the_study_runs_is_in_the_way(tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    other.mkdir()
    (other / "gaps.svg").write_text("theirs")
    folder = opened(out)
    (out / "pictures").symlink_to(other)

    with pytest.raises(FolderError, match="somebody else in the way: `pictures`"):
        finish(folder, "measures.csv", "pictures/gaps.svg")

    assert contents(other) == {"gaps.svg": b"theirs"}
    assert "measures.csv" not in tree(out)
    assert not list(out.glob("unfinished/*/outputs-*"))


@pytest.mark.parametrize("base", ["unfinished", "store"])
@pytest.mark.parametrize("target", ["other", "nowhere"])
def test_a_link_in_place_of_our_own_folders_is_refused(
    tmp_path: Path, base: str, target: str
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("theirs")
    out = tmp_path / "out"
    out.mkdir()
    (out / base).symlink_to(tmp_path / target)
    question = RUN if base == "unfinished" else Question(SWEEP, ONE, ONE, 1)

    with pytest.raises(FolderError, match="is a link or a file"):
        ResultsFolder(out, question, "key").open()

    assert contents(tmp_path / "other") == {"letter.txt": b"theirs"}
    assert not (tmp_path / "nowhere").exists()


def test_out_may_be_a_link_to_a_folder_and_not_one_to_nowhere(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    finish(opened(tmp_path / "out"), "measures.csv")
    assert tree(tmp_path / "real") == ["manifest.json", "measures.csv"]

    (tmp_path / "lost").symlink_to(tmp_path / "gone")
    with pytest.raises(FolderError, match="is a link that leads to no folder"):
        opened(tmp_path / "lost")
    assert not (tmp_path / "gone").exists()


def test_a_hard_link_keeps_what_it_names(tmp_path: Path) -> None:
    finish(opened(tmp_path / "out"), "measures.csv", words="old")
    os.link(tmp_path / "out" / "measures.csv", tmp_path / "mine.csv")

    finish(opened(tmp_path / "out"), "measures.csv", words="new")

    assert (tmp_path / "mine.csv").read_text() == "old measures.csv"
    assert (tmp_path / "out" / "measures.csv").read_text() == "new measures.csv"


def test_what_somebody_put_among_our_finished_runs_stays_and_is_named(tmp_path: Path) -> None:
    folder = opened(tmp_path / "out")
    (folder.runs / "notes.txt").write_text("mine")
    (folder.base / "also").mkdir()
    (folder.base / "also" / "notes.txt").write_text("mine")
    (folder.runs / "kept").symlink_to(tmp_path)
    finish(folder, "measures.csv")

    assert set(folder.left) == {
        folder.runs / "notes.txt",
        folder.runs / "kept",
        folder.base / "also",
    }
    assert (folder.runs / "notes.txt").read_text() == "mine"
    assert not (folder.runs / "alive").exists()
    finish(opened(tmp_path / "out"), "measures.csv")


def test_files_of_desktops_and_version_control_do_not_count_as_other_files(tmp_path: Path) -> None:
    (tmp_path / ".gitkeep").touch()

    opened(tmp_path)

    assert (tmp_path / "unfinished" / "key").is_dir()


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")

    with pytest.raises(FolderError, match="out is a file, not a folder"):
        opened(tmp_path / "out")
    with pytest.raises(FolderError, match="cannot be written to"):
        opened(tmp_path / "out" / "under")


def test_something_in_the_way_of_an_output_leaves_the_earlier_study_whole(tmp_path: Path) -> None:
    finish(opened(tmp_path / "out"), "measures.csv", words="old")
    (tmp_path / "out" / "pictures").write_text("mine")

    with pytest.raises(FolderError, match="in the way: `pictures`"):
        finish(opened(tmp_path / "out"), "measures.csv", "pictures/gaps.svg")

    assert (tmp_path / "out" / "pictures").read_text() == "mine"
    assert (tmp_path / "out" / "measures.csv").read_text() == "old measures.csv"


@pytest.mark.parametrize("made", ["file", "folder", "link", "pipe"])
def test_whatever_has_the_name_of_an_output_is_in_the_way(tmp_path: Path, made: str) -> None:
    folder = opened(tmp_path)
    path = tmp_path / "measures.csv"
    ways: dict[str, Callable[[], object]] = {
        "file": lambda: path.write_text("mine"),
        "folder": path.mkdir,
        "link": lambda: path.symlink_to(tmp_path / "gone"),
        "pipe": lambda: os.mkfifo(path),
    }
    ways[made]()

    with pytest.raises(FolderError, match=r"in the way: `measures\.csv`"):
        finish(folder, "measures.csv")
    assert os.path.lexists(path)
    assert not (tmp_path / "manifest.json").exists()


def test_names_from_a_manifest_stay_inside_its_folder() -> None:
    names = ("a/b.csv", "../a", "/a", "", "a/../../b", "a\\..\\b", "c:/a", "./a")
    assert [is_inside(name) for name in names] == [True, *[False] * 7]
