"""What commands say of an analysis plan, and that they say it before any result."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sim.scenario import load
from sim.studies.study import Study
from tests.cli.conftest import Sim
from tests.studies.scenarios import CAFES, written
from tests.studies.test_following import PLAN

SHORT = ("--years", 0.3, "--workers", 1)


def digest_of(path: Path) -> str:
    plan = load(path).analysis_plan
    assert plan is not None
    return plan.digest


def test_a_run_begins_with_the_digest_and_leaves_it_in_page_and_manifest(
    tmp_path: Path, sim: Sim
) -> None:
    path, out = written(tmp_path, CAFES + PLAN), tmp_path / "out"
    digest = digest_of(path)
    said = sim("run", path, *SHORT, "--out", out)

    first = said.out.splitlines()[0]
    assert first.startswith(f"Analysis plan {digest}, written on 2026-11-29. This run follows it:")
    page = re.sub(r"<[^>]+>", "", (out / "report.html").read_text(encoding="utf-8"))
    words = f"Analysis plan {digest}, written on 2026-11-29. This study follows it: the planned"
    assert 0 < page.index(words) < page.index("“Two rooms”")
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["analysis_plan"] == {"digest": digest, "departures": []}
    again = sim("reproduce", out / "manifest.json", "--workers", 1, "--quiet")
    assert again.code == 0, again.out


def test_each_departure_is_said_before_the_results(tmp_path: Path, sim: Sim) -> None:
    path, out = written(tmp_path, CAFES + PLAN), tmp_path / "out"
    said = sim(
        *("run", path, *SHORT, "--out", out, "--replications", 2),
        *("--arms", "one_room,two_rooms"),
    )

    before, _, _ = said.out.partition("Does a second room shorten the wait?")
    told = " ".join(before.split())
    departures = [
        "The plan says 3 replications, and this run has 2.",
        "Not run, but in the plan: the arm `same_again`.",
    ]
    assert told.endswith(f"This run departs from it. {' '.join(departures)}")
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["analysis_plan"]["departures"] == departures
    page = re.sub(r"<[^>]+>", "", (out / "report.html").read_text(encoding="utf-8"))
    assert "The plan says 3 repeats, and this study has 2." in page
    assert "Not run, but in the plan: the way of care “One room again”." in page


def test_the_digest_is_printed_before_the_first_run(
    tmp_path: Path, sim: Sim, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> Study:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.cli.running.carry_out", stop)
    path = written(tmp_path, CAFES + PLAN)
    said = sim("run", path, *SHORT, "--out", tmp_path / "out")

    assert said.code == 130
    assert digest_of(path) in said.out


def test_without_a_plan_nothing_is_said_of_one(tmp_path: Path, sim: Sim) -> None:
    out = tmp_path / "out"
    said = sim("run", written(tmp_path), *SHORT, "--out", out, "--replications", 1)

    assert said.out.splitlines()[0] == "Does a second room shorten the wait?"
    assert "analysis_plan" not in json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert "nalysis plan" not in (out / "report.html").read_text(encoding="utf-8")


def test_check_prints_the_plan_and_whether_the_file_follows_it(tmp_path: Path, sim: Sim) -> None:
    path = written(tmp_path, CAFES + PLAN)
    first = sim("check", path).out.splitlines()[0]
    assert first.startswith(f"Analysis plan {digest_of(path)}")
    assert "This file follows it: the" in first

    other = written(tmp_path, CAFES.replace("replications: 3,", "replications: 4,") + PLAN)
    told = " ".join(sim("check", other).out.split())
    assert "This file departs from it. The plan says 3 replications, and this file has 4." in told


def test_an_unknown_measure_of_a_plan_is_refused_before_anything_runs(
    tmp_path: Path, sim: Sim
) -> None:
    path = written(tmp_path, CAFES + PLAN.replace("[list_length,", "[list_lenth,"))
    for command in (("check", path), ("run", path, *SHORT, "--out", tmp_path / "out")):
        said = sim(*command)
        assert said.code == 2
        assert "Did you mean `list_length`?" in said.err
    assert not (tmp_path / "out").exists()


def test_a_sweep_and_a_question_say_that_they_are_not_part_of_the_plan(
    tmp_path: Path, sim: Sim
) -> None:
    path, out = written(tmp_path, CAFES + PLAN), tmp_path / "out"
    study = tmp_path / "study.yaml"
    study.write_text(
        "throughline_study: 1\ntitle: Rooms\nscenario: cafes.yaml\nset: {run.length: 20 weeks}\n"
        "replications: 2\noutcomes: [list_length]\n"
        "levers: {people.arrivals.newcomers.rate: [0.5 per day, 1 per day]}\n"
        "select: {measure: list_length, zone: 3, first: 2, ceiling: 2}\n",
        encoding="utf-8",
    )
    said = sim("sweep", study, "--out", out, "--workers", 1)

    words = f"The scenario has an analysis plan ({digest_of(path)}). This is not part of it."
    assert said.out.splitlines()[0] == words
    page = (out / "report.html").read_text(encoding="utf-8")
    assert page.count(words) == 2  # of the sweep, and of the question
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["not_in_analysis_plan"] == digest_of(path)


def test_a_comparison_of_two_studies_says_that_it_is_not_part_of_a_plan(
    tmp_path: Path, sim: Sim
) -> None:
    path = written(tmp_path, CAFES + PLAN)
    for name, seed in (("one", 1), ("other", 2)):
        made = sim("run", path, *SHORT, "--seed", seed, "--quiet", "--out", tmp_path / name)
        assert made.code == 0, made.err
    said = sim("compare", tmp_path / "one", tmp_path / "other")

    told = " ".join(said.out.split())
    assert f"of the one ({digest_of(path)}) and of the other ({digest_of(path)})" in told
    assert "This comparison is not part of the analysis plan" in told
