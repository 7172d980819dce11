"""A finished study with worlds and months, made up: one measure can be told, one is too noisy."""

from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.measures.monthly import Column
from sim.studies.monthly import MonthlyTable
from sim.studies.sizes import Size
from sim.studies.statistics.worlds.choosing import Arm, Choice
from sim.studies.statistics.worlds.findings import Choosing, Findings, Headline, Question
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
WORLDS = 20
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
    """The study of `studies`, with twenty worlds of two repeats and two months."""
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
    shares = np.linspace(0, 1, WORLDS)
    values = np.zeros((2, WORLDS, 2, 2))
    values[1] = shares[:, None, None]  # the same in both repeats: no noise
    loses = Choice(
        (
            Arm(Range(0.2, 0.1, 0.3), Range(3.0, 2.0, 4.0), 8.0),
            Arm(Range(0.8, 0.7, 0.9), Range(0.5, 0.4, 0.6), 1.5),
        ),
        Range(0.5, 0.4, 0.6),
    )
    choosing = Choosing(MEASURES[0], "lower", arms, loses, (), None, None)
    worlds = WorldsResult(
        size=Size(WORLDS, 2),
        uncertain=(Uncertain(),),
        left_out=(),
        refused=(),
        inputs=Inputs((STAY,), shares[:, None], (0,)),
        values=WorldValues(arms, MEASURES, values),
        question=Question(arms, "one_room", MEASURES, MEASURES[:1], lambda measure: "lower", {}),
        alike=None,
        findings=Findings(headlines, (choosing,)),
    )
    months = MonthlyTable(
        arms,
        np.array([0, MONTH, 2 * MONTH]),
        (Column("team", "list", "people"),),
        np.array([[[[2.0], [4.0]]], [[[1.0], [3.0]]]]),
    )
    return replace(study(folder), worlds=worlds, monthly=months)
