"""The folder of results: new, continued or refreshed, and never somebody else's."""

import hashlib
import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cli import results
from sim.cli.results import FolderError, ResultsFolder, digests, same_outputs
from sim.studies.files.reading import is_inside
from sim.studies.manifest import Manifest, write_manifest
from sim.studies.marks import SWEEP, Question, of_run, write_mark
from sim.studies.store.owning import claim_folder
from sim.studies.store.sessions import Session
from sim.studies.study import Settings

SETTINGS = Settings(("a",), "a", 1, 1, "1 year", 525_960)
ONE, TWO = (hashlib.sha256(word).hexdigest() for word in (b"one", b"two"))
RUN = of_run(ONE)


def manifest(digest: str = ONE, **outputs: str) -> Manifest:
    """A manifest of these outputs, with their digests."""
    return Manifest(digest, "5" * 64, SETTINGS, "none", {}, "here", outputs)


def opened(folder: Path, question: Question = RUN, key: str = "key") -> ResultsFolder:
    """A folder made ready as a command does, for finished runs of that question."""
    made = ResultsFolder(folder, question, key)
    made.open()
    claim_folder(made.runs, question.family, "A study")
    return made


def finish(folder: ResultsFolder, *names: str, words: str = "new") -> None:
    """Write files with these names as the outputs of a study, publish them, and leave."""
    staging = folder.staging()
    for name in names:
        (staging / name).parent.mkdir(parents=True, exist_ok=True)
        (staging / name).write_text(f"{words} {name}")
    about = manifest(folder.question.digest, **digests(staging))
    write_manifest(about, staging / "manifest.json")
    try:
        folder.publish(staging)
    finally:
        folder.__exit__()


def tree(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir())


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in tree(folder)}


def test_a_new_folder_is_made_with_those_above_it_and_holds_outputs_alone(tmp_path: Path) -> None:
    folder = opened(tmp_path / "deep" / "down")
    (folder.runs / "alive").mkdir()
    finish(folder, "measures.csv", "pictures/gaps.svg")

    assert tree(tmp_path / "deep" / "down") == [
        *("manifest.json", "measures.csv", "pictures/gaps.svg")
    ]
    assert not (tmp_path / "deep" / "down" / "unfinished").exists()


def test_finished_runs_stay_while_another_command_is_at_work_on_them(tmp_path: Path) -> None:
    folder = opened(tmp_path / "out")
    other = Session(folder.runs / "alive")
    finish(folder, "measures.csv")
    assert folder.runs.is_dir()

    other.close()
    finish(opened(tmp_path / "out"), "measures.csv")
    assert tree(tmp_path / "out") == ["manifest.json", "measures.csv"]


def test_the_same_question_is_refreshed_and_what_is_no_output_any_more_is_dropped(
    tmp_path: Path,
) -> None:
    finish(opened(tmp_path / "out"), "measures.csv", "log/a-00001/events.csv")
    (tmp_path / "out" / "notes.txt").write_text("mine")

    again = opened(tmp_path / "out", key="another form of the log")
    assert "log/a-00001/events.csv" in tree(tmp_path / "out")  # until the new one is whole
    finish(again, "measures.csv")

    assert tree(tmp_path / "out") == ["manifest.json", "measures.csv", "notes.txt"]
    assert not (tmp_path / "out" / "log").exists()


def test_another_question_is_refused_when_results_are_there_and_when_they_are_in_the_making(
    tmp_path: Path,
) -> None:
    finish(opened(tmp_path / "done"), "measures.csv")
    opened(tmp_path / "begun").__exit__()
    for folder, words in (("done", "to another question"), ("begun", "that was begun")):
        before = contents(tmp_path / folder)
        with pytest.raises(FolderError, match=words):
            ResultsFolder(tmp_path / folder, of_run(TWO), "key").open()
        assert contents(tmp_path / folder) == before


