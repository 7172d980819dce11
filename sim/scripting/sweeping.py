"""Run sweeps from a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

from sim.measures.own import OwnMeasure
from sim.measures.words.service import LIST_LENGTH
from sim.report import SweepReport
from sim.resolved import Names
from sim.scenario import Scenario
from sim.scripting.again import SweepAgain
from sim.scripting.arguments import (
    ArgumentError,
    Folder,
    choices,
    folder as a_folder,
    is_scenario,
    mapping,
    names,
    whole,
)
from sim.scripting.asking import asked_of, base_of
from sim.scripting.execution import Execution, pools, told, used
from sim.scripting.faults import in_words_of_python, naming, refusing
from sim.scripting.keywords import known_keywords
from sim.scripting.logs import Log
from sim.scripting.measuring import measure_names, own_measures
from sim.scripting.own_rules import Rules, used_rules
from sim.scripting.storage import Storage
from sim.scripting.tables import Table, parquet_of
from sim.scripting.varying import UNCERTAIN, Over, varied_by
from sim.scripting.written import block_of
from sim.studies.analyses.precision import read_precision
from sim.studies.analyses.written import PrecisionBlock
from sim.studies.design import Design
from sim.studies.design.designs import TABLE, design as a_design
from sim.studies.planning import settle
from sim.studies.store.plans import write_plan
from sim.studies.sweeps.planning import SweepPlan, plan_sweep
from sim.studies.sweeps.results import Outcomes
from sim.studies.sweeps.running import make_runs, noted, open_store, outcomes as read_outcomes
from sim.studies.sweeps.specification import Asked, TooManyRunsError
from sim.tables.sweeps import lever_types, write_differences, write_outcomes, write_settings

MOST_RUNS = 10**12

OUTCOME_TYPES = {"setting": "INTEGER", "replication": "INTEGER", "value": "DOUBLE"}
DIFFERENCE_TYPES = {"setting": "INTEGER", "pairs": "INTEGER"} | dict.fromkeys(
    ("mean", "baseline_mean", "difference", "low", "high"), "DOUBLE"
)


@dataclass(frozen=True)
class Sweep:
    """The results of a sweep."""

    scenario: Scenario
    settings: Table  # setting, and for each lever a column, with its unit in another
    outcomes: Table  # setting, levers, arm, replication, group, measure, unit, value
    differences: Table  # setting, levers, arm against the baseline, with 95 % intervals
    _found: Outcomes
    _names: Names
    _again: SweepAgain

    def log(self, setting: int | None = None, arm: str | None = None, replication: int = 1) -> Log:
        """Return the log of one run, as lazy tables.

        The run is repeated from its seed, as in `Results.log`.

        Parameters
        ----------
        setting
            The number of the setting in the table of settings, from 1. It may be left out if there
            is only one setting.
        arm
            The name of the arm. It may be left out if there is only one arm.
        replication
            The number of the replication, from 1.

        Raises
        ------
        SimError
            For a run that was not made, or if the measures of the repeated run differ.
        """
        return self._again.log(setting, arm, replication)

    def report(self, folder: Folder) -> Path:
        """Write `report.html` into a folder and return the path of the page."""
        return SweepReport(self._found, self._names).write(a_folder("folder", folder))

    def _repr_html_(self) -> str:
        """Return the differences as HTML, for notebooks."""
        return self.differences._repr_html_()


@known_keywords(execution=Execution, rules=Rules)
def sweep(
    scenario: Scenario,
    over: Over | None = None,
    *,
    uncertain: Over | None = None,
    design: str | PathLike[str] | Any = "grid",
    size: int | None = None,
    outcomes: Sequence[str | OwnMeasure] | None = None,
    measures: Sequence[OwnMeasure] | None = None,
    rules: Rules | None = None,
    replications: int | None = None,
    precision: Mapping[str, Any] | None = None,
    max_runs: int | None = None,
    execution: Execution | None = None,
) -> Sweep:
    """Run arms of a scenario at many settings.

    Parameters
    ----------
    over, uncertain
        For each path, the values to try: a list of values, a pair (low, high), "range" for the
        scenario's own low and high, or a dict as in a study file (docs/reference/study-file.md).
        With `run.change`, those of `over` hold from then on; those of `uncertain` from minute 0.
    design
        "grid" (every combination; a range at both ends and at the scenario's value), "latin
        hypercube", "sobol", "morris", or a CSV file or data frame with a column for each path.
    size
        The number of settings (100, for "sobol" 128) or of trajectories of "morris" (10).
    outcomes
        The measures to compute. When None, those that the scenario judges together and `measures`.
    measures, rules, replications, execution
        As in `run`.
    precision
        How narrow 95 % intervals of differences have to be, instead of `replications`, as in a
        study file: ``{"within": {"list_length": 0.5}, "ceiling": 100}``.
    max_runs
        The largest allowed number of runs.

    Returns
    -------
    Sweep
        Tables of settings, outcomes and paired differences; each path has a column and a unit.

    Raises
    ------
    SimError
        For an impossible design or number of runs, and for faults in `over`.

    Examples
    --------
    >>> import sim
    >>> queue = sim.Scenario.load("scenarios/queue.yaml").with_values({"run.length": "2 years"})
    >>> stay = {"services.group.ends.stay.exponential.mean": ["6 days"]}
    >>> list(sim.sweep(queue, stay, replications=2, outcomes=["list_length"]).settings)
    [(1, 6, 'days')]
    """
    how, most = used(execution), whole("max_runs", max_runs, 1, MOST_RUNS)
    varied = {"over": over, UNCERTAIN: uncertain}
    asked = _asked(scenario, how, varied, (design, size), (outcomes, measures, rules), replications)
    return _swept(_planned(_until_precise(asked, precision, replications), most), how)


def _asked(
    scenario: Scenario,
    how: Execution,
    arguments: Mapping[str, object],
    design_of_size: tuple[Any, Any],
    users: tuple[object, object, object],
    replications: object,
) -> Asked:
    with in_words_of_python():
        chosen = choices(is_scenario(scenario), how.arms, replications, how.seed)
        settings = settle(scenario, chosen)
        outcomes, measures, rules = users
        outcomes = names("outcomes", measure_names(outcomes))
        tried: Design = a_design(*design_of_size)
        table = tried if tried.kind == TABLE else None
        varied = varied_by(scenario, settings.arms, arguments, table)
        base = base_of(
            scenario,
            settings,
            outcomes=outcomes,
            levers=[each for each in varied.every if not each.uncertain],
            uncertainties=[each for each in varied.every if each.uncertain],
            own=own_measures(measures),
            rules=used_rules(rules, how),
        )
    return asked_of(base, how, design=tried)


def _until_precise(asked: Asked, written: object, replications: object) -> Asked:
    """Return the sweep; if `precision` is given, it decides the number of replications."""
    if written is None:
        return asked
    within = mapping("precision", written, f'{{"within": {{"{LIST_LENGTH}": 0.5}}}}')
    if replications is not None:
        raise ArgumentError(
            "replications",
            "`precision` decides how many replications each setting has.",
            "Leave `replications` out, or `precision`.",
        )
    block = block_of(PrecisionBlock, "precision", within)
    with refusing("precision"):
        return asked._replace(precision=read_precision(block, asked.base))


def _planned(asked: Asked, most: int | None) -> SweepPlan:
    try:
        with naming("over"):
            return plan_sweep(asked, most)
    except TooManyRunsError as error:
        raise TooManyRunsError(*error.numbers, "max_runs") from None


def _swept(plan: SweepPlan, how: Execution) -> Sweep:
    """Make the runs that the store lacks, and write tables of all runs."""
    storage, progress = Storage.of(how.store), told(how)
    with open_store(plan, storage.runs) as opened:
        make_runs(plan, opened, pools(how), progress=progress)
        found = read_outcomes(plan, opened, pools(how), progress)
        write_plan(opened, noted(plan, opened, finished=True))
    return _tables(plan, found, storage.tables(plan.asked.digest), storage.keep)


def _tables(plan: SweepPlan, found: Outcomes, folder: Path, keep: object) -> Sweep:
    """Return the results of a sweep, as tables that are read when they are used."""
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
    scenario, again = plan.asked.base.scenario, SweepAgain(plan, found)
    return Sweep(scenario, **made, _found=found, _names=names, _again=again)
