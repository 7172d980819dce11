"""Sweeps from a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from sim.errors import Fault, Place, ScenarioFaults
from sim.report import write_sweep_report
from sim.resolved import Names
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.scenario.replacing import UnknownStep
from sim.scripting.running import (
    EngineName,
    Folder,
    engine_named,
    naming,
    places,
    quiet,
    store_folder,
    tables_folder,
)
from sim.scripting.tables import Table, parquet_of
from sim.scripting.written import block_of, refusing
from sim.studies.analyses.asking import Base
from sim.studies.analyses.precision import read_precision
from sim.studies.analyses.written import PrecisionBlock
from sim.studies.design import Lever, lever
from sim.studies.design.designs import TABLE, design, table_levers
from sim.studies.design.levers import said
from sim.studies.design.ranges import RangeFault
from sim.studies.execution import Progress
from sim.studies.execution.places import ExecutorLike
from sim.studies.planning import Choices, settle
from sim.studies.store.plans import write_plan
from sim.studies.sweeps.asking import Asked, usual_outcomes
from sim.studies.sweeps.planning import SweepPlan, plan_sweep
from sim.studies.sweeps.results import Outcomes
from sim.studies.sweeps.running import make_runs, noted, open_store, outcomes
from sim.tables.sweeps import write_differences, write_outcomes
from sim.tables.texts import Cell, write_csv

Over = Mapping[str, Any]

OUTCOME_TYPES = {"setting": "INTEGER", "replication": "INTEGER", "value": "DOUBLE"}
DIFFERENCE_TYPES = {"setting": "INTEGER", "pairs": "INTEGER"} | dict.fromkeys(
    ("mean", "baseline_mean", "difference", "low", "high"), "DOUBLE"
)


@dataclass(frozen=True)
class Sweep:
    """What came out of a sweep."""

    scenario: Scenario
    settings: Table  # setting, and a column for each lever
    outcomes: Table  # setting, levers, arm, replication, group, measure, unit, value
    differences: Table  # setting, levers, arm against the baseline, with 95 % intervals
    _found: Outcomes
    _names: Names

    def report(self, folder: Folder) -> Path:
        """Write `report.html` into a folder and give its path."""
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        return write_sweep_report(self._found, self._names, place)

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
        What to vary, by path: a list of values, a pair (low, high), or "range" for the
        scenario's own low and high. Values are read as in a file, "6 weeks" too.
    design
        "grid" (every combination; of ranges the ends, and what the scenario has),
        "latin hypercube", "sobol", "morris", the path of a CSV table or a frame of pandas or
        polars, whose columns are paths and whose rows are settings.
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
        With tables of settings, outcomes and paired differences.

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
    [(1, '2'), (2, '3')]
    >>> len(found.outcomes)
    4
    """
    asked = _asked(scenario, over or {}, design, size, arms, outcomes, replications, seed, engine)
    if precision is not None:
        asked = _until_precise(asked, precision)
    with naming("over"):
        plan = plan_sweep(asked, max_runs)
    place, keep = store_folder(store)
    workers_of = places(asked.engine, workers, executor)
    with open_store(plan, place) as opened:
        make_runs(plan, opened, workers_of, progress=progress or quiet)
        found = _outcomes(plan, opened, workers_of, progress or quiet)
        write_plan(opened, noted(plan, opened, finished=True))
    return _tables(plan, found, tables_folder(place, asked.digest), keep)


_outcomes = outcomes


def _asked(
    scenario: Scenario,
    over: Over,
    what: Any,
    size: int | None,
    arms: Sequence[str] | None,
    measures: Sequence[str] | None,
    replications: int | None,
    seed: int | None,
    engine: str,
) -> Asked:
    settings = settle(scenario, Choices(arms, replications, seed))
    chosen = design(what, size)
    levers = tuple(table_levers(chosen) if chosen.kind == TABLE else levers_of(scenario, over))
    return Asked(
        title=scenario.title,
        question=scenario.question,
        about="",
        scenario=scenario,
        arms=settings.arms,
        baseline=settings.baseline,
        levers=levers,
        uncertainties=(),
        design=chosen,
        outcomes=tuple(measures) if measures is not None else usual_outcomes(scenario),
        replications=settings.replications,
        seed=settings.seed,
        engine=engine_named(engine),
    )


def _until_precise(asked: Asked, written: Mapping[str, Any]) -> Asked:
    """The same with replications decided by precision."""
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
    block = block_of(PrecisionBlock, "precision", written)
    with refusing("precision"):
        precision = read_precision(block, base)
    return asked._replace(precision=precision, replications=precision.first)


def levers_of(scenario: Scenario, over: Over) -> list[Lever]:
    """The levers that a script names, or every fault in them."""
    levers, faults = [], []
    for path, values in over.items():
        place = Place("over", 0, 0, path)
        try:
            levers.append(lever(scenario, path, values))
        except UnknownStep as unknown:
            faults.append(unknown.fault(place, path))
        except RangeFault as fault:
            faults.append(Fault(place, fault.problem, remedy=fault.remedy))
    if faults:
        raise ScenarioFaults(faults)
    return levers


def _tables(plan: SweepPlan, found: Outcomes, folder: Path, keep: object) -> Sweep:
    """Lazy tables of what came out."""
    head = ("setting", *(each.name for each in plan.asked.varied))
    rows: list[tuple[Cell, ...]] = [
        (n, *map(said, setting)) for n, setting in enumerate(plan.settings, 1)
    ]
    write_csv(head, rows, folder / "settings.csv")
    write_outcomes(found, folder / "outcomes.csv")
    write_differences(found, folder / "differences.csv")
    made = {
        name: Table.of_file(
            parquet_of(folder / f"{name}.csv", folder / f"{name}.parquet", types), keep
        )
        for name, types in (
            ("settings", OUTCOME_TYPES),
            ("outcomes", OUTCOME_TYPES),
            ("differences", DIFFERENCE_TYPES),
        )
    }
    names = plan.spool.get(int(plan.arm_at[0, 0])).names
    return Sweep(plan.asked.scenario, **made, _found=found, _names=names)
