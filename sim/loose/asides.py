"""Find words that people write around a number: "about", "at least", "between … and …"."""

from __future__ import annotations

import re

from sim.loose.numerals import leading
from sim.loose.spans import leading_unit

PERCENT = re.compile(r"^(?:%|per\s?cent\b|percent\b)\s*", re.IGNORECASE)
ABOUT = re.compile(
    r"(?:[~\u2248\u223c]|(?:about|approx(?:imately)?\.?|around|roughly|circa|ca\.|c\.|nearly|almost|say)\s)\s*",
    re.IGNORECASE,
)
BOUND = re.compile(
    r"(?:[≥≤<>]=?|=[<>]|(?:at\s+least|at\s+most|more\s+than|less\s+than|fewer\s+than|over|under"
    r"|up\s+to|above|below|no\s+more\s+than|minimum|maximum|max\.?|min\.?)\s)\s*(?=\S)",
    re.IGNORECASE,
)
OPEN_END = re.compile(r"\d\s*\+")
DASH = re.compile(r"\s*(?:[-\u2013\u2014\u2212]|to\b|or\b)\s*", re.IGNORECASE)
AND = re.compile(r"\s*(?:and\b|to\b|-)\s*", re.IGNORECASE)
UNCERTAIN = "How far it may be off goes beside it, as `low` and `high`."


def without_about(text: str) -> tuple[str, bool]:
    """Return a text without an "about" at its beginning, and whether there was one."""
    found = ABOUT.match(text)
    return (text[found.end() :].strip(), True) if found else (text, False)


def is_bound(text: str) -> bool:
    """Return whether a text gives a bound instead of a number: "at least 3", "3+"."""
    return BOUND.match(text) is not None or OPEN_END.match(text) is not None


def two_ends(text: str) -> tuple[str, str] | None:
    """Return the two ends of a range such as "6-8 weeks"; None if the text is not a range."""
    opening = re.match(r"(?:between|from)\s+", text, re.IGNORECASE)
    inner = text[opening.end() :] if opening else text
    joint = AND if opening else DASH
    values, rest = leading(inner)
    if not values:
        return None
    found = joint.match(rest)
    if found is None:
        rest = leading_unit(PERCENT.sub("", rest, count=1))[1]
        found = joint.match(rest)
    last = rest[found.end() :].strip() if found else ""
    if found is None or not leading(last)[0]:
        return None
    return inner[: len(inner) - len(rest)].strip(), last
