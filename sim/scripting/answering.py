"""Read, compute and store the answer to a question from a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.measures.own import OwnMeasure, OwnMeasures
from sim.report.analyses import answer_sections, write_answers_report
from sim.report.blocks import Bullets, Paragraphs
from sim.scenario import Scenario
from sim.scripting.arguments import Folder, choices, folder as a_folder, is_scenario, names
from sim.scripting.asking import asked_of, base_of
from sim.scripting.execution import Execution, pools, told, used
from sim.scripting.faults import in_words_of_python, naming, refusing
from sim.scripting.measuring import measure_names, own_measures
from sim.scripting.own_rules import Rules, used_rules
from sim.scripting.storage import Storage
from sim.scripting.tables import Table, parquet_of
from sim.scripting.varying import Over, varied_by
from sim.scripting.written import block_of
from sim.studies.analyses.base import Answered, Base
from sim.studies.analyses.reading import BLOCKS, READERS
from sim.studies.design.designs import design
from sim.studies.planning import settle
from sim.studies.store import Store
from sim.studies.sweeps.running import answers
from sim.studies.sweeps.varied import LOOKED_FOR
from sim.tables.analyses import ESTIMATE, write_answers

FUNCTIONS = {"mechanisms": "explain"}
"""The function of a script for a block of a study file, where their names differ."""
TYPES = {"value": "DOUBLE", "used": "INTEGER", "left_out": "INTEGER", "replications": "INTEGER"}
TYPES |= dict.fromkeys((*ESTIMATE[:3], "outcome_mean"), "DOUBLE")
TYPES |= dict.fromkeys(("target", "sure", "middle", "reached"), "DOUBLE")


@dataclass(frozen=True)
class Answer:
    """The answer to one question."""

    scenario: Scenario
    table: Table  # a row for each estimate, with its 95 % interval
    _answered: Answered = field(repr=False)

    @property
    def words(self) -> list[str]:
        """The answer in sentences."""
        (section,) = answer_sections([self._answered])
        return [
            text
            for block in section.blocks
            if isinstance(block, (Paragraphs, Bullets))
            for text in block.texts
        ]

    @property
    def own_rules(self) -> tuple[str, ...]:
        """The rules of your own with which the runs were made, in words; empty without any."""
        return tuple(rule.words for rule in self._answered.asked.base.rules.given)

    def report(self, folder: Folder) -> Path:
        """Write `report.html` and its pictures into a folder, and return the path of the page."""
        return write_answers_report([self._answered], a_folder("folder", folder))

    def _repr_html_(self) -> str:
        """Return the table as HTML, for notebooks."""
        return self.table._repr_html_()


def answer(
    key: str,
    scenario: Scenario,
    written: dict[str, Any],
    execution: Execution | None,
    users: tuple[Sequence[OwnMeasure] | None, Rules | None],
    outcomes: Sequence[str | OwnMeasure] | None = None,
    over: Over | None = None,
    lever: Over | None = None,
) -> Answer:
    """Read a question as if it stood in a study file, and answer it.

    A value of None in `written` counts as left out, so that the default of the block applies.
    ``users`` are the measures and the rules of the user.
    """
    how, name = used(execution), FUNCTIONS.get(key, key)
    measures, rules = users
    written = {name: value for name, value in written.items() if value is not None}
    with in_words_of_python():
        own, given = own_measures(measures), used_rules(rules, how)
        base = _base(is_scenario(scenario), how, own, over, lever)._replace(rules=given)
    if outcomes is not None:
        written["outcomes"] = names("outcomes", measure_names(outcomes))
    block = block_of(BLOCKS[key], name, written)
    with refusing(name):
        analysis = READERS[key](block, base)
    asked = asked_of(
        base, how, design=design("grid"), analyses=(analysis,), varies_uncertainties=False
    )
    with naming(name):
        analysis.see()
    storage = Storage.of(how.store)
    with Store(storage.runs, asked.engine, scenario.digest, scenario.title) as store:
        (answered,) = answers(asked, store, pools(how), told(how))
    (table,) = write_answers([answered], storage.tables(asked.digest))
    path = parquet_of(table, table.with_suffix(".parquet"), TYPES)
    return Answer(scenario, Table.of_file(path, storage.keep), answered)


def _base(
    scenario: Scenario,
    how: Execution,
    own: OwnMeasures,
    over: Over | None,
    lever: Over | None,
) -> Base:
    """Collect what every question needs: scenario, arms, outcomes, levers and uncertain numbers."""
    settings = settle(scenario, choices(scenario, how.arms, None, how.seed))
    uncertain = varied_by(scenario, settings.arms, {"over": over}, uncertain="over").every
    levers = varied_by(scenario, settings.arms, {LOOKED_FOR: lever}).every
    return base_of(scenario, settings, levers=levers, uncertainties=uncertain, own=own)
