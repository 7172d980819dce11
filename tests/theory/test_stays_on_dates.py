"""An unlimited service whose stays become longer on a date, and whose route changes with them.

Spells keep the stay of their start, so the mean number of people there after the date is that of an
M/G/infinity queue with two laws: what is left of those who came before, and those who came since.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np

from sim.engines import fast
from sim.events import EventKind, Run
from sim.resolving import resolve
from sim.scenario import load
from sim.units import DAY
from tests.theory.judging import judge, shared_by

A_DAY, MEANS = 4.0, (10.0, 25.0)
"""People who come, and mean days of their stays before and after the date."""
DATE, LENGTH = 100 * DAY, 200 * DAY
LOOKS = (90, 105, 115, 140, 190)
"""Days at which people are counted."""
HOME = (0.8, 0.3)
"""Share of people who are sent home, before and after."""
REPLICATIONS = 400
RULE = shared_by(len(LOOKS) + 2, margin=0.04)
"""Fixed before any run: the people at five looks, and the share sent home before and after."""


def stay(mean: float) -> object:
    return {"exponential": {"mean": f"{mean} days"}}


def routes(home: float) -> object:
    return {"finished_settled": {"home": home, "nowhere": 1 - home}}


def document() -> dict[str, object]:
    return {
        "throughline": 2,
        "title": "Longer stays from a date on",
        "source": "theory",
        "sources": {"theory": {"kind": "assumption", "reference": "chosen to be solvable"}},
        "run": {"length": f"{LENGTH} minutes"},
        "people": {"arrivals": {"people": {"to": "ward", "rate": f"{A_DAY} per day"}}},
        "services": {
            "ward": {
                "ends": {"stay": stay(MEANS[0])},
                "routes": routes(HOME[0]),
                "changes": [
                    {"from": f"{DATE} minutes", "stay": stay(MEANS[1]), "routes": routes(HOME[1])}
                ],
            },
            "home": {"ends": {"stay": "1 minute"}},
        },
    }


def found(run: Run) -> list[float]:
    """The people there at each look, and the share of endings sent home before and after."""
    log = run.log
    begun = log["time"][(log["event"] == EventKind.SPELL_STARTED) & (log["service"] == 0)]
    ended = log["time"][(log["event"] == EventKind.ENDED_PLANNED) & (log["service"] == 0)]
    homes = log["time"][(log["event"] == EventKind.REFERRED) & (log["service"] == 1)]
    there = [
        float(np.count_nonzero(begun <= day * DAY) - np.count_nonzero(ended <= day * DAY))
        for day in LOOKS
    ]
    shares = [
        np.count_nonzero((homes >= low) & (homes < high))
        / np.count_nonzero((ended >= low) & (ended < high))
        for low, high in ((0, DATE), (DATE, LENGTH))
    ]
    return [*there, *shares]


def expected(day: float) -> float:
    """The mean number of people there on a day."""
    before, since = MEANS[0] * (1 - math.exp(-min(day, DATE / DAY) / MEANS[0])), day - DATE / DAY
    if since <= 0:
        return A_DAY * before
    left = before * math.exp(-since / MEANS[0])
    return A_DAY * (left + MEANS[1] * (1 - math.exp(-since / MEANS[1])))


def test_people_who_come_from_the_date_on_stay_by_the_new_law_and_others_by_the_old(
    tmp_path: Path,
) -> None:
    path = tmp_path / "world.yaml"
    path.write_text(json.dumps(document()), encoding="utf-8")
    resolved = resolve(load(path), "baseline")
    values = np.array([found(fast.run(resolved, 11, each)) for each in range(REPLICATIONS)])

    theory = [*(expected(day) for day in LOOKS), *HOME]
    judged = [judge(values[:, at], each, RULE) for at, each in enumerate(theory)]
    assert all(each.equal for each in judged), judged
