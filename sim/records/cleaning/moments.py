"""Turn days as they were read into minutes: noon where no time of day is known."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.laws import Ints
from sim.measures.recorded.tables import NEVER
from sim.records.known.columns import TABLES, Holds
from sim.records.reading.database import NO_DAY
from sim.records.rows import Rows
from sim.units import DAY

MOSTLY = 0.8
"""Of the contacts: from this share on, times of day are used if the mapping does not say."""
NOT_MOMENTS = ("effective",)


def timed_share(days: NDArray[Any]) -> float:
    """Return the share of days, as they were read, that have a time of day."""
    there = days != NO_DAY
    return float((days[there] & 1).mean()) if there.any() else 0.0


def minutes_of(days: NDArray[Any], timed: bool) -> Ints:
    """Return minutes for days as they were read: NEVER where there is none.

    Parameters
    ----------
    days
        Twice the minutes, plus 1 where a time of day is known; see `day_expression`.
    timed
        Whether times of day are used.
    """
    minutes = days.astype(np.int64) >> 1
    noon = minutes // DAY * DAY + DAY // 2
    known = (days & 1 == 1) if timed else np.zeros(days.size, np.bool_)
    return np.where(days == NO_DAY, NEVER, np.where(known, minutes, noon))


def with_minutes(name: str, rows: Rows, timed: bool) -> Rows:
    """Return a table with minutes in place of all days."""
    return rows.but(
        **{
            column: minutes_of(rows[column], timed)
            for column, each in TABLES[name].by_name.items()
            if each.holds is Holds.DAY and column in rows and column not in NOT_MOMENTS
        }
    )


def day_of(minutes: Ints) -> Ints:
    """Return the number of the day of each time; NEVER stays beyond all days."""
    return minutes // DAY
