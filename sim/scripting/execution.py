"""The settings that say how a script makes its runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sim.engines.choosing import Engine
from sim.scripting.arguments import (
    ArgumentError,
    EngineName,
    Folder,
    engine_named,
    folder_path,
    named,
    names,
    see_callbacks,
    whole,
    worker_count,
)
from sim.scripting.keywords import known_keywords
from sim.studies.execution import Pool, Progress, over_executor
from sim.studies.execution.local import on_this_machine
from sim.studies.execution.pools import ExecutorLike
from sim.studies.planning import LARGEST_SEED


@dataclass(frozen=True, kw_only=True)
class Execution:
    """How runs are made: random numbers, arms, engine, and where runs are made and kept.

    Every function that runs a scenario takes an `Execution` as ``execution``. One `Execution` can
    be used for many calls. It does not change the scenario. `seed` and `arms` decide which runs
    are made; the other fields do not change any result.

    Parameters
    ----------
    seed
        A whole number from 0 to 2**53. It decides all random numbers. When None, `run.seed` of the
        scenario is used.
    arms
        Names of arms, or one name. Arms are always taken in the order of the scenario. They are
        compared with the scenario's baseline. If the baseline is not chosen, they are compared
        with the first chosen arm. When None, all arms are run.
    engine
        "fast" or "reference". Both give the same numbers. The fast engine is compiled when it is
        first used on a machine, which takes about a minute. The reference engine is readable and
        slow.
    store
        A folder for finished runs. A run that is already in the folder is not repeated. The folder
        is created when it is first used, and it holds runs of one scenario only. When None, runs
        are kept in a temporary folder as long as a result or table of them is in use.
    workers
        The number of runs made at the same time on this machine, 1 or more. The default is 1. A
        script that uses the reference engine with more than 1 needs the usual ``if __name__ ==
        "__main__":`` around the call.
    executor
        An object with a ``submit`` method, such as an executor of `concurrent.futures` or a client
        of Dask. If it is given, `workers` has no effect.
    progress
        A function of two whole numbers. It is called with (finished runs, all runs) whenever runs
        are finished.

    Raises
    ------
    SimError
        When the `Execution` is created: for a value that no run can have, such as a seed below 0.
        When it is used: for an arm that the scenario does not have, and for a store that is not a
        folder or belongs to another scenario.

    Examples
    --------
    >>> import sim
    >>> queue = sim.Scenario.load("scenarios/queue.yaml").with_values({"run.length": "2 years"})
    >>> how = sim.Execution(seed=3, arms="four_chairs", workers=2)
    >>> found = sim.run(queue, replications=2, execution=how)
    >>> list(found.measures.sql("SELECT DISTINCT arm, replication FROM this ORDER BY ALL"))
    [('four_chairs', 1), ('four_chairs', 2)]

    `dataclasses.replace` returns a copy with one field changed:

    >>> from dataclasses import replace
    >>> replace(how, seed=4).arms
    ('four_chairs',)
    """

    seed: int | None = None
    arms: Sequence[str] | None = None
    engine: EngineName = "fast"
    store: Folder | None = None
    workers: int = 1
    executor: ExecutorLike | None = None
    progress: Progress | None = None

    def __post_init__(self) -> None:
        """Refuse impossible values, and turn whole numbers and names into plain Python types."""
        engine_named(self.engine)
        if self.store is not None:
            folder_path("store", self.store)
        arms = names("arms", self.arms)
        see_callbacks(self.executor, self.progress)
        object.__setattr__(self, "seed", whole("seed", self.seed, 0, LARGEST_SEED))
        object.__setattr__(self, "arms", None if arms is None else tuple(arms))
        object.__setattr__(self, "workers", worker_count(self.workers))


Execution.__init__ = known_keywords()(Execution.__init__)  # type: ignore[method-assign]


def used(execution: object) -> Execution:
    """Return the `execution` of a call, or the default; raise ArgumentError for other types."""
    if execution is None:
        return Execution()
    if not isinstance(execution, Execution):
        raise ArgumentError(
            "execution",
            f"{named(execution)} does not say how runs are made.",
            "Write `execution=sim.Execution(workers=2)`, for example.",
        )
    return execution


def pools(how: Execution) -> Callable[[], AbstractContextManager[Pool]]:
    """Return where runs are made: by the given executor, or otherwise on this machine."""
    executor = how.executor
    if executor is not None:
        return lambda: over_executor(executor)
    return lambda: on_this_machine(Engine(how.engine), how.workers)


def told(how: Execution) -> Progress:
    """Return the function that is called whenever runs are finished."""
    return how.progress or (lambda done, total: None)
