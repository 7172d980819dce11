"""A Dask cluster on this machine alone: a scheduler and workers, each a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

HOUSE = Path(__file__).resolve().parents[3]
LOOPBACK = "127.0.0.1"
PATIENCE = 60


class Cluster(NamedTuple):
    """What a test needs of a cluster."""

    address: str
    workers: list[subprocess.Popen[bytes]]


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """Start a scheduler and workers, and end them afterwards, whatever happens."""
    address = f"tcp://{LOOPBACK}:{free_port()}"
    host, _, port = address.removeprefix("tcp://").partition(":")
    with ExitStack() as stack:
        scheduler = ["scheduler", "--host", host, "--port", port, "--no-dashboard", "--no-show"]
        stack.enter_context(running(scheduler, folder))
        wait_for(address)
        worker = ["worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard"]
        started = [
            stack.enter_context(running([*worker, "--host", LOOPBACK], folder))
            for _ in range(workers)
        ]
        yield Cluster(address, started)


@contextmanager
def running(words: Sequence[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """One process of the cluster."""
    kind, *options = words
    process = subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.dask_{kind}", *options],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(HOUSE)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(PATIENCE)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def wait_for(address: str) -> None:
    """Wait until somebody listens."""
    host, _, port = address.removeprefix("tcp://").partition(":")
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with socket.create_connection((host, int(port)), timeout=1):
                return
        except OSError:
            assert time.monotonic() < deadline, "no scheduler came up"
            time.sleep(0.1)
