"""Run every arm as often as asked, over the cores of this machine.

A run's log stays in the process that made it: measures are taken there, and only what the
report or the person asked for is kept. Runs that are already kept are not run again.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from sim.events import Run
from sim.measures import Row
from sim.resolved import Resolved
from sim.studies.kept import LOG, Job, Kept, write_rows, write_run

MOST_WORKERS = 61  # what one Windows process can wait for
ONE_THREAD = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMBA_NUM_THREADS",
)

Engine = Callable[[Resolved, int, int], Run]
Measure = Callable[[Run, Resolved], Sequence[Row]]
Export = Callable[[Run, Resolved, Path], object]
Progress = Callable[[int, int], object]


class Work(NamedTuple):
    """What is the same for every run of a study.

    The functions must be importable by name, so that another process can find them.
    """

    resolved: Mapping[str, Resolved]
    seed: int
    folder: Path  # where finished runs are kept
    engine: Engine
    measure: Measure
    export: Export | None  # writes the event log into a folder
    whole: frozenset[int]  # replications whose people and events are kept too


class StudyInterruptedError(Exception):
    """Somebody stopped a study; what was finished is kept."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__(f"stopped with {done} of {total} runs finished")
        self.done, self.total = done, total


class RunFailedError(Exception):
    """One run of a study ended in an error."""

    def __init__(self, job: Job | None, reason: str, details: str = "") -> None:
        where = f"arm `{job.arm}`, replication {job.replication}" if job else "a run"
        super().__init__(f"{where}: {reason}")
        self.job, self.reason, self.details = job, reason, details

    def __reduce__(self) -> tuple[type[RunFailedError], tuple[Job | None, str, str]]:
        """Travel between processes with all three parts."""
        return RunFailedError, (self.job, self.reason, self.details)


def all_jobs(arms: Sequence[str], replications: int) -> list[Job]:
    """List all runs of a study, one replication of every arm after the other."""
    return [Job(arm, r) for r in range(1, replications + 1) for arm in arms]


def usable_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def do(work: Work, job: Job) -> None:
    """Make one run, measure it, and keep what is wanted of it; RunFailedError if that fails."""
    kept = Kept(work.folder)
    part = kept.begin(job)
    try:
        resolved = work.resolved[job.arm]
        run = work.engine(resolved, work.seed, job.replication)
        write_rows(work.measure(run, resolved), part)
        if job.replication in work.whole:
            write_run(run, part)
        if work.export is not None:
            work.export(run, resolved, part / LOG)
        kept.finish(job, part)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise RunFailedError(job, reason, traceback.format_exc()) from error
    finally:
        kept.drop(part)


def run_jobs(
    work: Work, jobs: Sequence[Job], workers: int, progress: Progress = lambda done, total: None
) -> None:
    """Do all runs that are not kept yet.

    Parameters
    ----------
    workers
        Processes at once, at least 1; with 1 the runs are made in this process.
    progress
        Called with (finished, all) at the start and after each run.

    Raises
    ------
    StudyInterruptedError
        On Ctrl-C. Unfinished runs are dropped, finished ones stay kept.
    RunFailedError
        For the first run that fails; runs not yet begun are dropped.
    """
    kept = Kept(work.folder)
    left = [job for job in jobs if not kept.has(job)]
    done = len(jobs) - len(left)
    try:
        progress(done, len(jobs))
        workers = min(workers, len(left), MOST_WORKERS)
        finished = _here(work, left) if workers <= 1 else _in_processes(work, left, workers)
        with closing(finished):
            for _ in finished:
                done += 1
                progress(done, len(jobs))
    except KeyboardInterrupt:
        raise StudyInterruptedError(sum(map(kept.has, jobs)), len(jobs)) from None


def _here(work: Work, jobs: Sequence[Job]) -> Generator[Job, None, None]:
    for job in jobs:
        do(work, job)
        yield job


def _in_processes(work: Work, jobs: Sequence[Job], workers: int) -> Generator[Job, None, None]:
    """Do runs in fresh processes. Leaving early, for whatever reason, stops them at once."""
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_prepare)
    try:
        pending: dict[Future[None], Job] = {}
        with _quiet_children():
            for job in jobs:
                alone = work._replace(resolved={job.arm: work.resolved[job.arm]})
                pending[pool.submit(do, alone, job)] = job
        for future in as_completed(pending):
            future.result()
            yield pending[future]
    except BrokenProcessPool:
        reason = "a worker process was stopped from outside, perhaps for lack of memory"
        raise RunFailedError(None, reason) from None
    except BaseException:
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _quiet_children() -> Iterator[None]:
    """Give processes started meanwhile one thread each, and let Ctrl-C be the parent's affair."""
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
    """Make a new process ready: it ignores Ctrl-C, and ends when its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
