"""What is printed of a scenario says what holds from minute 0, and what from a change on."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario import Scenario
from tests.studies.design.test_holding import WITH_SWITCH


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "world.yaml"
    path.write_text(WITH_SWITCH, encoding="utf-8")
    return path


def test_each_arm_and_side_of_a_mechanism_is_told_to_hold_from_the_beginning_or_the_change(
    file: Path,
) -> None:
    told = Scenario.load(file).explain().splitlines()

    assert "  today:  # from minute 0: every arm lives by it until the change" in told
    assert "  hub:  # from the change on (1 year)" in told
    assert "    on:  # from minute 0 in the history (`today`)" in told
    assert (
        "    off:  # from the change on (1 year) in `hub` and `closed`" not in told
    )  # not written


def test_what_is_printed_with_these_notes_is_the_same_scenario(file: Path, tmp_path: Path) -> None:
    scenario = Scenario.load(file)
    again = tmp_path / "again.yaml"
    again.write_text(scenario.explain(), encoding="utf-8")

    assert Scenario.load(again) == scenario


def test_without_a_change_there_is_nothing_to_tell(file: Path) -> None:
    file.write_text(WITH_SWITCH.replace(", change: 1 year", ""), encoding="utf-8")

    assert "from the change" not in Scenario.load(file).explain()
    assert "from minute 0" not in Scenario.load(file).explain()
