"""A small scenario in which everything may be uncertain, for worlds that are made in no time."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from sim.scenario import Scenario

ROUTES = "services.gp.routes.finished_in_need"
TEAM, CLINIC, NOWHERE = (f"{ROUTES}.{each}" for each in ("team", "clinic", "nowhere"))
RATE = "people.arrivals.new.rate"
ATTEND_GP, ATTEND_TEAM = (f"services.{name}.contacts.attendance" for name in ("gp", "team"))

DATA: dict[str, Any] = {
    "throughline": 2,
    "title": "Three services",
    "source": "ours",
    "sources": {"ours": {"kind": "assumption", "reference": "made up for a test"}},
    "run": {"length": "60 days", "replications": 2},
    "people": {
        "cohort": 10,
        "arrivals": {
            "new": {"rate": {"value": "2 per week", "low": "1 per week", "high": "4 per week"}}
        },
    },
    "seeking": {
        "delay": {"severe": {"exponential": {"mean": "2 weeks"}}},
        "reseek_delay": {"exponential": {"mean": "8 weeks"}},
        "entry": {"severe": {"gp": 0.7, "team": 0.1, "clinic": 0.1, "nowhere": 0.1}},
    },
    "needs": {
        "distress": {
            "states": {"settled": 0, "unwell": 2},
            "transitions": [
                {"from": "settled", "to": "unwell", "rate": "2 per year"},
                {"from": "unwell", "to": "settled", "rate": "1 per year"},
            ],
        }
    },
    "services": {
        "gp": {
            "contacts": {"every": "4 weeks", "length": "10 minutes", "attendance": 0.9},
            "ends": {"stay": "6 weeks"},
            "routes": {"finished_in_need": {"team": 0.5, "clinic": 0.2, "nowhere": 0.3}},
        },
        "team": {
            "workers": {"posts": 2, "contact_hours": 18, "caseload": 30},
            "contacts": {"every": "2 weeks", "length": "60 minutes", "attendance": 0.8},
            "ends": {"stay": {"exponential": {"mean": "40 weeks"}}},
        },
        "clinic": {
            "contacts": {"every": "2 weeks", "length": "60 minutes"},
            "ends": {"stay": {"exponential": {"mean": "10 weeks"}}},
        },
    },
}


def scenario(values: dict[str, Any] | None = None, **top: Any) -> Scenario:
    """The scenario with other values by path, and with more keys at the top."""
    data = deepcopy(DATA) | top
    for path, value in (values or {}).items():
        *steps, last = path.split(".")
        node = data
        for step in steps:
            node = node[step]
        node[last] = value
    return Scenario.of(data)
