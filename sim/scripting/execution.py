"""How the runs of a script are made."""

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
    """How runs are made: their random numbers, arms and engine, where they run and are kept.

    All functions that run a scenario take one as ``execution``, and one can be given to many.
    None of it changes what a scenario says; `seed` and `arms` decide which runs are made, and the
    same runs give the same numbers whatever the other fields are.

    Parameters
    ----------
    seed
        A whole number from 0 to 2**53, from which all random numbers follow. When None, `run.seed`
        of the scenario.
    arms
        Names of arms, or one name. They are always taken in the order of the scenario, and
        compared with its baseline, or with the first of them where the baseline is not among
        them. When None, all arms.
    engine
        "fast", which is compiled for about a minute when it is first used on a machine, or
        "reference", which is readable and slow. Both give the same numbers.
    store
        A folder for finished runs, which are never run again; it is made when it is first used.
        It holds runs of one scenario. When None, runs are kept in a temporary folder as long as
        any result or table of them is in use.
    workers
        Runs made at once on this machine, 1 or more; 1 by default. The reference engine with more
        than 1 needs, in a script, the usual ``if __name__ == "__main__":`` around the call.
    executor
        Anything with ``submit``, such as an executor of `concurrent.futures` or a client of Dask.
        When it is given, `workers` has no effect.
    progress
        A function of two whole numbers, called with (finished, all) as runs are finished.

    Raises
    ------
    SimError
        When it is made, for a value that no run can have, such as a seed below 0; when it is used,
        for an arm that the scenario does not have, and for a store that is not a folder or belongs
        to another scenario.

    Examples
    --------
    >>> import sim
    >>> queue = sim.Scenario.load("scenarios/queue.yaml").with_values({"run.length": "2 years"})
    >>> how = sim.Execution(seed=3, arms="four_chairs", workers=2)
    >>> found = sim.run(queue, replications=2, execution=how)
    >>> list(found.measures.sql("SELECT DISTINCT arm, replication FROM this ORDER BY ALL"))
    [('four_chairs', 1), ('four_chairs', 2)]

    `dataclasses.replace` gives the same with one thing changed:

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
        """Refuse what no scenario could use; keep whole numbers and names in plain form."""
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
    """What a function was given as `execution`; ArgumentError when that is none."""
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
    """Where runs are made: in the executor, else on this machine."""
    executor = how.executor
    if executor is not None:
        return lambda: over_executor(executor)
    return lambda: on_this_machine(Engine(how.engine), how.workers)


def told(how: Execution) -> Progress:
    """What is called as runs are finished."""
    return how.progress or (lambda done, total: None)
