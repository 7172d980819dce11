"""`sim run` and `sim check` of a scenario with labelled variants."""

import csv
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sim.cli import beside
from sim.measures.catalogue import label
from tests.cli.conftest import Sim
from tests.studies.variants.cafes import EQUAL, SAME, text

RUN = ("--workers", 1, "--arms", "one_room,two_rooms", "--years", 0.4)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cafes.yaml"
    path.write_text(text(SAME, EQUAL), encoding="utf-8")
    return path


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_run_writes_its_variants_and_is_reproduced(file: Path, tmp_path: Path, sim: Sim) -> None:
    out = tmp_path / "out"
    said = sim("run", file, *RUN, "--out", out)

    assert said.code == 0
    assert "We tried the answer in 2 variants" in said.out
    assert "report.html is there without the 2 variants, which follow." in said.err
    rows = table(out / "variants.csv")
    assert {(row["variant"], row["arm"]) for row in rows} == {
        ("as_it_is", "two_rooms"),
        ("equal", "two_rooms"),
    }
    waits = {row["variant"]: row for row in rows if row["measure"] == "wait_to_start.talk.mean"}
    central = {row["measure"]: row for row in table(out / "comparison.csv")}
    for name, of_central in (("difference", "difference"), ("arm_mean", "mean_a"), ("low", "low")):
        assert waits["as_it_is"][name] == central["wait_to_start.talk.mean"][of_central]
    assert waits["as_it_is"]["turns"] == "no"
    assert waits["equal"]["verdict"] == "identical"
    assert waits["equal"]["turns"] == "yes"
    sheet = load_workbook(out / "results.xlsx")["Does it turn"]
    first, last = str(sheet.auto_filter.ref).split(":")
    measures = {row[2].value for row in sheet[f"{first}:{last}"]} - {"Measure"}
    assert measures == {
        label(measure).replace(service, said)
        for measure, service, said in (
            ("wait_to_start.talk.mean", "talk", "First talk"),
            ("spells.group", "group", "Group"),
        )
    }
    assert "variants" not in json.loads((out / "manifest.json").read_text())
    assert not (out / "unfinished").exists()
    assert sim("reproduce", out / "manifest.json", "--workers", 1).code == 0


@pytest.mark.usefixtures("short_report")
def test_variants_that_are_left_out_come_by_the_same_command_without_the_option(
    file: Path, tmp_path: Path, sim: Sim
) -> None:
    out, whole = tmp_path / "out", tmp_path / "whole"
    said = sim("run", file, *RUN, "--no-variants", "--out", out)

    assert "They were not run" in said.out
    assert not (out / "variants.csv").exists()
    assert json.loads((out / "manifest.json").read_text())["variants"] == "not run"
    assert sim("reproduce", out / "manifest.json", "--workers", 1).code == 0
    assert sim("compare", out, out).code == 0
    assert sim("run", file, *RUN, "--out", out).code == 0
    assert sim("run", file, *RUN, "--out", whole).code == 0
    assert tree(out) == tree(whole)
    assert sim("run", file, *RUN, "--no-variants", "--out", out).code == 0
    assert not (out / "variants.csv").exists()


@pytest.mark.usefixtures("short_report")
def test_a_stop_among_the_variants_leaves_the_results_of_the_scenario_itself(
    file: Path, tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, whole = tmp_path / "out", tmp_path / "whole"
    assert sim("run", file, *RUN, "--out", whole).code == 0

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(beside, "run_variants", stopped)
        said = sim("run", file, *RUN, "--out", out)
    assert said.code == 130
    assert "The same command goes on from there." in said.err
    assert "variants.csv" not in tree(out)
    assert tree(out)["comparison.csv"] == tree(whole)["comparison.csv"]
    assert sim("reproduce", out / "manifest.json", "--workers", 1).code == 0
    assert sim("status", out).code == 0

    again = sim("run", file, *RUN, "--out", out)

    assert again.code == 0
    assert "6 of 6 runs finished" in again.err.splitlines()
    assert tree(out) == tree(whole)


@pytest.mark.usefixtures("short_report")
def test_replications_added_later_give_the_same_variants(
    file: Path, tmp_path: Path, sim: Sim
) -> None:
    out, whole = tmp_path / "out", tmp_path / "whole"
    assert sim("run", file, *RUN, "--replications", 2, "--out", out).code == 0
    assert sim("run", file, *RUN, "--replications", 3, "--out", out).code == 0
    assert sim("run", file, *RUN, "--replications", 3, "--out", whole).code == 0

    assert tree(out) == tree(whole)


def test_check_says_how_many_variants_there_are_and_how_long_they_take(
    file: Path, sim: Sim
) -> None:
    said = sim("check", file)

    assert said.code == 0
    assert "Variants, which `sim run` runs after the scenario itself" in said.out
    assert "2 variants, at most " in said.out
    assert "about 2 times what the scenario itself takes" in said.out
    assert "  - equal: One room in both" in said.out


def test_check_ends_with_the_faults_of_variants(tmp_path: Path, sim: Sim) -> None:
    path = tmp_path / "cafes.yaml"
    wrong = "  wrong: {label: W, set: {arms.two_rooms.set.services.talk.capacity.places: none}}\n"
    path.write_text(text(SAME, wrong), encoding="utf-8")
    said = sim("check", path)

    assert said.code == 2
    assert "variants.wrong.set.arms.two_rooms.set.services.talk.capacity.places" in said.err
