"""What the worlds of a study are asked: the measures that are looked at, known before the runs."""

from __future__ import annotations

import numpy as np

from sim.measures.asked import Pairs
from sim.measures.measuring import EVERYONE
from sim.measures.uses import headlines
from sim.measures.words.access import WAIT_TO_START
from sim.measures.words.form import Direction
from sim.measures.words.service import COST
from sim.scenario import Scenario
from sim.studies.family import family_of
from sim.studies.statistics.worlds.findings import Question
from sim.studies.study import MeasureTable, Study
from sim.studies.variants.turns import headline_measures

WAIT = f"{WAIT_TO_START}."


def asked_of_worlds(scenario: Scenario) -> Pairs:
    """Return every number that the worlds of any study of a scenario can be asked for.

    It is known before a run is made: the measures that are judged, those that are judged where the
    scenario has none of these, the cost, and what `check` targets are held against.
    """
    measures = [*family_of(scenario), *headlines(), COST]
    checks = [each for each in scenario.targets.values() if each.role == "check"]
    return (
        *((EVERYONE, measure) for measure in measures),
        *((each.group, each.in_runs) for each in checks),
    )


def question_of(study: Study) -> Question:
    """Return what worlds are asked about: the headline measures of a study.

    Arms are ranked by the first measure that can be better or worse, by the first wait for a start
    among the headline measures, and by the cost where there are prices.
    """
    catalogue = study.own.catalogue

    def direction(measure: str) -> Direction:
        return catalogue.describe(measure).direction

    measures = headline_measures(study)
    directed = [measure for measure in measures if direction(measure) is not None]
    waits = [measure for measure in directed if measure.startswith(WAIT)]
    costs = [COST] if _is_priced(study.measures) else []
    return Question(
        arms=study.settings.arms,
        baseline=study.settings.baseline,
        measures=measures,
        choose_by=tuple(dict.fromkeys([*directed[:1], *waits[:1], *costs])),
        direction=direction,
        matters=study.scenario.smallest_difference,
    )


def _is_priced(table: MeasureTable) -> bool:
    return table.has(COST) and any(
        bool(np.nan_to_num(table.of(arm, COST)).any()) for arm in table.arms
    )
