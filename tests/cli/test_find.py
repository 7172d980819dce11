"""`sim find` answers on the terminal, leaves a page and a table, and names the option at fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Sim
from tests.studies.analyses.worlds import written

ASKED = {
    "--least": "services.talk.capacity.places",
    "--between": "1..3",
    "--so-that": "list.talk <= 2",
    "--by": "month 3",
    "--arm": "one_room",
    "--futures": "20",
}


def words(folder: Path, **other: str) -> list[str]:
    """The command for a small scenario of a year, with other options."""
    written(folder, "")
    options = ASKED | {f"--{key}".replace("_", "-"): value for key, value in other.items()}
    return [str(folder / "cafes.yaml"), *(each for pair in options.items() for each in pair)]


def test_the_answer_is_printed_and_kept_and_the_same_command_makes_no_run_again(
    tmp_path: Path, sim: Sim
) -> None:
    out = tmp_path / "out"
    command = ["find", *words(tmp_path), "--workers", 1, "--out", out]
    first = sim(*command)

    assert first.code == 0, first.err
    assert "The least of “places at First talk” between 1 and 3 so that" in first.out
    assert "With 1 it holds in" in first.out
    assert {"find.csv", "report.html", "manifest.json", "store"} <= {p.name for p in out.iterdir()}
    bytes_of = {name: (out / name).read_bytes() for name in ("find.csv", "report.html")}

    again = sim(*command)
    assert again.out == first.out
    assert "0 of" not in again.err
    assert {name: (out / name).read_bytes() for name in bytes_of} == bytes_of


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"so_that": "lst.talk <= 2"}, '--so-that: "lst.talk" is not counted by months.'),
        ({"between": "3"}, '--between: "3" is no range.'),
        ({"by": "soon"}, '--by: "soon" is no month.'),
        ({"sure": "120 %"}, "--sure"),
        ({"arm": "one_rom"}, "Did you mean `one_room`?"),
        ({"step": "7"}, "--step: 7 is no step from 1 to 3."),
    ],
)
def test_a_fault_names_its_option_and_a_way_out(
    tmp_path: Path, sim: Sim, other: dict[str, str], said: str
) -> None:
    answer = sim("find", *words(tmp_path, **other), "--out", tmp_path / "out")
    assert answer.code == 2
    assert said in answer.err
    assert not (tmp_path / "out").exists()
