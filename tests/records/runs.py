"""Runs of small scenarios, and what the log says of where people really went on to."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from sim.engines.choosing import Engine
from sim.events import EventKind, Run
from sim.laws import Ints
from sim.measures.recorded.tables import NOWHERE, Closed, Recorded
from sim.records.linking import ending
from sim.resolved import Resolved
from sim.resolving import resolve
from sim.scenario import load
from sim.studies.engines import ENGINES
from sim.studies.planning import Choices, settle, settled

GOLDEN = Path(__file__).parents[1] / "golden"


@cache
def run_of(name: str, seed: int = 1) -> tuple[Run, Resolved]:
    """A run of two years of the first arm of a scenario in tests/golden."""
    scenario = load(GOLDEN / f"{name}.yaml")
    scenario = settled(scenario, settle(scenario, Choices(years=2)))
    resolved = resolve(scenario, scenario.arm_names[0])
    return ENGINES[Engine.FAST].run(resolved, seed, 1), resolved


def truly_next(run: Run, recorded: Recorded) -> Ints:
    """The row of the referral that each ending led to; NOWHERE where it led to none.

    The log says from which service a referral came: it belongs to the person's latest referral
    there. An ending led to the first of them that was made then or later. Earlier ones only count
    where the ending was a handoff; others were for a crisis, and the person came back.
    """
    people, came_from = _came_from(run)
    referrals, ended = recorded.referrals, ending(recorded)
    latest: dict[tuple[int, int], int] = {}
    led_to: dict[int, list[int]] = {}
    columns = (referrals.received, referrals.person, referrals.service)
    for row, key in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        _, person, service = key
        source = (person, came_from.get(key, NOWHERE))
        if source in latest:
            led_to.setdefault(latest[source], []).append(row)
        latest[person, service] = row
    assert people == recorded.people.died.size
    to = np.full(ended.size, NOWHERE)
    for row, others in led_to.items():
        later = [other for other in others if referrals.received[other] >= ended[row]]
        if later:
            to[row] = later[0]
        elif referrals.closed_why[row] == Closed.REFERRED_ON:
            to[row] = others[-1]
    return to


def _came_from(run: Run) -> tuple[int, dict[tuple[int, int, int], int]]:
    """How many people were referred, and by time, person and service: from which service."""
    named = (EventKind.REFERRED, EventKind.WAITING, EventKind.SPELL_STARTED)
    people = np.unique(run.log["person"][np.isin(run.log["event"], named)])
    rows = run.log[run.log["event"] == EventKind.REFERRED]
    who = np.searchsorted(people, rows["person"])
    keys = zip(rows["time"].tolist(), who.tolist(), rows["service"].tolist(), strict=True)
    return people.size, dict(zip(keys, rows["detail"].tolist(), strict=True))
