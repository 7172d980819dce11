"""Series by months of a study: gathered from its runs, averaged, written and read again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.calendar import UNDATED
from sim.engines.choosing import Engine
from sim.engines.fast import run as fast_run
from sim.measures.monthly import Column, columns_of
from sim.measures.monthly_log import monthly
from sim.resolving import resolve
from sim.scenario import load
from sim.studies import gathering_months
from sim.studies.archives import DamagedError
from sim.studies.engines import maker
from sim.studies.execution.local import on_this_machine
from sim.studies.gathering import all_jobs
from sim.studies.gathering_months import forget_runs_without_months, gather_months, wants_months
from sim.studies.monthly import MonthlyTable, course, flat, read_runs, write_runs
from sim.studies.planning import Choices
from sim.studies.running import carry_out, measured, plan
from sim.studies.store import Record, Store
from sim.studies.study import Study
from sim.tables.monthly import write_monthly
from tests.report.conftest import SMALL

COLUMNS = (Column("", "people", "people"), Column("gp", "list", "people"))


def table(values: list[list[list[list[float]]]]) -> MonthlyTable:
    """A table of two series."""
    months = np.arange(len(values[0][0]) + 1) * 43_830
    arms = tuple("abc"[: len(values)])
    return MonthlyTable(arms, months, COLUMNS, np.array(values, dtype=float))


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    planned = plan(load(SMALL), Choices(replications=2))
    return carry_out(planned, tmp_path_factory.mktemp("kept"), workers=1)


def test_a_study_has_the_series_of_each_of_its_runs(study: Study) -> None:
    assert study.monthly is not None
    for arm in study.settings.arms:
        resolved = study.resolved[arm]
        for replication in (1, 2):
            expected = monthly(fast_run(resolved, study.settings.seed, replication), resolved)
            np.testing.assert_array_equal(
                flat(study.monthly, arm, replication), expected.values.ravel()
            )
        for position, column in enumerate(columns_of(resolved)):
            found = study.monthly.of(arm, column.measure, column.service)
            np.testing.assert_array_equal(found[1], expected.values[:, position])


def test_what_is_written_is_read_again_to_the_last_digit(study: Study, tmp_path: Path) -> None:
    assert study.monthly is not None
    write_runs(study.monthly, tmp_path / "runs.npz")
    write_runs(study.monthly, tmp_path / "again.npz")

    found = read_runs(tmp_path / "runs.npz")

    assert (found.arms, found.columns) == (study.monthly.arms, study.monthly.columns)
    np.testing.assert_array_equal(found.months, study.monthly.months)
    np.testing.assert_array_equal(found.values, study.monthly.values)
    assert (tmp_path / "runs.npz").read_bytes() == (tmp_path / "again.npz").read_bytes()


def test_a_file_that_was_changed_is_refused(study: Study, tmp_path: Path) -> None:
    assert study.monthly is not None
    path = tmp_path / "runs.npz"
    write_runs(study.monthly, path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))

    with pytest.raises(DamagedError):
        read_runs(path)


def test_mean_and_range_are_over_runs() -> None:
    runs = table([[[[float(run), 0.0]] for run in range(11)]])

    found = course(runs.of("a", "people"))

    assert (found.mean.tolist(), found.low.tolist(), found.high.tolist()) == ([5], [0.5], [9.5])


def test_a_series_that_an_arm_lacks_is_left_out_of_the_table(tmp_path: Path) -> None:
    nan = float("nan")
    two = table([[[[3.0, 1.0], [5.0, 2.0]]], [[[4.0, nan], [4.0, nan]]]])

    write_monthly(two, tmp_path / "monthly.csv", UNDATED)

    assert (tmp_path / "monthly.csv").read_text().splitlines() == [
        "arm,service,measure,unit,month,begins,from_minute,mean,low,high,runs",
        "a,,people,people,1,,0,3.0,3.0,3.0,1",
        "a,,people,people,2,,43830,5.0,5.0,5.0,1",
        "a,gp,list,people,1,,0,1.0,1.0,1.0,1",
        "a,gp,list,people,2,,43830,2.0,2.0,2.0,1",
        "b,,people,people,1,,0,4.0,4.0,4.0,1",
        "b,,people,people,2,,43830,4.0,4.0,4.0,1",
    ]
    with pytest.raises(KeyError):
        two.of("a", "list", "team")


def test_so_many_runs_that_they_do_not_fit_into_memory_keep_no_series(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scenario = load(SMALL)
    arms = {name: resolve(scenario, name) for name in scenario.arm_names}

    assert wants_months(arms, 3)
    monkeypatch.setattr(gathering_months, "MOST_NUMBERS", 1_000)
    assert not wants_months(arms, 3)


def test_runs_that_a_sweep_made_without_series_are_made_again(tmp_path: Path) -> None:
    planned = plan(load(SMALL), Choices(replications=1))
    jobs = all_jobs(planned.resolved, planned.settings.seed, 1)
    make = maker(Engine.FAST)
    with Store(tmp_path / "store", Engine.FAST, planned.digest, "") as store:
        measured(planned, store, make, lambda: on_this_machine(Engine.FAST, 1))
        without = [each._replace(monthly=np.zeros(0)) for each in store.read(j.key for j in jobs)]
        store.add([Record(*each) for each in without])

        forget_runs_without_months(store, jobs)
        assert not any(job.key in store for job in jobs)
        _, found = measured(planned, store, make, lambda: on_this_machine(Engine.FAST, 1))

        assert found is not None
        assert np.isfinite(found.values).any()
        again = gather_months(store, jobs, planned.resolved)
        assert again is not None
        np.testing.assert_array_equal(again.values, found.values)
