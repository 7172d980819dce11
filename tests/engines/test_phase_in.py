"""Workers who cannot use all of their contact hours just after the change of rules."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.engines import fast
from sim.engines.reference.run import Reference
from sim.events import EventKind, EventLog
from sim.laws import Ints
from sim.resolving import resolve
from sim.rules.budget import minutes_of_week
from sim.scenario import Scenario
from sim.units import DAY, WEEK

CHANGE = 30 * WEEK
WORLD: dict[str, Any] = {
    "throughline": 2,
    "title": "A busy team",
    "source": "ours",
    "sources": {"ours": {"kind": "assumption", "reference": "made up for this test"}},
    "run": {"length": "80 weeks", "change": f"{CHANGE // DAY} days", "seed": 1},
    "people": {"cohort": 60},
    "needs": {
        "distress": {
            "states": {"well": 0, "bad": 2},
            "transitions": [
                {"from": "well", "to": "bad", "rate": "6 per year"},
                {"from": "bad", "to": "well", "rate": "3 per year"},
            ],
        }
    },
    "seeking": {
        "delay": {"severe": "1 week", "crisis": "1 day"},
        "entry": {"severe": {"team": 1}, "crisis": {"team": 1}},
        "reseek_delay": "2 weeks",
    },
    "services": {
        "team": {
            "workers": {"posts": 2, "caseload": 20, "contact_hours": 10},
            "contacts": {"every": "1 week", "length": "60 minutes"},
            "ends": {"stay": "40 weeks"},
        }
    },
    "arms": {
        "today": {},
        "same": {},
        "slow": {"phase_in": {"over": "20 weeks", "productivity": 0.4}},
        "whole": {"phase_in": {"over": "20 weeks", "productivity": 1}},
    },
}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return Scenario.of(WORLD)


def log_of(scenario: Scenario, arm: str, replication: int = 0) -> EventLog:
    return fast.run(resolve(scenario, arm), 1, replication).log


def hours_by_week(log: EventLog) -> Ints:
    """Minutes of contacts in each week of the run."""
    contacts = log[log["event"] == EventKind.CONTACT]
    return np.bincount(contacts["time"] // WEEK, weights=contacts["minutes"], minlength=80)


def test_in_an_overloaded_team_contacts_follow_the_hours_that_can_be_used(
    scenario: Scenario,
) -> None:
    found = hours_by_week(log_of(scenario, "slow"))

    assert (found[10:30] >= 2 * 540).all()  # ten hours each, and contacts of an hour
    for week in range(30, 80):
        can_be_used = minutes_of_week(600, week * WEEK, CHANGE, 20 * WEEK, 400_000)
        assert abs(found[week] - 2 * can_be_used) <= 2 * 60, week


def test_until_the_change_nothing_is_different(scenario: Scenario) -> None:
    slow, same = log_of(scenario, "slow"), log_of(scenario, "same")

    before = same[same["time"] < CHANGE]
    assert len(before) > 1_000
    assert np.array_equal(before, slow[slow["time"] < CHANGE])
    assert not np.array_equal(same, slow)


def test_a_phase_in_with_all_hours_from_the_first_day_is_none(scenario: Scenario) -> None:
    assert np.array_equal(log_of(scenario, "whole"), log_of(scenario, "same"))


@pytest.mark.parametrize("replication", range(3))
def test_both_engines_phase_in_alike(scenario: Scenario, replication: int) -> None:
    resolved = resolve(scenario, "slow")

    one = Reference(resolved, 1, replication, check_every_step=True).run_out()

    assert np.array_equal(one.log, log_of(scenario, "slow", replication))
