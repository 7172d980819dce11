"""Define where runs are made: in this thread, in threads, in processes, or by an executor.

Each of these gives the dispatcher the same interface: an object with `submit`, as in
`concurrent.futures`, and the number of tasks that run at the same time.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import Any, NamedTuple, Protocol

from sim.compiling.announcing import QUIET

MOST_WORKERS = 61  # what one Windows process can wait for
ONE_THREAD = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMBA_NUM_THREADS",
)


class FutureLike(Protocol):
    """A result that will be available later."""

    def result(self) -> Any:
        """Return the result, or raise the error of the function."""

    def add_done_callback(self, fn: Callable[[Any], object], /) -> object:
        """Call a function when the result is available."""


class ExecutorLike(Protocol):
    """Runs functions, as an executor of `concurrent.futures` or of Dask does."""

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> FutureLike:
        """Submit a function to be run."""


class Pool(NamedTuple):
    """An executor, with the number of tasks that it runs at the same time."""

    executor: ExecutorLike
    lanes: Callable[[], int]  # tasks it runs at once, now
    ahead: int  # tasks to have waiting for each lane, so that no worker waits


class Here:
    """An executor that runs each function immediately, in the calling thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> FutureLike:
        """Run a function, and return its result or error as a future."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def here() -> Iterator[Pool]:
    """Give a pool that runs everything in this thread, one task after the other."""
    yield Pool(Here(), lambda: 1, 0)


@contextmanager
def over_threads(workers: int) -> Iterator[Pool]:
    """Give a pool of threads in this process, for functions that release the interpreter lock."""
    pool = ThreadPoolExecutor(workers, thread_name_prefix="runs")
    try:
        yield Pool(pool, lambda: workers, 1)
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def over_processes(workers: int) -> Iterator[Pool]:
    """Give a pool of new processes. If the block ends with an error, stop them immediately."""
    workers = min(workers, MOST_WORKERS)
    _start_tracker_quietly()
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_prepare)
    try:
        yield Pool(_Quietly(pool), lambda: workers, 1)
    except BaseException:
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def over_executor(executor: ExecutorLike, lanes: int | None = None) -> Iterator[Pool]:
    """Give a pool that runs tasks on an existing executor, which stays open afterwards.

    Parameters
    ----------
    lanes
        The number of tasks that the executor runs at the same time. When None, the number is taken
        from the executor; if it gives none, it is the number of cores of this machine.
    """
    known = lanes or getattr(executor, "_max_workers", None) or os.cpu_count() or 1
    yield Pool(executor, lambda: int(known), 1)


def _start_tracker_quietly() -> None:
    """Start Python's resource tracker without its messages.

    If this process is killed, the tracker frees shared resources, as it should. It would also warn
    of "leaked semaphores", about which a user can do nothing.
    """
    before = os.environ.get("PYTHONWARNINGS")
    quiet = "ignore:resource_tracker"
    os.environ["PYTHONWARNINGS"] = f"{before},{quiet}" if before else quiet
    try:
        resource_tracker.ensure_running()
    finally:
        if before is None:
            del os.environ["PYTHONWARNINGS"]
        else:
            os.environ["PYTHONWARNINGS"] = before


class _Quietly:
    """A pool whose processes use one thread each and leave Ctrl-C to the parent."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self.pool = pool

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> FutureLike:
        """Submit a function; this may start a process."""
        with _quiet_children():
            return self.pool.submit(fn, *args)


@contextmanager
def _quiet_children() -> Iterator[None]:
    """Let processes that start in this block use one thread each and ignore Ctrl-C."""
    settings = dict.fromkeys(ONE_THREAD, "1")
    before = {name: os.environ.get(name) for name in settings}
    handler = None
    if threading.current_thread() is threading.main_thread():
        handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        if handler is not None:
            signal.signal(signal.SIGINT, handler)


def _prepare() -> None:
    """Make a new process ignore Ctrl-C, end together with its parent, and print nothing."""
    os.environ[QUIET] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
