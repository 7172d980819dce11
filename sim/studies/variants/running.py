"""Make the runs of variants that a store lacks, and compare the arms in each variant."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

from sim.engines.choosing import Engine
from sim.studies.engines import maker
from sim.studies.execution import Pool, Progress, Work, work
from sim.studies.gathering import all_jobs, gather
from sim.studies.running import compared
from sim.studies.store import Store
from sim.studies.store.plans import wanted, write_plan
from sim.studies.study import Study, VariantResult
from sim.studies.variants.planning import VariantPlan
from sim.studies.warm_up_compile import prepare


def are_there(plan: VariantPlan, store: Store) -> bool:
    """Return whether a store has every run of the variants."""
    return all(job.key in store for job in plan.jobs)


def run_variants(
    plan: VariantPlan,
    store: Store,
    engine: Engine,
    pool: Callable[[], AbstractContextManager[Pool]],
    progress: Progress = lambda done, total: None,
) -> tuple[VariantResult, ...]:
    """Make the runs of all variants that the store lacks, and return the comparisons.

    Each variant has the replications and the seed of the study, so its runs are paired in the
    same way. It is judged by the study's own rules: the same smallest differences, and the same
    measures judged together.

    Raises
    ------
    EngineUnavailable
        If the fast engine is wanted but cannot be compiled here.
    """
    central, jobs = plan.central, plan.jobs
    own = all_jobs(
        central.resolved, central.settings.seed, central.settings.replications, central.own.digest
    )
    keys = dict.fromkeys(job.key for job in [*own, *jobs])
    write_plan(store, wanted(store, central.digest, central.scenario.title, [*keys]))
    if are_there(plan, store):
        progress(len(jobs), len(jobs))
    else:
        prepare(engine, plan.arm_table.get(jobs[0].arm), central.settings.seed)
        what = Work(
            maker(engine, central.own), central.settings.seed, plan.arm_table.get, plan.about
        )
        with pool() as workers:
            work(store, jobs, what, workers, progress)
    return tuple(_result(plan, store, name) for name in plan.arm_at)


def with_variants(study: Study, found: tuple[VariantResult, ...]) -> Study:
    """Return a study with the results of its variants."""
    return replace(study, variants=found)


def _result(plan: VariantPlan, store: Store, name: str) -> VariantResult:
    central = plan.central
    about = central.scenario.variants[name]
    table = gather(store, plan.jobs_of(name), central.settings.arms)
    return VariantResult(name, about.label, about.description, compared(central, table))
