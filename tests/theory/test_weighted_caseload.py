"""A team of one worker with weights and no list is a loss system of several classes.

People at three levels of need come as Poisson streams, take what their level weighs, and are turned
away if that does not fit: the shares lost are those of Kaufman and Roberts, whatever the stays.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sim.engines import fast
from sim.events import EventKind, Run
from sim.resolving import resolve
from sim.scenario import load
from sim.units import DAY
from tests.theory.formulas import erlang_b, kaufman_roberts
from tests.theory.judging import judge, shared_by

LENGTH, WARM_UP = 6_000 * DAY, 20 * DAY
STAY = 1
"""Mean days of a spell."""
REPLICATIONS = 40
RULE = shared_by(2 * 3, margin=0.04)
"""Fixed before any run: two distributions of stays, three classes each."""
LIMIT, WEIGHTS, LOADS = 6.0, (0.5, 1.0, 2.5), (2.0, 1.5, 0.8)
STAYS = {
    "exponential": {"exponential": {"mean": f"{STAY} days"}},
    "fixed": f"{STAY} days",
}


def document(stay: object) -> dict[str, object]:
    """A team of one worker to whom people of three levels come."""
    names = ("settled", "mild", "severe")
    shares = {name: each / sum(LOADS) for name, each in zip(names, LOADS, strict=True)}
    shares["severe"] = 1 - shares["settled"] - shares["mild"]
    return {
        "throughline": 2,
        "title": "A loss system",
        "source": "theory",
        "sources": {"theory": {"kind": "assumption", "reference": "chosen to be solvable"}},
        "run": {"length": f"{LENGTH} minutes"},
        "needs": {
            "distress": {
                "seek_level": 3,
                "states": {name: level for level, name in enumerate(names)},
                "transitions": [{"from": "settled", "to": "mild", "rate": "0 per year"}],
                "start": shares,
            }
        },
        "people": {
            "arrivals": {"people": {"to": "team", "rate": f"{sum(LOADS) / STAY:.9f} per day"}}
        },
        "services": {
            "team": {
                "accepts": {"list_shorter_than": 0},
                "workers": {
                    "posts": 1,
                    "contact_hours": 20,
                    "caseload": {
                        "limit": LIMIT,
                        "weights": dict(zip(names, WEIGHTS, strict=True)),
                    },
                },
                "ends": {"stay": stay},
            },
        },
    }


def lost(run: Run) -> list[float]:
    """The share of referrals turned away, by level."""
    rows = run.log[run.log["time"] >= WARM_UP]
    came = np.bincount(rows["level"][rows["event"] == EventKind.REFERRED], minlength=3)
    refused = np.bincount(rows["level"][rows["event"] == EventKind.TURNED_AWAY], minlength=3)
    return [float(share) for share in refused / came]


@pytest.mark.parametrize("how", STAYS)
def test_shares_turned_away_are_those_of_a_loss_system(tmp_path: Path, how: str) -> None:
    path = tmp_path / "world.yaml"
    path.write_text(json.dumps(document(STAYS[how])), encoding="utf-8")
    resolved = resolve(load(path), "baseline")
    found = np.array([lost(fast.run(resolved, 7, each)) for each in range(REPLICATIONS)])

    sizes = [round(2 * each) for each in WEIGHTS]
    theory = kaufman_roberts(round(2 * LIMIT), sizes, list(LOADS))
    judged = [judge(found[:, level], theory[level], RULE) for level in range(3)]
    assert all(each.equal for each in judged), judged


def test_with_one_class_the_formula_is_that_of_erlang() -> None:
    assert kaufman_roberts(5, [1], [3.0])[0] == pytest.approx(erlang_b(5, 3.0))
    assert kaufman_roberts(10, [2], [3.0])[0] == pytest.approx(erlang_b(5, 3.0))
