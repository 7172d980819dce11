"""Define minutes, the unit of all times inside the program, and the names of longer units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering

MINUTE = 1
HOUR = 60
DAY = 1_440
WEEK = 10_080
MONTH = 43_830
YEAR = 525_960

MINUTES_PER = {
    "minute": MINUTE,
    "hour": HOUR,
    "day": DAY,
    "week": WEEK,
    "month": MONTH,
    "year": YEAR,
}

FOREVER = 2**62
"""A time that no run reaches: "never". It is far below the largest int64, so sums stay exact."""

LONGEST = 10_000 * YEAR

PER_WEEK = " per week"

PER_CENT_A_YEAR = " % per year"

NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
LENGTH = re.compile(rf"({NUMBER})\s*([A-Za-z]*)")
GROWTH = re.compile(rf"({NUMBER})\s*%\s+per\s+year")
FREQUENCY = re.compile(rf"({NUMBER})\s+per\s+([A-Za-z]+)")


class NotUnderstood(ValueError):  # noqa: N818 - said of a text, not of the program
    """A text is not a length of time or a rate; the error holds a remedy if there is one."""

    def __init__(self, problem: str, remedy: str = "") -> None:
        super().__init__(problem)
        self.remedy = remedy


def plain_number(number: float) -> str:
    """Return a number as people write it: without a decimal point if it is whole."""
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(number)


@total_ordering
@dataclass(frozen=True)
class Length:
    """A length of time in the unit in which it was written, so that its author recognises it."""

    amount: float
    unit: str  # minute, hour, day, week, month or year

    @property
    def minutes(self) -> int:
        """The length in whole minutes. Half a minute is rounded to the even number."""
        return round(float(self))

    def __float__(self) -> float:
        """Return the length in minutes, not rounded."""
        return float(self.amount * MINUTES_PER[self.unit])

    def __lt__(self, other: Length) -> bool:
        """Return whether this length is shorter than another one, which may have another unit."""
        return float(self) < float(other)

    def __str__(self) -> str:
        """Return the length as it is written in a file: ``6 weeks``."""
        return f"{plain_number(self.amount)} {self.unit}{'' if self.amount == 1 else 's'}"


class WeeklyTime(Length):
    """A length of time per week, in the unit in which it was written."""

    def __str__(self) -> str:
        """Return the time as it is written in a file: ``30 minutes per week``."""
        return f"{super().__str__()}{PER_WEEK}"


@total_ordering
@dataclass(frozen=True)
class Frequency:
    """A rate in the unit in which it was written."""

    amount: float
    unit: str  # minute, hour, day, week, month or year

    def __float__(self) -> float:
        """Return the number of times per minute."""
        return self.amount / MINUTES_PER[self.unit]

    def __lt__(self, other: Frequency) -> bool:
        """Return whether this rate is lower than another one, which may have another unit."""
        return float(self) < float(other)

    def __str__(self) -> str:
        """Return the rate as it is written in a file: ``0.3 per year``."""
        return f"{plain_number(self.amount)} per {self.unit}"


class Growth(Frequency):
    """How much something grows per year; ``amount`` is in per cent, below 0 if it shrinks."""

    def __float__(self) -> float:
        """Return the growth per year as a share: 0.04 for ``4 % per year``."""
        return self.amount / 100

    def __str__(self) -> str:
        """Return the growth as it is written in a file: ``4 % per year``."""
        return f"{plain_number(self.amount)}{PER_CENT_A_YEAR}"


def unit_named(word: str) -> str | None:
    """Return the unit that a word names, in the singular or plural; None if it is not a unit."""
    singular = word.removesuffix("s")
    return singular if singular in MINUTES_PER and word == word.lower() else None


def parse_length(text: str) -> Length:
    """Read a length of time, such as ``6 weeks`` or ``1 month``.

    Raises
    ------
    NotUnderstood
        If the text has no number or no known unit, or if the length is below 0 or above 10,000
        years.
    """
    match = LENGTH.fullmatch(text.strip())
    if match is None:
        raise NotUnderstood(f'"{text}" is not a length of time.')
    amount, word = float(match[1]), match[2]
    unit = unit_named(word)
    if not word:
        raise NotUnderstood(f"{text} has no unit of time.")
    if unit is None:
        raise NotUnderstood(f'"{text}" is not a length of time.')
    length = Length(amount, unit)
    if amount < 0:
        raise NotUnderstood(f'"{text}" is less than no time.', "Write a length of 0 or more.")
    if float(length) > LONGEST:
        raise NotUnderstood(f'"{text}" is longer than 10,000 years.', 'For "always", use `never`.')
    return length


def parse_weekly(text: str) -> WeeklyTime:
    """Read a time per week, such as ``30 minutes per week``.

    Raises
    ------
    NotUnderstood
        If the text is not a length of time per week, or if it is more than a whole week per week.
    """
    amount, per, rest = text.strip().partition(PER_WEEK)
    if not per or rest:
        raise NotUnderstood(f'"{text}" is not a time per week.')
    length = parse_length(amount)
    if length.minutes > WEEK:
        raise NotUnderstood(f'"{text}" is more than every minute of a week.')
    return WeeklyTime(length.amount, length.unit)


def parse_growth(text: str) -> Growth:
    """Read a rate of growth, such as ``4 % per year``.

    Raises
    ------
    NotUnderstood
        If the text is not a percentage per year, or if the percentage is not above -100 or is
        above 10,000.
    """
    match = GROWTH.fullmatch(text.strip())
    if match is None:
        raise NotUnderstood(f'"{text}" is not a growth.')
    amount = float(match[1])
    if not -100 < amount <= 10_000:
        raise NotUnderstood(f'"{text}" is out of range.')
    return Growth(amount, "year")


def parse_frequency(text: str) -> Frequency:
    """Read a rate, such as ``0.3 per year``.

    Raises
    ------
    NotUnderstood
        If the text has no number or no known unit, or if the rate is below 0 or above 100 a
        minute.
    """
    match = FREQUENCY.fullmatch(text.strip())
    unit = unit_named(match[2]) if match and not match[2].endswith("s") else None
    if match is None or unit is None:
        raise NotUnderstood(f'"{text}" is not a rate.')
    rate = Frequency(float(match[1]), unit)
    if rate.amount < 0:
        raise NotUnderstood(f'"{text}" is less than never.', "Write a rate of 0 or more.")
    if float(rate) > 100:
        raise NotUnderstood(f'"{text}" is more than 100 a minute.', "The clock ticks in minutes.")
    return rate
