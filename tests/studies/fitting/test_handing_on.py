"""A fitted scenario is a file that can be run: ranges where told, rows, and all else as written."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from sim.scenario import Scenario, load
from sim.scenario.explaining import to_yaml
from sim.studies.fitting.fitted import FitResult
from sim.studies.fitting.handing_on import (
    EXTENDED,
    FITTED,
    ROWS,
    fitted_scenario,
    reference,
    rows_of,
    with_rows,
)
from sim.studies.worlds.sampling import sample
from sim.studies.worlds.tabled import from_the_table
from sim.studies.worlds.uncertain import uncertain_numbers
from tests.report.fitting.made import fitted_file, not_near, result
from tests.studies.worlds.small import ATTEND_GP, ATTEND_TEAM, RATE, ROUTES, TEAM, scenario


def contents(of: Scenario, found: FitResult) -> str:
    table, text = rows_of(of, found), io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([table.columns, *table.rows])
    return text.getvalue()


def written(of: Scenario, found: FitResult, folder: Path) -> Scenario:
    """The fitted scenario, read from its files."""
    (folder / EXTENDED).write_text(to_yaml(of.to_dict()), encoding="utf-8")
    (folder / ROWS).write_text(contents(of, found), encoding="utf-8")
    (folder / FITTED).write_text(to_yaml(fitted_scenario(of, found)), encoding="utf-8")
    return load(folder / FITTED)


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return written(fitted_file(), result(), tmp_path_factory.mktemp("fitted"))


def test_what_is_narrowed_has_the_fitted_range_and_the_rest_stays_as_written(
    fitted: Scenario,
) -> None:
    before, after = dict(fitted_file().quantities()), dict(fitted.quantities())
    changed = {path for path in before if before[path] != after[path]}

    assert changed == {RATE, ATTEND_GP, TEAM, f"{ROUTES}.nowhere"}
    assert after[RATE].written == "1.8 per week"
    assert after[ATTEND_TEAM] == before[ATTEND_TEAM]
    assert {after[path].source for path in (RATE, ATTEND_GP, TEAM)} == {"fitted"}
    shares = [float(after[f"{ROUTES}.{name}"].value) for name in ("team", "clinic", "nowhere")]  # type: ignore[attr-defined]
    assert sum(shares) == pytest.approx(1)


def test_its_source_says_to_what_it_was_fitted(fitted: Scenario) -> None:
    source = fitted.sources["fitted"]

    assert source.kind == "fitted"
    assert source.reference == (
        "fitted to 1 figure of services today (starts), by 500 runs; the model may be off by 10 % "
        "of each"
    )
    assert source.reference == reference(result())
    assert "fitted_2" not in fitted.sources


def test_a_source_of_that_name_is_kept() -> None:
    sources = {
        "ours": {"kind": "assumption", "reference": "made up"},
        "fitted": {"kind": "fitted", "reference": "by hand"},
    }
    of = scenario(sources=sources)

    form = fitted_scenario(of, result(of, targets=(), others=()))

    assert list(form["sources"]) == ["fitted_2"]
    assert form["worlds"]["source"] == "fitted_2"


def test_its_worlds_are_the_fitted_rows_whole(fitted: Scenario) -> None:
    found, of = result(), fitted_file()
    assert found.fitted.rows is not None
    entries, table = from_the_table(fitted, uncertain_numbers(fitted, fitted.arm_names)[0])
    assert table is not None
    paths = (RATE, ATTEND_GP, ATTEND_TEAM, TEAM)
    known = {tuple(str(values[path]) for path in paths) for values in found.values}

    worlds = sample(entries, 60, 1, table).values

    assert {tuple(str(world[path]) for path in paths) for world in worlds} <= known
    for world in worlds:
        assert sum(world[path] for path in (TEAM, f"{ROUTES}.clinic") if path in world) <= 1
    assert rows_of(of, found).columns[-1] == "weight"


def test_the_rest_of_a_row_takes_what_is_left_in_the_fitted_scenario_too(
    fitted: Scenario,
) -> None:
    (share,) = [e for e in uncertain_numbers(fitted, fitted.arm_names)[0] if e.name == TEAM]

    assert share.rows[0].rest == "nowhere"


def test_from_python_it_is_the_same_scenario(fitted: Scenario) -> None:
    assert with_rows(fitted_file(), result(), contents(fitted_file(), result())) == fitted


def test_where_no_world_comes_near_there_are_no_rows() -> None:
    assert rows_of(fitted_file(), not_near()).rows == ()


def test_a_length_that_the_file_writes_bare_finds_its_column() -> None:
    length = {"value": "60 minutes", "low": "40 minutes", "high": "80 minutes"}
    of = scenario({"services.team.contacts.length": length})
    table = {"file": "x.csv", "contents": "services.team.contacts.length\n50 minutes\n70 minutes\n"}

    for each in (of, Scenario.of(of.to_dict())):
        whole = Scenario.of({**each.to_dict(), "worlds": {"from_table": table, "source": "ours"}})
        entries, found = from_the_table(whole, uncertain_numbers(whole, whole.arm_names)[0])
        assert found is not None
        assert found.inputs == 1
        values = [list(world.values()) for world in sample(entries, 2, 1, found).values]
        assert {"50 minutes", "70 minutes"} <= {str(v) for world in values for v in world}
