"""Read numbers without a unit of time, as people write them: "5 %", "1 in 4", "£1,200", "six"."""

from __future__ import annotations

import re
from fractions import Fraction

from sim.loose.answers import Answer, Reading
from sim.loose.asides import is_bound, two_ends, without_about
from sim.loose.numerals import LONGEST, THOUSANDS_OR_DECIMALS, leading
from sim.loose.spans import is_date, leading_unit
from sim.loose.spelling import in_digits, in_words

PERCENT = re.compile(r"(?:%|per\s?cent\b|percent\b|pc\b)", re.IGNORECASE)
OUT_OF = re.compile(r"(?:in|out\s+of|of)\s+(?=\S)", re.IGNORECASE)
MONEY = re.compile(r"[£$€¥]\s*|(?:gbp|eur|usd|pounds?|euros?)\s+", re.IGNORECASE)
MONEY_AFTER = re.compile(r"(?:[£$€¥]|gbp|eur|usd|pounds?|euros?|quid)(?![A-Za-z])", re.IGNORECASE)
ONE_NUMBER = "One number stands here; where it may be off, `low` and `high` go beside it."
CURRENCY = "Its sign is said once for the file, as `currency`."
ALONE = "Write the number without a unit."
A_DATE = "A number stands here, and no date."

FRACTIONS = {
    f"{many} {part}{plural}": Fraction(number, below)
    for many, number in (("a", 1), ("one", 1), ("two", 2), ("three", 3))
    for part, below in (("half", 2), ("third", 3), ("quarter", 4), ("fifth", 5), ("tenth", 10))
    for plural in ("", "s")
}


def two_readings(text: str) -> Answer:
    """Return both meanings of a number such as 1.200, which YAML accepts; otherwise nothing.

    It has two meanings only if the last decimal is 0, which is not needed in a decimal number.
    """
    digits = text.strip()
    if not THOUSANDS_OR_DECIMALS.fullmatch(digits) or "," in digits or digits[-1] != "0":
        return Answer()
    values, _ = leading(digits)
    return Answer(tuple(_reading(value, several=True) for value in values))


def _reading(value: Fraction, several: bool) -> Reading:
    return Reading(in_digits(value), f"it is {in_words(value)}" if several else "")


def number_meant(text: str) -> Answer:
    """Return the numbers that a refused text may mean."""
    if len(text) > LONGEST:
        return Answer()
    plain, _ = without_about(" ".join(text.split()))
    if is_date(plain) and not re.fullmatch(r"\d+/\d+", plain):
        return Answer(note=A_DATE)
    if is_bound(plain) or two_ends(plain) is not None:
        return Answer(note=ONE_NUMBER)
    if plain.lower() in FRACTIONS:
        return Answer((Reading(in_digits(FRACTIONS[plain.lower()])),))
    return _amount(plain)


def _amount(text: str) -> Answer:
    """Read a number with signs or words around it: money, a share, or a number of things."""
    sign = re.match(r"[-\u2212]\s?(?=[\d.,£$€])", text)
    factor = Fraction(-1) if sign else Fraction(1)
    rest = text[sign.end() :] if sign else text
    money = MONEY.match(rest)
    values, after = leading(rest[money.end() :] if money else rest)
    note = CURRENCY if money or MONEY_AFTER.match(after) else ""
    values, after = _shared(values, after)
    if not values:
        return Answer()
    if after and not MONEY_AFTER.match(after) and _has_time(after):
        return Answer(note=ALONE)
    readings = tuple(_reading(factor * value, len(values) > 1) for value in values)
    return Answer(readings, note)


def _shared(values: tuple[Fraction, ...], after: str) -> tuple[tuple[Fraction, ...], str]:
    """Return values and the text after them; with a per cent sign or "in 4" they are shares."""
    if PERCENT.match(after):
        return tuple(value / 100 for value in values), PERCENT.sub("", after, count=1)
    if OUT_OF.match(after):
        wholes, beyond = leading(OUT_OF.sub("", after, count=1))
        whole = max(wholes, default=Fraction(0))
        if whole:
            return tuple(value / whole for value in values[:1]), beyond
    return values, after


def _has_time(text: str) -> bool:
    """Return whether a text contains a unit of time, so that the value may need another unit."""
    words = re.findall(r"[A-Za-z]+", text)
    return any(leading_unit(word)[0] for word in words)
