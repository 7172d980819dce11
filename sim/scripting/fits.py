"""Fit a scenario to its targets from a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from sim.engines.choosing import Engine
from sim.errors import listed
from sim.measures.own import OwnMeasure
from sim.report.fitting.answer import answer_lines
from sim.report.fitting.page import write_fit
from sim.report.fitting.view import FitView
from sim.scenario import Scenario
from sim.scripting.arguments import (
    ArgumentError,
    Folder,
    choices,
    folder as a_folder,
    is_scenario,
    named,
    whole,
)
from sim.scripting.execution import Execution, pools, told, used
from sim.scripting.faults import in_words_of_python
from sim.scripting.keywords import known_keywords
from sim.scripting.measuring import own_measures
from sim.scripting.storage import Storage
from sim.scripting.tables import Table, parquet_of
from sim.studies.fitting.asking import (
    MOST,
    question_of,
    see_that_it_can_be_fitted,
    see_to_discrepancy,
    see_to_size,
)
from sim.studies.fitting.bank import RUNS, BankPlan, plan_bank
from sim.studies.fitting.fit import DISCREPANCY
from sim.studies.fitting.fitted import FitResult
from sim.studies.fitting.fitting import Showing, fit_scenario
from sim.studies.fitting.handing_on import ROWS, rows_of, with_rows
from sim.studies.running import Plan
from sim.studies.sizes import Sure
from sim.studies.store import Store
from sim.tables.fits import ENDS, NUMBERS, PAIRS, TARGETS, write_fits

TARGET_TYPES = dict.fromkeys(
    (
        *("value", "low", "high", "standard_error"),
        *(f"{when}_{end}" for when in ("before", "after") for end in ENDS),
    ),
    "DOUBLE",
)
NUMBER_TYPES = TARGET_TYPES | dict.fromkeys(
    ("discrepancy", "ratio", "share_before", "share_after", "hidden_inside"), "DOUBLE"
)
PAIR_TYPES = dict.fromkeys(("correlation", "correlation_before", "ratio"), "DOUBLE")
ROW_TYPES = {"weight": "DOUBLE"}
How = Literal["quick", "usual", "thorough"]


@dataclass(frozen=True)
class Fit:
    """The worlds of a scenario that agree with its targets.

    Attributes
    ----------
    scenario
        The scenario that was fitted.
    fitted
        The scenario with the fitted ranges, which takes its worlds from `rows`. None if no world
        comes near the targets.
    targets
        A row for each target: what is known, and the model's 90 % band before and after the fit.
    numbers
        A row for each number (or option of a structure) and allowance for what the model leaves
        out: its range before and after the fit. Nothing after the fit stands where the targets say
        nothing about it.
    pairs
        A row for two numbers that only matter together.
    rows
        The fitted worlds, with a column for each number, by its path. None as for `fitted`.
    """

    scenario: Scenario
    fitted: Scenario | None
    targets: Table
    numbers: Table
    pairs: Table
    rows: Table | None
    _view: FitView = field(repr=False)
    _digest: str = field(repr=False)

    @property
    def words(self) -> list[str]:
        """The answer in sentences."""
        return list(answer_lines(self._view))

    def report(self, folder: Folder) -> Path:
        """Write `fit.html` and its pictures into a folder, and return the path of the page."""
        return write_fit(self._view, self._digest, a_folder("folder", folder))

    def _repr_html_(self) -> str:
        """Return the numbers as HTML, for notebooks."""
        return self.numbers._repr_html_()


@known_keywords(execution=Execution)
def fit(
    scenario: Scenario,
    *,
    sure: How = "usual",
    runs: int | None = None,
    discrepancy: float = DISCREPANCY,
    measures: Sequence[OwnMeasure] | None = None,
    execution: Execution | None = None,
) -> Fit:
    """Find the worlds within the ranges of a scenario that agree with its targets.

    Targets with the role `fit` are met; those with the role `check` are held out and compared.

    Parameters
    ----------
    sure, runs
        How many runs are made over the ranges: 500, 1,000 or 2,000 for "quick", "usual" and
        "thorough". `runs` is another number, 200 or more.
    discrepancy
        The share of each target that the model may be off by, beside its own error, 0 to 1.
    measures, execution
        As in `run`. Only the arm that all arms follow today is run, so `arms` has no effect.

    Raises
    ------
    ScenarioFaults
        If the scenario has no target with the role `fit`, or no number with a range.
    SimError
        If no target can be used, or too few runs have a value for the targets.

    Examples
    --------
    >>> import sim
    >>> queue = sim.Scenario.load("scenarios/queue.yaml").to_dict()
    >>> queue["run"]["length"] = "1.3 years"
    >>> queue["people"]["arrivals"]["newcomers"]["rate"] |= {
    ...     "low": "0.3 per day", "high": "0.7 per day"}
    >>> queue["targets"] = {"starts": {"measure": "spells.first_talk", "value": 180, "low": 165,
    ...     "high": 195, "role": "fit", "source": "lesson"}}
    >>> len(sim.fit(sim.Scenario.of(queue), runs=200).rows) > 0
    True
    """
    how, size = used(execution), _sure(sure)
    many = whole("runs", runs, 0, MOST)
    with in_words_of_python():
        see_to_size(many)
        see_to_discrepancy(discrepancy)
        chosen = choices(is_scenario(scenario), None, None, how.seed)
        see_that_it_can_be_fitted(scenario)
        bank = plan_bank(scenario, many or RUNS[size], chosen, own_measures(measures))
    return _made(scenario, bank, how, size, discrepancy)


def _made(
    scenario: Scenario, bank: BankPlan, how: Execution, size: Sure, discrepancy: float
) -> Fit:
    """Make the runs of the bank of a scenario, and return the fit to its targets."""
    question, storage = question_of(bank, discrepancy), Storage.of(how.store)
    engine = Engine(how.engine)
    with Store(storage.runs, engine, scenario.digest, scenario.title) as store:
        showing = Showing(run=told(how), again=told(how))
        result = fit_scenario(bank, store, engine, pools(how), size, discrepancy, showing)
    return _found(bank.central, result, question.digest, storage)


def _found(central: Plan, result: FitResult, digest: str, storage: Storage) -> Fit:
    """Write the tables of a fit below the runs, and return all that was found."""
    scenario, folder = central.scenario, storage.tables(digest)
    table = rows_of(scenario, result)
    write_fits(result, table, folder)

    def kept(name: str, types: dict[str, str]) -> Table:
        path = folder / name
        return Table.of_file(parquet_of(path, path.with_suffix(".parquet"), types), storage.keep)

    text = (folder / ROWS).read_text(encoding="utf-8") if table.rows else ""
    return Fit(
        scenario=scenario,
        fitted=with_rows(scenario, result, text) if table.rows else None,
        targets=kept(TARGETS, TARGET_TYPES),
        numbers=kept(NUMBERS, NUMBER_TYPES),
        pairs=kept(PAIRS, PAIR_TYPES),
        rows=kept(ROWS, ROW_TYPES) if table.rows else None,
        _view=FitView(scenario, central.resolved[result.arm].names, central.own.catalogue, result),
        _digest=digest,
    )


def _sure(word: object) -> Sure:
    words = [each.value for each in Sure]
    if word not in words:
        choices_ = listed(f'"{each}"' for each in words)
        raise ArgumentError("sure", f"{named(word)} is no size.", f"Choose one of {choices_}.")
    return Sure(str(word))
