"""Running and comparing arms from a script."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sim.engines.choosing import Engine
from sim.measures.own import OwnMeasure
from sim.scenario import Scenario
from sim.scripting.again import RunsAgain
from sim.scripting.arguments import Folder, choices, folder as a_folder, is_flag, is_scenario
from sim.scripting.execution import Execution, pools, told, used
from sim.scripting.faults import in_words_of_python
from sim.scripting.keywords import known_keywords
from sim.scripting.logs import Log
from sim.scripting.measuring import own_measures
from sim.scripting.storage import Storage
from sim.scripting.tables import Table, parquet_of
from sim.studies.engines import maker
from sim.studies.family import family_of
from sim.studies.running import Plan, compared, measured, plan
from sim.studies.store import Store
from sim.studies.study import MeasureTable
from sim.tables.texts import write_comparison, write_means, write_measures

MEASURE_TYPES = {"replication": "INTEGER", "value": "DOUBLE"}
MEAN_TYPES = {"runs": "INTEGER"} | dict.fromkeys(("mean", "low", "high"), "DOUBLE")
COMPARISON_TYPES = dict.fromkeys(
    ("mean_a", "mean_b", "difference", "low", "high", "p_a_better"), "DOUBLE"
)


@dataclass(frozen=True)
class Results:
    """What came out of a run."""

    scenario: Scenario
    measures: Table  # arm, replication, group, measure, unit, value
    means: Table  # arm, group, measure, unit, mean over runs with its 95 % interval, runs
    _again: RunsAgain = field(kw_only=True, repr=False)

    def log(self, arm: str | None = None, replication: int = 1) -> Log:
        """The log of one run, as lazy tables.

        The run is made again from its seed, which takes as long as one run and needs no storage,
        and its measures are compared with those of these results.

        Parameters
        ----------
        arm
            May be left out when there is one.
        replication
            From 1.

        Raises
        ------
        SimError
            For an arm or a replication that was not run, or when the measures are different now.
        """
        return self._again.log(arm, replication)

    def report(self, folder: Folder) -> Path:
        """Write `report.html`, with pictures, into a folder and give its path.

        The first replication of each arm is made again, for pictures of single people.
        """
        return self._again.report(a_folder("folder", folder))

    def _repr_html_(self) -> str:
        """The means of what the scenario judges, for notebooks."""
        query = 'SELECT * EXCLUDE ("group") FROM this WHERE "group" = \'everyone\''
        return judged(self.means.sql(query), self.scenario)._repr_html_()


@dataclass(frozen=True)
class ComparedResults(Results):
    """What came out of a comparison."""

    comparison: Table  # every arm against the baseline, with intervals and verdicts

    def _repr_html_(self) -> str:
        """The comparison on what the scenario judges, for notebooks."""
        shown = judged(self.comparison, self.scenario).sql(
            "SELECT measure, unit, arm_a AS arm, mean_a AS mean, mean_b AS baseline_mean, "
            "difference, low, high, verdict FROM this"
        )
        baselines = self.comparison.sql("SELECT DISTINCT arm_b FROM this")
        said = "".join(f"<p>The baseline is {html.escape(arm)}.</p>" for (arm,) in baselines)
        return f"{shown._repr_html_()}{said}"


def judged(table: Table, scenario: Scenario) -> Table:
    """The rows of the measures that the scenario judges together, else all."""
    names = ", ".join(f"'{name}'" for name in family_of(scenario))
    return table.sql(f"SELECT * FROM this WHERE measure IN ({names})") if names else table


@known_keywords(execution=Execution)
def run(
    scenario: Scenario,
    *,
    replications: int | None = None,
    execution: Execution | None = None,
    measures: Sequence[OwnMeasure] | None = None,
    log: bool = False,
) -> Results:
    """Run arms of a scenario and measure every run.

    Parameters
    ----------
    replications
        Runs of each arm, 1 or more; as many as the scenario says when None.
    execution
        The seed, the arms, and how runs are made, such as ``sim.Execution(seed=3, workers=2)``.
    measures
        Measures of your own, made with `measure`.
    log
        Says that `Results.log` will be called. It changes nothing, because a run is made again for
        its log in any case.

    Returns
    -------
    Results
        With every measure of every run, for everyone and for each group, and their means.

    Raises
    ------
    SimError
        For an arm, a number or a folder that cannot be.

    Examples
    --------
    >>> import sim
    >>> queue = sim.Scenario.load("scenarios/queue.yaml").with_values({"run.length": "2 years"})
    >>> found = sim.run(queue, replications=2)
    >>> len(found.measures.sql("SELECT * FROM this WHERE measure = 'list_length'"))
    4
    >>> query = "SELECT arm, runs FROM this WHERE measure = 'list_length'"
    >>> list(found.means.sql(query))
    [('three_chairs', 2), ('four_chairs', 2)]
    """
    is_flag("log", log)
    how = used(execution)
    planned = _plan(scenario, how, replications, measures, compared=False)
    table, folder, keep = _made(planned, scenario.digest, how)
    again = RunsAgain(planned, table, Engine(how.engine))
    return Results(planned.scenario, *_measured(table, folder, keep), _again=again)


@known_keywords(execution=Execution)
def compare(
    scenario: Scenario,
    *,
    replications: int | None = None,
    execution: Execution | None = None,
    measures: Sequence[OwnMeasure] | None = None,
    log: bool = False,
) -> ComparedResults:
    """Run arms of a scenario on the same people, and compare each with the baseline.

    Parameters are those of `run`.

    Returns
    -------
    ComparedResults
        With the measures, and a row for each other arm and measure: difference, 95 % interval
        and verdict, as in `comparison.csv`.

    Raises
    ------
    SimError
        As `run`, and when the arms do not have the same staff and places and the scenario gives no
        reason.

    Examples
    --------
    >>> import sim
    >>> queue = sim.Scenario.load("scenarios/queue.yaml").with_values({"run.length": "2 years"})
    >>> found = sim.compare(queue, replications=3)
    >>> query = "SELECT arm_a, arm_b FROM this WHERE measure = 'list_length'"
    >>> list(found.comparison.sql(query))
    [('four_chairs', 'three_chairs')]
    """
    is_flag("log", log)
    how = used(execution)
    planned = _plan(scenario, how, replications, measures, compared=True)
    table, folder, keep = _made(planned, scenario.digest, how)
    values, means = _measured(table, folder, keep)
    write_comparison(compared(planned, table), folder / "comparison.csv")
    pairs = parquet_of(folder / "comparison.csv", folder / "comparison.parquet", COMPARISON_TYPES)
    again = RunsAgain(planned, table, Engine(how.engine))
    against = Table.of_file(pairs, keep)
    return ComparedResults(planned.scenario, values, means, against, _again=again)


def _plan(
    scenario: Scenario, how: Execution, replications: object, measures: object, compared: bool
) -> Plan:
    with in_words_of_python():
        chosen = choices(is_scenario(scenario), how.arms, replications, how.seed)
        return plan(scenario, chosen, compared=compared, own=own_measures(measures))


def _made(planned: Plan, owner: str, how: Execution) -> tuple[MeasureTable, Path, object]:
    """The measures of all runs, and a folder for tables; ``owner`` says whose store it is."""
    engine, storage = Engine(how.engine), Storage.of(how.store)
    with Store(storage.runs, engine, owner, planned.scenario.title) as opened:
        table = measured(planned, opened, maker(engine, planned.own), pools(how), told(how))
    return table, storage.tables(planned.digest), storage.keep


def _measured(table: MeasureTable, folder: Path, keep: object) -> tuple[Table, Table]:
    """Every measure of every run, and the means."""
    write_measures(table, folder / "measures.csv")
    write_means(table, folder / "means.csv")
    measures = parquet_of(folder / "measures.csv", folder / "measures.parquet", MEASURE_TYPES)
    means = parquet_of(folder / "means.csv", folder / "means.parquet", MEAN_TYPES)
    return Table.of_file(measures, keep), Table.of_file(means, keep)
