"""Runs over processes: each done once, kept whole or not at all, continued after a stop."""

import math
import os
from pathlib import Path

import numpy as np
import pytest

from sim.studies.kept import Job, Kept, gather
from sim.studies.replications import (
    RunFailedError,
    StudyInterruptedError,
    all_jobs,
    run_jobs,
    usable_cores,
)
from sim.studies.study import MeasureTable
from tests.studies import fakes

HOUSE = Path(__file__).resolve().parent.parent.parent
JOBS = all_jobs(("a", "b"), 3)


@pytest.fixture(autouse=True)
def _other_processes_find_the_fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(HOUSE)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_jobs_go_replication_by_replication_so_that_a_stop_leaves_pairs() -> None:
    assert JOBS[:3] == [Job("a", 1), Job("b", 1), Job("a", 2)]


def test_measures_of_all_runs_come_back_as_they_were_taken(tmp_path: Path) -> None:
    run_jobs(fakes.work(tmp_path), JOBS, 1)

    table = gather(Kept(tmp_path), ("a", "b"), 3)
    assert table.of("a", "minute").tolist() == [11 / 3, 12 / 3, 13 / 3]
    assert [math.isnan(value) for value in table.of("b", "half")] == [True, False, True]
    assert table.of("b", "only_b", "few").tolist() == [1, 1, 1]
    assert np.isnan(table.of("a", "only_b", "few")).all()


def test_processes_give_the_same_table_as_one_after_the_other(tmp_path: Path) -> None:
    tables: list[MeasureTable] = []
    for workers in (1, 2):
        folder = tmp_path / str(workers)
        run_jobs(fakes.work(folder), JOBS, workers)
        tables.append(gather(Kept(folder), ("a", "b"), 3))

    assert tables[0].series == tables[1].series
    assert np.array_equal(tables[0].values, tables[1].values, equal_nan=True)


def test_processes_use_one_thread_each_and_ours_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "5")
    run_jobs(fakes.work(tmp_path)._replace(measure=fakes.threads), JOBS[:2], 2)

    assert gather(Kept(tmp_path), ("a", "b"), 1).of("a", "threads").tolist() == [1]
    assert os.environ["OMP_NUM_THREADS"] == "5"


def test_only_the_chosen_replication_keeps_its_people_and_events(tmp_path: Path) -> None:
    run_jobs(fakes.work(tmp_path), JOBS, 1)

    run = Kept(tmp_path).run(Job("b", 1))
    expected = fakes.engine(fakes.resolved("b"), 10, 1)
    assert np.array_equal(run.log, expected.log)
    assert run[1:] == expected[1:]
    with pytest.raises(FileNotFoundError):
        Kept(tmp_path).run(Job("b", 2))


def test_an_exported_log_is_kept_with_its_run(tmp_path: Path) -> None:
    run_jobs(fakes.work(tmp_path)._replace(export=fakes.export), JOBS, 1)

    assert (Kept(tmp_path).log_folder(Job("b", 3)) / "minute.txt").read_text() == "b 13"


def test_a_kept_run_is_not_run_again(tmp_path: Path) -> None:
    run_jobs(fakes.work(tmp_path), JOBS[:2], 1)
    seen: list[tuple[int, int]] = []

    run_jobs(fakes.work(tmp_path)._replace(seed=99), JOBS, 1, lambda *at: seen.append(at))

    assert seen == [(2, 6), (3, 6), (4, 6), (5, 6), (6, 6)]
    assert gather(Kept(tmp_path), ("a", "b"), 3).of("a", "minute").tolist() == [
        *(11 / 3, 101 / 3, 102 / 3)
    ]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failing_run_is_named_and_leaves_nothing_half_done(tmp_path: Path, workers: int) -> None:
    failing = fakes.work(tmp_path)._replace(engine=fakes.engine_that_fails_once)

    with pytest.raises(RunFailedError, match="replication 2: ValueError: no such minute") as caught:
        run_jobs(failing, JOBS, workers)

    assert "engine_that_fails_once" in caught.value.details
    assert not Kept(tmp_path).has(Job("a", 2))
    assert all(Kept(tmp_path).rows(job) for job in JOBS if Kept(tmp_path).has(job))


def test_what_a_failing_run_had_written_is_removed(tmp_path: Path) -> None:
    failing = fakes.work(tmp_path)._replace(engine=fakes.engine_that_fails_once)

    with pytest.raises(RunFailedError):
        run_jobs(failing, JOBS, 1)

    assert names(tmp_path) == ["a-00001", "b-00001"]


def test_a_process_that_dies_is_reported_and_not_waited_for(tmp_path: Path) -> None:
    with pytest.raises(RunFailedError, match="stopped from outside"):
        run_jobs(fakes.work(tmp_path)._replace(engine=fakes.dying_engine), JOBS, 2)


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_stops_at_once_and_the_next_command_goes_on(tmp_path: Path, workers: int) -> None:
    def stop_after_the_first_pair(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    slow = fakes.work(tmp_path)._replace(engine=fakes.slow_engine)
    with pytest.raises(StudyInterruptedError) as caught:
        run_jobs(slow, JOBS, workers, stop_after_the_first_pair)
    assert (caught.value.done, caught.value.total) == (2, 6)

    run_jobs(fakes.work(tmp_path), JOBS, workers)
    whole = tmp_path / "whole"
    run_jobs(fakes.work(whole), JOBS, 1)
    for job in JOBS:
        assert Kept(tmp_path).rows(job)[0] == Kept(whole).rows(job)[0]


def test_at_least_one_core_can_be_used() -> None:
    assert usable_cores() >= 1
