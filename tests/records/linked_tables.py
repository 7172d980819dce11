"""Small tables of referrals, written by hand with their days."""

from __future__ import annotations

import datetime

import numpy as np

from sim.events import Window
from sim.measures.recorded.tables import (
    NEVER,
    Closed,
    Contacts,
    People,
    Recorded,
    Referrals,
    Source,
    Staff,
    Stays,
)
from sim.units import DAY
from tests.records.tables import columns

HERE, THERE, ELSEWHERE = range(3)
A_YEAR = 365


def referral(
    service: int,
    received: float,
    closed: float | None = None,
    why: Closed = Closed.COMPLETE,
    person: int = 0,
    source: Source = Source.INTERNAL,
    rejected: float | None = None,
    onward: float | None = None,
) -> tuple[int, ...]:
    """A referral with its times in days."""
    times = [NEVER if each is None else round(each * DAY) for each in (rejected, closed, onward)]
    begun = round(received * DAY)
    return (person, service, begun, NEVER, times[0], 0, times[1], why, NEVER, source, times[2])


def tables(*rows: tuple[int, ...], died: float | None = None) -> Recorded:
    """The tables of an extract with these referrals alone."""
    none = NEVER if died is None else round(died * DAY)
    people = People(np.full(2, none), np.zeros(2, np.int64), np.zeros(2, np.int64))
    nothing = np.zeros(0, np.int64)
    return Recorded(
        datetime.date(2024, 4, 1),
        Window(0, A_YEAR * DAY),
        A_YEAR * DAY,
        ("here", "there", "elsewhere"),
        (),
        (),
        np.zeros(3, bool),
        True,
        Referrals(*columns(sorted(rows, key=lambda row: (row[2], row[0], row[1])), 11)),
        Contacts(*[nothing] * 8),
        Stays(*[nothing] * 4),
        Staff(nothing, nothing, nothing, nothing, np.zeros(0)),
        people,
    )
