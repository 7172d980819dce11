"""`sim compare`: a short table, the whole one as a file, and plain words for what cannot be."""

import csv
from pathlib import Path

import pytest

from sim.tables.two_studies import COLUMNS
from tests.cli.conftest import Sim
from tests.studies.sweeps.studies import HERE, written

RUN = ("run", HERE, "--worlds", 0, "--years", 0.3, "--workers", 1, "--quiet")
REMEDY = "  Name the folder that `sim run` wrote, as it was written.\n"

pytestmark = pytest.mark.usefixtures("short_report")


@pytest.fixture
def one(tmp_path: Path, sim: Sim) -> Path:
    sim(*RUN, "--arms", "one_room", "--replications", 4, "--out", tmp_path / "one")
    return tmp_path / "one"


@pytest.fixture
def other(tmp_path: Path, sim: Sim) -> Path:
    sim(*RUN, "--arms", "two_rooms", "--replications", 4, "--out", tmp_path / "other")
    return tmp_path / "other"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_two_studies_of_one_arm_give_what_one_study_of_both_gives(
    tmp_path: Path, sim: Sim, one: Path, other: Path
) -> None:
    both, table = tmp_path / "both", tmp_path / "table.csv"
    sim(*RUN, "--arms", "one_room,two_rooms", "--replications", 4, "--out", both)
    said = sim("compare", one, other, "--arms", "one_room=two_rooms", "--out", table)
    found, own = rows(table), rows(both / "comparison.csv")

    assert said.code == 0
    assert tuple(found[0]) == COLUMNS
    same = ("measure", "unit", "difference", "low", "high", "verdict", "note")
    assert [[row[key] for key in same] for row in found] == [
        [row[key] for key in same] for row in own
    ]
    assert [row["mean_other"] for row in found] == [row["mean_a"] for row in own]
    assert {(row["arm_one"], row["arm_other"], row["pairing"]) for row in found} == {
        ("one_room", "two_rooms", "paired")
    }
    assert said.out.startswith(f"one:   {one}\nother: {other}\n\nPaired: both have seed 1, so ")
    assert "one_room of one, two_rooms of other: other minus one" in said.out
    assert said.out.endswith(f"The whole table is in {table}\n")


def test_another_seed_is_compared_by_welch(tmp_path: Path, sim: Sim, one: Path) -> None:
    seeded, table = tmp_path / "seeded", tmp_path / "table.csv"
    sim(*RUN, "--arms", "one_room", "--replications", 6, "--seed", 8, "--out", seeded)
    said = sim("compare", one, seeded, "--out", table)

    assert "Not paired: the seeds differ (1 and 8)" in said.out
    assert {row["pairing"] for row in rows(table)} == {"Welch"}
    assert {row["runs_other"] for row in rows(table)} >= {"6"}


def test_a_table_is_written_over_nothing_but_itself(tmp_path: Path, sim: Sim, one: Path) -> None:
    table, mine = tmp_path / "table.csv", tmp_path / "mine.csv"
    mine.write_text("mine")
    for _ in range(2):
        assert sim("compare", one, one, "--out", table, "--quiet") == (0, "", "")

    said = sim("compare", one, one, "--out", mine)
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        f"--out: {mine} is there already, and is another table.\n  Choose another name.\n"
    )
    assert mine.read_text() == "mine"
    for path, words in (
        (tmp_path, "is a folder, and this writes one table."),
        (tmp_path / "no" / "t.csv", "is in a folder that is not there."),
    ):
        said = sim("compare", one, one, "--out", path)
        assert said.err == f"--out: {path} {words}\n  Choose another name.\n"
        assert said.code == 2


def test_what_is_no_finished_study_is_said_in_one_message(
    tmp_path: Path, sim: Sim, one: Path
) -> None:
    empty, gone = tmp_path / "empty", tmp_path / "gone"
    empty.mkdir()
    cases = {
        gone: f"{gone}: there is no folder of this name.\n{REMEDY}",
        empty: f"{empty}: it holds no finished study: `manifest.json` cannot be read (No such file "
        f"or directory).\n{REMEDY}",
    }
    for folder, words in cases.items():
        for pair in ((folder, one), (one, folder)):
            assert sim("compare", *pair) == (2, "", words)


def test_a_sweep_is_refused_in_its_own_words(tmp_path: Path, sim: Sim, one: Path) -> None:
    study, swept = written(tmp_path), tmp_path / "swept"
    assert sim("sweep", study, "--workers", 1, "--replications", 1, "--out", swept).code == 0

    assert sim("compare", one, swept) == (
        2,
        "",
        f"{swept}: it holds a sweep, and this takes studies of `sim run`.\n{REMEDY}",
    )


def test_a_study_that_was_changed_is_refused(sim: Sim, one: Path, other: Path) -> None:
    with (other / "measures.csv").open("a") as file:
        file.write("\n")
    said = sim("compare", one, other, "--arms", "one_room=two_rooms")

    assert said == (
        2,
        "",
        f"{other}: `measures.csv` is not there as it was written.\n  Name the folder that `sim "
        "run` or `sim sweep` wrote, as it was written.\n",
    )


def test_arms_that_do_not_go_together_are_named(sim: Sim, one: Path, other: Path) -> None:
    assert sim("compare", one, other) == (
        2,
        "",
        "--arms: no arm has the same name in both studies.\n  The one has `one_room`, the other "
        "`two_rooms`. Say which belong together.\n",
    )
    said = sim("compare", one, other, "--arms", "one_rom=two_rooms")
    assert said == (
        2,
        "",
        "--arms: `one_rom` is not an arm of the one study.\n  It has `one_room`. Did you mean "
        "`one_room`?\n",
    )


def test_numbers_that_do_not_mean_the_same_end_the_command(
    tmp_path: Path, sim: Sim, one: Path
) -> None:
    longer = tmp_path / "longer"
    sim(*RUN, "--years", 0.5, "--arms", "one_room", "--replications", 2, "--out", longer)
    said = sim("compare", one, longer)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(
        "The two studies cannot be compared: their numbers do not mean the same.\n  Measured time:"
    )
