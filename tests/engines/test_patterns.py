"""Places and posts that repeat change when the pattern says, in both engines."""

from __future__ import annotations

from typing import Any

from sim.engines import fast, reference
from sim.events import NOBODY, EventKind, Run
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import Scenario
from sim.units import DAY, HOUR
from tests.agreement.agreement import same

ROTA = {"every": "2 weeks", "factors": [1, 1, 1, 1, 1, 0, 0, 0.5, 0.5, 1, 1, 1, 0, 0]}
SHIFTS = {"every": "1 day", "factors": [1, 0.5, 1], "from": "6 hours"}


def world(places: dict[str, Any], posts: dict[str, Any]) -> Resolved:
    return resolve(
        Scenario.of(
            {
                "throughline": 2,
                "title": "Patterns",
                "source": "ours",
                "sources": {"ours": {"kind": "assumption", "reference": "made up"}},
                "run": {"length": "20 weeks", "warm_up": "0 days"},
                "people": {
                    "arrivals": {
                        "to_ward": {"rate": "4 per day", "to": "ward", "pattern": SHIFTS},
                        "to_team": {"rate": "1 per day", "to": "team"},
                    }
                },
                "services": {
                    "ward": {
                        "capacity": {"places": 4, "pattern": places},
                        "ends": {"stay": {"exponential": {"mean": "1 day"}}},
                    },
                    "team": {
                        "workers": {
                            "posts": 2,
                            "contact_hours": 20,
                            "caseload": 6,
                            "pattern": posts,
                        },
                        "contacts": {"every": "3 days", "length": "1 hour"},
                        "ends": {"contacts": 3},
                    },
                },
            }
        ),
        "baseline",
    )


def changes(run: Run, service: int) -> list[tuple[int, int, int]]:
    """The minute, the number and the part of the last one, of each change of a service."""
    rows = run.log[run.log["event"] == EventKind.CAPACITY_CHANGED]
    rows = rows[rows["service"] == service]
    assert (rows["person"] == NOBODY).all()
    return list(zip(*(rows[name].tolist() for name in ("time", "detail", "length")), strict=True))


def test_places_change_by_the_hours_of_a_day_and_posts_by_the_days_of_two_weeks() -> None:
    run = fast.run(world(SHIFTS, ROTA), 1, 1)

    assert changes(run, 0)[:4] == [
        (minute, places, 0)
        for minute, places in ((14 * HOUR, 2), (22 * HOUR, 4), (38 * HOUR, 2), (46 * HOUR, 4))
    ]
    days = [(5, 0, 0), (7, 1, 0), (9, 2, 0), (12, 0, 0), (14, 2, 0), (19, 0, 0)]
    assert changes(run, 1)[:6] == [(day * DAY, posts, part) for day, posts, part in days]


def test_no_more_people_start_than_there_are_places() -> None:
    run = fast.run(world(ROTA, SHIFTS), 1, 1)
    places, there = 4, 0
    for row in run.log:
        kind = row["event"]
        if row["service"] != 0:
            continue
        if kind == EventKind.CAPACITY_CHANGED:
            places = int(row["detail"])
        there += int(kind == EventKind.SPELL_STARTED)
        there -= int(kind in (EventKind.ENDED_PLANNED, EventKind.ENDED_UNPLANNED))
        assert kind != EventKind.SPELL_STARTED or there <= places


def test_both_engines_write_the_same_log_of_patterns() -> None:
    for each in (world(SHIFTS, ROTA), world(ROTA, SHIFTS)):
        same(reference.run(each, 2, 1), fast.run(each, 2, 1))
