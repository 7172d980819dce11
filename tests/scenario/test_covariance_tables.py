"""A table of covariances is read with its scenario, and is told every fault with its cell."""

from pathlib import Path

import numpy as np
import pytest

from sim.errors import ScenarioFaults
from sim.scenario import Scenario, load
from sim.scenario.covariance_tables import correlation_of
from tests.studies.scenarios import CAFES

TARGETS = """\
targets:
  a: {measure: spells.talk, value: 20, low: 16.71, high: 23.29}
  b: {measure: spells.group, value: 20, low: 13.42, high: 26.58}
  c: {measure: people, value: 20, low: 16.71, high: 23.29}
"""
NAMED = f"{CAFES}{TARGETS}targets_covariance: {{from_table: errors.csv}}\n"
TABLE = "target,a,b\na,4,4\nb,4,16\n"  # standard errors of 2 and 4, and a correlation of a half


def put(folder: Path, table: str, text: str = NAMED) -> Path:
    (folder / "errors.csv").write_text(table, encoding="utf-8", newline="")
    path = folder / "cafes.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def matrix(folder: Path, table: str) -> np.ndarray:
    found = correlation_of(load(put(folder, table)))
    assert found is not None
    return found.matrix


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_table_says_how_errors_go_together(tmp_path: Path, line_end: str) -> None:
    found = correlation_of(load(put(tmp_path, TABLE.replace("\n", line_end))))

    assert found is not None
    assert found.names == ("a", "b")
    assert found.matrix == pytest.approx(np.array([[1, 0.5], [0.5, 1]]))


def test_the_order_of_rows_and_columns_is_free(tmp_path: Path) -> None:
    found = correlation_of(load(put(tmp_path, "b,target,a\n4,a,4\n16,b,4\n")))

    assert found is not None
    assert found.names == ("a", "b")
    assert found.matrix == pytest.approx(np.array([[1, 0.5], [0.5, 1]]))


def test_without_a_table_errors_go_with_no_others(tmp_path: Path) -> None:
    scenario = load(put(tmp_path, TABLE, CAFES + TARGETS))

    assert correlation_of(scenario) is None
    assert "targets_covariance" not in scenario.to_dict()


def test_what_rounding_takes_away_is_made_up(tmp_path: Path) -> None:
    table = "target,a,b,c\na,4,7.6,3.8\nb,7.6,16,7.2\nc,3.8,7.2,4\n"
    rounded = table.replace("7.2", "7.9").replace("3.8", "3.6")

    found = matrix(tmp_path, rounded)

    assert np.linalg.eigvalsh(found).min() > -1e-12
    assert np.diag(found) == pytest.approx(1)
    assert found == pytest.approx(np.array([[1, 0.95, 0.9], [0.95, 1, 0.99], [0.9, 0.99, 1]]), 0.03)


def test_the_table_is_kept_with_the_scenario_and_gives_an_equal_one(tmp_path: Path) -> None:
    scenario = load(put(tmp_path, TABLE))

    assert Scenario.of(scenario.to_dict()) == scenario
    saved = scenario.save(tmp_path / "saved.yaml")
    (tmp_path / "errors.csv").unlink()
    assert load(saved) == scenario
    assert scenario != load(put(tmp_path, TABLE.replace("4,4\nb,4", "4,3\nb,3")))


def test_a_file_that_extends_another_takes_over_its_table_or_leaves_it(tmp_path: Path) -> None:
    put(tmp_path, TABLE)
    for name, more in (("kept", ""), ("left", "targets_covariance: null\ntargets: {a: null}\n")):
        text = f"throughline: 2\nextends: cafes.yaml\ntitle: Again\n{more}"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")

    assert correlation_of(load(tmp_path / "kept.yaml")) is not None
    assert correlation_of(load(tmp_path / "left.yaml")) is None


WRONG = {
    "an empty file": ("", ["1:1 The table is empty."]),
    "no rows": ("target,a\n", ["1:1 There is no row in this table."]),
    "semicolons": ("target;a\na;4\n", ["1:1 The cells are not separated by commas."]),
    "ragged rows": ("target,a\na\n", ["2:1 This row has 1 cells, the header has 2."]),
    "an unknown target": (
        "target,a,bb\na,4,4\nbb,4,16\n",
        [
            '1:10 "bb" is not a target of this scenario. Correct the table, or leave it out',
            '3:1 "bb" is not a target of this scenario.',
        ],
    ),
    "another kind of table": ("id,service\n1,a\n", ["1:1 The column `target` is missing."]),
    "a word": ("target,a\na,four\n", ['2:3 "four" is not a number.']),
    "an empty cell": ("target,a,b\na,4,\nb,4,16\n", ['2:5 "" is not a number.']),
    "no finite number": ("target,a\na,1e999\n", ['2:3 "1e999" is not a number.']),
    "a row twice": ("target,a\na,4\na,4\n", ['3:1 "a" has a row already.']),
    "a column twice": ("target,a,a\na,4,4\n", ['1:10 "a" is there twice.']),
    "a row too few": ("target,a,b\na,4,4\n", ['1:10 "b" has a column and no row.']),
    "a column too few": ("target,a\na,4\nb,4\n", ['1:1 "b" has a row and no column.']),
    "not symmetric": (
        "target,a,b\na,4,4\nb,3,16\n",
        ['3:3 The covariance of "b" and "a" is 3 here, and 4 at errors.csv:2:5. Write the same'],
    ),
    "no variance": ("target,a\na,0\n", ["2:3 The variance of an error, 0, is not above 0."]),
    "another standard error": (
        "target,a\na,9\n",
        ['2:3 By this variance, "a" has a standard error of 3, and by its range one of 2.'],
    ),
    "more than the standard errors": (
        "target,a,b\na,4,9\nb,9,16\n",
        ['3:3 The errors of "b" and "a" cannot have a covariance of 9: it is at most the product'],
    ),
    "errors that contradict each other": (
        "target,a,b,c\na,4,7.2,-3.6\nb,7.2,16,7.2\nc,-3.6,7.2,4\n",
        ['No errors can go together as those of "a", "b" and "c" do here.'],
    ),
    "two faults at once": (
        "target,a,b\na,9,4\nb,5,16\n",
        ["2:3 By this variance", '3:3 The covariance of "b" and "a" is 5 here'],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_table_is_told_cell_by_cell(tmp_path: Path, name: str) -> None:
    table, words = WRONG[name]

    with pytest.raises(ScenarioFaults) as caught:
        load(put(tmp_path, table))

    told = [
        f"{each.location.line}:{each.location.column} {each.problem} {each.allowed}{each.remedy}"
        for each in caught.value.faults
    ]
    assert all(each.location.file == "errors.csv" for each in caught.value.faults)
    assert len(told) == len(words), told
    assert all(word in each for word, each in zip(words, told, strict=True)), told


def test_a_range_that_is_changed_no_longer_fits_the_table(tmp_path: Path) -> None:
    put(tmp_path, TABLE)
    text = (
        "throughline: 2\nextends: cafes.yaml\ntitle: Again\n"
        "targets: {a: {measure: spells.talk, value: 20, low: 10, high: 30, source: ours}}\n"
    )
    (tmp_path / "again.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(ScenarioFaults, match="by its range one of 6") as caught:
        load(tmp_path / "again.yaml")

    assert len(caught.value.faults) == 1
