"""`sim check` says what mean is drawn from a normal distribution that is cut."""

from __future__ import annotations

import math
from typing import Any

import pytest
from scipy import stats

from sim.network.text import check_text
from sim.resolving import resolve
from sim.scenario import Scenario


def lines(stay: dict[str, Any]) -> list[str]:
    """What is said of a stay, if anything is."""
    scenario = Scenario.of(
        {
            "throughline": 2,
            "title": "A ward",
            "source": "ours",
            "sources": {"ours": {"kind": "assumption", "reference": "made up"}},
            "run": {"length": "1 year"},
            "people": {"arrivals": {"people": {"rate": "1 per week", "to": "ward"}}},
            "services": {"ward": {"capacity": {"places": 3}, "ends": {"stay": stay}}},
        }
    )
    text = check_text(scenario, {"baseline": resolve(scenario, "baseline")})
    return [line for line in text.splitlines() if "what is drawn" in line]


@pytest.mark.parametrize(
    ("mean", "sd", "bounds", "low", "high"),
    [
        (9, 8, {}, 0.0, math.inf),
        (0, 8, {}, 0.0, math.inf),
        (9, 8, {"low": "2 days"}, 2.0, math.inf),
        (9, 8, {"low": "48 hours", "high": "2 weeks"}, 2.0, 14.0),
    ],
)
def test_the_mean_of_what_is_drawn_is_that_of_scipy(
    mean: int, sd: int, bounds: dict[str, str], low: float, high: float
) -> None:
    stay: dict[str, Any] = {"normal": {"mean": f"{mean} days", "sd": f"{sd} days"}}
    drawn = stats.truncnorm((low - mean) / sd, (high - mean) / sd, mean, sd).mean()

    assert lines(stay | ({"truncated": bounds} if bounds else {})) == [
        f"  - mean {mean} days, sd {sd} days: what is drawn has a mean of {drawn:.4g} days."
    ]


def test_nothing_is_said_where_the_cut_hardly_changes_the_mean() -> None:
    assert lines({"normal": {"mean": "9 days", "sd": "3 days"}}) == []
    assert lines({"gamma": {"mean": "9 days", "sd": "8 days"}}) == []
