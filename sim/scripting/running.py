"""Running and comparing arms from a script."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Literal, NamedTuple

from sim.engines.choosing import Engine
from sim.errors import ScenarioFaults
from sim.scenario import Scenario
from sim.scripting.arguments import (
    choices,
    engine_named,
    folder,
    in_words_of_python,
    is_scenario,
    makers,
)
from sim.scripting.logs import Log, LogsOfRuns, is_flag
from sim.scripting.tables import Table, parquet_of
from sim.scripting.temporary import Temporary
from sim.studies.execution import Pool, Progress, over_executor
from sim.studies.execution.local import on_this_machine
from sim.studies.execution.pools import ExecutorLike
from sim.studies.making import MAKERS
from sim.studies.running import Plan, compared, measured, plan
from sim.studies.store import Store
from sim.studies.store.owning import make_room
from sim.studies.study import MeasureTable
from sim.tables.texts import write_comparison, write_means, write_measures

EngineName = Literal["fast", "reference"]
Folder = str | PathLike[str]

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
    _logs: LogsOfRuns = field(kw_only=True, repr=False)

    def log(self, arm: str | None = None, replication: int = 1) -> Log:
        """The log of one run, as lazy tables.

        The run is made again from its seed, which takes as long as one run and needs no storage,
        and is held against the measures of these results.

        Parameters
        ----------
        arm
            May be left out when there is one.
        replication
            From 1.

        Raises
        ------
        SimError
            For an arm or a replication that was not run, or when the run is not the same again.
        """
        return self._logs.log(arm, replication)

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
    names = ", ".join(f"'{name}'" for name in scenario.compare.family)
    return table.sql(f"SELECT * FROM this WHERE measure IN ({names})") if names else table


def run(
    scenario: Scenario,
    *,
    arms: Sequence[str] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    engine: EngineName = "fast",
    store: Folder | None = None,
    workers: int = 1,
    executor: ExecutorLike | None = None,
    progress: Progress | None = None,
    log: bool = False,
) -> Results:
    """Run arms of a scenario and measure every run.

    Parameters
    ----------
    arms, replications, seed
        In place of what the scenario says.
    engine
        Both give the same numbers; the first run of the fast one compiles for about a minute.
    store
        A folder for finished runs, which are never run again; a temporary one when None.
    workers
        Runs at once on this machine. More than 1 needs, in a script, the usual
        ``if __name__ == "__main__":`` around it.
    executor
        Anything with ``submit``, as those of `concurrent.futures` or Dask; in place of workers.
    progress
        Called with (finished, all).
    log
        Changes nothing: the log of any run can be asked of the results afterwards, with or
        without it, because runs are made again for that. It may say that this will be asked.

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
    how = How.of(engine, store, workers, executor, progress)
    planned = _plan(scenario, arms, replications, seed, compared=False)
    table, folder, keep = _made(planned, scenario.digest, how)
    logs = LogsOfRuns(planned, table, how.engine)
    return Results(planned.scenario, *_measured(table, folder, keep), _logs=logs)


def compare(
    scenario: Scenario,
    *,
    arms: Sequence[str] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    engine: EngineName = "fast",
    store: Folder | None = None,
    workers: int = 1,
    executor: ExecutorLike | None = None,
    progress: Progress | None = None,
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
        As `run`, and when the arms do not have the same means and the scenario does not say why.

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
    how = How.of(engine, store, workers, executor, progress)
    planned = _plan(scenario, arms, replications, seed, compared=True)
    table, folder, keep = _made(planned, scenario.digest, how)
    measures, means = _measured(table, folder, keep)
    write_comparison(compared(planned, table), folder / "comparison.csv")
    pairs = parquet_of(folder / "comparison.csv", folder / "comparison.parquet", COMPARISON_TYPES)
    logs = LogsOfRuns(planned, table, how.engine)
    against = Table.of_file(pairs, keep)
    return ComparedResults(planned.scenario, measures, means, against, _logs=logs)


def _measured(table: MeasureTable, folder: Path, keep: object) -> tuple[Table, Table]:
    """Every measure of every run, and the means."""
    write_measures(table, folder / "measures.csv")
    write_means(table, folder / "means.csv")
    measures = parquet_of(folder / "measures.csv", folder / "measures.parquet", MEASURE_TYPES)
    means = parquet_of(folder / "means.csv", folder / "means.parquet", MEAN_TYPES)
    return Table.of_file(measures, keep), Table.of_file(means, keep)


class How(NamedTuple):
    """How runs are made, and where they are kept."""

    engine: Engine
    store: Path
    keep: object  # what has to live as long as the store
    pool: Callable[[], AbstractContextManager[Pool]]
    progress: Progress

    @classmethod
    def of(
        cls, engine: object, store: object, workers: object, executor: object, progress: object
    ) -> How:
        """From what a script gives; ArgumentError for what cannot be."""
        kind = engine_named(engine)
        number, submits, told = makers(workers, executor, progress)
        kept_in, keep = store_folder(store)
        return cls(kind, kept_in, keep, pools(kind, number, submits), told or quiet)


def _plan(
    scenario: Scenario, arms: object, replications: object, seed: object, compared: bool
) -> Plan:
    with in_words_of_python():
        chosen = choices(is_scenario(scenario), arms, replications, seed)
        return plan(scenario, chosen, compared=compared)


def _made(planned: Plan, owner: str, how: How) -> tuple[MeasureTable, Path, object]:
    """The measures of all runs, and a folder for tables; ``owner`` says whose store it is."""
    with Store(how.store, how.engine, owner, planned.scenario.title) as opened:
        table = measured(planned, opened, MAKERS[how.engine], how.pool, how.progress)
    return table, tables_folder(how.store, planned.digest), how.keep


def quiet(done: int, total: int) -> None:
    """Say nothing of how far it is."""


def pools(
    engine: Engine, workers: int, executor: ExecutorLike | None
) -> Callable[[], AbstractContextManager[Pool]]:
    """Where runs are made: in an executor, else on this machine."""
    if executor is not None:
        return lambda: over_executor(executor)
    return lambda: on_this_machine(engine, workers)


def store_folder(store: object) -> tuple[Path, object]:
    """A folder for finished runs; a temporary one lives as long as the second of the pair."""
    if store is not None:
        return folder("store", store), None
    temporary = Temporary()
    return temporary.folder / "store", temporary


def tables_folder(store: Path, digest: str) -> Path:
    """A folder beside the runs of a store for the tables of one study."""
    return make_room(make_room(folder("store", store) / "tables") / digest[:16])


@contextmanager
def naming(what: str) -> Iterator[None]:
    """Say of faults without a file where in a script they come from."""
    try:
        yield
    except ScenarioFaults as faults:
        raise ScenarioFaults(
            fault
            if fault.location.line
            else fault._replace(location=fault.location._replace(file=what))
            for fault in faults.faults
        ) from None
