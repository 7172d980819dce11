"""Make runs on a Dask cluster of many machines. The study survives the loss of a machine."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sim.errors import SimError
from sim.studies.execution.pools import Pool

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 8  # seconds until a scheduler has to have answered
INSTALL = "Install it with `pip install 'throughline[cluster]'`."


class ClusterError(SimError):
    """A cluster cannot be used."""

    def __init__(self, address: str, problem: str, remedy: str) -> None:
        super().__init__(f"--cluster {address}: {problem}\n  {remedy}")


@contextmanager
def over_cluster(address: str) -> Iterator[Pool]:
    """Give a pool that runs on the workers of a Dask scheduler.

    If a worker is lost, the scheduler gives its runs to another worker.

    Raises
    ------
    ClusterError
        If Dask is not installed, the address is not valid, or no scheduler answers within about ten
        seconds.
    """
    logger = logging.getLogger("distributed")
    level = logger.level
    logger.setLevel(logging.CRITICAL)  # what goes wrong is said by us, once
    try:
        client = _client(address)
        try:
            executor = client.get_executor()
            yield Pool(executor, lambda: sum(client.nthreads().values()), 1)
        finally:
            client.close(timeout=PATIENCE)
    finally:
        logger.setLevel(level)


def _client(address: str) -> Client:
    try:
        from distributed import Client  # noqa: PLC0415 -- an extra, and heavy
    except ImportError:
        raise ClusterError(address, "Dask is not installed here.", INSTALL) from None
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError, ImportError) as error:
        problem = f"no scheduler answers there ({_first_line(error)})."
    # A client that failed waits for its finaliser, which takes a lock of Dask's. If Python collects
    # it while the next client is made, under the same lock, the process waits for ever.
    gc.collect()
    raise ClusterError(
        address,
        problem,
        "Give the address that `dask scheduler` printed, for example "
        "tcp://10.0.0.5:8786. Nothing is lost; without --cluster the runs are made here.",
    )


def _first_line(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
