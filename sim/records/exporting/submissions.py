"""The months in which services send in their rows, each with what was known at its end."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sim.measures.recorded.tables import NEVER, Recorded
from sim.units import DAY

LATEST_ARRIVAL = 21
"""Days after the end of a month by which its submission has been loaded."""


class Submission(NamedTuple):
    """A month, or all time where there are no submissions. Times are minutes as in `Recorded`."""

    number: int  # UniqMonthID
    opens: int  # the first begins before everything
    closes: int  # what happens from then on is not known yet
    effective: datetime.date  # when it was loaded
    last: bool


def month_number(day: datetime.date) -> int:
    """Return the UniqMonthID of the month of a date.

    Examples
    --------
    >>> month_number(datetime.date(2024, 4, 1))
    1489
    """
    return (day.year - 1900) * 12 + day.month - 3


def at_once(recorded: Recorded) -> tuple[Submission, ...]:
    """Return the one submission of an extract that holds only the latest rows."""
    last = last_day(recorded)
    return (Submission(month_number(last), -NEVER, recorded.taken, last, True),)


def monthly(recorded: Recorded) -> tuple[Submission, ...]:
    """Return the monthly submissions from the first month in which anything is known to happen."""
    months = list(_months(recorded))
    last = len(months) - 1
    return tuple(
        Submission(
            number=month_number(first),
            opens=-NEVER if at == 0 else _minute(recorded, first),
            closes=min(_minute(recorded, after), recorded.taken),
            effective=min(after + datetime.timedelta(LATEST_ARRIVAL), last_day(recorded)),
            last=at == last,
        )
        for at, (first, after) in enumerate(months)
    )


def last_day(recorded: Recorded) -> datetime.date:
    """Return the last day that is known."""
    return day_of(recorded, recorded.taken - 1)


def _months(recorded: Recorded) -> Iterator[tuple[datetime.date, datetime.date]]:
    """Iterate over the first days of each month and of the next one."""
    first = day_of(recorded, _begin(recorded)).replace(day=1)
    while _minute(recorded, first) < recorded.taken:
        after = (first + datetime.timedelta(31)).replace(day=1)
        yield first, after
        first = after


def _begin(recorded: Recorded) -> int:
    """Return the first minute at which a referral ends, a contact or a stay is, or all begins."""
    referrals = recorded.referrals
    ends = (referrals.closed, referrals.rejected, recorded.contacts.at, recorded.stays.start)
    return min(recorded.window.opens, *(int(np.min(each, initial=NEVER)) for each in ends))


def day_of(recorded: Recorded, minute: int) -> datetime.date:
    """Return the date of a minute."""
    return recorded.begins + datetime.timedelta(minute // DAY)


def _minute(recorded: Recorded, day: datetime.date) -> int:
    return (day - recorded.begins).days * DAY
