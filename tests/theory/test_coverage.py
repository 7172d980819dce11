"""The printed 95 % intervals hold the truth about 95 times in a hundred, or are not printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engines.choosing import Engine
from sim.measures import EVERYONE, measure
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load
from sim.studies.comparison import Rules, compare
from sim.studies.engines import ENGINES
from sim.studies.study import MeasureTable, Series
from tests.theory.judging import Floats

STUDIES, REPLICATIONS = 2_000, 10
ARMS = ("now_and_then", "often")
MEASURES = ("unmet_need_days", "covered_share", "days_in_need", "contacts", "list_length")

WORLD: dict[str, Any] = {
    "throughline": 2,
    "title": "A small team, seen by few people for a short time",
    "source": "made_up",
    "sources": {"made_up": {"kind": "assumption", "reference": "small, to be run very often"}},
    "run": {"length": "1 year", "warm_up": "10 weeks", "replications": REPLICATIONS, "seed": 5},
    "people": {"cohort": 120},
    "seeking": {
        "delay": {"severe": {"exponential": {"mean": "2 weeks"}}},
        "reseek_delay": {"exponential": {"mean": "4 weeks"}},
        "entry": {"severe": {"team": 1}},
    },
    "effects": {"support": {"recovery_ratio": 1.5, "window": "3 weeks"}},
    "needs": {
        "distress": {
            "seek_level": 2,
            "largest_ratio": 1.5,
            "states": {"good": 0, "bad": 2},
            "start": "stationary",
            "transitions": [
                {"from": "good", "to": "bad", "rate": "3 per year"},
                {"from": "bad", "to": "good", "rate": "4 per year"},
            ],
        }
    },
    "services": {
        "team": {
            "capacity": {"places": 24},
            "contacts": {"every": "4 weeks", "length": "60 minutes", "attendance": 0.8},
            "ends": {"stay": {"exponential": {"mean": "12 weeks"}}},
            "support": 1,
        }
    },
    "arms": {
        "now_and_then": {},
        "often": {"set": {"services": {"team": {"contacts": {"every": "1 week"}}}}},
    },
    "measures": {"covered_for": "2 weeks"},
}
"""A study far smaller than any that ships: 120 people for less than a year."""


SIZES = {"120 people, 24 places": (120, 24), "40 people, 8 places": (40, 8)}
"""In the smaller one the list is empty most of the time, and Student's interval held 0.922."""


def written(people: int, places: int) -> str:
    """The world with so many people and places."""
    team = WORLD["services"]["team"] | {"capacity": {"places": places}}
    return json.dumps(WORLD | {"people": {"cohort": people}, "services": {"team": team}})


@cache
def both_arms(path: Path) -> tuple[Resolved, ...]:
    """The world as engines read it, once in each process."""
    scenario = load(path)
    return tuple(resolve(scenario, arm) for arm in ARMS)


def one_run(path: Path, replication: int) -> list[list[float]]:
    """The measures of one replication in each arm."""
    values = []
    for resolved in both_arms(path):
        rows = measure(ENGINES[Engine.FAST].run(resolved, 5, replication), resolved)
        given = {row.measure: row.value for row in rows if row.group == EVERYONE}
        values.append([given[name] for name in MEASURES])
    return values


def every_run(folder: Path, people: int, places: int) -> Floats:
    """What each run gave, shape (arms, runs, measures)."""
    path = folder / "world.yaml"
    path.write_text(written(people, places))
    runs = range(1, STUDIES * REPLICATIONS + 1)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        rows = list(pool.map(one_run, repeat(path), runs, chunksize=100))
    return np.array(rows).transpose(1, 0, 2)


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
def test_intervals_of_two_thousand_small_studies_hold_the_truth(
    tmp_path: Path, record_property: Callable[[str, object], None], size: str
) -> None:
    values = every_run(tmp_path, *SIZES[size])
    truth = (values[1] - values[0]).mean(axis=0)
    series = tuple(Series(EVERYONE, name, "") for name in MEASURES)
    held, given = np.zeros(len(MEASURES)), np.zeros(len(MEASURES))
    for study in range(STUDIES):
        own = values[:, study * REPLICATIONS : (study + 1) * REPLICATIONS]
        rows = compare(MeasureTable(ARMS, series, own), ARMS[0], Rules(direction=lambda _: "lower"))
        held += [row.low <= true <= row.high for row, true in zip(rows, truth, strict=True)]
        given += [np.isfinite(row.low) for row in rows]
    for name, hits, shown in zip(MEASURES, held, given, strict=True):
        line = f"{size} | {name} | 0.95 | {hits / shown:.4f} | given in {shown / STUDIES:.4f}"
        record_property("theory", line)
    assert np.all(given >= 0.5 * STUDIES)
    assert np.all((held / given >= 0.93) & (held / given <= 0.98)), held / given
