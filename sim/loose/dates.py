"""Read dates in the forms that people write, and return all dates that each may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from sim.loose.answers import Answer, Reading

NUMBERS = re.compile(r"(\d{1,4})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{1,4})")
ENDING = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
IN_WORDS = ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%b %d %Y")
FOUR_DIGITS = 1_000


def date_meant(text: str) -> Answer:
    """Return the dates that a text may mean, such as ``1 April 2027`` or ``01/04/2027``."""
    found = list(dict.fromkeys([*_of_numbers(text), *_in_words(text)]))
    if len(found) == 1:
        return Answer((Reading(found[0].isoformat()),))
    return Answer(
        tuple(Reading(each.isoformat(), f"{each.day} {each:%B %Y} is meant") for each in found)
    )


def _of_numbers(text: str) -> Iterator[date]:
    match = NUMBERS.fullmatch(text.strip())
    if match is None:
        return
    first, second, third = map(int, match.groups())
    orders = [(first, second, third)] if first >= FOUR_DIGITS else []
    orders += [(third, second, first), (third, first, second)] if third >= FOUR_DIGITS else []
    for year, month, day in orders:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _in_words(text: str) -> Iterator[date]:
    words = re.sub(r"[\s,.-]+", " ", ENDING.sub("", text)).strip().replace("Sept ", "Sep ")
    for form in IN_WORDS:
        try:
            yield datetime.strptime(words, form).date()
        except ValueError:
            continue
