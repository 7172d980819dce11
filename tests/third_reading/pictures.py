"""What pictures of one run are drawn from: moves between services, and the course of a run."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.events import Ending, EventKind, Run, Window
from sim.resolved import Resolved
from sim.units import DAY
from tests.third_reading.activity import list_times
from tests.third_reading.arm import Arm, Group
from tests.third_reading.history import ENDINGS, History, Row, history
from tests.third_reading.unmet import minutes_of, open_times

E = EventKind
HANDOFFS = {
    "cold": E.HANDED_OFF_COLD,
    "warm": E.HANDED_OFF_WARM,
    "blocked": E.HANDED_OFF_BLOCKED,
}


def moves(run: Run, resolved: Resolved) -> dict[str, Any]:
    """How often people went each way in the window.

    The last row of a table is the community. The last column is nowhere: of referrals, routes and
    turning for help that led nowhere; of starts, spells that ended because the person left.
    """
    arm = Arm(resolved)
    past = history(run, arm.closes, arm.areas)
    services = len(arm.services)
    tables = {
        "referrals": np.zeros((services + 1, services + 1), np.int64),
        "starts": np.zeros((services + 1, services + 1), np.int64),
        "turned_away": np.zeros(services, np.int64),
        "left_waiting": np.zeros(services, np.int64),
        **{kind: np.zeros((services, services), np.int64) for kind in (*HANDOFFS, "consult")},
    }
    for row in (row for row in past.rows if row.time >= arm.opens):
        if row.event == E.REFERRED:
            tables["referrals"][row.detail, row.service] += 1
        elif row.event == E.NOWHERE_TO_GO:
            tables["referrals"][row.service, services] += 1
        elif row.event == E.SPELL_STARTED and begun_in_run(past, row):
            tables["starts"][row.detail, row.service] += 1
        elif row.event in ENDINGS and row.detail == Ending.EXITED:
            tables["starts"][row.service, services] += 1
        elif row.event == E.TURNED_AWAY:
            tables["turned_away"][row.service] += 1
        elif row.event == E.LEFT_WAITING:
            tables["left_waiting"][row.service] += 1
        elif row.event == E.CONSULTED:
            tables["consult"][row.service, row.detail] += 1
        for kind, event in HANDOFFS.items():
            if row.event == event:
                tables[kind][row.service, row.detail] += 1
    everyone = Group(arm, past.people, outgrown=False)
    whole = {"person_minutes": everyone.person_minutes, "minutes": arm.window.minutes}
    return {**tables, **whole}


def begun_in_run(past: History, row: Row) -> bool:
    """Whether a spell was waited for, if only for no time: not those of people in care already."""
    return row.time > 0 or past.rows[row.place - 1].spell == row.spell


def course(run: Run, resolved: Resolved, period: int) -> dict[str, list[float]]:
    """For each whole period since the start of the run: unmet person-days, lists, open spells."""
    past = history(run, run.closes, len(resolved.names.areas) or 1)
    found: dict[str, list[float]] = {"unmet_days": [], "on_lists": [], "in_services": []}
    for begins in range(0, run.closes - period + 1, period):
        part = Arm(
            resolved._replace(
                measuring=resolved.measuring._replace(window=Window(begins, begins + period))
            )
        )
        for name, value in _of_period(part, past).items():
            found[name].append(value)
    return found


def _of_period(part: Arm, past: History) -> dict[str, float]:
    unmet = on_lists = open_spells = 0
    for person in past.people:
        if part.needs:
            minutes = minutes_of(part, person)
            unmet += minutes["in_need"] - minutes["covered"]
        for spell in person.spells.values():
            on_lists += (list_times(spell, person) & part.window).minutes
            open_spells += (open_times(spell, person) & part.window).minutes
    lasts = part.window.minutes
    return {
        "unmet_days": unmet / DAY,
        "on_lists": on_lists / lasts,
        "in_services": open_spells / lasts,
    }
