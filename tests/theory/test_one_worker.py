"""A worker who is always there, with urgent and ordinary contacts: M/G/1 with priority (Cobham).

Urgent contacts come as follow-ups of another service, ordinary ones as first contacts, so both are
Poisson streams. Contacts are short beside a day, so that the week's minutes never bind.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sim.engines import fast
from sim.events import ContactFlag, EventKind, Run
from sim.resolving import resolve
from sim.scenario import load
from sim.units import DAY
from tests.theory.formulas import cobham
from tests.theory.judging import judge, shared_by

MEAN = 20
"""Minutes of a contact, an Erlang of two stages."""
LENGTH, WARM_UP, TAIL = 700 * DAY, 20 * DAY, 5 * DAY
REPLICATIONS = 40
RULE = shared_by(2 * 2, margin=0.05)
"""Fixed before any run: two loads, two figures each."""
ALWAYS = {
    "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    "from": "00:00",
    "to": "24:00",
}


def document(urgent: float, ordinary: float) -> dict[str, object]:
    """A scenario in which these shares of a worker's time are wanted for the two classes."""

    def stream(to: str, load: float) -> dict[str, str]:
        return {"to": to, "rate": f"{load / MEAN * DAY:.9f} per day"}

    return {
        "throughline": 2,
        "title": "One worker",
        "source": "theory",
        "sources": {"theory": {"kind": "assumption", "reference": "chosen to be solvable"}},
        "run": {"length": f"{LENGTH} minutes"},
        "people": {
            "arrivals": {"urgent": stream("desk", urgent), "ordinary": stream("team", ordinary)}
        },
        "services": {
            "desk": {
                "ends": {"stay": "1 minute"},
                "follow_up": {"within": "0 minutes", "by": "team"},
            },
            "team": {
                "workers": {
                    "posts": 1,
                    "contact_hours": 168,
                    "caseload": 100_000,
                    "working_hours": ALWAYS,
                },
                "contacts": {
                    "every": "52 weeks",
                    "length": {"erlang": {"stages": 2, "mean": f"{MEAN} minutes"}},
                },
                "ends": {"contacts": 1},
            },
        },
    }


def waits(run: Run) -> tuple[float, float]:
    """Mean minutes from falling due to being held, of urgent and of ordinary contacts."""
    rows = run.log[(run.log["event"] == EventKind.CONTACT) & (run.log["service"] == 1)]
    rows = rows[(rows["due"] >= WARM_UP) & (rows["due"] < LENGTH - TAIL)]
    urgent = rows["detail"] & ContactFlag.FOLLOW_UP > 0
    late = (rows["time"] - rows["due"]).astype(float)
    return float(late[urgent].mean()), float(late[~urgent].mean())


@pytest.mark.parametrize(("urgent", "ordinary"), [(0.2, 0.4), (0.35, 0.2)])
def test_urgent_and_ordinary_contacts_wait_as_cobham_says(
    tmp_path: Path, urgent: float, ordinary: float
) -> None:
    path = tmp_path / "world.yaml"
    path.write_text(json.dumps(document(urgent, ordinary)))
    resolved = resolve(load(path), "baseline")
    seen = np.array([waits(fast.run(resolved, 1, number)) for number in range(1, REPLICATIONS + 1)])

    theory = cobham([urgent / MEAN, ordinary / MEAN], MEAN, 1.5 * MEAN**2)
    found = [judge(seen[:, at], theory[at], RULE) for at in range(2)]
    assert all(each.equal for each in found), found
