"""Choose how numbers are shown: per cent, days with one decimal, money with its currency."""

from __future__ import annotations

from sim.measures.words.form import SHARE
from sim.tables.workbook.sheets import Number

PER_CENT = "0.0%"
WHOLE = "#,##0"
ONE_DECIMAL = "#,##0.0"
TWO_DECIMALS = "#,##0.00"
PLAIN = "General"
COUNTS = ("people", "waits", "contacts per person", "hours per year", "per year", "referrals")
"""Units of means of counts, which one decimal suits."""
POINTS = "points"


def form_of(unit: str, currency: str) -> str:
    """Return the number format for values of a unit.

    Parameters
    ----------
    currency
        Of the scenario, with which units of costs begin.
    """
    if unit == SHARE:
        return PER_CENT
    if currency and unit.startswith(f"{currency} "):
        return f"{_literal(currency)}{WHOLE}"
    if unit.startswith(("days", "hours")) or unit in COUNTS:
        return ONE_DECIMAL
    return TWO_DECIMALS


def unit_words(unit: str) -> str:
    """Return a unit as the workbook writes it."""
    return "per cent" if unit == SHARE else unit


def value(number: float, unit: str, currency: str) -> Number:
    """Return the cell of a value."""
    return Number(number, form_of(unit, currency))


def change(number: float, unit: str, currency: str) -> Number:
    """Return the cell of a difference, with its sign; differences of shares are in points."""
    if unit == SHARE:
        return Number(100 * number, signed(f'0.0" {POINTS}"'))
    return Number(number, signed(form_of(unit, currency)))


def amount(number: float, unit: str, currency: str) -> Number:
    """Return the cell of a size, such as a loss: as a difference, without a sign above 0."""
    if unit == SHARE:
        return Number(100 * number, f'0.0" {POINTS}"')
    return value(number, unit, currency)


def signed(form: str) -> str:
    """Return a number format that shows a plus sign above 0."""
    return f"+{form};-{form};{form}"


def _literal(text: str) -> str:
    """Return a text as part of a number format, in which quotation marks cannot stand."""
    kept = text.replace('"', "").replace("\\", "")
    return f'"{kept} "' if kept[-1:].isalnum() else f'"{kept}"'
