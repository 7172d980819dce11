"""Submit the runs that a store lacks to workers, and store their results."""

from __future__ import annotations

import os
import queue
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, CancelledError
from typing import NamedTuple

from sim.errors import SimError
from sim.resolved import Resolved
from sim.studies.engines import Maker
from sim.studies.execution.pace import Pace
from sim.studies.execution.pools import ExecutorLike, FutureLike, Pool
from sim.studies.execution.tasks import (
    Failed,
    MendableRunError,
    Outcome,
    RunFailedError,
    Task,
    do,
)
from sim.studies.keys import numbers_digest
from sim.studies.store import Record, Store

Progress = Callable[[int, int], object]

WAKE_EVERY = 0.2  # seconds; so that Ctrl-C is heard
KEPT_TOGETHER = 16
"""The most runs by which a task grows so that runs with a common history stay together. Towards the
end, when there are no more than this for each worker, they are divided among the workers."""
LOOK_EVERY = 1.0  # seconds, at what other processes are doing


class Job(NamedTuple):
    """One run of a study."""

    key: bytes  # what its result is found by
    arm: int  # position among the arms of the study
    replication: int  # from 1
    group: int = 0  # jobs of one group and replication may have something in common

    def goes_with(self, other: Job) -> bool:
        """Return whether this run and another one may have something in common."""
        return (self.group, self.replication) == (other.group, other.replication)


class Work(NamedTuple):
    """The inputs that are the same for every run of a study."""

    maker: Maker
    seed: int
    resolved: Callable[[int], Resolved]  # the arm at a position
    about: Callable[[Job], str]  # a run in words, for messages
    most_failures: int = 1  # failing runs after which no more are begun
    monthly: bool = False  # whether the series by months are wanted as well


class ClosedExecutorError(SimError):
    """An executor accepts no more work."""

    def __init__(self, error: Exception) -> None:
        super().__init__(
            f"executor: it takes no work ({type(error).__name__}: {error}).\n"
            "  Give one that is open. What is finished is kept where there is a store."
        )


class StudyInterruptedError(Exception):
    """A person stopped the study; the finished runs are kept."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__(f"stopped with {done} of {total} runs finished")
        self.done, self.total = done, total


class LostError(SimError):
    """All workers were lost at the same time."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The cluster stopped answering: {reason}\n"
            "  Finished runs are kept. Start it again and give the same command."
        )


class WorkerLostError(SimError):
    """A process that made runs was stopped from outside, so no process of its pool can go on."""

    def __init__(self) -> None:
        super().__init__(
            "A worker process was stopped from outside, perhaps because memory ran out.\n"
            "  Finished runs are kept, and the same command goes on from there; with --workers 1 "
            "it needs less memory."
        )


def usable_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def work(
    store: Store,
    jobs: Sequence[Job],
    what: Work,
    pool: Pool,
    progress: Progress = lambda done, total: None,
) -> None:
    """Make every run that the store lacks, and wait for runs that other processes are making.

    Parameters
    ----------
    progress
        A function that is called with (finished runs, all runs) at the start and whenever runs are
        finished.

    Raises
    ------
    StudyInterruptedError
        On Ctrl-C. Unfinished runs are dropped; finished runs are in the store.
    RunFailedError
        If a run failed. The message is about the first failed run. No further runs are started
        then. Runs that have already begun are finished and stored first.
    """
    dispatcher = Dispatcher(store, jobs, what, pool, progress)
    try:
        dispatcher.run()
    except KeyboardInterrupt:
        dispatcher.keep_what_is_there()
        raise StudyInterruptedError(dispatcher.done, len(jobs)) from None


