"""Read rates as people write them: "1,200 per month", "twice a week", "5 % per year"."""

from __future__ import annotations

import re
from fractions import Fraction

from sim.loose.answers import Answer, Reading
from sim.loose.asides import is_bound, two_ends, without_about
from sim.loose.lengths import parts_of
from sim.loose.numerals import LONGEST, leading
from sim.loose.often import PER as PER_WORD, Often, how_often
from sim.loose.spans import DATE, leading_unit
from sim.loose.spelling import in_digits, in_words

PERCENT = re.compile(r"\s*(?:%|per\s?cent|percent|pc\b)\s*", re.IGNORECASE)
ONE = Fraction(1)
OUT_OF = re.compile(r"(?:in|out\s+of)\s+(?=\S)", re.IGNORECASE)
OF_MANY = re.compile(r"(?:per|/)\s*(?=[\d])", re.IGNORECASE)
ONE_RATE = (
    "One rate stands here. Its bounds go beside it, such as "
    "`{value: 6 per year, low: 5 per year, high: 8 per year}`."
)
NOT_A_DATE = 'A rate says how often something happens, such as "6 per year".'
NEVER = {"never", "none", "nil", "no", "zero", "0"}


def rate_meant(text: str) -> Answer:
    """Return the rates that a refused text may mean."""
    if len(text) > LONGEST:
        return Answer()
    plain, _ = without_about(" ".join(text.split()))
    if plain.lower() in NEVER:
        return Answer((Reading("0 per year"),))
    if DATE.fullmatch(plain):
        return Answer(note=NOT_A_DATE)
    if is_bound(plain) or two_ends(plain) is not None:
        return Answer(note=ONE_RATE)
    for meant in (_shared, _of_many, _frequency, _time_between):
        found = meant(plain)
        if found is not None:
            return found
    return _without_time(plain)


def as_rate(often: Often) -> str:
    """Return a frequency in one of the units of scenario files."""
    span, unit = often.span, often.span.unit
    number = often.times / (often.over * span.times)
    if span.times != 1 and unit == "month":  # a quarter: a third of a month has no end of digits
        number, unit = number * 12, "year"
    return f"{in_digits(number)} per {unit}"


def _frequency(text: str, share: Fraction = ONE, condition: str = "") -> Answer | None:
    often = how_often(text)
    readings = tuple(
        Reading(
            as_rate(each._replace(times=each.times * share)),
            " and ".join(part for part in (condition, each.condition) if part),
        )
        for each in often
        if each.times
    )
    note = next((each.span.note for each in often if each.span.note), "")
    return Answer(readings, note) if readings else None


def _shared(text: str) -> Answer | None:
    """Read a share of people, "5 %" or "1 in 4". The time to which it belongs may be missing."""
    values, rest = leading(text)
    percent = PERCENT.match(rest) if values else None
    if percent is not None:
        share, after = values[0] / 100, rest[percent.end() :]
    else:
        of = OUT_OF.match(rest) if values else None
        wholes, after = leading(rest[of.end() :]) if of else ((), "")
        if not wholes or not wholes[-1] or leading_unit(after)[0]:
            return None
        share = values[0] / max(wholes)
    if after:
        return _frequency(f"{in_digits(share)} {after}")
    each_year = f'"{in_digits(share)} per year"'
    return Answer(note=f"Add the time it is for, such as {each_year} for {text} in a year.")


def _of_many(text: str) -> Answer | None:
    """Read a number for a number of people: "5 per 1,000 per year"."""
    values, rest = leading(text)
    of = OF_MANY.match(rest) if values else None
    if of is None:
        return None
    many, after = leading(rest[of.end() :])
    if leading_unit(after)[0] or not many or not many[-1]:
        return None
    if not PER_WORD.match(after):
        after = re.sub(r"^[A-Za-z]+\s+(?=per\b|a\b|an\b|/)", "", after)
    if not PER_WORD.match(after):
        return None
    size = max(many)
    condition = f"it holds for each person, {in_digits(values[0])} in {in_digits(size)}"
    return _frequency(f"{in_digits(values[0])} {after}", 1 / size, condition)


def _time_between(text: str) -> Answer | None:
    """Read a length of time as the time between two occurrences."""
    parts = parts_of(text)
    if not parts or len(parts) > 1:
        return None
    readings = []
    for each in parts[0]:
        if each.number:
            rate = Fraction(1) / (each.number * each.span.times)
            between = "that is the mean time from one to the next"
            condition = " and ".join(part for part in (each.condition, between) if part)
            readings.append(Reading(f"{in_digits(rate)} per {each.span.unit}", condition))
    return Answer(tuple(readings)) if readings else None


def _without_time(text: str) -> Answer:
    """Return the answer for a number without a time, or a time without a number."""
    lone = re.match(r"per\s+", text, re.IGNORECASE)
    spans = leading_unit(text[lone.end() :])[0] if lone else ()
    if spans:
        return Answer(note=f'Write the number before it, such as "1 per {spans[0].unit}".')
    values, rest = leading(text)
    if not values or rest:
        return Answer()
    several = len(values) > 1
    ways = " or ".join(
        f'"{in_digits(value)} per {unit}"' + (f" for {in_words(value)}" if several else "")
        for value in values
        for unit in (("year", "week") if not several else ("year",))
    )
    return Answer(note=f"Add the time it is for, such as {ways}.")
