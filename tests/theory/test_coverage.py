"""The printed 95 % intervals hold the truth about 95 times in a hundred."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sim.engines.reference import run
from sim.resolving import resolve
from sim.scenario import load
from sim.studies.comparison import Rules, compare
from sim.studies.study import EVERYONE, MeasureTable, Series
from tests.theory.watching import average_number, visits
from tests.theory.worlds import TURN, arrivals, document, exponential, station

STUDIES, REPLICATIONS = 2_000, 10
ARMS = ("slow", "fast")
SERIES = (Series(EVERYONE, "wait", "turns"), Series(EVERYONE, "number", "people"))

# A short, busy queue that starts empty: what is measured is far from normal and far from a
# steady state, and its true mean is that of all runs together.
WORLD = document(
    100,
    20,
    people={"arrivals": arrivals({"team": 0.7})},
    services={"team": station(1, exponential(1))},
    arms={"slow": {}, "fast": {"set": {"services": {"team": station(1, exponential(0.9))}}}},
    workforce={"unequal": "the faster service is the difference to be found"},
)


def every_run(folder: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """What each run gave, shape (arms, runs, series)."""
    path = folder / "world.yaml"
    path.write_text(json.dumps(WORLD))
    scenario = load(path)
    values = np.empty((len(ARMS), STUDIES * REPLICATIONS, len(SERIES)))
    for a, arm in enumerate(ARMS):
        resolved = resolve(scenario, arm)
        window = resolved.measuring.window
        for r in range(STUDIES * REPLICATIONS):
            seen = visits(run(resolved, seed=5, replication=r + 1), 0)
            inside = (seen.started >= window.opens) & (seen.started < window.closes)
            values[a, r, 0] = (seen.started - seen.referred)[inside].mean() / TURN
            values[a, r, 1] = average_number(seen.referred, seen.ended, window)
    return values


@pytest.mark.slow
def test_intervals_of_two_thousand_small_studies_hold_the_truth(tmp_path: Path) -> None:
    values = every_run(tmp_path)
    truth = (values[1] - values[0]).mean(axis=0)
    held = np.zeros(len(SERIES))
    for study in range(STUDIES):
        own = values[:, study * REPLICATIONS : (study + 1) * REPLICATIONS]
        table = MeasureTable(ARMS, SERIES, own)
        for i, row in enumerate(compare(table, "slow", Rules(direction=lambda _: "lower"))):
            held[i] += row.low <= truth[i] <= row.high
    shares = dict(zip((s.measure for s in SERIES), (held / STUDIES).tolist(), strict=True))
    print(f"share of intervals that hold the truth: {shares}")
    assert all(0.93 <= share <= 0.97 for share in shares.values()), shares
