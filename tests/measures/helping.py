"""A world with two needs and four services in which help is measured, for logs by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.events import Window, Worker
from sim.measures import measure
from sim.resolved import Resolved
from tests.measures.diary import Diary
from tests.measures.worlds import Place, world

GP, TEAM, WARD, PEER = range(4)
PLACES = (
    Place("gp", covers=(0, 1), helps=False),
    Place("team", covers=(0, 1)),
    Place("ward", covers=(0,), continuous=True),
    Place("peer", covers=(1,)),
)
HALF_HOUR, TWO_HOURS = 30, 120


def a_world(closes: int, opens: int = 0, **given: Any) -> Resolved:
    """Two needs, of which level 2 and above are in need; half an hour a week is wanted in them."""
    wanted = {"wanted": (0, 0, HALF_HOUR, TWO_HOURS), "needs": ("a", "b")}
    return world(PLACES, window=Window(opens, closes), **(wanted | given))


def values(diary: Diary, resolved: Resolved, groups: Sequence[int] = (0,)) -> dict[str, float]:
    """Every measure of everyone; workers 0 to 8 are in the team."""
    diary.workers = [Worker(number, TEAM, 0, number, 0) for number in range(9)]
    run = diary.run(resolved.measuring.window.closes, groups)
    return {row.measure: row.value for row in measure(run, resolved) if row.group == "everyone"}
