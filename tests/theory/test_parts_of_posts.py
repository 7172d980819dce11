"""A part of a post gives its part of the contact hours, and has its part of the room.

A worker with more work than time takes contacts of exponential length until the next one does not
fit into what is left of the week. What lapses is then the age of a renewal process, whose mean is
that of a contact. And a team with no list is a loss system with as many servers as it has room.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engines import fast
from sim.events import EventKind, Run
from sim.resolving import resolve
from sim.scenario import load
from sim.units import DAY, WEEK
from tests.theory.formulas import erlang_b
from tests.theory.judging import judge, shared_by

SHARES = (0.25, 0.5, 0.85)
HOURS, CONTACT = 20, 10
"""Contact hours a week, and mean minutes of a contact."""
WEEKS, SKIPPED = 56, 4
REPLICATIONS = 20
OF_HOURS = shared_by(2 * len(SHARES), margin=0.02)
"""Fixed before any run: for each share, the hours of the part and of the whole post beside it."""

CASELOAD, LOAD = 4, 6.0
LENGTH, WARM_UP = 4_000 * DAY, 20 * DAY
OF_ROOM = shared_by(len(SHARES), margin=0.05)


def document(posts: float, length: int, people: Any, team: Any) -> dict[str, Any]:
    workers = {"posts": posts, "contact_hours": HOURS} | team.pop("workers")
    return {
        "throughline": 2,
        "title": "A part of a post",
        "source": "theory",
        "sources": {"theory": {"kind": "assumption", "reference": "chosen to be solvable"}},
        "run": {"length": f"{length} minutes"},
        "people": people,
        "services": {"team": {"workers": workers} | team},
    }


def runs(folder: Path, world: dict[str, Any]) -> list[Run]:
    path = folder / "world.yaml"
    path.write_text(json.dumps(world), encoding="utf-8")
    resolved = resolve(load(path), "baseline")
    return [fast.run(resolved, 11, each) for each in range(REPLICATIONS)]


def weekly_minutes(run: Run, worker: int) -> float:
    contacts = run.log[(run.log["event"] == EventKind.CONTACT) & (run.log["worker"] == worker)]
    later = contacts["time"] >= SKIPPED * WEEK
    return float(contacts["minutes"][later].sum()) / (WEEKS - SKIPPED)


@pytest.mark.parametrize("share", SHARES)
def test_over_a_year_a_part_of_a_post_gives_its_part_of_the_contact_hours(
    share: float, tmp_path: Path
) -> None:
    team = {
        "workers": {"caseload": 60},
        "contacts": {"every": "1 day", "length": {"exponential": {"mean": f"{CONTACT} minutes"}}},
        "ends": {"stay": "never"},
    }
    people = {"cohort": 150, "start": {"full": {"relationship": 0.5}}}
    found = runs(tmp_path, document(1 + share, WEEKS * WEEK, people, team))

    for worker, part in ((0, 1.0), (1, share)):
        minutes = np.array([weekly_minutes(each, worker) for each in found])
        judged = judge(minutes, part * HOURS * 60 - CONTACT, OF_HOURS)
        assert judged.equal, judged


@pytest.mark.parametrize("share", SHARES)
def test_a_team_has_room_for_its_whole_posts_and_its_part_of_one(
    share: float, tmp_path: Path
) -> None:
    team = {
        "accepts": {"list_shorter_than": 0},
        "workers": {"caseload": CASELOAD},
        "ends": {"stay": {"exponential": {"mean": "1 day"}}},
    }
    people = {"arrivals": {"people": {"to": "team", "rate": f"{LOAD} per day"}}}
    found = runs(tmp_path, document(1 + share, LENGTH, people, team))

    logs = [each.log[each.log["time"] >= WARM_UP]["event"] for each in found]
    lost = np.array(
        [(log == EventKind.TURNED_AWAY).sum() / (log == EventKind.REFERRED).sum() for log in logs]
    )
    judged = judge(lost, erlang_b(CASELOAD + int(CASELOAD * share), LOAD), OF_ROOM)
    assert judged.equal, judged
