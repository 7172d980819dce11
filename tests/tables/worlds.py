"""A finished study with worlds and months, made up: one measure can be told, one is too noisy."""

from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.measures.monthly import Column
from sim.studies.monthly import MonthlyTable
from sim.studies.sizes import Size
from sim.studies.statistics.worlds.findings import Findings, Headline, Question
from sim.studies.statistics.worlds.inputs import Inputs
from sim.studies.statistics.worlds.judging import Judged
from sim.studies.statistics.worlds.knowing import Mattering
from sim.studies.statistics.worlds.resampling import Range
from sim.studies.statistics.worlds.runs import Strength
from sim.studies.study import Study
from sim.studies.worlds_result import Named, UncertainNumber, WorldsResult, WorldValues
from sim.units import MONTH
from tests.tables.studies import study

STAY = "services.talk.ends.stay.exponential.mean"
MEASURES = ("unmet_need_days", "upc.person")


class Uncertain(NamedTuple):
    """An uncertain number."""

    name: str = STAY
    source: str = "ours"
    assumed: bool = True
    agreed_by: str | None = "the board"
    also: tuple[UncertainNumber, ...] = ()
    choices: tuple[Named, ...] = ()

    def at(self, share: float) -> Any:
        return share


def judged(strength: Strength) -> Judged:
    """Better in 80 of 100 worlds, worse in 5; the mean change is 2 in the better direction."""
    return Judged(
        better=Range(0.8, 0.7, 0.9),
        worse=Range(0.05, 0.0, 0.1),
        neither=Range(0.15, 0.1, 0.2),
        low=Range(-1.0, -1.5, -0.5),
        high=Range(4.0, 3.5, 4.5),
        mean=Range(2.0, 1.5, 2.5),
        worth_of_knowing=Range(0.1, 0.0, 0.2),
        strength=strength,
        reliability=0.5,
        replications=8,
    )


def study_with_worlds(folder: Path) -> Study:
    """The study of `studies`, with three worlds of two repeats and two months."""
    headlines = (
        Headline(
            *("two_rooms", MEASURES[0], "lower", 0.5, 3, judged("told"), None),
            *((Mattering(STAY, 0, 0.6),), None, None),
        ),
        Headline(
            "two_rooms", MEASURES[1], "higher", 0.0, 3, judged("silent"), None, (), None, None
        ),
    )
    arms = ("one_room", "two_rooms")
    worlds = WorldsResult(
        size=Size(3, 2),
        uncertain=(Uncertain(),),
        left_out=(),
        refused=(),
        inputs=Inputs((STAY,), np.array([[0.1], [0.5], [0.9]]), (0,)),
        values=WorldValues(arms, MEASURES, np.ones((2, 3, 2, 2))),
        question=Question(arms, "one_room", MEASURES, (), lambda measure: "lower", {}),
        alike=None,
        findings=Findings(headlines, ()),
    )
    months = MonthlyTable(
        arms,
        np.array([0, MONTH, 2 * MONTH]),
        (Column("team", "list", "people"),),
        np.array([[[[2.0], [4.0]]], [[[1.0], [3.0]]]]),
    )
    return replace(study(folder), worlds=worlds, monthly=months)
