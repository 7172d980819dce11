"""What a run would leave in records over whole days, as an extract covers them."""

from __future__ import annotations

import datetime

import numpy as np

from sim.errors import SimError
from sim.events import Run, Window
from sim.measures.recorded.from_run import UNDATED_BEGINS, recorded
from sim.measures.recorded.tables import Recorded, Staff
from sim.resolved import Resolved
from sim.units import DAY


class NoSuchDays(SimError):  # noqa: N818 - named for what is so
    """The days that are wanted are not all in the run."""


def by_days(
    run: Run,
    resolved: Resolved,
    *,
    timed: bool = True,
    first: datetime.date | None = None,
    last: datetime.date | None = None,
) -> Recorded:
    """Return what a run would leave in records by the last midnight in it.

    Parameters
    ----------
    timed
        Whether times of day are written down.
    first, last
        The first and last day that are measured. Unless given, the whole days of the scenario's
        measured window.

    Raises
    ------
    NoSuchDays
        If the run has not all these days, or none is left.
    """
    closes = run.closes // DAY * DAY
    whole = run._replace(log=run.log[: np.searchsorted(run.log["time"], closes)], closes=closes)
    begins = resolved.calendar.begins or UNDATED_BEGINS
    usual = resolved.measuring.window
    window = Window(
        -(-usual.opens // DAY) * DAY if first is None else (first - begins).days * DAY,
        min(usual.closes // DAY * DAY, closes)
        if last is None
        else (last - begins).days * DAY + DAY,
    )
    if not 0 <= window.opens < window.closes <= closes:
        raise NoSuchDays(
            f"{_days(begins, window)} are not days of the run, which has "
            f"{_days(begins, Window(0, closes))}.\n  Choose days in it with --from and --to."
        )
    found = recorded(whole, resolved, timed=timed, window=window, begins=begins)
    staff = found.staff
    there = staff.start < closes
    worker, service, start, end = (column[there] for column in staff[:4])
    return found._replace(staff=Staff(worker, service, start, end, staff.wte[there]))


def _days(begins: datetime.date, window: Window) -> str:
    first, last = (
        begins + datetime.timedelta(minute // DAY) for minute in (window.opens, window.closes - 1)
    )
    return f"{first} to {last}"
