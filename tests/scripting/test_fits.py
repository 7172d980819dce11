"""`sim.fit` gives a script what `sim fit` writes, and refuses what it refuses."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.cli import app
from tests.cli.test_fit import DESK, RATE, RUNS, STAY

api: Any = sim


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("desk") / "desk.yaml"
    path.write_text(DESK, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def scenario(desk: Path) -> sim.Scenario:
    return sim.Scenario.load(desk)


@pytest.fixture(scope="module")
def found(scenario: sim.Scenario) -> sim.Fit:
    return sim.fit(scenario, runs=200)


def test_a_script_finds_the_rows_that_the_command_writes(
    found: sim.Fit, desk: Path, tmp_path: Path
) -> None:
    words = ["fit", desk, *RUNS, "--quiet", "--out", tmp_path / "out"]
    with pytest.raises(SystemExit) as end:
        app([str(word) for word in words], prog_name="sim")
    assert not end.value.code
    with (tmp_path / "out" / "fitted.csv").open(encoding="utf-8") as file:
        head, *rows = csv.reader(file)

    assert found.rows is not None
    assert found.rows.columns == head == [RATE, STAY, "weight"]
    assert [[rate, stay] for rate, stay, _ in found.rows] == [row[:2] for row in rows]
    assert [float(row[2]) for row in found.rows] == [float(row[2]) for row in rows]


def test_tables_tell_numbers_and_targets_and_the_answer_is_in_words(found: sim.Fit) -> None:
    told: dict[str, str] = dict(
        found.numbers.sql("SELECT number, told FROM this WHERE discrepancy = 0.1")
    )
    roles = list(found.targets.sql("SELECT target, role FROM this"))

    assert told == {RATE: "narrowed", STAY: "nothing"}
    assert roles == [("starts", "fit"), ("seen", "check")]
    assert found.words[0] == "Your figure narrows 1 of the 2 numbers that nobody can see."


def test_the_fitted_scenario_takes_its_worlds_from_the_rows(found: sim.Fit) -> None:
    assert found.fitted is not None
    assert found.rows is not None
    compared = sim.compare(found.fitted, worlds=20)

    assert compared.worlds is not None
    worlds = compared.worlds.numbers.sql(f'SELECT "{RATE}", "{STAY}" FROM this')
    assert len(worlds) == 20
    assert set(worlds) <= {tuple(row[:2]) for row in found.rows}


def test_its_page_is_that_of_the_command(found: sim.Fit, tmp_path: Path) -> None:
    page = found.report(tmp_path / "page")

    assert page.name == "fit.html"
    assert "What your figures tell" in page.read_text(encoding="utf-8")


def test_what_cannot_be_fitted_is_told_before_any_run(
    scenario: sim.Scenario, found: sim.Fit
) -> None:
    with pytest.raises(sim.SimError, match="There are no `targets`"):
        sim.fit(sim.Scenario.of(scenario.to_dict() | {"targets": {}}))
    with pytest.raises(sim.SimError, match="it is fitted already"):
        sim.fit(found.fitted or scenario)
    with pytest.raises(sim.SimError, match=r"^runs: 3 is out of range"):
        sim.fit(scenario, runs=3)
    with pytest.raises(sim.SimError, match=r'^sure: "sure" is no size'):
        api.fit(scenario, sure="sure")
