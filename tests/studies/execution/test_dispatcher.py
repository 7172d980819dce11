"""Runs are handed out, each made once, whoever makes them, and kept when something goes wrong."""

import math
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
import pytest

from sim.studies.execution import (
    Pool,
    RunFailedError,
    StudyInterruptedError,
    Work,
    WorkerLostError,
    here,
    over_executor,
    over_processes,
    over_threads,
    usable_cores,
    work,
)
from sim.studies.execution.tasks import OtherProgramError, Task, do
from sim.studies.gathering import gather
from sim.studies.study import MeasureTable
from tests.studies import fakes
from tests.studies.store.stores import opened

HOUSE = Path(__file__).resolve().parents[3]
JOBS = fakes.jobs(3)
FAKES = fakes.work()
Places = Callable[[], AbstractContextManager[Pool]]
POOLS: dict[str, Places] = {
    "here": here,
    "threads": lambda: over_threads(2),
    "processes": lambda: over_processes(2),
}
every_pool = pytest.mark.parametrize("pool", POOLS.values(), ids=POOLS.keys())


@pytest.fixture(autouse=True)
def _other_processes_find_the_fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(HOUSE)


def table(folder: Path, pool: Places = here, what: Work = FAKES) -> MeasureTable:
    """Make all runs and gather them."""
    with opened(folder) as store:
        with pool() as workers:
            work(store, JOBS, what, workers)
        return gather(store, JOBS, ("a", "b"))


def test_jobs_go_replication_by_replication_so_that_a_stop_leaves_pairs() -> None:
    assert [(job.arm, job.replication) for job in JOBS[:3]] == [(0, 1), (1, 1), (0, 2)]


@every_pool
def test_measures_of_all_runs_come_back_as_they_were_taken(tmp_path: Path, pool: Places) -> None:
    found = table(tmp_path, pool)

    assert found.of("a", "minute").tolist() == [11 / 3, 12 / 3, 13 / 3]
    assert [math.isnan(value) for value in found.of("b", "half")] == [True, False, True]
    assert found.of("b", "only_b", "few").tolist() == [1, 1, 1]
    assert np.isnan(found.of("a", "only_b", "few")).all()
    assert [series.measure for series in found.series] == ["minute", "half", "only_b"]


def test_any_executor_will_do(tmp_path: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        found = table(tmp_path, lambda: over_executor(pool))

        assert found.of("a", "minute").tolist() == [11 / 3, 12 / 3, 13 / 3]
        assert pool.submit(int).result() == 0  # it is still open


def test_a_number_that_is_not_finite_is_undefined(tmp_path: Path) -> None:
    found = table(tmp_path, what=fakes.work()._replace(maker=fakes.endless_rows))

    assert np.isnan(found.of("a", "endless")).all()


def test_processes_use_one_thread_each_and_ours_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "5")
    found = table(tmp_path, POOLS["processes"], fakes.work()._replace(maker=fakes.threads))

    assert found.of("a", "threads").tolist() == [1, 1, 1]
    assert os.environ["OMP_NUM_THREADS"] == "5"


@every_pool
def test_a_finished_run_is_not_made_again(tmp_path: Path, pool: Places) -> None:
    counted = fakes.Counted(tmp_path)
    what = fakes.work()._replace(maker=counted)
    seen: list[tuple[int, int]] = []
    with opened(tmp_path / "store") as store, here() as workers:
        work(store, JOBS[:2], what, workers)
    with opened(tmp_path / "store") as store, pool() as workers:
        work(store, JOBS, what, workers, lambda *at: seen.append(at))

    assert seen[0] == (2, 6)
    assert seen[-1] == (6, 6)
    assert sorted(counted.made()) == ["a 1", "a 2", "a 3", "b 1", "b 2", "b 3"]


@every_pool
def test_a_failing_run_is_named_and_the_others_are_kept(tmp_path: Path, pool: Places) -> None:
    failing = fakes.work()._replace(maker=fakes.rows_that_fail_once)
    with opened(tmp_path) as store, pool() as workers:
        with pytest.raises(RunFailedError, match="replication 2: ValueError: no such") as caught:
            work(store, JOBS, failing, workers)
        assert "rows_that_fail_once" in caught.value.details
        assert JOBS[2].key not in store
        assert JOBS[0].key in store


def test_a_study_may_go_on_beside_its_failing_runs(tmp_path: Path) -> None:
    failing = fakes.work()._replace(maker=fakes.rows_that_fail_once, most_failures=10)
    with opened(tmp_path) as store, here() as workers:
        with pytest.raises(RunFailedError, match=r"arm `a`, replication 2: .* \(1 more run fail"):
            work(store, JOBS, failing, workers)
        assert [job.key in store for job in JOBS] == [True, True, False, False, True, True]


def test_a_process_that_dies_is_reported_and_not_waited_for(tmp_path: Path) -> None:
    dying = fakes.work()._replace(maker=fakes.dying_rows)
    with (
        opened(tmp_path) as store,
        pytest.raises(WorkerLostError, match="the same command goes on"),
        over_processes(2) as workers,
    ):
        work(store, JOBS, dying, workers)


@pytest.mark.parametrize("pool", [POOLS["here"], POOLS["processes"]], ids=["here", "processes"])
def test_ctrl_c_stops_at_once_and_the_next_command_goes_on(tmp_path: Path, pool: Places) -> None:
    def stop_after_the_first_pair(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    slow = fakes.work()._replace(maker=fakes.slow_rows)
    began = time.monotonic()
    with opened(tmp_path / "one") as store:
        with pytest.raises(StudyInterruptedError) as caught, pool() as workers:
            work(store, JOBS, slow, workers, stop_after_the_first_pair)
        assert (caught.value.done, caught.value.total) == (2, 6)
    assert time.monotonic() - began < 30

    again, whole = table(tmp_path / "one", pool), table(tmp_path / "whole")
    assert np.array_equal(again.values, whole.values, equal_nan=True)


def test_two_at_once_share_the_work_and_both_have_all_of_it(tmp_path: Path) -> None:
    counted = fakes.Counted(tmp_path, seconds=0.02)
    jobs = fakes.jobs(20)
    tables: list[MeasureTable] = []

    def one_of_two() -> None:
        with opened(tmp_path / "store") as store, here() as workers:
            work(store, jobs, fakes.work()._replace(maker=counted), workers)
            tables.append(gather(store, jobs, ("a", "b")))

    threads = [threading.Thread(target=one_of_two) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(counted.made()) == len(set(counted.made())) == 40
    assert np.array_equal(tables[0].values, tables[1].values, equal_nan=True)


def test_runs_that_another_process_left_behind_are_made(tmp_path: Path) -> None:
    with opened(tmp_path / "store") as store:
        gone = opened(tmp_path / "store")
        gone.claims.take([job.key for job in JOBS])
        leaving = threading.Timer(1.0, gone.close)
        leaving.start()

        with here() as workers:
            work(store, JOBS, fakes.work(), workers)

        leaving.join()
        assert all(job.key in store for job in JOBS)


def test_a_worker_of_another_version_is_refused() -> None:
    with pytest.raises(OtherProgramError, match="another version"):
        do(Task(fakes.rows, "another", 1, (fakes.resolved("a"),), ((0, 1),)))


def test_at_least_one_core_can_be_used() -> None:
    assert usable_cores() >= 1
