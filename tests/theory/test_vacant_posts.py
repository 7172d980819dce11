"""A team that starts with its long-run share of vacant posts has this share at any time.

Posts are filled and vacant in turn, for independent times. Such an alternating renewal process is
stationary if it starts with the long-run share vacant, vacancy ÷ (tenure + vacancy), and with the
remaining time of a vacancy found at a random moment (Cox 1962, *Renewal Theory*, section 7). Tenure
is exponential here, so that its remaining time is as long as the whole.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engines import reference
from sim.engines.initial_posts import first_starts
from sim.engines.reference import workforce
from sim.events import EventKind
from sim.resolving import resolve
from sim.scenario import load
from sim.units import WEEK

POSTS, TENURE, VACANCY = 2_000, 60, 15
"""Posts, and the mean weeks for which each is filled and vacant."""
SHARE = VACANCY / (TENURE + VACANCY)
LAWS: dict[str, Any] = {
    "exponential": {"exponential": {"mean": f"{VACANCY} weeks"}},
    "fixed": f"{VACANCY} weeks",
    "gamma": {"gamma": {"mean": f"{VACANCY} weeks", "sd": "6 weeks"}},
}
WEEKS = (0, 2, 5, 10, 15, 30, 60)
MARGIN = 4.5 * math.sqrt(SHARE * (1 - SHARE) / POSTS)
"""Fixed before any run. Of the 21 comparisons, one is outside by chance in 1 of 7,000 suites."""


def shares_vacant(folder: Path, law: str) -> list[float]:
    """The share of posts that are vacant after each of `WEEKS`, from the log alone."""
    workers = {
        "posts": POSTS,
        "contact_hours": 20,
        "caseload": 10,
        "tenure": {"exponential": {"mean": f"{TENURE} weeks"}},
        "vacancy": LAWS[law],
        "vacant_at_start": SHARE * POSTS,
    }
    path = folder / "world.yaml"
    world = {
        "throughline": 2,
        "title": "A team with turnover",
        "source": "theory",
        "sources": {"theory": {"kind": "assumption", "reference": "chosen to be solvable"}},
        "run": {"length": f"{WEEKS[-1] + 1} weeks"},
        "people": {"arrivals": {"newcomers": {"rate": "1 per year", "to": "team"}}},
        "services": {"team": {"workers": workers, "ends": {"stay": "1 week"}}},
    }
    path.write_text(json.dumps(world), encoding="utf-8")
    log = reference.run(resolve(load(path), "baseline"), 5, 1).log
    moves = {EventKind.WORKER_STARTED: 1, EventKind.WORKER_LEFT: -1}
    return [
        1 - sum(sign * int(np.sum((log["event"] == kind) & (log["time"] <= week * WEEK)))
                for kind, sign in moves.items()) / POSTS
        for week in WEEKS
    ]  # fmt: skip


@pytest.mark.parametrize("law", LAWS)
def test_the_share_of_vacant_posts_is_that_of_the_long_run_from_the_first_minute_on(
    law: str, tmp_path: Path
) -> None:
    found = shares_vacant(tmp_path, law)

    assert np.abs(np.array(found) - SHARE).max() < MARGIN


def test_whole_vacancies_in_place_of_what_is_left_of_them_would_be_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts: Callable[..., Any] = first_starts
    whole = VACANCY * WEEK

    def planted(*of: Any) -> Any:
        return [np.where(found > 0, whole, 0) for found in starts(*of)]

    monkeypatch.setattr(workforce, "first_starts", planted)
    assert np.abs(np.array(shares_vacant(tmp_path, "fixed")) - SHARE).max() > MARGIN
