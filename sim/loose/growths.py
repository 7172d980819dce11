"""Read yearly growth in the forms that people write."""

from __future__ import annotations

import re

from sim.loose.answers import Answer, Reading
from sim.units import NotUnderstood, parse_growth, plain_number

WRITTEN = re.compile(
    r"([+-]?(?:\d+\.?\d*|\.\d+))\s*(%|per\s?cent)?"
    r"\s*(?:(?:per|a|an|each|every|/)?\s*(?:year|yr|annum)|yearly|annually|p\.?a\.?)?",
    re.IGNORECASE,
)


def growth_meant(text: str) -> Answer:
    """Return the rates of growth that a refused text may mean, such as ``4%`` or ``1.04``."""
    match = WRITTEN.fullmatch(text.strip())
    if match is None:
        return Answer()
    amount = float(match[1])
    if match[2]:
        ways = [Reading(_said(amount))]
    elif abs(amount) < 1:
        ways = [Reading(_said(100 * amount))]
    elif 1 <= amount < 2:
        ways = [
            Reading(_said(100 * (amount - 1)), "each year is so many times the one before"),
            Reading(_said(amount), "per cent are meant"),
        ]
    else:
        ways = [Reading(_said(amount))]
    return Answer(tuple(ways)).only(_is_growth)


def _said(amount: float) -> str:
    return f"{plain_number(float(f'{amount:.6g}'))} % per year"


def _is_growth(text: str) -> bool:
    try:
        parse_growth(text)
    except NotUnderstood:
        return False
    return True
