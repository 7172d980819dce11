"""Read dates and months from cells. A text has the day before the month, as in the UK."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from sim.area.columns import Column
from sim.area.reading.raw import Raw, shown
from sim.area.reading.refusing import Refused
from sim.calendar import MONTHS

FIRST_YEAR, LAST_YEAR = 1950, 2150
NUMBERS = re.compile(r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s/-]+([A-Za-z]+)\.?[\s/,-]+(\d{4}|\d{2})")
MONTH_IN_WORDS = re.compile(r"([A-Za-z]+)\.?[\s/,'\u2019-]*(\d{4}|\d{2})")
MONTH_IN_NUMBERS = re.compile(r"(?:(\d{4})[/-](\d{1,2})|(\d{1,2})[/-](\d{4}))")
A_DATE = "Write a date as 31/03/2025, day before month."
A_MONTH = "Write a month as `Apr 2024`, or its first day."


def read_date(raw: Raw, column: Column) -> datetime.date:
    """Read a date: one of Excel, or a text such as 31/03/2025, 2025-03-31 or 31 March 2025.

    Raises
    ------
    Refused
        If the cell holds anything else, or if the year has two digits.
    """
    return _within(_date(raw, A_DATE))


def read_month(raw: Raw, column: Column) -> datetime.date:
    """Read a month as its first day: "Apr 2024", "2024-04", "04/2024", or a date that is a first.

    Raises
    ------
    Refused
        If the cell holds anything else, a day within a month, or a year of two digits.
    """
    month = _month_of_text(raw.value) if isinstance(raw.value, str) else None
    date = _within(month or _date(raw, A_MONTH))
    if date.day != 1:
        raise Refused(
            f"{shown(date)} is a day within a month.",
            f"Write the month, as `{MONTHS[date.month - 1][:3]} {date.year}`.",
        )
    return date


def _within(date: datetime.date) -> datetime.date:
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise Refused(
            f"{shown(date)} lies too far away.", f"Dates from {FIRST_YEAR} to {LAST_YEAR} are read."
        )
    return date


def _date(raw: Raw, form: str) -> datetime.date:
    value = raw.value
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    found = _date_of_text(value, form) if isinstance(value, str) else None
    if found is None:
        raise Refused(f"{shown(value)} is not a date.", form)
    return found


def _date_of_text(text: str, form: str) -> datetime.date | None:
    if found := ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := NUMBERS.fullmatch(text):
        if len(found[4]) == 2:
            raise _two_digits(text, found)
        day, month, year = int(found[1]), int(found[3]), int(found[4])
        if month > 12 >= day:
            other = datetime.date(year, day, 1)
            raise Refused(
                f"{shown(text)} has no month {month}. With the month first it is "
                f"{month} {MONTHS[day - 1]} {year}.",
                f"Dates have the day first: is `{month:02}/{other:%m/%Y}` meant?",
            )
    elif found := IN_WORDS.fullmatch(text):
        number = _month_named(found[2])
        if number is None:
            return None
        if len(found[3]) == 2:
            raise Refused(
                f"The year of {shown(text)} has two digits.",
                f"Write `{int(found[1])} {MONTHS[number - 1]} 20{found[3]}`, if that is meant.",
            )
        day, month, year = int(found[1]), number, int(found[3])
    else:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise Refused(f"{shown(text)} is no day of the calendar.", form) from None


def _two_digits(text: str, found: re.Match[str]) -> Refused:
    """Return the refusal of a year of two digits, with every day that the text may mean."""
    first, second, third = int(found[1]), int(found[3]), int(found[4])

    def days() -> Iterator[str]:
        for day, month, year in ((first, second, third), (third, second, first)):
            try:
                yield f"`{shown(datetime.date(2000 + year, month, day))}`"
            except ValueError:
                continue

    ways = " or ".join(dict.fromkeys(days()))
    said = f"Write {ways}, whichever is meant." if ways else A_DATE
    return Refused(f"The year of {shown(text)} has two digits.", said)


def _month_of_text(text: str) -> datetime.date | None:
    if found := MONTH_IN_NUMBERS.fullmatch(text):
        year, month = int(found[1] or found[4]), int(found[2] or found[3])
        if not 1 <= month <= 12:
            raise Refused(f"{shown(text)} has no month {month}.", A_MONTH)
        return datetime.date(year, month, 1)
    found = MONTH_IN_WORDS.fullmatch(text)
    number = _month_named(found[1]) if found else None
    if found is None or number is None:
        return None
    if len(found[2]) == 2:
        raise Refused(
            f"The year of {shown(text)} has two digits.",
            f"Write `{MONTHS[number - 1][:3]} 20{found[2]}`, if that is meant.",
        )
    return datetime.date(int(found[2]), number, 1)


def _month_named(word: str) -> int | None:
    """Return the number of a month by its name or its first three letters or more."""
    small = word.lower()
    for number, name in enumerate(MONTHS, 1):
        if len(small) >= 3 and (name.lower().startswith(small) or small == name.lower()[:3]):
            return number
    return 9 if small == "sept" else None
