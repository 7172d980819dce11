"""`sim fit`: from a scenario with targets to a page and a scenario that takes its fitted worlds."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from sim.cli import app, fitting
from sim.scenario import load
from tests.cli.clusters import ADDRESS, noting_cluster
from tests.cli.conftest import Sim

DESK = """\
throughline: 2
title: A desk
source: ours
sources:
  ours: {kind: assumption, reference: chosen for tests}
run: {length: 30 weeks, warm_up: 4 weeks, replications: 1, seed: 5}
people:
  arrivals:
    newcomers: {rate: {value: 1 per day, low: 0.5 per day, high: 2 per day}, to: desk}
services:
  desk:
    label: The desk
    ends: {stay: {exponential: {mean: {value: 5 days, low: 2 days, high: 9 days}}}}
    routes: {finished_settled: {nowhere: 1}}
arms:
  today: {label: As today}
  slower: {label: Slower, set: {services: {desk: {ends: {stay: {exponential: {mean: 9 days}}}}}}}
workforce: {unequal: it is a test}
compare: {family: [spells.desk]}
targets:
  starts: {measure: spells.desk, value: 400, low: 370, high: 430, role: fit}
  seen: {measure: spells.desk, value: 400, low: 300, high: 500, label: Seen at the desk}
"""
RUNS = ("--runs", 200, "--workers", 1)
RATE, STAY = "people.arrivals.newcomers.rate", "services.desk.ends.stay.exponential.mean"


def file_in(folder: Path, text: str = DESK) -> Path:
    path = folder / "desk.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the file and, in `out`, its fit."""
    folder = tmp_path_factory.mktemp("desk")
    words = ["fit", file_in(folder), *RUNS, "--quiet", "--out", folder / "out"]
    with pytest.raises(SystemExit) as end:
        app([str(word) for word in words], prog_name="sim")
    assert not end.value.code
    return folder


def test_a_fit_writes_its_page_its_tables_and_the_fitted_scenario(made: Path) -> None:
    out = made / "out"
    there = {each.name for each in out.iterdir()}
    numbers = {row["number"]: row for row in table(out / "fit_numbers.csv")[:2]}

    assert there == {
        *("fit.html", "pictures", "fitted.yaml", "fitted.csv", "resolved.yaml", "manifest.json"),
        *("fit_targets.csv", "fit_numbers.csv", "fit_pairs.csv", "store"),
    }
    assert numbers[RATE]["told"] == "narrowed"
    assert 0.8 < float(numbers[RATE]["after_middle"]) < 1.4
    assert numbers[STAY]["told"] == "nothing"
    assert numbers[STAY]["after_middle"] == ""
    assert [row["role"] for row in table(out / "fit_targets.csv")] == ["fit", "check"]
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["replications"], manifest["discrepancy"], manifest["near"]) == (200, 0.1, True)
    assert set(manifest["outputs"]) >= {"fit.html", "fitted.yaml", "fitted.csv", "resolved.yaml"}


def test_the_fitted_scenario_has_the_range_of_what_was_told_and_is_run_over_its_rows(
    made: Path, tmp_path: Path, sim: Sim
) -> None:
    fitted = load(made / "out" / "fitted.yaml")
    numbers = dict(fitted.quantities())
    rows = {(row[RATE], row[STAY]) for row in table(made / "out" / "fitted.csv")}

    said = sim(
        "run", made / "out" / "fitted.yaml", "--worlds", 20, "--workers", 1, "--out", tmp_path
    )

    assert numbers[RATE].source == "fitted"
    assert numbers[STAY].source == "ours"
    assert said.code == 0
    assert "worlds that fit what is known" in " ".join(said.out.split())
    assert "from one row of fitted.csv, fitted to 1 figure" in " ".join(said.out.split())
    worlds = table(tmp_path / "worlds.csv")
    assert {(row[RATE], row[STAY]) for row in worlds} <= rows
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "worlds that fit what is known" in page


