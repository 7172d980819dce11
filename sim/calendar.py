"""Turn minutes of a run into dates: weekdays, and when weeks, months and years begin.

If minute 0 has no date, a run begins on a Monday, on the first of January of a year without a
number. Its months then have 43,830 minutes, and its years have twelve such months.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np

from sim.laws import Ints
from sim.units import DAY, HOUR, MONTH, WEEK, YEAR

MONTHS_A_YEAR = 12
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True)
class Calendar:
    """The dates of a run. There is no daylight saving: each day has 1,440 minutes.

    Examples
    --------
    >>> year = Calendar(datetime.date(2027, 4, 1))
    >>> year.weekday, year.text(90), year.minute_of(datetime.date(2027, 4, 3))
    (3, '2027-04-01 01:30', 2880)
    >>> year.month_starts(70 * DAY) // DAY
    array([ 0, 30, 61])
    >>> year.week_starts(14 * DAY) // DAY
    array([ 0,  4, 11])
    """

    begins: datetime.date | None = None
    """The date of minute 0, 00:00; None if the run has no dates."""

    @property
    def weekday(self) -> int:
        """The weekday of minute 0; 0 is Monday."""
        return 0 if self.begins is None else self.begins.weekday()

    @property
    def since_monday(self) -> int:
        """The minutes from Monday, 00:00, of the first week to minute 0.

        They are the minutes of 0 to 6 days. A minute plus this number is counted from a Monday, as
        `sim.rules.budget` needs it.
        """
        return self.weekday * DAY

    def week_start(self, minute: int) -> int:
        """Return Monday, 00:00, of the week of a minute; below 0 if it is before the run."""
        return (minute + self.since_monday) // WEEK * WEEK - self.since_monday

    def week_starts(self, length: int) -> Ints:
        """Return where the weeks begin, in minutes, in a run of `length` minutes.

        The first is 0, even if minute 0 is no Monday; each other is a Monday, 00:00, before
        `length`. If `length` is 0, there is none.
        """
        return _with_0(np.arange(self.week_start(0) + WEEK, length, WEEK, dtype=np.int64), length)

    def month_starts(self, length: int) -> Ints:
        """Return where the calendar months begin, in minutes, in a run of `length` minutes.

        The first is 0, even in the middle of a month; each other is 00:00 on the first of a month,
        before `length`. Without dates a month has 43,830 minutes.
        """
        if self.begins is None:
            return np.arange(0, length, MONTH, dtype=np.int64)
        return _with_0(self._firsts("M", length), length)

    def year_starts(self, length: int) -> Ints:
        """Return where the calendar years begin, in minutes, in a run of `length` minutes.

        The first is 0, even in the middle of a year. Without dates a year has 525,960 minutes.
        """
        if self.begins is None:
            return np.arange(0, length, YEAR, dtype=np.int64)
        return _with_0(self._firsts("Y", length), length)

    def _firsts(self, unit: str, length: int) -> Ints:
        """Return the minutes after minute 0 at which months ("M") or years ("Y") begin."""
        day_0 = np.datetime64(self.begins, "D")
        last = day_0 + max(length - 1, 0) // DAY
        first_unit = day_0.astype(f"datetime64[{unit}]")
        units = np.arange(first_unit + 1, last.astype(f"datetime64[{unit}]") + 1)
        return (units.astype("datetime64[D]") - day_0).astype(np.int64) * DAY

    def month_of_year(self, minute: int) -> int:
        """Return in which month of the year a minute is, from 0 for January to 11 for December."""
        if self.begins is None:
            return minute // MONTH % MONTHS_A_YEAR
        return int(self._day(minute).astype("datetime64[M]").astype(np.int64)) % MONTHS_A_YEAR

    def month(self, minute: int) -> int:
        """Return in which month of the run a minute is; the month of minute 0 is 0."""
        if self.begins is None:
            return minute // MONTH
        since = self._day(minute).astype("datetime64[M]") - np.datetime64(self.begins, "M")
        return int(since.astype(np.int64))

    def month_text(self, minute: int) -> str:
        """Return the month and year of a minute, such as ``April 2027``.

        Raises
        ------
        ValueError
            If the run has no dates.
        """
        return f"{MONTHS[self.month_of_year(minute)]} {self.date_text(minute).split('-')[0]}"

    def _day(self, minute: int) -> np.datetime64:
        return np.datetime64(self.begins, "D") + minute // DAY

    def minute_of(self, date: datetime.date) -> int:
        """Return the minute at which a date begins; below 0 if it is before minute 0.

        Raises
        ------
        ValueError
            If the run has no dates.
        """
        if self.begins is None:
            raise ValueError("this run has no dates")
        return (date - self.begins).days * DAY

    def date_text(self, minute: int) -> str:
        """Return the date of a minute, such as ``2027-04-01``.

        Raises
        ------
        ValueError
            If the run has no dates.
        """
        if self.begins is None:
            raise ValueError("this run has no dates")
        return str(self._day(minute))

    def text(self, minute: int) -> str:
        """Return the date and time of day of a minute, such as ``2027-04-01 09:30``.

        Raises
        ------
        ValueError
            If the run has no dates.
        """
        hour, rest = divmod(minute % DAY, HOUR)
        return f"{self.date_text(minute)} {hour:02}:{rest:02}"


UNDATED = Calendar()
"""The calendar of a run without dates."""


def _with_0(later: Ints, length: int) -> Ints:
    """Return minute 0 and the given later starts, without those at or after the end."""
    starts = np.concatenate([np.zeros(1, np.int64), later])
    found: Ints = starts[starts < length]
    return found
