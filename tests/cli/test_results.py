"""The folder of results: new, continued or replaced, and never somebody else's."""

from pathlib import Path

import pytest

from sim.cli.results import FolderError, ResultsFolder, digests, is_inside, same_outputs
from sim.studies.manifest import Manifest, write_manifest
from sim.studies.store.sessions import Session
from sim.studies.study import Settings

SETTINGS = Settings(("a",), "a", 1, 1, "1 year", 525_960)


def manifest(**outputs: str) -> Manifest:
    """A manifest of these outputs, with their digests."""
    return Manifest("d", "s", SETTINGS, "none", {}, "here", outputs)


def finish(folder: ResultsFolder, *names: str) -> None:
    """Write files with these names as the outputs of a study, and publish them."""
    staging = folder.staging()
    for name in names:
        (staging / name).parent.mkdir(parents=True, exist_ok=True)
        (staging / name).write_text(f"new {name}")
    write_manifest(manifest(**digests(staging)), staging / "manifest.json")
    folder.publish()


def tree(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_a_new_folder_is_made_with_those_above_it_and_holds_outputs_alone(tmp_path: Path) -> None:
    folder = ResultsFolder(tmp_path / "deep" / "down", "key")
    folder.open()
    (folder.runs / "a-00001").mkdir()
    finish(folder, "measures.csv", "pictures/gaps.svg")

    assert tree(tmp_path / "deep" / "down") == [
        *("manifest.json", "measures.csv", "pictures/gaps.svg")
    ]
    assert not (tmp_path / "deep" / "down" / "unfinished").exists()


def test_finished_runs_stay_while_another_command_is_at_work_on_them(tmp_path: Path) -> None:
    folder = ResultsFolder(tmp_path / "out", "key")
    folder.open()
    other = Session(folder.runs / "alive")
    finish(folder, "measures.csv")
    assert folder.runs.is_dir()

    other.close()
    finish(folder, "measures.csv")
    assert tree(tmp_path / "out") == ["manifest.json", "measures.csv"]


def test_an_earlier_study_is_replaced_and_what_only_it_had_is_dropped(tmp_path: Path) -> None:
    first = ResultsFolder(tmp_path / "out", "one")
    first.open()
    finish(first, "measures.csv", "log/a-00001/events.csv")
    (tmp_path / "out" / "notes.txt").write_text("mine")

    second = ResultsFolder(tmp_path / "out", "two")
    second.open()
    assert "log/a-00001/events.csv" in tree(tmp_path / "out")  # until the new one is whole
    finish(second, "measures.csv")

    assert tree(tmp_path / "out") == ["manifest.json", "measures.csv", "notes.txt"]
    assert not (tmp_path / "out" / "log").exists()


def test_finished_runs_of_a_broken_off_study_are_found_again(tmp_path: Path) -> None:
    first = ResultsFolder(tmp_path / "out", "key")
    first.open()
    (first.runs / "a-00001").mkdir()

    again = ResultsFolder(tmp_path / "out", "key")
    again.open()

    assert (again.runs / "a-00001").is_dir()


@pytest.mark.parametrize("inside", ["letter.txt", "measures.csv"])
def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, inside: str) -> None:
    (tmp_path / inside).write_text("mine")

    with pytest.raises(FolderError, match="holds other files already"):
        ResultsFolder(tmp_path, "key").open()

    assert tree(tmp_path) == [inside]


def test_a_study_of_many_settings_is_not_replaced_by_a_run(tmp_path: Path) -> None:
    ResultsFolder(tmp_path, None).open()
    before = tree(tmp_path)

    with pytest.raises(FolderError, match="holds a study of `sim sweep`"):
        ResultsFolder(tmp_path, "key").open()

    assert tree(tmp_path) == before
    ResultsFolder(tmp_path, None).open()


def test_hidden_files_do_not_count_as_other_files(tmp_path: Path) -> None:
    (tmp_path / ".gitkeep").touch()

    ResultsFolder(tmp_path, "key").open()

    assert (tmp_path / "unfinished" / "key").is_dir()


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")

    with pytest.raises(FolderError, match="out is a file, not a folder"):
        ResultsFolder(tmp_path / "out", "key").open()
    with pytest.raises(FolderError, match="cannot be written to"):
        ResultsFolder(tmp_path / "out" / "under", "key").open()


def test_something_in_the_way_of_an_output_leaves_the_earlier_study_whole(tmp_path: Path) -> None:
    first = ResultsFolder(tmp_path / "out", "one")
    first.open()
    finish(first, "measures.csv")
    (tmp_path / "out" / "pictures").write_text("mine")

    second = ResultsFolder(tmp_path / "out", "two")
    second.open()
    with pytest.raises(FolderError, match="in the way of `pictures"):
        finish(second, "measures.csv", "pictures/gaps.svg")

    assert (tmp_path / "out" / "pictures").read_text() == "mine"
    assert {"manifest.json", "measures.csv"} < set(tree(tmp_path / "out"))


def test_a_manifest_cannot_have_files_outside_its_folder_removed(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine")
    out = tmp_path / "out"
    out.mkdir()
    write_manifest(manifest(**{"../precious.txt": "x"}), out / "manifest.json")

    folder = ResultsFolder(out, "key")
    folder.open()
    finish(folder, "measures.csv")

    assert (tmp_path / "precious.txt").read_text() == "mine"
    assert [is_inside(name) for name in ("a/b.csv", "../a", "/a", "", "a/../../b")] == [
        *(True, False, False, False, False)
    ]


def test_outputs_are_the_same_only_if_both_sides_have_them_alike() -> None:
    same = same_outputs(manifest(a="1", b="2", c="3"), {"a": "1", "b": "9", "d": "4"})

    assert same == {"a": True, "b": False, "c": False, "d": False}
