"""A small area whose numbers are known, run for some years: what its services would count."""

from __future__ import annotations

import datetime
import json
from functools import cache
from pathlib import Path
from typing import Any

from sim.area.figures import Workbook
from sim.engines import fast
from sim.events import Window
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load
from sim.units import DAY
from tests.area.from_log import Team, Year, workbook_from

BEGINS, FIRST = datetime.date(2021, 4, 1), datetime.date(2024, 4, 1)
DAYS = 365
TEAMS = {
    "assessment": Team(wte=1.0, hours=14, caseload=11, minutes=60),
    "team": Team(wte=0.8, hours=20, caseload=30, minutes=50, missed_in_a_row=3),
    "day_unit": Team(places=24),
}


def _mean(days: float) -> dict[str, Any]:
    return {"exponential": {"mean": f"{days} days"}}


def _service(stay: float, patience: float, acceptance: float, **more: Any) -> dict[str, Any]:
    return {
        "accepts": {"probability": acceptance},
        "decision_delay": _mean(5),
        "patience": _mean(patience),
        "ends": {"stay": _mean(stay)},
        **more,
    }


def _workers(posts: float, hours: float, caseload: int) -> dict[str, Any]:
    return {
        "posts": posts,
        "contact_hours": hours,
        "caseload": caseload,
        "tenure": _mean(600),
        "vacancy": _mean(90),
    }


def _contacts(every: int, length: int, attendance: float, cancelled: float) -> dict[str, Any]:
    return {
        "every": f"{every} days",
        "length": f"{length} minutes",
        "attendance": attendance,
        "cancelled": {"person": cancelled},
    }


DOCUMENT: dict[str, Any] = {
    "throughline": 2,
    "title": "A small area in its fourth year",
    "source": "made_up",
    "sources": {"made_up": {"kind": "assumption", "reference": "chosen to be recovered"}},
    "run": {
        "begins": BEGINS.isoformat(),
        "length": f"{(FIRST - BEGINS).days + DAYS + 1} days",
        "replications": 1,
    },
    "people": {
        "arrivals": {
            "to_assessment": {"rate": "1.6 per day", "to": "assessment"},
            "to_team": {"rate": "0.3 per day", "to": "team"},
            "to_day_unit": {"rate": "0.25 per day", "to": "day_unit"},
        }
    },
    "services": {
        "assessment": _service(
            35, 60, 0.8,
            workers=_workers(4.5, 14, 11), contacts=_contacts(10, 60, 0.85, 0.05),
            routes={
                "finished_settled": {"team": 0.5, "rest": "nowhere"},
                "turned_away": {"day_unit": 0.1, "rest": "nowhere"},
                "left_waiting": {"team": 0.2, "rest": "nowhere"},
            },
        ),
        "team": _service(
            200, 150, 0.95,
            workers=_workers(8, 16, 24), contacts=_contacts(14, 50, 0.8, 0.08),
            routes={
                "finished_settled": {"day_unit": 0.15, "rest": "nowhere"},
                "missed_contacts": {"assessment": 0.25, "rest": "nowhere"},
            },
        ),
        "day_unit": _service(
            50, 40, 1.0,
            capacity={"places": 24},
            routes={"finished_settled": {"team": 0.4, "rest": "nowhere"}},
        ),
    },
}  # fmt: skip
DOCUMENT["services"]["team"]["ends"]["missed"] = 3


@cache
def resolved_world(folder: Path) -> Resolved:
    """The world as an engine reads it."""
    path = folder / "area.yaml"
    path.write_text(json.dumps(DOCUMENT), encoding="utf-8")
    return resolve(load(path), "baseline")


def year() -> Year:
    """The last year of the run."""
    opens = (FIRST - BEGINS).days * DAY
    return Year(Window(opens, opens + DAYS * DAY), FIRST)


def workbook_of_seed(folder: Path, seed: int, means: bool = True) -> Workbook:
    """What the services would count in the last year of one run."""
    resolved = resolved_world(folder)
    return workbook_from(fast.run(resolved, seed, 1), resolved, year(), TEAMS, means)
