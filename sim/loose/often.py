"""Read how often something happens, as people write it: "twice a week", "2/wk", "weekly"."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from sim.loose.numerals import leading
from sim.loose.spans import ODD, Span, leading_unit
from sim.loose.spelling import in_words


class Often(NamedTuple):
    """A number of times per time span: one way to understand a text."""

    times: Fraction
    over: Fraction
    span: Span
    is_interval: bool  # said as an interval or a habit, as "weekly", and not as a rate
    condition: str = ""


ONE = Fraction(1)
TWO_WAYS = ("it is every two {}s", "it is twice a {}")


def _span(unit: str) -> Span:
    return ODD[unit] if unit in ODD else Span(ONE, unit)


def _once(unit: str) -> tuple[Often, ...]:
    return (Often(ONE, ONE, _span(unit), True),)


def _either(unit: str) -> tuple[Often, ...]:
    """Return both meanings of words such as "biweekly": every two weeks, or twice a week."""
    every, twice = (words.format(unit) for words in TWO_WAYS)
    return (
        Often(ONE, Fraction(2), _span(unit), True, every),
        Often(Fraction(2), ONE, _span(unit), True, twice),
    )


HABITS = {
    "hourly": _once("hour"),
    "daily": _once("day"),
    "weekly": _once("week"),
    "fortnightly": _once("fortnight"),
    "monthly": _once("month"),
    "quarterly": _once("quarter"),
    "yearly": _once("year"),
    "annually": _once("year"),
    "annual": _once("year"),
    "biweekly": _either("week"),
    "bi-weekly": _either("week"),
    "bimonthly": _either("month"),
    "bi-monthly": _either("month"),
    "nightly": _once("day"),
}
COUNTS = {"once": ONE, "twice": Fraction(2), "thrice": Fraction(3)}
ENDINGS = {"p.a.": "per year", "pa": "per year", "p/a": "per year", "pw": "per week"}
EVERY = re.compile(r"(?:every|each|per)\s+(?:other|second)\s+|(?:every|each)\s+", re.IGNORECASE)
PER = re.compile(r"(?:per|a|an|every|each|in\s+an?|in|/)(?=[\s\d]|\b|$)\s*", re.IGNORECASE)
COUNTED = re.compile(r"(?:times?|x|\u00d7|\*)(?=\s|$|/)\s*", re.IGNORECASE)
THING = re.compile(r"(?!(?:per|a|an|every|each|in|working|business)\b)[A-Za-z]+\s*", re.IGNORECASE)


def how_often(text: str) -> tuple[Often, ...]:
    """Return all ways to understand a text as a frequency; empty if there are none."""
    text = " ".join(text.split())
    if text.lower() in HABITS:
        return HABITS[text.lower()]
    for ending, words in ENDINGS.items():
        if re.search(rf"[\d\s]{re.escape(ending)}$", text, re.IGNORECASE):
            text = f"{text[: -len(ending)]} {words}"
    every = EVERY.match(text)
    if every is not None:
        other = Fraction(2) if re.search(r"other|second", every[0], re.IGNORECASE) else ONE
        return _over((ONE,), text[every.end() :], times_of_span=other, is_interval=True)
    times, rest, habit = _times(text)
    if not times:
        return ()
    return (_habit(times, rest) if habit else ()) or _per(times, rest, habit)


def _times(text: str) -> tuple[tuple[Fraction, ...], str, bool]:
    """Read a number of times, such as "twice" or "3 times", at the beginning of a text.

    Return the possible numbers, the rest of the text, and whether the text says "twice", "times"
    or the like.
    """
    first = text.split(" ", maxsplit=1)[0].lower()
    if first in COUNTS:
        return (COUNTS[first],), text[len(first) :].strip(), True
    times, rest = leading(text)
    counted = COUNTED.match(rest)
    return times, rest[counted.end() :] if counted else rest, counted is not None


def _habit(times: tuple[Fraction, ...], rest: str) -> tuple[Often, ...]:
    """Read a frequency without "per", such as "twice weekly" or "2 x week"."""
    each = HABITS.get(rest.lower(), ())
    if len(each) == 1:
        return tuple(each[0]._replace(times=many) for many in times[:1])
    return _over(times, rest, is_interval=True) if leading_unit(rest)[0] else ()


def _per(times: tuple[Fraction, ...], rest: str, habit: bool) -> tuple[Often, ...]:
    """Read a number of times, or of things, per time span, as in "3 per week"."""
    thing = None if PER.match(rest) or leading_unit(rest)[0] else THING.match(rest)
    rest = rest[thing.end() :] if thing else rest
    per = PER.match(rest)
    if per is None:
        return ()
    every_so_often = per[0].strip().lower() in ("every", "each") and times == (ONE,)
    return _over(times, rest[per.end() :], is_interval=habit or every_so_often)


def _over(
    times: tuple[Fraction, ...], rest: str, is_interval: bool, times_of_span: Fraction = ONE
) -> tuple[Often, ...]:
    """Read the time span that follows a number of times: "week", "2 weeks", "four weeks"."""
    over, unit = leading(rest)
    spans, after = leading_unit(unit)
    over = over or (ONE,)
    if not spans or after.lower() not in ("", "each", "per person", "a person", "per head"):
        return ()
    return tuple(
        Often(
            many,
            long * times_of_span,
            span,
            is_interval,
            " and ".join(
                part
                for part in (
                    f"it is {in_words(many)}" if len(times) > 1 else "",
                    span.condition,
                )
                if part
            ),
        )
        for many, long, span in product(times, over, spans)
    )
