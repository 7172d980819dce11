"""Make the runs of worlds that a store lacks, and find out what they say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

import numpy as np

from sim.engines.choosing import Engine
from sim.laws import Flags
from sim.studies.asking import see_that_all_was_asked
from sim.studies.engines import maker
from sim.studies.execution import Job, Pool, Progress, Work, work
from sim.studies.gathering import all_jobs, gather
from sim.studies.statistics.worlds.findings import find_out
from sim.studies.store import Store
from sim.studies.store.plans import StudyPlan, wanted, write_plan
from sim.studies.study import EVERYONE, MeasureTable, Study
from sim.studies.targets import judged_targets
from sim.studies.warm_up_compile import prepare
from sim.studies.worlds.planning import WorldsPlan
from sim.studies.worlds.questions import question_of
from sim.studies.worlds_result import WorldsResult, WorldValues

MOST_FAILURES = 10


def run_worlds(
    plan: WorldsPlan,
    store: Store,
    engine: Engine,
    pool: Callable[[], AbstractContextManager[Pool]],
    progress: Progress = lambda done, total: None,
) -> MeasureTable:
    """Make the runs of all worlds that the store lacks, and return what is asked of them.

    The table has the replications of the first world that can be run, then those of the next.

    Raises
    ------
    EngineUnavailable
        If the fast engine is wanted but cannot be compiled here.
    """
    make_worlds(plan, store, engine, pool, progress)
    rows: list[Job] = plan.rows()
    return gather(store, rows, plan.central.settings.arms)


def make_worlds(
    plan: WorldsPlan,
    store: Store,
    engine: Engine,
    pool: Callable[[], AbstractContextManager[Pool]],
    progress: Progress = lambda done, total: None,
) -> int:
    """Make the planned runs that the store lacks, and return how many are planned.

    Raises
    ------
    EngineUnavailable
        If the fast engine is wanted but cannot be compiled here.
    """
    central, jobs = plan.central, plan.jobs()
    write_plan(store, _noted(plan, store, jobs))
    if all(job.key in store for job in jobs):
        progress(len(jobs), len(jobs))
    else:
        prepare(engine, plan.arm_table.get(jobs[0].arm), central.settings.seed)
        what = Work(
            maker(engine, central.own),
            central.settings.seed,
            plan.arm_table.get,
            plan.about,
            MOST_FAILURES,
        )
        with pool() as workers:
            work(store, jobs, what, workers, progress)
    return len(jobs)


def _noted(plan: WorldsPlan, store: Store, jobs: Sequence[Job]) -> StudyPlan:
    """Return a note on the runs that are wanted, for `sim status`; each part has its own."""
    central, shard = plan.central, plan.shard
    study, title, keys = central.digest, central.scenario.title, [job.key for job in jobs]
    if shard.of > 1:
        part = f"part {shard.number} of {shard.of}"
        return wanted(store, f"{study} {part}", f"{title}, {part}", keys)
    if plan.wanted.alone:
        return wanted(store, study, title, keys)
    own = all_jobs(
        central.resolved, central.settings.seed, central.settings.replications, central.own.digest
    )
    return wanted(store, study, title, [*dict.fromkeys([*(job.key for job in own), *keys])])


def with_worlds(study: Study, plan: WorldsPlan, table: MeasureTable) -> Study:
    """Return a study with what its worlds say."""
    each = plan.wanted.size.each
    worlds = [
        MeasureTable(table.arms, table.series, table.values[:, row * each : (row + 1) * each])
        for row in range(len(plan.arm_at))
    ]
    question = question_of(study)
    measures = tuple(dict.fromkeys([*question.measures, *question.choose_by]))
    see_that_all_was_asked([(EVERYONE, each) for each in measures], plan.wanted.asked)
    values = np.array(
        [
            [
                np.stack([_values(world, arm, measure) for measure in measures], axis=-1)
                for world in worlds
            ]
            for arm in table.arms
        ]
    )
    found = WorldValues(table.arms, measures, values)
    alike = _like_today(study, worlds)
    nowhere = np.zeros(len(worlds), np.bool_)
    findings = find_out(plan.inputs, question, found.of, nowhere if alike is None else alike)
    result = WorldsResult(
        size=plan.wanted.size,
        uncertain=plan.wanted.uncertain,
        left_out=plan.wanted.left_out,
        refused=tuple(plan.refused.values()),
        inputs=plan.inputs,
        values=found,
        question=question,
        alike=alike,
        findings=findings,
        from_rows=plan.wanted.from_rows,
    )
    return replace(study, worlds=result)


def _values(
    world: MeasureTable, arm: str, measure: str
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    if not world.has(measure):
        return np.full(world.replications, np.nan)
    return world.averaged(arm, measure)


def _like_today(study: Study, worlds: Sequence[MeasureTable]) -> Flags | None:
    """Return in which worlds the history arm meets every target that the model was not fitted to.

    None is returned if the scenario has no such targets, or its history arm was not run.
    """
    checks = [
        [each for each in judged_targets(study.scenario, world) if each.role == "check"]
        for world in worlds
    ]
    if not worlds or not checks[0]:
        return None
    return np.array([all(t.low <= t.mean <= t.high for t in targets) for targets in checks])