@pytest.mark.usefixtures("made")
def test_the_same_command_makes_no_run_again_and_writes_the_same(
    made: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = made / "out"
    before = (out / "manifest.json").read_bytes()

    def never(*_: object, **__: object) -> None:
        raise AssertionError("a run was made")

    monkeypatch.setattr("sim.studies.worlds.running.work", never)
    said = sim("fit", made / "desk.yaml", *RUNS, "--out", out)

    assert said.code == 0
    assert "we hid 100 of our own runs and found them again" in " ".join(said.out.split())
    assert f"The page is in {out / 'fit.html'}" in said.out
    assert (out / "manifest.json").read_bytes() == before


def test_parts_are_put_together_and_a_stop_is_gone_on_from(
    made: Path, tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, file = tmp_path / "out", made / "desk.yaml"
    for part in ("1/2", "2/2"):
        said = sim("fit", file, *RUNS, "--out", out, "--shard", part)
        assert said.code == 0
        assert f"Part {part[0]} of 2 is finished: 100 runs." in said.out
    assert not (out / "fit.html").exists()

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(fitting, "write_fits", stopped)
        said = sim("fit", file, *RUNS, "--out", out)
    assert said.code == 130
    assert "Finished runs are kept in" in said.err
    assert not (out / "manifest.json").exists()

    assert sim("fit", file, *RUNS, "--out", out, "--quiet").code == 0
    for name in ("fitted.csv", "fitted.yaml", "fit_targets.csv", "fit_numbers.csv"):
        assert (out / name).read_bytes() == (made / "out" / name).read_bytes()


def test_runs_are_made_where_a_cluster_is_named(
    made: Path, tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed = noting_cluster(monkeypatch)
    out = tmp_path / "out"
    said = sim("fit", made / "desk.yaml", *RUNS[:2], "--cluster", ADDRESS, "--out", out)

    assert said.code == 0, said.err
    assert len(handed) == 200 + 200  # of the bank, and of fitted worlds
    assert (out / "fitted.csv").read_bytes() == (made / "out" / "fitted.csv").read_bytes()


def test_what_is_not_ours_or_was_changed_is_not_written_over(
    made: Path, tmp_path: Path, sim: Sim
) -> None:
    other = tmp_path / "mine"
    other.mkdir()
    (other / "notes.txt").write_text("mine", encoding="utf-8")
    said = sim("fit", made / "desk.yaml", *RUNS, "--out", other)
    assert said.code == 2
    assert "holds other files already (`notes.txt`)" in said.err

    fewer = sim("run", made / "desk.yaml", "--worlds", 0, "--out", made / "out")
    assert fewer.code == 2
    assert "holds a study of `sim fit` to another question" in fewer.err

    page = made / "out" / "fitted.yaml"
    kept = page.read_bytes()
    page.write_bytes(kept + b"# mine\n")
    said = sim("fit", made / "desk.yaml", *RUNS, "--out", made / "out")
    assert said.code == 2
    assert "changed since they were written (`fitted.yaml`)" in said.err
    assert page.read_bytes() == kept + b"# mine\n"
    page.write_bytes(kept)


def test_a_fit_is_told_from_what_other_commands_read(made: Path, sim: Sim) -> None:
    out = made / "out"

    assert "is of a fit. Give its `sim fit` again" in sim("reproduce", out / "manifest.json").err
    assert "it holds a fit, and this takes studies" in sim("compare", out, out).err
    assert "it holds a fit, of which nothing" in sim("log", out).err
    assert "Finished." in sim("status", out).out


def test_all_that_is_missing_is_told_before_any_run(tmp_path: Path, sim: Sim) -> None:
    text = DESK.partition("targets:")[0].replace(", low: 0.5 per day, high: 2 per day", "")
    text = text.replace(", low: 2 days, high: 9 days", "")
    said = sim("fit", file_in(tmp_path, text), "--out", tmp_path / "out")

    assert said.code == 2
    assert "There are no `targets`, so nothing to fit to." in said.err
    assert "No number that the arm `today` uses has a range" in said.err
    assert "2 faults found." in said.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("option", "words"),
    [
        (("--runs", 3), "Choose a whole number from 200 to 100,000."),
        (("--discrepancy", 101), "--discrepancy: 101 % is out of range."),
        (("--shard", "3/2"), "is not one of several parts"),
        (("--workers", 0), "--workers: 0 is too few."),
    ],
)
def test_impossible_options_are_refused(
    tmp_path: Path, sim: Sim, option: tuple[object, ...], words: str
) -> None:
    said = sim("fit", file_in(tmp_path), *option, "--out", tmp_path / "out")

    assert said.code == 2
    assert words in said.err
    assert not (tmp_path / "out").exists()


def test_figures_that_no_world_comes_near_leave_no_fitted_scenario(
    tmp_path: Path, sim: Sim
) -> None:
    text = DESK.replace("value: 400, low: 370, high: 430", "value: 9000, low: 8900, high: 9100")
    out = tmp_path / "out"
    said = sim("fit", file_in(tmp_path, text), *RUNS, "--out", out)

    assert said.code == 0
    assert "No world within your ranges comes near your figures" in " ".join(said.out.split())
    assert not (out / "fitted.yaml").exists()
    assert not (out / "fitted.csv").exists()
    assert (out / "fit.html").exists()