class Dispatcher:
    """Distributes the runs of one call of `work` and collects their results."""

    def __init__(
        self, store: Store, jobs: Sequence[Job], what: Work, pool: Pool, progress: Progress
    ) -> None:
        self.store, self.what, self.pool, self.progress = store, what, pool, progress
        self.total, self.order = len(jobs), {job.key: n for n, job in enumerate(jobs)}
        self.left = deque(job for job in jobs if job.key not in store)
        self.elsewhere: list[Job] = []  # at work in other processes
        self.ours: deque[Job] = deque()  # claimed, not handed out yet
        self.out: dict[FutureLike, list[Job]] = {}
        self.back: queue.SimpleQueue[FutureLike] = queue.SimpleQueue()
        self.failures: list[tuple[Job, Failed]] = []
        self.pace = Pace()
        self.is_broken = False
        self.looked = time.monotonic()
        self.done = self.total - len(self.left)  # of the wanted runs, those that are finished

    def run(self) -> None:
        """Distribute runs and collect results until all runs are finished."""
        self.progress(self.done, self.total)
        while True:
            self._hand_out()
            if self.out:
                self._take_in()
            elif self.elsewhere and not self._is_enough():
                self._wait_for_others()
            else:
                break
        if self.failures:
            job, first = min(self.failures, key=lambda each: self.order[each[0].key])
            more = len(self.failures) - 1
            kind = MendableRunError if first.mendable else RunFailedError
            raise kind(self.what.about(job), first, more)

    def keep_what_is_there(self) -> None:
        """Store the results that have already come back.

        Raises
        ------
        WorkerLostError
            If a worker was lost. The finished runs of other workers are in the store.
        """
        while not self.back.empty():
            self._receive(self.back.get())
        if self.is_broken:
            raise WorkerLostError

    def _is_enough(self) -> bool:
        return len(self.failures) >= self.what.most_failures

    def _hand_out(self) -> None:
        lanes = max(1, self.pool.lanes())
        while len(self.out) < lanes * (1 + self.pool.ahead) and not self._is_enough():
            size = self.pace.task_size(len(self.left) + len(self.ours), lanes)
            if len(self.ours) < size:
                self._claim(size * lanes * (1 + self.pool.ahead))
            jobs = [self.ours.popleft() for _ in range(min(size, len(self.ours)))]
            if not jobs:
                break
            if len(self.ours) + len(self.left) > lanes * KEPT_TOGETHER:
                jobs += _that_go_with(jobs[-1], self.ours)
            try:
                future = _submitted(self.pool.executor, self._task(jobs))
            except BrokenExecutor:  # while others were handed out
                self.keep_what_is_there()
                raise WorkerLostError from None
            self.out[future] = jobs
            future.add_done_callback(self.back.put)

    def _claim(self, most: int) -> None:
        """Claim up to `most` more runs. Runs that other processes are making are put aside."""
        while self.left and not self.ours:
            wanted = [self.left.popleft() for _ in range(min(most, len(self.left)))]
            wanted += _that_go_with(wanted[-1], self.left)
            granted = self.store.claims.take([job.key for job in wanted])
            self.store.refresh()  # others may have finished what nobody holds any more
            for job in wanted:
                if job.key in self.store:
                    self.done += 1
                elif job.key in granted:
                    self.ours.append(job)
                else:
                    self.elsewhere.append(job)

    def _task(self, jobs: Sequence[Job]) -> Task:
        pools = {arm: pool for pool, arm in enumerate(dict.fromkeys(j.arm for j in jobs))}
        return Task(
            self.what.maker,
            numbers_digest(),
            self.what.seed,
            tuple(self.what.resolved(arm) for arm in pools),
            tuple((pools[job.arm], job.replication) for job in jobs),
            self.what.monthly,
        )

    def _take_in(self) -> None:
        try:
            self._receive(self.back.get(timeout=WAKE_EVERY))
        except queue.Empty:
            return
        self.keep_what_is_there()
        self.store.session.pace = self.pace.runs_per_second
        self.progress(self.done, self.total)

    def _receive(self, future: FutureLike) -> None:
        jobs = self.out.pop(future)
        try:
            outcomes: list[Outcome] = future.result()
        except BrokenExecutor:
            self.is_broken = True
            return
        except (CancelledError, ConnectionError) as error:
            raise LostError(f"{type(error).__name__} {error}".strip()) from None
        except SimError:
            raise
        except Exception as error:  # a worker that could not even begin
            outcomes = [Failed(f"{type(error).__name__}: {error}", "")] * len(jobs)
        records = []
        for job, outcome in zip(jobs, outcomes, strict=True):
            if isinstance(outcome, Failed):
                self.store.fail(job.key, self.what.about(job), outcome.reason)
                self.failures.append((job, outcome))
            else:
                records.append(Record(job.key, *outcome))
        self.store.add(records)
        self.done += len(records)
        self.pace.add(len(records))

    def _wait_for_others(self) -> None:
        """Collect what other processes have finished, and take over runs that they abandoned."""
        pause = LOOK_EVERY - (time.monotonic() - self.looked)
        if pause > 0:
            time.sleep(pause)
        self.looked = time.monotonic()
        held = self.store.claims.held_by_others()
        self.store.refresh()  # after that, so that what is neither held nor there was left behind
        waiting = [job for job in self.elsewhere if job.key not in self.store]
        self.elsewhere = [job for job in waiting if job.key in held]
        self.left.extend(job for job in waiting if job.key not in held)
        self.done = self.total - len(self.left) - len(self.elsewhere) - len(self.failures)
        self.progress(self.done, self.total)


def _that_go_with(job: Job, following: deque[Job]) -> list[Job]:
    """Take from the next jobs those that may have something in common with a job."""
    found: list[Job] = []
    while following and len(found) < KEPT_TOGETHER and following[0].goes_with(job):
        found.append(following.popleft())
    return found


def _submitted(executor: ExecutorLike, task: Task) -> FutureLike:
    """Submit a task to an executor; raise ClosedExecutorError if it accepts none."""
    try:
        return executor.submit(do, task)
    except (BrokenExecutor, SimError, OSError, MemoryError):
        raise
    except Exception as error:
        raise ClosedExecutorError(error) from error
