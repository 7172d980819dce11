"""Choose the people whom the report shows, by a stated rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sim.events import EventKind, Run
from sim.measures.gaps import unmet_minutes_by_person
from sim.resolved import Resolved

RULE = (
    "The people are chosen by a rule, not by hand. Of all who were here the whole time, we line up "
    "by days in need without help in {baseline}, and take those a tenth, half and nine tenths "
    "along the line."
)
RULE_OF_OTHERS = "We add the one who gained most and the one who lost most in another way of care."
CENTILES = (
    ("a tenth of the way along the line", 10),
    ("half way along the line", 50),
    ("nine tenths along the line", 90),
)


class Shown(NamedTuple):
    """One person whom the report shows, with their row number in the log of each arm."""

    name: str
    why: str
    rows: Mapping[str, int]


def choose(runs: Mapping[str, Run], resolved: Mapping[str, Resolved], baseline: str) -> list[Shown]:
    """Choose the people whom the report shows in pictures and stories; each is chosen once.

    If two people are equal, the one with the smaller key is chosen. If nobody was present the
    whole time, nobody is chosen.
    """
    unmet = {arm: minutes_by_key(run, resolved[arm]) for arm, run in runs.items()}
    shared = set.intersection(*(set(minutes) for minutes in unmet.values())) if unmet else set()
    if not shared:
        return []
    line = sorted(shared, key=lambda key: (unmet[baseline][key], key))
    candidates = [(line[-(-percent * len(line) // 100) - 1], words) for words, percent in CENTILES]
    others = [arm for arm in runs if arm != baseline]
    changes = [(unmet[arm][key] - unmet[baseline][key], key) for arm in others for key in shared]
    gain, winner = min(changes, default=(0, 0))
    loss, loser = max(changes, key=by_loss, default=(0, 0))
    candidates += [(winner, "who gained most")] if gain < 0 else []
    candidates += [(loser, "who lost most")] if loss > 0 else []
    chosen: dict[int, str] = {}
    for key, why in candidates:
        chosen.setdefault(key, why)
    return [shown(key, why, runs, baseline) for key, why in chosen.items()]


def shown(key: int, why: str, runs: Mapping[str, Run], baseline: str) -> Shown:
    """Return the person with this key, who must be in every run, named as in the baseline."""
    rows = {
        arm: next(row for row, person in enumerate(run.people) if person.key == key)
        for arm, run in runs.items()
    }
    return Shown(runs[baseline].people[rows[baseline]].name, why, rows)


def by_loss(change: tuple[int, int]) -> tuple[int, int]:
    """Return a sort key: the largest loss first, and among equals the smaller key."""
    return change[0], -change[1]


def minutes_by_key(run: Run, resolved: Resolved) -> dict[int, int]:
    """Return the unmet minutes of everyone present for the whole window, by the person's key."""
    left = set(run.log["person"][run.log["event"] == EventKind.EXITED].tolist())
    opens = resolved.measuring.window.opens
    return {
        person.key: int(minutes)
        for row, (person, minutes) in enumerate(
            zip(run.people, unmet_minutes_by_person(run, resolved), strict=True)
        )
        if person.arrived <= opens and row not in left
    }
