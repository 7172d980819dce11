"""Lists and caseloads at the end of each month, rounded."""

from __future__ import annotations

import datetime
from typing import NamedTuple

import numpy as np

from sim.laws import Flags, Ints
from sim.measures.recorded.tables import Recorded
from sim.records.disclosure import rounded
from sim.records.spells import spells
from sim.units import DAY


class Months(NamedTuple):
    """People at one service on the last day of each month of the window; None is hidden."""

    service: str
    waiting: tuple[int | None, ...]  # open, and never seen
    in_care: tuple[int | None, ...]  # open, and seen

    @property
    def has_any(self) -> bool:
        """Whether any number is told."""
        return any(each is not None for each in (*self.waiting, *self.in_care))


def ends_of_months(recorded: Recorded) -> list[datetime.date]:
    """Return the last days of the months of the calendar that are in the window."""
    first, last = (_day(recorded, time) for time in recorded.window)
    found, day = [], first.replace(day=1)
    while (day := (day + datetime.timedelta(days=32)).replace(day=1)) <= last:
        found.append(day - datetime.timedelta(days=1))
    return found


def months(recorded: Recorded) -> tuple[list[datetime.date], list[Months]]:
    """Return the last days of months, and lists and caseloads on them, service by service."""
    every, days = spells(recorded), ends_of_months(recorded)
    nights = [(day - recorded.begins).days + 1 for day in days]
    waiting = [_numbers(recorded, every.on_list(night)) for night in nights]
    in_care = [_numbers(recorded, every.in_care(night)) for night in nights]
    return days, [
        Months(
            name,
            tuple(rounded(int(numbers[at])) for numbers in waiting),
            tuple(rounded(int(numbers[at])) for numbers in in_care),
        )
        for at, name in enumerate(recorded.services)
    ]


def _numbers(recorded: Recorded, there: Flags) -> Ints:
    found: Ints = np.bincount(recorded.referrals.service[there], minlength=len(recorded.services))
    return found


def _day(recorded: Recorded, time: int) -> datetime.date:
    return recorded.begins + datetime.timedelta(days=time // DAY)
