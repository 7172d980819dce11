"""How figures are written in a sum."""

from __future__ import annotations

import math

DIGITS = 4
"""Significant digits of a number; whole parts are kept. What is left off is below 0.05 %."""


def shown(number: float, digits: int = DIGITS) -> str:
    """Return a number in four digits, unless others are asked for: ``12.35``, ``6 900``."""
    if math.isinf(number):
        return "never"
    if number == round(number):
        return f"{number:,.0f}".replace(",", " ")
    return f"{to_digits(number, digits):,.10f}".rstrip("0").rstrip(".").replace(",", " ")


def percent(share: float) -> str:
    """Return a share in per cent with one decimal at most: ``82.4 %``."""
    return f"{100 * share:.1f}".removesuffix(".0") + " %"


def to_digits(number: float, digits: int = DIGITS) -> float:
    """Round a number to so many significant digits; whole parts are kept."""
    if number == 0 or not math.isfinite(number):
        return number
    return round(number, max(0, digits - 1 - math.floor(math.log10(abs(number)))))
