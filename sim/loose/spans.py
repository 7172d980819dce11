"""Read the units of time that people write, with their lengths in minutes."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from sim.loose.numerals import WORDS
from sim.units import MINUTES_PER

PER = {name: Fraction(minutes) for name, minutes in MINUTES_PER.items()}
SHORT = {
    "min": "minute",
    "h": "hour",
    "hr": "hour",
    "d": "day",
    "w": "week",
    "wk": "week",
    "mo": "month",
    "mth": "month",
    "mnth": "month",
    "y": "year",
    "yr": "year",
    "annum": "year",
}
WORKING_DAY = re.compile(
    r"(?:working|business|week|work|office)[\s-]?days?\b|w\.?d\.?s?\b", re.IGNORECASE
)
WORD = re.compile(r"[A-Za-z]+")
MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
DATE = re.compile(
    r"\d{1,4}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{1,4}(?:[ T].*)?"
    rf"|(?:\d{{1,2}}(?:st|nd|rd|th)?[\s-]+)?(?:{MONTHS})(?:[\s.,-]+\d{{1,4}})*"
    r"|(?:19|20)\d\d[/-]\d{1,2}|\d{1,2}/(?:19|20)\d\d",
    re.IGNORECASE,
)
FROM_THE_START = (
    'Time is counted from the first minute of the run: write how long after it, such as "26 weeks".'
)


class Span(NamedTuple):
    """A unit of time that somebody wrote, expressed in a unit of scenario files."""

    times: Fraction  # how many of the unit
    unit: str  # minute, hour, day, week, month or year
    condition: str = ""  # when it is this unit; empty when it can be no other
    note: str = ""

    @property
    def minutes(self) -> Fraction:
        """The length of one unit in minutes."""
        return self.times * PER[self.unit]


ODD = {
    "second": Span(Fraction(1, 60), "minute"),
    "sec": Span(Fraction(1, 60), "minute"),
    "s": Span(Fraction(1, 60), "minute"),
    "fortnight": Span(Fraction(2), "week"),
    "quarter": Span(Fraction(3), "month"),
    "decade": Span(Fraction(10), "year"),
}
FIVE_DAYS = Span(
    Fraction(1, 5),
    "week",
    "five days of a week are worked",
    "Time runs on through nights and weekends here.",
)
MINUTES_OR_MONTHS = (
    Span(Fraction(1), "minute", "m stands for minutes"),
    Span(Fraction(1), "month", "m stands for months"),
)


def leading_unit(text: str) -> tuple[tuple[Span, ...], str]:
    """Return the unit at the beginning of a text, and the rest of the text.

    There are two units if the word is ambiguous, and none if it is not a unit.
    """
    text = re.sub(r"^(?:calendar|full|whole)\s+(?=\w)", "", text.strip())
    working = WORKING_DAY.match(text)
    if working is not None:
        return (FIVE_DAYS,), text[working.end() :].strip()
    word = WORD.match(text)
    if word is None:
        return (), text
    name = word[0].lower()
    rest = text[word.end() :].removeprefix(".").strip()
    singular = name.removesuffix("s") if name != "s" else name
    if singular == "m":
        return MINUTES_OR_MONTHS, rest
    if singular in ODD:
        return (ODD[singular],), rest
    if singular in WORDS or name in WORDS:  # "four" is no misspelt hour
        return (), text
    unit = singular if singular in PER else SHORT.get(singular) or misspelt(singular)
    return ((Span(Fraction(1), unit),), rest) if unit else ((), text)


def misspelt(word: str) -> str | None:
    """Return the unit that a word probably misspells; None if it is another word."""
    near = [unit for unit in PER if slips(word, unit) <= (1 if len(unit) < 5 else 2)]
    close = [unit for unit in near if slips(word, unit) == 1 and len(word) > 2]
    return close[0] if len(close) == 1 else near[0] if not close and len(near) == 1 else None


def slips(word: str, other: str) -> int:
    """Return the optimal string alignment distance of two words.

    It counts letters that are left out, added, changed, or swapped with their neighbour.
    """
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(word, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            least = min(row[-1] + 1, rows[-1][j] + 1, rows[-1][j - 1] + (letter != wanted))
            swapped = i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == wanted
            row.append(min(least, rows[-2][j - 2] + 1) if swapped else least)
        rows.append(row)
    return rows[-1][-1]


def is_date(text: str) -> bool:
    """Return whether a text is a calendar date in any usual style."""
    return DATE.fullmatch(text.strip()) is not None
