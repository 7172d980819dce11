"""Turn days as they were read into minutes: noon where no time of day is known."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.laws import Flags, Ints
from sim.measures.recorded.tables import NEVER
from sim.records.known.columns import TABLES, Holds
from sim.records.reading.database import NO_DAY
from sim.records.reading.expressions import A_TIME, KNOWN, MIDNIGHT
from sim.records.rows import Rows
from sim.units import DAY

MOSTLY = 0.8
"""Of the contacts: from this share on, times of day are used if the mapping does not say."""
OFTEN = 0.5
"""Of a column: where more cells than this have a time of day, a midnight is one, too."""
LOADED = "effective"
"""A column of days that only says which of several rows is the latest."""


def timed(days: NDArray[Any]) -> Flags:
    """Return which days, as they were read, have a time of day; see `day_expression`."""
    there, known = days != NO_DAY, days % KNOWN
    has: Flags = there & (known == A_TIME)
    if has.sum() > OFTEN * there.sum():
        has |= there & (known == MIDNIGHT)
    return has


def timed_share(days: NDArray[Any]) -> float:
    """Return the share of days, as they were read, that have a time of day."""
    there = days != NO_DAY
    return float(timed(days)[there].mean()) if there.any() else 0.0


def minutes_of(days: NDArray[Any], with_times: bool) -> Ints:
    """Return minutes for days as they were read: NEVER where there is none.

    Parameters
    ----------
    with_times
        Whether times of day are used.
    """
    minutes = days.astype(np.int64) // KNOWN
    noon = minutes // DAY * DAY + DAY // 2
    known = timed(days) if with_times else np.zeros(days.size, np.bool_)
    return np.where(days == NO_DAY, NEVER, np.where(known, minutes, noon))


def with_minutes(name: str, rows: Rows, with_times: bool) -> Rows:
    """Return a table with minutes in place of all days."""
    days = [
        column
        for column, each in TABLES[name].by_name.items()
        if each.holds is Holds.DAY and column in rows
    ]
    return rows.but(
        **{
            column: _loaded(rows[column])
            if column == LOADED
            else minutes_of(rows[column], with_times)
            for column in days
        }
    )


def _loaded(days: NDArray[Any]) -> Ints:
    """Return when rows were loaded, by the minute where it is known; -NEVER where it is not."""
    return np.where(days == NO_DAY, -NEVER, days.astype(np.int64) // KNOWN)


def day_of(minutes: Ints) -> Ints:
    """Return the number of the day of each time; NEVER stays beyond all days."""
    return minutes // DAY
