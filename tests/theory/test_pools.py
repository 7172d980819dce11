"""The continuity of contacts with a pool is that of independent uniform draws.

Two contacts are with the same of N people in 1 of N cases, so the means of Bice and Boxerman's
index and of sequential continuity are both 1 / N whatever the number of contacts. The mean share of
the person who is seen most is worked out by counting all sequences.
"""

from __future__ import annotations

import json
from collections import Counter
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from sim.engines import fast
from sim.measures import measure
from sim.resolving import resolve
from sim.scenario import load
from tests.theory.judging import judge, shared_by

POOLS = (1, 2, 3, 8)
CONTACTS = 4
"""Of every person: each comes once, and the fourth contact ends the spell."""
REPLICATIONS = 20
RULE = shared_by(3 * len(POOLS), margin=0.03)
"""Fixed before any run: three indices of four pools."""


def document(pool: int) -> dict[str, object]:
    return {
        "throughline": 2,
        "title": "A pool",
        "source": "theory",
        "sources": {"theory": {"kind": "assumption", "reference": "chosen to be solvable"}},
        "run": {"length": "400 weeks"},
        "people": {"arrivals": {"people": {"to": "gp", "rate": "20 per week"}}},
        "services": {
            "gp": {
                "contacts": {"every": "1 day", "length": "10 minutes"},
                "seen_by": {"pool": pool},
                "ends": {"contacts": CONTACTS},
            },
        },
    }


def usual_provider(pool: int) -> float:
    """The mean share of the contacts that are with the person seen most."""
    most = [max(Counter(each).values()) for each in product(range(pool), repeat=CONTACTS)]
    return sum(most) / len(most) / CONTACTS


@pytest.mark.parametrize("pool", POOLS)
def test_continuity_with_a_pool_is_that_of_uniform_draws(pool: int, tmp_path: Path) -> None:
    path = tmp_path / "world.yaml"
    path.write_text(json.dumps(document(pool)), encoding="utf-8")
    world = resolve(load(path), "baseline")
    runs = [
        {row.measure: row.value for row in measure(fast.run(world, 5, each), world)}
        for each in range(REPLICATIONS)
    ]

    theory = {"coc": 1 / pool, "secon": 1 / pool, "upc": usual_provider(pool)}
    for index, expected in theory.items():
        found = np.array([each[f"{index}.staff"] for each in runs])
        if pool == 1:
            assert (found == 1).all()
            continue
        judged = judge(found, expected, RULE)
        assert judged.equal, judged
    assert all(np.isnan(each["upc.person"]) for each in runs), "they are no keyworkers"
    assert all(each["unnamed_contacts"] == 0 for each in runs)
