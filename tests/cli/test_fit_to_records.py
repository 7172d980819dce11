"""From records to worlds that agree with them: export, import, extend, fit, and run what is fitted.

The town is made up, so that the number that no record has is known.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sim.cli import app
from sim.scenario import load
from sim.scenario.covariance_tables import correlation_of
from sim.studies.fitting import asking, fitting

TOWN = """\
throughline: 2
title: A town
source: made_up
sources: {made_up: {kind: assumption, reference: made up for a test}}
run: {begins: 2024-01-01, warm_up: 91 days, length: 366 days, replications: 1}
people: {arrivals: {new: {rate: 1 per day, to: desk}}}
services:
  desk:
    contacts: {every: 1 week, length: 45 minutes, attendance: 0.9}
    ends: {stay: {exponential: {mean: 30 days}}}
    routes: {finished_settled: {nowhere: 1}}
"""
MEASURED = ("--from", "2024-04-01", "--to", "2024-09-30")
OURS = """\
extends: extract-scenario/area.yaml
title: Our town, where nobody knows how long people stay
sources: {ours: {kind: assumption, reference: a guess}}
run: {length: 190 days, replications: 1}
services:
  desk:
    ends:
      stay: {exponential: {mean: {value: 40 days, low: 10 days, high: 90 days, source: ours}}}
"""
STAY = "services.desk.ends.stay.exponential.mean"


def sim(*words: object) -> None:
    with pytest.raises(SystemExit) as end:
        app([str(word) for word in words], prog_name="sim")
    assert not end.value.code


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the town, its extract, the scenario made of it, and its fit."""
    folder = tmp_path_factory.mktemp("town")
    (folder / "town.yaml").write_text(TOWN, encoding="utf-8")
    (folder / "ours.yaml").write_text(OURS, encoding="utf-8")
    sim("export-records", folder / "town.yaml", "--out", folder / "extract", *MEASURED)
    sim("import", folder / "extract")
    words = ("--runs", 100, "--workers", 1, "--quiet", "--out", folder / "out")
    with pytest.MonkeyPatch.context() as patch:  # so that it takes less time
        patch.setattr(asking, "FEWEST", 100)
        patch.setattr(fitting, "AGAIN", 20)
        sim("fit", folder / "ours.yaml", *words)
    return folder


def test_a_number_that_is_in_no_record_is_found_from_those_that_are(made: Path) -> None:
    first = {row["number"]: row for row in reversed(table(made / "out" / "fit_numbers.csv"))}

    assert first[STAY]["told"] == "narrowed"
    assert float(first[STAY]["after_low"]) < 30 < float(first[STAY]["after_high"])


def test_the_covariance_that_an_import_writes_goes_on_to_what_is_fitted(made: Path) -> None:
    scenarios = [
        load(made / "extract-scenario" / "area.yaml"),
        load(made / "ours.yaml"),
        load(made / "out" / "fitted.yaml"),
    ]

    found = [correlation_of(each) for each in scenarios]

    assert all(each is not None and each.names == tuple(scenarios[0].targets) for each in found)


def test_the_last_three_months_are_held_out_and_follow_the_others_in_the_run(made: Path) -> None:
    rows = table(made / "out" / "fit_targets.csv")
    page = (made / "out" / "fit.html").read_text(encoding="utf-8")

    assert {(row["role"], row["from_day"]) for row in rows} == {
        ("fit", "2024-04-01"),
        ("check", "2024-07-01"),
    }
    assert "2024-04-01 to 2024-06-30, compared with 2024-10-01 to 2024-12-30 of the run" in page
    assert "2024-07-01 to 2024-09-30, compared with 2024-12-31 to 2025-04-01 of the run" in page


def test_what_is_fitted_runs(made: Path) -> None:
    words = ("--worlds", 0, "--quiet", "--out", made / "run")

    sim("run", made / "out" / "fitted.yaml", *words)

    assert table(made / "run" / "targets.csv")
