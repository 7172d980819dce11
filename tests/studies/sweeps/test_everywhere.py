"""Serial, threads, processes, shards and a cluster give the same tables, byte for byte."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from sim.studies.execution import Pool, Shard, here, over_executor, over_processes, over_threads
from sim.studies.execution.cluster import over_cluster
from sim.studies.sweeps.planning import SweepPlan, plan_sweep
from sim.studies.sweeps.running import make_runs, missing, open_store, outcomes
from sim.tables.sweeps import write_differences, write_outcomes
from tests.studies.execution.clusters import cluster
from tests.studies.sweeps.studies import asked

Places = Callable[[], AbstractContextManager[Pool]]


@pytest.fixture
def plan(tmp_path: Path) -> SweepPlan:
    return plan_sweep(asked(tmp_path))


def tables(plan: SweepPlan, folder: Path) -> bytes:
    """Both tables of a finished sweep."""
    with open_store(plan, folder / "store") as store:
        found = outcomes(plan, store)
    write_outcomes(found, folder / "outcomes.csv")
    write_differences(found, folder / "differences.csv")
    return b"".join((folder / name).read_bytes() for name in ("outcomes.csv", "differences.csv"))


def made(plan: SweepPlan, folder: Path, pool: Places, *shards: Shard) -> bytes:
    """Both tables, after making all runs, or these shards one after the other."""
    for shard in shards or (Shard(1, 1),):
        with open_store(plan, folder / "store") as store:
            make_runs(plan, store, pool, shard)
    return tables(plan, folder)


def test_it_does_not_matter_where_runs_are_made(plan: SweepPlan, tmp_path: Path) -> None:
    serial = made(plan, tmp_path / "serial", here)

    assert serial.count(b"\n") == 1 + 6 * 2 * 3 * 2 + 1 + 6 * 2
    assert made(plan, tmp_path / "threads", lambda: over_threads(2)) == serial
    assert made(plan, tmp_path / "processes", lambda: over_processes(2)) == serial
    shards = [Shard(number, 3) for number in (2, 3, 1)]
    assert made(plan, tmp_path / "shards", here, *shards) == serial
    with ThreadPoolExecutor(2) as pool:
        assert made(plan, tmp_path / "executor", lambda: over_executor(pool)) == serial
    pytest.importorskip("distributed")
    with cluster(tmp_path) as workers:
        found = made(plan, tmp_path / "cluster", lambda: over_cluster(workers.address))
    assert found == serial


def test_shards_with_stores_of_their_own_are_put_together(plan: SweepPlan, tmp_path: Path) -> None:
    serial = made(plan, tmp_path / "serial", here)
    for number in (1, 2):
        with open_store(plan, tmp_path / str(number) / "store") as store:
            make_runs(plan, store, here, Shard(number, 2))
            assert missing(plan, store) == 18

    with open_store(plan, tmp_path / "1" / "store") as store:
        with open_store(plan, tmp_path / "2" / "store") as other:
            assert store.take_over(other) == 18
        assert missing(plan, store) == 0

    assert tables(plan, tmp_path / "1") == serial


def test_more_replications_run_only_what_is_new(plan: SweepPlan, tmp_path: Path) -> None:
    made(plan, tmp_path / "one", here)
    base = plan.asked.base._replace(replications=5)
    more = plan_sweep(plan.asked._replace(base=base))
    shutil.copytree(tmp_path / "one", tmp_path / "two")

    with open_store(more, tmp_path / "two" / "store") as store:
        assert missing(more, store) == 6 * 2 * 2

    grown = made(more, tmp_path / "two", here)
    assert grown == made(more, tmp_path / "fresh", here)
