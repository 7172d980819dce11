"""Moments of a run are read to the minute, however they are written."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from sim.errors import ScenarioFaults
from sim.scenario import Scenario
from sim.units import DAY


def moments(*written: Any, dated: bool = True) -> list[int]:
    """The minutes of the moments of a stream."""
    begins = {"begins": datetime.date(2027, 3, 1)} if dated else {}
    scenario = Scenario.of(
        {
            "throughline": 2,
            "title": "A list",
            "source": "ours",
            "sources": {"ours": {"kind": "assumption", "reference": "made up"}},
            "run": {"length": "60 days", **begins},
            "people": {"arrivals": {"referred": {"at": list(written), "to": "desk"}}},
            "services": {"desk": {"ends": {"stay": "1 day"}}},
        }
    )
    assert Scenario.of(scenario.to_dict()) == scenario
    return [each.minutes for each in scenario.people.arrivals["referred"].at]


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("2027-03-03 09:30", 2 * DAY + 570),
        ("2027-03-03T09:30:00", 2 * DAY + 570),
        ("2027-03-03", 2 * DAY),
        (datetime.date(2027, 3, 3), 2 * DAY),
        ("day 0", 0),
        ("day 12 9:05", 12 * DAY + 545),
        ("Day 12 23:59", 12 * DAY + 1439),
        ("780 minutes", 780),
        ("1.5 days", 2160),
    ],
)
def test_a_moment_is_read_to_the_minute(written: Any, minutes: int) -> None:
    assert moments(written) == [minutes]


def test_days_are_numbered_without_dates_too() -> None:
    assert moments("day 1 00:01", dated=False) == [DAY + 1]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2027-02-28 09:30", "before the run begins"),
        ("2027-02-30 09:30", "no such day"),
        ("2027-03-03 25:00", "not a time of day"),
        ("day twelve", "not a length of time"),
        ("soon", "not a length of time"),
        (True, "not a moment"),
        ({"day": 3}, "not a moment"),
    ],
)
def test_what_is_no_moment_is_refused(written: Any, words: str) -> None:
    with pytest.raises(ScenarioFaults, match=words):
        moments(written)


def test_a_date_needs_a_run_with_dates() -> None:
    with pytest.raises(ScenarioFaults, match="this run has none"):
        moments("2027-03-03 09:30", dated=False)
