"""Sweeps from a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from sim.engines.choosing import Engine
from sim.errors import Location, ScenarioFaults
from sim.report import write_sweep_report
from sim.resolved import Names
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.scripting.arguments import (
    ArgumentError,
    choices,
    in_words_of_python,
    is_scenario,
    mapping,
    names,
    whole,
)
from sim.scripting.arguments import folder as a_folder
from sim.scripting.logs import Log, LogsOfSweep
from sim.scripting.running import EngineName, Folder, How, naming, tables_folder
from sim.scripting.tables import Table, parquet_of
from sim.scripting.written import block_of, refusing
from sim.studies.analyses.base import Base
from sim.studies.analyses.precision import read_precision
from sim.studies.analyses.written import PrecisionBlock
from sim.studies.design import Design
from sim.studies.design.designs import TABLE, design
from sim.studies.execution import Progress
from sim.studies.execution.pools import ExecutorLike
from sim.studies.planning import Choices, settle
from sim.studies.store.plans import write_plan
from sim.studies.sweeps.planning import SweepPlan, plan_sweep
from sim.studies.sweeps.results import Outcomes
from sim.studies.sweeps.running import make_runs, noted, open_store, outcomes
from sim.studies.sweeps.specification import Asked, TooManyRunsError, usual_outcomes
from sim.studies.sweeps.varied import Sections, Spoken, Varied
from sim.tables.sweeps import lever_types, write_differences, write_outcomes, write_settings

Over = Mapping[str, Any]
MOST_RUNS = 10**12
ONE_LEVER = (
    "To try the same in all arms, let one lever set it: "
    '`over={{"a name": {{"sets": ["{path}", "{too}"], "values": [...]}}}}`'
)

OUTCOME_TYPES = {"setting": "INTEGER", "replication": "INTEGER", "value": "DOUBLE"}
DIFFERENCE_TYPES = {"setting": "INTEGER", "pairs": "INTEGER"} | dict.fromkeys(
    ("mean", "baseline_mean", "difference", "low", "high"), "DOUBLE"
)


@dataclass(frozen=True)
class Sweep:
    """What came out of a sweep."""

    scenario: Scenario
    settings: Table  # setting, and for each lever a column, with its unit in another
    outcomes: Table  # setting, levers, arm, replication, group, measure, unit, value
    differences: Table  # setting, levers, arm against the baseline, with 95 % intervals
    _found: Outcomes
    _names: Names
    _logs: LogsOfSweep

    def log(self, setting: int | None = None, arm: str | None = None, replication: int = 1) -> Log:
        """The log of one run, as lazy tables; made again from its seed, as in `Results.log`.

        Parameters
        ----------
        setting
            The number in the table of settings, from 1; may be left out when there is one.
        arm
            May be left out when there is one.
        replication
            From 1.

        Raises
        ------
        SimError
            For a run that was not made, or when it is not the same again.
        """
        return self._logs.log(setting, arm, replication)

    def report(self, folder: Folder) -> Path:
        """Write `report.html` into a folder and give its path."""
        return write_sweep_report(self._found, self._names, a_folder("folder", folder))

    def _repr_html_(self) -> str:
        """The differences, for notebooks."""
        return self.differences._repr_html_()


def sweep(
    scenario: Scenario,
    over: Over | None = None,
    *,
    design: str | PathLike[str] | Any = "grid",
    size: int | None = None,
    arms: Sequence[str] | None = None,
    outcomes: Sequence[str] | None = None,
    replications: int | None = None,
    precision: Mapping[str, Any] | None = None,
    seed: int | None = None,
    engine: EngineName = "fast",
    store: Folder | None = None,
    workers: int = 1,
    executor: ExecutorLike | None = None,
    progress: Progress | None = None,
    max_runs: int | None = None,
) -> Sweep:
    """Run arms of a scenario at many settings.

    Parameters
    ----------
    over
        What to vary, by path: values (a list, an array, a column, a range), a pair (low, high),
        or "range" for the scenario's own low and high; or, as in a study file, a dict with
        "values" or "low" and "high", with "sets" (paths that one lever sets together, under any
        name) and "rest" (who makes up for one share of a row: a name, or "in proportion").
        Values are read as in a file, "6 weeks" too.
    design
        "grid" (every combination; of ranges the ends, and what the scenario has),
        "latin hypercube", "sobol", "morris", the path of a CSV table or a frame of pandas or
        polars, whose columns are paths and whose rows are settings. What `over` names beside a
        table must have a column of that name, with values that `over` tries too.
    size
        Settings, or trajectories of Morris; 100, 128 and 10 unless given.
    outcomes
        Measures to look at, for everyone; what the scenario judges together when None.
    precision
        In place of replications, how narrow the 95 % intervals of differences have to be, as in a
        study file: ``{"within": {"list_length": 0.5}, "ceiling": 100}``.
    max_runs
        Refuse to begin with more runs than this.
    arms, replications, seed, engine, store, workers, executor, progress
        As in `run`.

    Returns
    -------
    Sweep
        With tables of settings, outcomes and paired differences. Each lever is a column; lengths
        and rates are numbers, with their unit in a column of the same name and `.unit`.

    Raises
    ------
    ScenarioFaults
        With every path, value or range that cannot be.
    SimError
        For a design, a number of runs or a folder that cannot be.

    Examples
    --------
    >>> import sim
    >>> queue = sim.Scenario.load("scenarios/queue.yaml").with_values({"run.length": "2 years"})
    >>> found = sim.sweep(queue, over={"services.group.capacity.places": [2, 3]}, replications=2,
    ...                   arms=["three_chairs"], outcomes=["list_length"])
    >>> list(found.settings)
    [(1, 2), (2, 3)]
    >>> len(found.outcomes)
    4
    """
    how = How.of(engine, store, workers, executor, progress)
    most = whole("max_runs", max_runs, 1, MOST_RUNS)
    with in_words_of_python():
        chosen = choices(is_scenario(scenario), arms, replications, seed)
        asked = _asked(scenario, chosen, over, design, size, outcomes, how.engine)
    if precision is not None:
        asked = _until_precise(asked, precision, replications)
    with naming("over"):
        plan = _planned(asked, most)
    with open_store(plan, how.store) as opened:
        make_runs(plan, opened, how.pool, progress=how.progress)
        found = _outcomes(plan, opened, how.pool, how.progress)
        write_plan(opened, noted(plan, opened, finished=True))
    return _tables(plan, found, tables_folder(how.store, asked.digest), how.keep)


_outcomes = outcomes


def _planned(asked: Asked, most: int | None) -> SweepPlan:
    try:
        return plan_sweep(asked, most)
    except TooManyRunsError as error:
        raise TooManyRunsError(*error.numbers, "max_runs") from None


def _asked(
    scenario: Scenario,
    chosen: Choices,
    over: object,
    what: Any,
    size: Any,
    measures: object,
    engine: Engine,
) -> Asked:
    settings = settle(scenario, chosen)
    looked_at = names("outcomes", measures)
    tried = design(what, size)
    table = tried if tried.kind == TABLE else None
    varied = varied_by(scenario, settings.arms, over, table)
    return Asked(
        title=scenario.title,
        question=scenario.question,
        about="",
        scenario=scenario,
        arms=settings.arms,
        baseline=settings.baseline,
        levers=tuple(varied.every),
        uncertainties=(),
        design=tried,
        outcomes=tuple(looked_at or usual_outcomes(scenario)),
        replications=settings.replications,
        seed=settings.seed,
        engine=engine,
    )


def _until_precise(asked: Asked, written: object, replications: object) -> Asked:
    """The same with replications decided by precision."""
    within = mapping("precision", written, '{"within": {"list_length": 0.5}}')
    if replications is not None:
        raise ArgumentError(
            "replications",
            "`precision` decides how many replications each setting has.",
            "Leave `replications` out, or `precision`.",
        )
    base = Base(
        scenario=asked.scenario,
        arms=asked.arms,
        baseline=asked.baseline,
        outcomes=asked.outcomes,
        replications=asked.replications,
        seed=asked.seed,
        names=resolve(asked.scenario, asked.baseline).names,
        levers=asked.levers,
        uncertainties=asked.uncertainties,
    )
    block = block_of(PrecisionBlock, "precision", within)
    with refusing("precision"):
        precision = read_precision(block, base)
    return asked._replace(precision=precision, replications=precision.first)


def varied_by(
    scenario: Scenario, arms: Sequence[str], over: object, table: Design | None = None
) -> Varied:
    """What a script varies, by `over`, a table or both; ScenarioFaults with every fault in it."""
    written = mapping("over", over, '{"services.group.capacity.places": [2, 3]}')

    def location(section: str, name: str) -> Location:
        return Location(section, 0, 0, name)

    spoken = Spoken(location, location, Location("design", 0, 0), "arms", ONE_LEVER)
    found = Varied(scenario, arms, Sections({"over": written}, {}, False), table, spoken)
    if not found.faults:
        found.see_reach()
    if found.faults:
        raise ScenarioFaults(found.faults)
    return found


def _tables(plan: SweepPlan, found: Outcomes, folder: Path, keep: object) -> Sweep:
    """Lazy tables of what came out."""
    write_settings(found, folder / "settings.csv")
    write_outcomes(found, folder / "outcomes.csv")
    write_differences(found, folder / "differences.csv")
    levers = lever_types(found)
    made = {
        name: Table.of_file(
            parquet_of(folder / f"{name}.csv", folder / f"{name}.parquet", levers | types), keep
        )
        for name, types in (
            ("settings", OUTCOME_TYPES),
            ("outcomes", OUTCOME_TYPES),
            ("differences", DIFFERENCE_TYPES),
        )
    }
    names = plan.arm_table.get(int(plan.arm_at[0, 0])).names
    return Sweep(
        plan.asked.scenario, **made, _found=found, _names=names, _logs=LogsOfSweep(plan, found)
    )
