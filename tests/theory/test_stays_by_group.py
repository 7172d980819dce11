"""A ward of a few beds and no list, shared by two groups whose stays differ.

It is a loss system: the share turned away is Erlang's for the sum of both loads, whatever the stays
are, and each group fills beds in proportion to its own load.
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
from tests.theory.formulas import erlang_b
from tests.theory.judging import judge, shared_by

LENGTH, WARM_UP = 6_000 * DAY, 100 * DAY
REPLICATIONS = 160
BEDS, A_DAY = 6, 1.0
SHARES, MEANS = (0.7, 0.3), (3.0, 10.0)
"""Of people who come, and days of their stays."""
RULE = shared_by(2 * 2, margin=0.04)
"""Fixed before any run: two distributions of stays; the share lost, and the beds of one group."""
HOW = ("exponential", "fixed")


def stay(how: str, mean: float) -> object:
    return f"{mean} days" if how == "fixed" else {how: {"mean": f"{mean} days"}}


def document(how: str) -> dict[str, object]:
    own = {"services": {"ward": {"ends": {"stay": stay(how, MEANS[1])}}}}
    return {
        "throughline": 2,
        "title": "A ward for two groups",
        "source": "theory",
        "sources": {"theory": {"kind": "assumption", "reference": "chosen to be solvable"}},
        "run": {"length": f"{LENGTH} minutes"},
        "people": {
            "groups": {
                "some": {"share": SHARES[0]},
                "others": {"share": SHARES[1], "overrides": own},
            },
            "arrivals": {"people": {"to": "ward", "rate": f"{A_DAY} per day"}},
        },
        "services": {
            "ward": {
                "accepts": {"list_shorter_than": 0},
                "capacity": {"places": BEDS},
                "ends": {"stay": stay(how, MEANS[0])},
            },
        },
    }


def lost_and_taken(run: Run) -> tuple[float, float]:
    """The share of referrals turned away, and the mean number of beds of the second group."""
    rows = run.log[run.log["time"] >= WARM_UP]
    came = np.count_nonzero(rows["event"] == EventKind.REFERRED)
    refused = np.count_nonzero(rows["event"] == EventKind.TURNED_AWAY)
    group = np.array([person.group for person in run.people])
    theirs = run.log[group[np.maximum(run.log["person"], 0)] == 1]
    begun = theirs["time"][theirs["event"] == EventKind.SPELL_STARTED]
    ended = theirs["time"][theirs["event"] == EventKind.ENDED_PLANNED]
    minutes = (LENGTH - np.maximum(begun, WARM_UP)).sum() - (
        LENGTH - np.maximum(ended, WARM_UP)
    ).sum()
    return refused / came, float(minutes) / (LENGTH - WARM_UP)


@pytest.mark.parametrize("how", HOW)
def test_two_groups_share_a_ward_as_a_loss_system_with_the_sum_of_their_loads(
    tmp_path: Path, how: str
) -> None:
    path = tmp_path / "world.yaml"
    path.write_text(json.dumps(document(how)), encoding="utf-8")
    resolved = resolve(load(path), "baseline")
    found = np.array([lost_and_taken(fast.run(resolved, 5, each)) for each in range(REPLICATIONS)])

    loads = [A_DAY * share * mean for share, mean in zip(SHARES, MEANS, strict=True)]
    lost = erlang_b(BEDS, sum(loads))
    judged = [
        judge(found[:, 0], lost, RULE),
        judge(found[:, 1], loads[1] * (1 - lost), RULE),
    ]
    assert all(each.equal for each in judged), judged
