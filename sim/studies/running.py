"""One study from beginning to end: plan it, run it, measure it, compare it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from sim.engines.choosing import ENGINES, Engine, make_ready
from sim.errors import ScenarioFaults, SimError
from sim.measures import measure
from sim.measures.catalogue import describe
from sim.network import WorkforceCheck, check_workforce
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.studies.comparison import Rules, compare
from sim.studies.family import measure_faults
from sim.studies.kept import Job, Kept, gather
from sim.studies.manifest import study_digest, versions
from sim.studies.planning import Choices, settle, settled
from sim.studies.rehearsing import rehearse
from sim.studies.replications import Export, Progress, Work, all_jobs, run_jobs
from sim.studies.study import Settings, Study

SHOWN = 1
"""The replication whose people are kept, for pictures of the same person in each arm."""


class Plan(NamedTuple):
    """All that a study needs before its first run."""

    scenario: Scenario  # with the settings in it
    settings: Settings
    digest: str  # of scenario, seed, replications, length and arms
    resolved: Mapping[str, Resolved]  # by arm
    workforce: WorkforceCheck


class UnequalArmsError(SimError):
    """Arms would be compared that do not have the same staff and places."""

    def __init__(self, check: WorkforceCheck) -> None:
        problems = "\n".join(f"  {problem}" for problem in check.problems)
        super().__init__(
            "workforce: these arms do not have the same means, so comparing them would not be "
            f"fair.\n{problems}\n  Make them equal, raise `workforce.tolerance`, or say why they "
            'may differ with `workforce: {unequal: "the reason"}`; it is printed on every result.'
        )


def plan(scenario: Scenario, choices: Choices) -> Plan:
    """Settle what is to be run, and refuse what cannot or may not be.

    Raises
    ------
    SimError
        When a choice is impossible, or the arms are not equal and the file does not say why.
    """
    settings = settle(scenario, choices)
    scenario = settled(scenario, settings)
    resolved = {arm: resolve(scenario, arm) for arm in settings.arms}
    if faults := list(measure_faults(scenario, resolved[settings.baseline].names)):
        raise ScenarioFaults(faults)
    rule = scenario.workforce
    workforce = check_workforce(resolved, rule.tolerance, rule.unequal or "")
    if workforce.refused:
        raise UnequalArmsError(workforce)
    return Plan(
        scenario=scenario,
        settings=settings,
        digest=study_digest(scenario.digest, settings),
        resolved=resolved,
        workforce=workforce,
    )


def carry_out(
    planned: Plan,
    folder: Path,
    workers: int,
    export: Export | None = None,
    progress: Progress = lambda done, total: None,
    engine: Engine = Engine.FAST,
) -> Study:
    """Do every run that is not kept in the folder yet, and put the study together.

    The same plan gives the same study, whatever was kept, however many processes worked, and
    whichever engine made the runs.

    Raises
    ------
    EngineUnavailable
        When the fast engine is wanted and cannot be compiled here.
    """
    settings = planned.settings
    work = Work(
        resolved=planned.resolved,
        seed=settings.seed,
        folder=folder,
        engine=ENGINES[engine],
        measure=measure,
        export=export,
        whole=frozenset({SHOWN}),
    )
    if make_ready(engine):
        rehearse(work.engine, measure, planned.resolved[settings.baseline], settings.seed)
    run_jobs(work, all_jobs(settings.arms, settings.replications), workers, progress)
    kept = Kept(folder)
    table = gather(kept, settings.arms, settings.replications)
    return Study(
        scenario=planned.scenario,
        settings=settings,
        digest=planned.digest,
        resolved=planned.resolved,
        measures=table,
        comparisons=compare(table, settings.baseline, _rules(planned.scenario)),
        workforce=planned.workforce,
        first_runs={arm: kept.run(Job(arm, SHOWN)) for arm in settings.arms},
        versions=versions(),
    )


def _rules(scenario: Scenario) -> Rules:
    return Rules(
        direction=lambda measure: describe(measure).direction,
        family=scenario.compare.family,
        smallest_difference=scenario.compare.smallest_difference,
    )
