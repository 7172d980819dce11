"""Carry out one study from beginning to end: plan, run, measure, compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

from sim.engines.choosing import Engine
from sim.errors import ScenarioFaults, SimError
from sim.events import Run
from sim.measures.own import NONE, OwnMeasures
from sim.network import WorkforceCheck, check_workforce
from sim.own_rules import NO_RULES, OwnRules
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.studies.comparison import Rules, compare
from sim.studies.costs import see_to_cost, see_to_size
from sim.studies.drift import drift_of
from sim.studies.engines import ENGINES, Maker
from sim.studies.execution import Job, Pool, Progress, Work, work
from sim.studies.execution.local import on_this_machine
from sim.studies.family import family_of, measure_faults
from sim.studies.gathering import all_jobs, gather
from sim.studies.gathering_months import forget_runs_without_months, gather_months, wants_months
from sim.studies.keeping import Export, Keeping, is_whole, kept_folder, one_in, read_run, set_aside
from sim.studies.manifest import study_digest, versions
from sim.studies.monthly import MonthlyTable
from sim.studies.planning import Choices, settle, settled
from sim.studies.store import Store
from sim.studies.store.owning import make_room
from sim.studies.store.plans import wanted, write_plan
from sim.studies.study import Comparison, MeasureTable, Settings, Study
from sim.studies.targets import target_faults
from sim.studies.warm_up_compile import prepare

SHOWN = 1
"""The replication whose people are kept for pictures of one person in every arm."""
KEPT = "kept"  # folder in the store for what is kept of runs beside their numbers


class Plan(NamedTuple):
    """Everything that a study needs before its first run."""

    scenario: Scenario  # with the settings in it
    settings: Settings
    digest: str  # of scenario, seed, replications, length and arms
    resolved: Mapping[str, Resolved]  # by arm
    workforce: WorkforceCheck
    own: OwnMeasures = NONE  # measures that a user adds
    rules: OwnRules = NO_RULES  # rules that a user gives; every arm has them


class Earlier(Protocol):
    """Copies runs that were finished elsewhere into the store of a study."""

    def __call__(self, planned: Plan, store: Store, first: MeasureTable) -> None:
        """Copy the runs into the store. `first` has the measures of replication 1 of every arm."""
        ...


class UnequalArmsError(SimError):
    """The arms to compare differ in staff or places."""

    def __init__(self, check: WorkforceCheck) -> None:
        problems = "\n".join(f"  {problem}" for problem in check.problems)
        super().__init__(
            "workforce: these arms do not have the same means, so comparing them would not be "
            f"fair.\n{problems}\n  Make them equal (hours may move between services if the sum "
            "stays the same), raise `workforce.tolerance`, or say why they may differ with "
            '`workforce: {unequal: "the reason"}`; it is printed on every result.'
        )


def plan(
    scenario: Scenario,
    choices: Choices,
    *,
    compared: bool = True,
    own: OwnMeasures = NONE,
    rules: OwnRules = NO_RULES,
) -> Plan:
    """Decide which runs a study makes, and refuse a study that cannot or must not be made.

    Parameters
    ----------
    compared
        Whether the arms will be compared. Compared arms must have equal staff and places.
    own, rules
        Measures that a user adds, and rules that a user gives.

    Raises
    ------
    SimError
        If a choice is impossible, or if the runs cannot fit into memory. Also if the arms to
        compare differ in staff or places and the file gives no reason.
    """
    settings = settle(scenario, choices)
    see_to_size(scenario)
    scenario = settled(scenario, settings)
    resolved = {arm: resolve(scenario, arm)._replace(own_rules=rules) for arm in settings.arms}
    names = resolved[settings.baseline].names
    if faults := [
        *measure_faults(scenario, names, own.catalogue),
        *target_faults(scenario, names, own.catalogue),
    ]:
        raise ScenarioFaults(faults)
    rule = scenario.workforce
    workforce = check_workforce(resolved, rule.tolerance, rule.unequal or "")
    if workforce.refused and compared:
        raise UnequalArmsError(workforce)
    see_to_cost(resolved, settings.replications)
    return Plan(
        scenario=scenario,
        settings=settings,
        digest=study_digest(scenario.digest + own.digest.hex() + rules.digest, settings),
        resolved=resolved,
        workforce=workforce,
        own=own,
        rules=rules,
    )


def carry_out(
    planned: Plan,
    folder: Path,
    workers: int,
    export: Export | None = None,
    progress: Progress = lambda done, total: None,
    engine: Engine = Engine.FAST,
    earlier: Earlier | None = None,
) -> Study:
    """Make every run that the folder lacks, and return the finished study.

    The same plan gives the same study. It does not matter which runs were already there, how many
    processes worked, and which engine made the runs.

    Parameters
    ----------
    earlier
        Copies finished runs from elsewhere into the store. It is called when replication 1 of
        every arm is finished, before the other runs are made.

    Raises
    ------
    EngineUnavailable
        If the fast engine is wanted but cannot be compiled here.
    """
    settings = planned.settings
    prepare(engine, planned.resolved[settings.baseline], settings.seed)
    kept = folder / KEPT
    maker = Keeping(engine, kept, export, frozenset({SHOWN}))
    with Store(folder, engine, planned.digest, planned.scenario.title) as store:
        _see_to_kept(planned, store, maker)
        pool = partial(on_this_machine, engine, workers)
        if earlier is not None:
            earlier(planned, store, _first_measured(planned, store, maker, pool, progress))
        table, by_month = measured(planned, store, maker, pool, progress)
    shown = {arm: read_run(kept_folder(kept, arm, SHOWN)) for arm in settings.arms}
    return finished(planned, table, shown, by_month)


def finished(
    planned: Plan,
    table: MeasureTable,
    first_runs: Mapping[str, Run],
    monthly: MonthlyTable | None,
) -> Study:
    """Return the finished study. All of its runs have been made and measured.

    Parameters
    ----------
    first_runs
        For each arm, the run of the replication `SHOWN`, with all of its people or a sample of
        them.
    monthly
        The series by months of all runs; None if there are none.
    """
    return Study(
        scenario=planned.scenario,
        settings=planned.settings,
        digest=planned.digest,
        resolved=planned.resolved,
        measures=table,
        comparisons=compared(planned, table),
        workforce=planned.workforce,
        first_runs=first_runs,
        versions=versions(),
        own=planned.own,
        monthly=monthly,
        drift=drift_of(planned.scenario, planned.settings.baseline, planned.resolved, monthly),
    )


def shown_runs(planned: Plan, engine: Engine) -> dict[str, Run]:
    """Repeat the runs of one replication for pictures that show single people."""
    seed = planned.settings.seed
    return {
        arm: ENGINES[engine].sample(resolved, seed, SHOWN, one_in(resolved))
        for arm, resolved in planned.resolved.items()
    }


def measured(
    planned: Plan,
    store: Store,
    maker: Maker,
    pool: Callable[[], AbstractContextManager[Pool]],
    progress: Progress = lambda done, total: None,
) -> tuple[MeasureTable, MonthlyTable | None]:
    """Make every run that the store lacks; return the measures and monthly series of all runs."""
    jobs = _noted(planned, store)
    if wants_months(planned.resolved, planned.settings.replications):
        forget_runs_without_months(store, jobs)
    if all(job.key in store for job in jobs):
        progress(len(jobs), len(jobs))
    else:
        _make(planned, jobs, store, maker, pool, progress)
    table = gather(store, jobs, planned.settings.arms)
    return table, gather_months(store, jobs, planned.resolved)


def _first_measured(
    planned: Plan,
    store: Store,
    maker: Maker,
    pool: Callable[[], AbstractContextManager[Pool]],
    progress: Progress,
) -> MeasureTable:
    """Make replication 1 of every arm, unless it is in the store, and return the measures."""
    total = len(_noted(planned, store))
    jobs = all_jobs(planned.resolved, planned.settings.seed, 1, planned.own.digest)
    _make(planned, jobs, store, maker, pool, lambda done, _: progress(done, total))
    return gather(store, jobs, planned.settings.arms)


def _noted(planned: Plan, store: Store) -> list[Job]:
    """Note in the store that a study wants its runs, and return the runs."""
    settings = planned.settings
    jobs = all_jobs(planned.resolved, settings.seed, settings.replications, planned.own.digest)
    keys = [job.key for job in jobs]
    write_plan(store, wanted(store, planned.digest, planned.scenario.title, keys))
    return jobs


def _make(
    planned: Plan,
    jobs: Sequence[Job],
    store: Store,
    maker: Maker,
    pool: Callable[[], AbstractContextManager[Pool]],
    progress: Progress,
) -> None:
    """Make the runs of a study that the store lacks."""
    monthly = wants_months(planned.resolved, planned.settings.replications)
    what = Work(maker, planned.settings.seed, _arm_at(planned), _in_words(planned), monthly=monthly)
    with pool() as workers:
        work(store, jobs, what, workers, progress)


def compared(planned: Plan, table: MeasureTable) -> tuple[Comparison, ...]:
    """Compare the arms of a study, or of a variant of it, by the rules of the scenario."""
    return compare(table, planned.settings.baseline, _rules(planned))


def _see_to_kept(planned: Plan, store: Store, maker: Keeping) -> None:
    """Check that the kept files of finished runs are unchanged.

    If the files of a run were changed, treat the run as not finished, so that it is made again.
    """
    make_room(maker.folder)
    settings = planned.settings
    for job in all_jobs(planned.resolved, settings.seed, settings.replications):
        arm, whole = settings.arms[job.arm], job.replication in maker.whole
        log = maker.export is not None and maker.export.wants(arm, job.replication)
        if not (log or whole):
            continue
        kept = kept_folder(maker.folder, arm, job.replication)
        if not is_whole(kept, log=log, whole=whole):
            set_aside(kept)
            store.forget([job.key])


def _arm_at(planned: Plan) -> Callable[[int], Resolved]:
    arms = tuple(planned.resolved.values())
    return lambda number: arms[number]


def _in_words(planned: Plan) -> Callable[[Job], str]:
    arms = tuple(planned.resolved)
    return lambda job: f"arm `{arms[job.arm]}`, replication {job.replication}"


def _rules(planned: Plan) -> Rules:
    scenario, catalogue = planned.scenario, planned.own.catalogue
    return Rules(
        direction=lambda measure: catalogue.describe(measure).direction,
        family=family_of(scenario),
        smallest_difference=scenario.smallest_difference,
    )
