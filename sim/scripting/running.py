"""Run and compare arms from a script."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from sim.calendar import Calendar
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
from sim.scripting.own_rules import Rules, used_rules
from sim.scripting.storage import Storage
from sim.scripting.tables import Table, parquet_of
from sim.scripting.worlds import Worlds, planned_worlds, tables_of
from sim.studies.engines import maker
from sim.studies.family import family_of
from sim.studies.monthly import MonthlyTable
from sim.studies.running import Plan, compared, finished, measured, plan
from sim.studies.store import Store
from sim.studies.study import MeasureTable, VariantResult
from sim.studies.variants.planning import VariantPlan, plan_variants
from sim.studies.variants.running import run_variants
from sim.studies.worlds.planning import WorldsPlan
from sim.studies.worlds.running import run_worlds, with_worlds
from sim.studies.worlds_result import WorldsResult
from sim.tables.monthly import MONTHLY_TYPES, write_monthly
from sim.tables.texts import write_comparison, write_means, write_measures
from sim.tables.variants import write_variants

MEASURE_TYPES = {"replication": "INTEGER", "value": "DOUBLE"}
MEAN_TYPES = {"runs": "INTEGER"} | dict.fromkeys(("mean", "low", "high"), "DOUBLE")
COMPARISON_TYPES = dict.fromkeys(
    ("mean_a", "mean_b", "difference", "low", "high", "p_a_better"), "DOUBLE"
)
VARIANT_TYPES = dict.fromkeys(("baseline_mean", "arm_mean", "difference", "low", "high"), "DOUBLE")


@dataclass(frozen=True)
class Results:
    """The results of a run."""

    scenario: Scenario
    measures: Table  # arm, replication, group, measure, unit, value
    means: Table  # arm, group, measure, unit, mean over runs with its 95 % interval, runs
    monthly: Table  # arm, service, measure, unit, month: mean over runs, and their range
    _again: RunsAgain = field(kw_only=True, repr=False)

    @property
    def own_rules(self) -> tuple[str, ...]:
        """The rules of your own with which the runs were made, in words; empty without any."""
        return tuple(rule.words for rule in self._again.own_rules.given)

    def log(self, arm: str | None = None, replication: int = 1) -> Log:
        """Return the log of one run, as lazy tables.

        The run is repeated from its seed. This takes as long as one run and needs no storage. The
        measures of the repeated run are compared with those of the study.

        Parameters
        ----------
        arm
            The name of the arm. It may be left out if there is only one arm.
        replication
            The number of the replication, from 1.

        Raises
        ------
        SimError
            For an arm or a replication that was not run, or if the measures of the repeated run
            differ.
        """
        return self._again.log(arm, replication)

    def report(self, folder: Folder) -> Path:
        """Write `report.html` and its pictures into a folder, and return the path of the page.

        The first replication of each arm is repeated, for the pictures of single people.
        """
        return self._again.report(a_folder("folder", folder))

    def _repr_html_(self) -> str:
        """Return the means of the judged measures as HTML, for notebooks."""
        query = 'SELECT * EXCLUDE ("group") FROM this WHERE "group" = \'everyone\''
        return judged(self.means.sql(query), self.scenario)._repr_html_()


@dataclass(frozen=True)
class ComparedResults(Results):
    """The results of a comparison."""

    comparison: Table  # every arm against the baseline, with intervals and verdicts
    variants: Table | None = None  # the same in each labelled variant; None if none were run
    worlds: Worlds | None = None  # what worlds within the ranges say; None if none were run

    def _repr_html_(self) -> str:
        """Return the comparison on the judged measures as HTML, for notebooks."""
        shown = judged(self.comparison, self.scenario).sql(
            "SELECT measure, unit, arm_a AS arm, mean_a AS mean, mean_b AS baseline_mean, "
            "difference, low, high, verdict FROM this"
        )
        baselines = self.comparison.sql("SELECT DISTINCT arm_b FROM this")
        said = "".join(f"<p>The baseline is {html.escape(arm)}.</p>" for (arm,) in baselines)
        plan = html.escape(" ".join(self._again.plan_words))
        first = f"<p>{plan}</p>" if plan else ""
        return f"{first}{shown._repr_html_()}{said}"


def judged(table: Table, scenario: Scenario) -> Table:
    """Return the rows of the measures judged together; all rows if the scenario names none."""
    names = ", ".join(f"'{name}'" for name in family_of(scenario))
    return table.sql(f"SELECT * FROM this WHERE measure IN ({names})") if names else table


@known_keywords(execution=Execution, rules=Rules)
def run(
    scenario: Scenario,
    *,
    replications: int | None = None,
    execution: Execution | None = None,
    measures: Sequence[OwnMeasure] | None = None,
    rules: Rules | None = None,
    log: bool = False,
) -> Results:
    """Run arms of a scenario and measure every run.

    Parameters
    ----------
    replications
        The number of runs of each arm, 1 or more. When None, the scenario's number.
    execution
        The seed, the arms, and how runs are made, such as ``sim.Execution(seed=3, workers=2)``.
    measures
        Measures that you define with `measure`.
    rules
        Rules of your own, as `Rules`, which take decisions of the model.
    log
        Has no effect. It may be given to show that `Results.log` will be called, but that method
        repeats the run in any case.

    Returns
    -------
    Results
        Every measure of every run, for everyone and for each group, and the means over runs.

    Raises
    ------
    SimError
        For an arm, a number or a folder that cannot be used.

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
    planned = _plan(scenario, how, replications, (measures, rules), compared=False)
    made = _made(planned, scenario.digest, how)
    return Results(planned.scenario, *_tables(made), _again=made.again)


