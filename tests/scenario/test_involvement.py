"""Who was involved in making a file is said of that file alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario import Scenario, load
from tests.scenario.trees import SMALL
from tests.scenarios.shipped import FOLDER, SHIPPED

THEIRS = "Four people who use the team agreed every number."


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_words_of_a_file_are_kept_and_loaded_again(tmp_path: Path) -> None:
    found = load(written(tmp_path, "one.yaml", SMALL + f"involvement: {THEIRS}\n"))

    assert found.involvement == THEIRS
    again = load(written(tmp_path, "again.yaml", found.explain()))
    assert again == found


def test_a_file_that_extends_another_does_not_take_over_who_was_involved(tmp_path: Path) -> None:
    written(tmp_path, "base.yaml", SMALL + f"involvement: {THEIRS}\n")
    over = "throughline: 2\nextends: base.yaml\ntitle: Ours\n"

    assert load(written(tmp_path, "over.yaml", over)).involvement is None
    own = load(written(tmp_path, "own.yaml", over + "involvement: Nobody yet.\n"))
    assert own.involvement == "Nobody yet."


def test_a_file_that_does_not_say_is_the_scenario_that_it_was(tmp_path: Path) -> None:
    found = load(written(tmp_path, "one.yaml", SMALL))

    assert found.involvement is None
    assert "involvement" not in found.to_dict()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_file_of_the_newest_format_says_that_nobody_was_involved(path: Path) -> None:
    if load(path).throughline == 1:
        assert load(path).involvement is None  # the key came with format 2
    else:
        assert "No one with lived experience has been involved" in str(load(path).involvement)


def test_the_shipped_words_do_not_stand_for_a_file_that_extends_them(tmp_path: Path) -> None:
    community = FOLDER / "cen_community.yaml"
    over = f"throughline: 2\nextends: {community.as_posix()}\ntitle: Ours\n"
    found = Scenario.load(written(tmp_path, "ours.yaml", over), allow_outside=True)

    assert found.question == load(community).question
    assert found.involvement is None
