"""How a question from a script is read, carried out and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.report.analyses import answer_sections, write_answers_report
from sim.report.blocks import Bullets, Paragraphs
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.scripting.arguments import choices, in_words_of_python, is_scenario, names
from sim.scripting.arguments import folder as a_folder
from sim.scripting.running import Folder, How, naming, tables_folder
from sim.scripting.sweeping import Over, varied_by
from sim.scripting.tables import Table, parquet_of
from sim.scripting.written import block_of, refusing
from sim.studies.analyses.base import Answered, Base
from sim.studies.analyses.reading import BLOCKS, READERS
from sim.studies.design.designs import design
from sim.studies.execution import Progress
from sim.studies.execution.pools import ExecutorLike
from sim.studies.planning import settle
from sim.studies.store import Store
from sim.studies.sweeps.running import answers
from sim.studies.sweeps.specification import Asked, usual_outcomes
from sim.tables.analyses import ESTIMATE, write_answers

FUNCTIONS = {"mechanisms": "explain"}
"""What a script calls a block of another name."""
TYPES = {"value": "DOUBLE", "used": "INTEGER", "left_out": "INTEGER", "replications": "INTEGER"}
TYPES |= dict.fromkeys(ESTIMATE[:3], "DOUBLE")


@dataclass(frozen=True)
class Answer:
    """What came out of a question."""

    scenario: Scenario
    table: Table  # a row for each estimate, with its 95 % interval
    _answered: Answered

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

    def report(self, folder: Folder) -> Path:
        """Write `report.html`, with pictures, into a folder and give its path."""
        return write_answers_report([self._answered], a_folder("folder", folder))

    def _repr_html_(self) -> str:
        """The table, for notebooks."""
        return self.table._repr_html_()


@dataclass(frozen=True)
class Means:
    """How runs are made."""

    arms: Sequence[str] | None
    seed: int | None
    engine: str
    store: Folder | None
    workers: int
    executor: ExecutorLike | None
    progress: Progress | None


def answer(
    key: str,
    scenario: Scenario,
    written: dict[str, Any],
    means: Means,
    outcomes: Sequence[str] | None = None,
    over: Over | None = None,
) -> Answer:
    """Read a question as if it stood in a study file, and carry it out."""
    how = How.of(means.engine, means.store, means.workers, means.executor, means.progress)
    written = {name: value for name, value in written.items() if value is not None}
    with in_words_of_python():
        base = _base(is_scenario(scenario), means, over)
    if outcomes is not None:
        written["outcomes"] = names("outcomes", outcomes)
    block = block_of(BLOCKS[key], FUNCTIONS.get(key, key), written)
    with refusing(FUNCTIONS.get(key, key)):
        analysis = READERS[key](block, base)
    asked = Asked(
        title=scenario.title,
        question=scenario.question,
        about="",
        scenario=scenario,
        arms=base.arms,
        baseline=base.baseline,
        levers=(),
        uncertainties=(),
        design=design("grid"),
        outcomes=base.outcomes,
        replications=base.replications,
        seed=base.seed,
        engine=how.engine,
        analyses=(analysis,),
    )
    with naming(FUNCTIONS.get(key, key)):
        analysis.see()
    with Store(how.store, asked.engine, scenario.digest, scenario.title) as store:
        (answered,) = answers(asked, store, how.pool, how.progress)
    (table,) = write_answers([answered], tables_folder(how.store, asked.digest))
    path = parquet_of(table, table.with_suffix(".parquet"), TYPES)
    return Answer(scenario, Table.of_file(path, how.keep), answered)


def _base(scenario: Scenario, means: Means, over: Over | None) -> Base:
    """What questions stand on."""
    settings = settle(scenario, choices(scenario, means.arms, None, means.seed))
    return Base(
        scenario=scenario,
        arms=settings.arms,
        baseline=settings.baseline,
        outcomes=usual_outcomes(scenario),
        replications=settings.replications,
        seed=settings.seed,
        names=resolve(scenario, settings.arms[0]).names,
        levers=(),
        uncertainties=tuple(varied_by(scenario, settings.arms, over).every),
        numbers_in="over",
    )