@known_keywords(execution=Execution, rules=Rules)
def compare(
    scenario: Scenario,
    *,
    replications: int | None = None,
    execution: Execution | None = None,
    measures: Sequence[OwnMeasure] | None = None,
    rules: Rules | None = None,
    log: bool = False,
    variants: bool = False,
    worlds: int | Literal["quick", "usual", "thorough"] = 0,
) -> ComparedResults:
    """Run arms of a scenario on the same people, and compare each arm with the baseline.

    Parameters
    ----------
    variants
        Whether to compare the arms in each of the scenario's labelled `variants` too. It takes
        about as many times longer as there are variants.
    worlds
        How many worlds are drawn, 20 or more; 0 for none. "quick", "usual" and "thorough" are 100,
        200 and 400. In each, every number with a range has another value; each arm is run twice.
    replications, execution, measures, rules, log
        As in `run`.

    Returns
    -------
    ComparedResults
        The measures, and the comparison with the baseline as in `comparison.csv`. For each
        measure, the comparison has a row for each arm other than the baseline, with the
        difference, its 95 % interval and the verdict. With ``variants=True``, `variants` holds the
        same for each variant, as in `variants.csv`. With worlds, `worlds` holds what they say:
        how likely each arm is better, what a choice loses, what it depends on, and rules.

    Raises
    ------
    SimError
        As for `run`. Also if the arms differ in staff or places and the scenario gives no reason.

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
    is_flag("variants", variants)
    how = used(execution)
    planned = _plan(scenario, how, replications, (measures, rules), compared=True)
    with in_words_of_python():
        in_variants = plan_variants(planned) if variants else None
    made = _made(
        planned, scenario.digest, how, _Beside(in_variants, planned_worlds(planned, worlds))
    )
    beside = _tables_beside(made)
    return ComparedResults(
        planned.scenario, *_tables(made), _against(planned, made), *beside, _again=made.again
    )


def _plan(
    scenario: Scenario,
    how: Execution,
    replications: object,
    users: tuple[object, object],
    compared: bool,
) -> Plan:
    """Plan a study; ``users`` are the measures and the rules of the user."""
    measures, rules = users
    with in_words_of_python():
        chosen = choices(is_scenario(scenario), how.arms, replications, how.seed)
        own, given = own_measures(measures), used_rules(rules, how)
        return plan(scenario, chosen, compared=compared, own=own, rules=given)


class _Made(NamedTuple):
    """The measures of all runs, a folder for tables, and objects that keep the folder in place."""

    measures: MeasureTable
    monthly: MonthlyTable | None
    folder: Path
    keep: object
    again: RunsAgain
    calendar: Calendar
    has_variants: bool
    worlds: WorldsResult | None


class _Beside(NamedTuple):
    """What is run beside a study itself."""

    variants: VariantPlan | None = None
    worlds: WorldsPlan | None = None


NOTHING_BESIDE = _Beside()


def _made(planned: Plan, owner: str, how: Execution, beside: _Beside = NOTHING_BESIDE) -> _Made:
    """Make all runs, also of variants and worlds if they are planned.

    ``owner`` is the digest of the scenario to which the store belongs.
    """
    engine, storage = Engine(how.engine), Storage.of(how.store)
    with Store(storage.runs, engine, owner, planned.scenario.title) as opened:
        runs = maker(engine, planned.own)
        table, monthly = measured(planned, opened, runs, pools(how), told(how))
        found: tuple[VariantResult, ...] = ()
        if beside.variants is not None:
            found = run_variants(beside.variants, opened, engine, pools(how), told(how))
        worlds = None
        if beside.worlds is not None:
            study = finished(planned, table, {}, monthly)
            of_worlds = run_worlds(beside.worlds, opened, engine, pools(how), told(how))
            worlds = with_worlds(study, beside.worlds, of_worlds).worlds
    again = RunsAgain(planned, table, engine, monthly, found, worlds)
    calendar = Calendar(planned.scenario.run.begins)
    folder, varied = storage.tables(planned.digest), beside.variants is not None
    return _Made(table, monthly, folder, storage.keep, again, calendar, varied, worlds)


def _against(planned: Plan, made: _Made) -> Table:
    """Return the comparison of each arm with the baseline."""
    source = made.folder / "comparison.csv"
    write_comparison(compared(planned, made.measures), source)
    kept = parquet_of(source, source.with_suffix(".parquet"), COMPARISON_TYPES)
    return Table.of_file(kept, made.keep)


def _tables_beside(made: _Made) -> tuple[Table | None, Worlds | None]:
    """Return the comparison in each variant, and what worlds say; None for what was not run."""
    in_worlds = None if made.worlds is None else tables_of(made.worlds, made.folder, made.keep)
    return _variants_table(made) if made.has_variants else None, in_worlds


def _variants_table(made: _Made) -> Table:
    """Return the comparison of the arms in each variant."""
    study, folder = made.again.study({}), made.folder
    write_variants(study, folder / "variants.csv")
    kept = parquet_of(folder / "variants.csv", folder / "variants.parquet", VARIANT_TYPES)
    return Table.of_file(kept, made.keep)


def _tables(made: _Made) -> tuple[Table, Table, Table]:
    """Return every measure of every run, the means, and the series by months."""
    folder, keep = made.folder, made.keep
    write_measures(made.measures, folder / "measures.csv")
    write_means(made.measures, folder / "means.csv")
    write_monthly(made.monthly, folder / "monthly.csv", made.calendar)
    kinds = {"measures": MEASURE_TYPES, "means": MEAN_TYPES, "monthly": MONTHLY_TYPES}
    measures, means, monthly = (
        Table.of_file(parquet_of(folder / f"{name}.csv", folder / f"{name}.parquet", types), keep)
        for name, types in kinds.items()
    )
    return measures, means, monthly
