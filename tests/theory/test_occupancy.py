"""How many beds of a small ward are occupied, for how much of the time.

Nobody waits for the ward, so it is a loss system: n beds are occupied for a share of the time that
is a Poisson probability cut at the number of beds (Erlang 1917), whatever the stays are
(Sevastyanov 1957). So only the mean of the stays counts, and of a normal distribution it is the
mean of what lies above 0.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.engines import fast
from sim.laws import Floats
from sim.measures.streaming import Gatherer
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import Scenario
from tests.theory.judging import judge, shared_by

BEDS, A_DAY = 4, 2.5
LENGTH, WARM_UP, REPLICATIONS = 6_000, 100, 80
"""Days of a run and of its warm-up, and runs."""
RULE = shared_by(2 * (BEDS + 1), margin=0.04)
"""Fixed before any run: two distributions of stays; the time with 0, 1, 2, 3 and 4 people."""
MEAN, SD = 0.7, 0.7
STAYS: dict[str, tuple[dict[str, Any], float]] = {
    "exponential": ({"exponential": {"mean": "1 day"}}, 1.0),
    "normal": (
        {"normal": {"mean": f"{MEAN} days", "sd": f"{SD} days"}},
        float(stats.truncnorm(-MEAN / SD, math.inf, MEAN, SD).mean()),
    ),
}


def ward(stay: dict[str, Any]) -> Resolved:
    scenario = Scenario.of(
        {
            "throughline": 2,
            "title": "A ward",
            "source": "theory",
            "sources": {"theory": {"kind": "assumption", "reference": "chosen to be solvable"}},
            "run": {"length": f"{LENGTH} days", "warm_up": f"{WARM_UP} days"},
            "people": {"arrivals": {"people": {"to": "ward", "rate": f"{A_DAY} per day"}}},
            "services": {
                "ward": {
                    "accepts": {"list_shorter_than": 0},
                    "capacity": {"places": BEDS},
                    "ends": {"stay": stay},
                }
            },
        }
    )
    return resolve(scenario, "baseline")


def occupied(resolved: Resolved, replication: int) -> tuple[Floats, dict[str, float]]:
    """The share of time with each number of people, and the measures of everyone."""
    gatherer = Gatherer(resolved)
    fast.Fast(resolved, 3, replication, gatherer.read).let_pass()
    closes = resolved.numbers.closes
    minutes = gatherer.finish(closes)[1].occupied[0]
    values = {row.measure: row.value for row in gatherer.rows(closes) if row.group == "everyone"}
    return minutes / minutes.sum(), values


@pytest.mark.parametrize("stays", STAYS)
def test_beds_are_occupied_as_erlang_says_whatever_the_stays_are(stays: str) -> None:
    stay, mean = STAYS[stays]
    weights = stats.poisson.pmf(np.arange(BEDS + 1), A_DAY * mean)
    theory = weights / weights.sum()
    runs = [occupied(ward(stay), number) for number in range(1, REPLICATIONS + 1)]

    judged = [
        judge(np.array([shares[people] for shares, _ in runs]), theory[people], RULE)
        for people in range(BEDS + 1)
    ]

    assert all(each.equal for each in judged), judged
    for shares, values in runs:
        assert values["full_share.ward"] == pytest.approx(shares[BEDS])
    below = np.cumsum(theory)
    for name, share in (("median", 0.5), ("p75", 0.75), ("p90", 0.9)):
        # A level where theory is not within a hundredth of two numbers of people.
        assert abs(below - share).min() > 0.01
        number = int(np.searchsorted(below, share))
        assert {values[f"in_service.ward.{name}"] for _, values in runs} == {number}
