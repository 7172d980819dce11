"""Put numbers, lengths of time and lists into words for sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.units import DAY, HOUR, MONTH, WEEK, YEAR

NOT_KNOWN = "not known"
MINUS = "\N{MINUS SIGN}"


def number(value: float) -> str:
    """Return a number with as many digits as a reader can use: 1,234 or 56 or 7.8 or 0.12.

    It has two significant digits below 1, one decimal below 20, and none above. NaN and infinity
    are "not known".
    """
    if not math.isfinite(value):
        return NOT_KNOWN
    size = abs(value)
    if size == 0:
        return "0"
    if size >= 20:
        text = f"{size:,.0f}"
    elif size >= 1:
        text = f"{size:.1f}".removesuffix(".0")
    else:
        text = f"{size:.2g}" if size >= 0.0001 else "0"
    return text if value > 0 or text == "0" else MINUS + text


def signed(value: float) -> str:
    """Return a number with a plus sign if it is positive."""
    text = number(value)
    return f"+{text}" if value > 0 and text not in {NOT_KNOWN, "0"} else text


def percent(share: float) -> str:
    """Return a share in whole per cent: "12 %".

    A small share above 0 is "under 1 %", not "0 %".
    """
    if not math.isfinite(share):
        return NOT_KNOWN
    if 0 < share < 0.005:
        return "under 1 %"
    return f"{100 * share:.0f} %"


def interval(low: float, high: float) -> str:
    """Return an interval in words: "3 to 5"; "not known" if either end is not known."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return NOT_KNOWN
    return f"{number(low)} to {number(high)}"


def counted(many: int, one: str, more: str | None = None) -> str:
    """Return a number with its noun: "1 day", "2 days".

    `more` is the plural if it is irregular.
    """
    return f"{many:,} {one if many == 1 else more or one + 's'}"


def duration(minutes: float) -> str:
    """Return a length of time in the largest unit of which it has at least two, as "9 weeks"."""
    for size, word in ((YEAR, "year"), (MONTH, "month"), (WEEK, "week"), (DAY, "day")):
        if minutes >= 2 * size:
            return counted(round(minutes / size), word)
    if minutes >= DAY:
        return "1 day"
    if minutes >= 2 * HOUR:
        return counted(round(minutes / HOUR), "hour")
    return "an hour" if minutes >= HOUR else "less than an hour"


def listed(words: Sequence[str]) -> str:
    """Join words into a list: "a", "a and b", "a, b and c"; for no words return "nothing"."""
    if not words:
        return "nothing"
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} and {words[-1]}"


def sentence_case(text: str) -> str:
    """Return the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def in_sentence(label: str) -> str:
    """Return a label in the form that it has inside a sentence.

    Its first letter is lower case, unless it begins with a name or a sign.
    """
    first = label.split(" ", maxsplit=1)[0]
    is_name = not first[1:].islower() or "-" in first
    return label if is_name else label[:1].lower() + label[1:]
