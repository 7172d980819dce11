"""Settings of the start, where rules change during the run."""

from __future__ import annotations

from sim.resolving import resolve
from sim.scenario import Scenario
from sim.tables.settings import settings_of

SCENARIO = {
    "throughline": 2,
    "title": "Stays that become longer",
    "source": "ours",
    "sources": {"ours": {"kind": "assumption", "reference": "chosen for tests"}},
    "run": {"length": "4 years", "change": "2 years", "history": "short"},
    "people": {"cohort": 20, "start": {"full": {}}},
    "needs": {
        "distress": {
            "states": {"good": 0, "bad": 2},
            "start": {"good": 0.5, "bad": 0.5},
            "transitions": [
                {"from": "good", "to": "bad", "rate": "5 per year"},
                {"from": "bad", "to": "good", "rate": "5 per year"},
            ],
        }
    },
    "services": {"team": {"capacity": {"places": 5}, "ends": {"stay": "never"}}},
    "arms": {
        "short": {"set": {"services": {"team": {"ends": {"stay": {"fixed": "8 weeks"}}}}}},
        "long": {
            "set": {
                "services": {
                    "team": {
                        "patience": {"exponential": {"mean": "9 weeks"}},
                        "decision_delay": {"exponential": {"mean": "1 week"}},
                        "ends": {"stay": {"exponential": {"mean": "80 weeks"}}},
                    }
                }
            }
        },
    },
}
"""Stays of the history arm, of another arm, and of the scenario itself all differ."""


def told(arm: str, path: str) -> str | None:
    """A setting of one arm, as text."""
    resolved = resolve(Scenario.of(SCENARIO), arm)
    return {each.path: each.value for each in settings_of(resolved)}[path]


def test_people_here_at_first_have_the_remaining_stays_of_the_history_in_every_arm() -> None:
    left = told("short", "start.1.residual_stay")

    assert left == told("long", "start.1.residual_stay")
    # What is left of a stay of eight weeks lies between none and eight weeks.
    resolved = resolve(Scenario.of(SCENARIO), "long")
    row = int(resolved.start.residual_stay[0])
    laws = resolved.first_numbers.distributions
    first, size = int(laws.first[row]), int(laws.size[row])
    points = laws.points[first : first + size] * laws.minutes_per_unit[row]
    assert 0 <= points[0] < 7 * 1440
    assert 7 * 7 * 1440 < points[-1] <= 8 * 7 * 1440


def test_the_stays_of_an_arm_are_those_of_its_own_rules() -> None:
    assert told("short", "services.team.stay") == "fixed: value 8"
    assert told("long", "services.team.stay") == "exponential: mean 80"
