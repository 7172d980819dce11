"""The folder of results: new, continued or refreshed, and one command at a time."""

import os
import time
from pathlib import Path

import pytest

from sim.cli import results
from sim.cli.results import FolderError, ResultsFolder, same_outputs
from sim.studies.marks import SWEEP, Question, of_run, write_mark
from sim.studies.store.sessions import Session
from tests.cli.folders import ONE, RUN, TWO, contents, finish, manifest, opened, tree


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


def test_outputs_are_the_same_only_if_both_sides_have_them_alike() -> None:
    same = same_outputs(manifest(a="1", b="2", c="3"), {"a": "1", "b": "9", "d": "4"})

    assert same == {"a": True, "b": False, "c": False, "d": False}
