"""A cluster gives the same bytes, also when one of its workers is killed; none is told in time."""

import gc
import time
from pathlib import Path

import pytest

from sim.studies.execution import here, work
from sim.studies.execution.cluster import ClusterError, over_cluster
from sim.studies.gathering import gather
from tests.studies import fakes
from tests.studies.execution.clusters import LOOPBACK, cluster, free_port
from tests.studies.store.stores import opened

Client = pytest.importorskip("distributed").Client


def test_a_cluster_gives_the_same_bytes_though_a_worker_is_killed(tmp_path: Path) -> None:
    jobs = fakes.jobs(40)
    maker = fakes.Counted(tmp_path, seconds=0.05)
    with cluster(tmp_path) as made, opened(tmp_path / "store") as store:
        killed: list[int] = []

        def kill_one(done: int, total: int) -> None:
            if done > total // 4 and not killed:
                killed.append(done)
                made.workers[0].kill()

        with over_cluster(made.address) as pool:
            work(store, jobs, fakes.work()._replace(maker=maker), pool, kill_one)
        found = gather(store, jobs, ("a", "b"))
        assert made.workers[0].wait(10) != 0
    with opened(tmp_path / "here") as store, here() as pool:
        work(store, jobs, fakes.work(), pool)
        expected = gather(store, jobs, ("a", "b"))

    assert killed
    assert found.series == expected.series
    assert found.values.tobytes() == expected.values.tobytes()
    assert len(list(tmp_path.glob("*.txt"))) == 2  # both workers made some


@pytest.mark.parametrize("address", ["silent", "nonsense", "udp://10.0.0.1:99999"])
def test_an_address_that_does_not_answer_is_said_within_ten_seconds(address: str) -> None:
    at = f"tcp://{LOOPBACK}:{free_port()}" if address == "silent" else address
    began = time.monotonic()

    with (
        pytest.raises(ClusterError, match="no scheduler answers there") as caught,
        over_cluster(at),
    ):
        pass

    assert str(caught.value).startswith(f"--cluster {at}: ")
    assert "Nothing is lost; without --cluster the runs are made here." in str(caught.value)
    assert time.monotonic() - began < 12
    # One that is left over could be finalised while the next takes Dask's lock: a deadlock.
    # By `type`, for `isinstance` follows a weak reference, which may be to nothing any more.
    assert not [each for each in gc.get_objects() if issubclass(type(each), Client)]