def test_a_sweep_may_grow_and_not_shrink(tmp_path: Path) -> None:
    def sweep(replications: int) -> Question:
        return Question(SWEEP, f"{replications}" * 64, TWO, replications)

    opened(tmp_path / "out", sweep(2)).__exit__()
    opened(tmp_path / "out", sweep(3)).__exit__()
    with pytest.raises(FolderError, match="another question that was begun"):
        opened(tmp_path / "out", Question(SWEEP, ONE, ONE, 3))
    assert sweep(3).may_follow(sweep(2))
    assert sweep(2).may_follow(sweep(2))
    assert not sweep(2).may_follow(sweep(3))
    assert not of_run(TWO, 3).may_follow(sweep(2))


def test_finished_runs_of_a_broken_off_study_are_found_again(tmp_path: Path) -> None:
    first = opened(tmp_path / "out")
    (first.runs / "alive").mkdir()
    first.__exit__()

    assert (opened(tmp_path / "out").runs / "alive").is_dir()


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


@pytest.mark.parametrize("after", range(4))
@pytest.mark.parametrize("earlier", [False, True])
def test_a_command_stopped_while_outputs_are_moved_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int, earlier: bool
) -> None:
    names = ("comparison.csv", "measures.csv", "pictures/gaps.svg")
    if earlier:
        finish(opened(tmp_path), *names, words="old")
    moved: list[Path] = []
    move = Path.replace

    def stopped(path: Path, target: Path) -> Path:
        if "outputs-" in str(path.parent) and ".part" not in path.name:
            if len(moved) == after:
                raise KeyboardInterrupt
            moved.append(path)
        return move(path, target)

    folder = opened(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", stopped)
        with pytest.raises(KeyboardInterrupt):
            finish(folder, *names, words="new")

    finish(opened(tmp_path), *names, words="newest")
    assert tree(tmp_path) == sorted([*names, "manifest.json"])
    assert (tmp_path / "measures.csv").read_text() == "newest measures.csv"


@pytest.mark.parametrize("left", ["key/", ".question.json.0123456789ab.part", "old key/"])
def test_a_command_killed_at_its_very_beginning_or_end_leaves_nothing_in_the_way(
    tmp_path: Path, left: str
) -> None:
    (tmp_path / "unfinished").mkdir()
    if left == "old key/":
        opened(tmp_path).__exit__()
    path = tmp_path / "unfinished" / left
    path.mkdir(exist_ok=True) if left.endswith("/") else path.touch()
    if left == "key/":
        write_mark(tmp_path / "unfinished", RUN)

    folder = opened(tmp_path)
    finish(folder, "measures.csv")

    assert folder.left == []
    assert tree(tmp_path) == ["manifest.json", "measures.csv"]
    assert not (tmp_path / "unfinished").exists()


def test_one_command_at_a_time_is_in_the_folder_of_a_run(tmp_path: Path) -> None:
    first = opened(tmp_path)

    with pytest.raises(FolderError, match="is in use: another command is writing to it"):
        opened(tmp_path)
    with pytest.raises(FolderError, match="is in use"):
        opened(tmp_path, of_run(TWO))

    finish(first, "measures.csv")
    opened(tmp_path).__exit__()


def test_commands_at_the_same_sweep_share_its_folder_and_write_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweep = Question(SWEEP, ONE, ONE, 1)
    first, second = opened(tmp_path, sweep), opened(tmp_path, sweep)
    monkeypatch.setattr(results, "PATIENCE", 0.1)
    second._lock.take()
    staged = first.staging()
    with pytest.raises(FolderError, match="is in use"):
        first.publish(staged)
    second._lock.release()


def test_what_a_killed_sweep_staged_goes_after_a_day_and_not_before(tmp_path: Path) -> None:
    sweep = opened(tmp_path, Question(SWEEP, ONE, ONE, 1))
    old, new = sweep.staging(), sweep.staging()
    long_ago = time.time() - 2 * results.LONG_AGO
    (old / "outcomes.csv").touch()
    os.utime(old, (long_ago, long_ago))
    sweep._clear_up(sweep.staging())

    assert [each.name for each in sweep.base.glob("outputs-*")] == [new.name]


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


def test_outputs_are_the_same_only_if_both_sides_have_them_alike() -> None:
    same = same_outputs(manifest(a="1", b="2", c="3"), {"a": "1", "b": "9", "d": "4"})

    assert same == {"a": True, "b": False, "c": False, "d": False}
