"""Make the runs of a sweep or of one shard, and read the outcomes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from sim.events import Run
from sim.resolved import Resolved
from sim.studies.analyses.base import Answered, Arms
from sim.studies.asking import asking
from sim.studies.engines import ENGINES, maker
from sim.studies.execution import WHOLE, Pool, Progress, Shard, Work, here, work
from sim.studies.statistics.estimates import EvaluateMany
from sim.studies.statistics.precision import until_precise
from sim.studies.store import Store
from sim.studies.store.plans import StudyPlan, wanted, write_plan
from sim.studies.sweeps.evaluating import Evaluator
from sim.studies.sweeps.planning import SweepPlan
from sim.studies.sweeps.results import Outcomes, read_outcomes
from sim.studies.sweeps.specification import Asked
from sim.studies.warm_up_compile import prepare

MOST_FAILURES = 10


def open_store(plan: SweepPlan, folder: Path) -> Store:
    """Open the store of a sweep's scenario; raise StoreError if it belongs to another scenario."""
    asked = plan.asked
    return Store(folder, asked.engine, asked.base.scenario.digest, asked.base.scenario.title)


def make_runs(
    plan: SweepPlan,
    store: Store,
    pool: Callable[[], AbstractContextManager[Pool]],
    shard: Shard = WHOLE,
    progress: Progress = lambda done, total: None,
) -> None:
    """Make the runs of a shard that the store lacks.

    After a failed run, the others are still made, until ten runs have failed.

    Raises
    ------
    StudyInterruptedError
        On Ctrl-C. Finished runs are in the store.
    RunFailedError
        If a run failed.
    EngineUnavailable
        If the fast engine is wanted but cannot be compiled here.
    """
    jobs = plan.jobs(shard)
    write_plan(store, noted(plan, store))
    what = Work(
        maker(plan.asked.engine, plan.asked.base.own),
        plan.asked.base.seed,
        plan.arm_table.get,
        plan.about,
        MOST_FAILURES,
    )
    if all(job.key in store for job in jobs):
        progress(len(jobs), len(jobs))
        return
    prepare(plan.asked.engine, plan.arm_table.get(jobs[0].arm), plan.asked.base.seed)
    with pool() as workers:
        work(store, jobs, what, workers, progress)


def noted(plan: SweepPlan, store: Store, *, finished: bool = False) -> StudyPlan:
    """Return a note on the runs that a sweep wants, for `sim status`.

    Parameters
    ----------
    finished
        Whether all questions are answered and all files written.
    """
    asked = plan.asked
    found = wanted(store, asked.digest, asked.title, [job.key for job in plan.jobs()])
    return found._replace(questions=asked.questions, goes_on=True, finished=finished)


def missing(plan: SweepPlan, store: Store) -> int:
    """Return how many runs of the whole sweep are not finished."""
    store.refresh()
    return sum(job.key not in store for job in plan.jobs())


def outcomes(
    plan: SweepPlan,
    store: Store,
    pool: Callable[[], AbstractContextManager[Pool]] = here,
    progress: Progress = lambda done, total: None,
) -> Outcomes:
    """Return the outcomes of a sweep. If a run is not finished, raise SpoiledError.

    If a required precision decides the number of replications, further replications are made until
    every setting has enough.
    """
    asked = plan.asked
    precision = asked.precision
    if precision is None:
        return read_outcomes(plan, store)
    targets = [target for _, target in precision.targets(asked.base)]
    arms = Arms(
        lambda setting: [plan.arm_table.get(at) for at in plan.arm_at[setting].tolist()],
        lambda setting: f"setting {setting + 1}",
        asked.base.outcomes,
    )
    settings = range(len(plan.settings))
    with pool() as workers:
        evaluate = Evaluator(asked, store, workers, progress, arms)
        found = until_precise(evaluate.many, settings, targets, precision.rule)
    return read_outcomes(plan, store, [found[setting] for setting in settings])


def answers(
    asked: Asked,
    store: Store,
    pool: Callable[[], AbstractContextManager[Pool]],
    progress: Progress = lambda done, total: None,
) -> tuple[Answered, ...]:
    """Answer every question of a study, and make the runs for this that the store lacks."""
    found = []
    for analysis in asked.analyses:
        with pool() as workers:

            def evaluation(arms: Arms, workers: Pool = workers) -> EvaluateMany:
                return Evaluator(asked, store, workers, progress, arms).many

            found.append(Answered(analysis, analysis.carry_out(evaluation)))
    return tuple(found)


def whole_runs(plan: SweepPlan) -> dict[str, tuple[Run, Resolved]]:
    """Return replication 1 of each arm in the first setting, with its log.

    These runs are repeated each time, because the store contains no logs of a sweep.
    """
    asked = plan.asked
    found = {}
    for arm, number in zip(asked.base.arms, plan.arm_at[0].tolist(), strict=True):
        resolved = asking(plan.arm_table.get(number), None)
        found[arm] = ENGINES[asked.engine].run(resolved, asked.base.seed, 1), resolved
    return found
