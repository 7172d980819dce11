"""People who leave as settled are away for the share of time, and return as often, as theory says.

Nothing is done about needs here, so the life of a person is an alternating renewal process. A stay
begins with the return, in a bad state. Bad times last 1/b on average, settled ones 1/a unless they
reach the time T after which the person is away, which has the probability p = exp(-a T). So a stay
has 1/p bad times on average, and its mean length is E = (1/p) (1/b + (1 - p) / a). A time away
lasts 1/r. The long-run share of time away is (1/r) / (1/r + E); people leave 1/E times a year
there, and return r times a year away.

The rule, fixed before any run, is that of `tests.theory.judging`, with a margin of 3 %.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pytest

from sim.engines import fast
from sim.events import EventKind, Run
from sim.measures import EVERYONE, measure
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.rules.settling import settling_rate, share_away
from sim.scenario import Scenario
from sim.units import WEEK, YEAR
from tests.theory.judging import judge, shared_by

A, B, R = 3.0, 10.0, 0.5  # a year: becoming worse, becoming settled, returning
WEEKS = 20
PEOPLE, YEARS, WARM_UP, REPLICATIONS = 400, 60, 30, 30
RULE = shared_by(4, margin=0.03)

STAYS_SETTLED = math.exp(-A * WEEKS * WEEK / YEAR)
STAY = (1 / B + (1 - STAYS_SETTLED) / A) / STAYS_SETTLED  # years


class Found(NamedTuple):
    """What one run showed after the warm-up; times in years."""

    away: float  # share of the time
    leaving: float  # times a year there
    returning: float  # times a year away
    years: float  # there, as measured


def society() -> Resolved:
    """People of one need, whom no service ever sees."""
    return resolve(
        Scenario.of(
            {
                "throughline": 2,
                "title": "Coming and going",
                "source": "ours",
                "sources": {"ours": {"kind": "assumption", "reference": "made up"}},
                "run": {"length": f"{YEARS} years", "warm_up": f"{WARM_UP} years"},
                "people": {
                    "cohort": PEOPLE,
                    "arrivals": {"nobody": {"rate": "0 per year", "to": "desk"}},
                },
                "leaving": {
                    "settled_for": {
                        "for": f"{WEEKS} weeks",
                        "recurrence": f"{R} per year",
                        "returns": {"need": "distress", "state": "bad"},
                        "away_at_start": 0.5,
                    }
                },
                "needs": {
                    "distress": {
                        "states": {"well": 0, "bad": 2},
                        "transitions": [
                            {"from": "well", "to": "bad", "rate": f"{A} per year"},
                            {"from": "bad", "to": "well", "rate": f"{B} per year"},
                        ],
                    }
                },
                "services": {"desk": {"ends": {"stay": "1 day"}}},
            }
        ),
        "baseline",
    )


def found(run: Run, resolved: Resolved) -> Found:
    """Count in the rows themselves."""
    window = resolved.measuring.window
    rows = run.log[np.isin(run.log["event"], (EventKind.EXITED, EventKind.RETURNED))]
    left = rows["event"] == EventKind.EXITED
    since = np.maximum(rows["time"].astype(float), window.opens)
    away = float(np.where(left, 1, -1) @ (window.closes - since))
    inside = rows["time"] >= window.opens
    there = PEOPLE * (window.closes - window.opens) - away
    values = {row.measure: row.value for row in measure(run, resolved) if row.group == EVERYONE}
    return Found(
        away=away / (away + there),
        leaving=float((left & inside).sum()) / there * YEAR,
        returning=float((~left & inside).sum()) / away * YEAR,
        years=values["person_years"],
    )


@pytest.fixture(scope="module")
def runs() -> list[Found]:
    resolved = society()
    return [found(fast.run(resolved, 11, each), resolved) for each in range(REPLICATIONS)]


@pytest.mark.parametrize(
    ("what", "theory"),
    [
        ("away", (1 / R) / (1 / R + STAY)),
        ("leaving", 1 / STAY),
        ("returning", R),
        ("years", PEOPLE * (YEARS - WARM_UP) * STAY / (1 / R + STAY)),
    ],
)
def test_people_are_away_and_return_as_renewal_theory_says(
    runs: list[Found], what: str, theory: float
) -> None:
    judged = judge(np.array([getattr(each, what) for each in runs]), theory, RULE)

    assert judged.equal, judged


def test_what_is_expected_before_a_run_is_what_theory_says() -> None:
    """Of one need, where people return in the state in which settled times end, it is exact."""
    numbers = society().numbers

    assert settling_rate(numbers, 0) * YEAR == pytest.approx(1 / STAY)
    assert share_away(numbers, 0) == pytest.approx((1 / R) / (1 / R + STAY))
