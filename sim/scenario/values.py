"""The values inside quantities: numbers within bounds, lengths of time and rates."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator, WithJsonSchema

from sim.scenario.refusing import LENGTHS, shown, wrong
from sim.units import (
    Frequency,
    Length,
    NotUnderstood,
    parse_frequency,
    parse_length,
    plain_number,
)

RATES = "Write a number and `per` minute, hour, day, week, month or year."


def number(
    low: float = float("-inf"),
    high: float = float("inf"),
    allowed: str = "Write a number.",
    above: bool = False,
) -> BeforeValidator:
    """A finite number between two bounds, both included, or with ``above`` the low one not."""

    def check(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise wrong(f"{shown(value)} is not a number.", allowed, _meant(value))
        if not low <= value <= high or (above and value == low):
            raise wrong(f"{plain_number(value)} is out of range.", allowed, _percent(value, high))
        return float(value)

    return BeforeValidator(check)


def _meant(value: Any) -> str:
    """A number written with a percent sign, a decimal comma or digit groups, as it should be."""
    if not isinstance(value, str):
        return ""
    text = value.strip()
    try:
        if text.endswith("%"):
            return f"Did you mean {float(text[:-1]) / 100:g}?"
        if text.count(",") == 1 and len(text.split(",")[1]) != 3:
            return f"Did you mean {float(text.replace(',', '.')):g}?"
        return f"Did you mean {float(text.replace(',', '').replace('_', '')):g}?"
    except ValueError:
        return ""


def _percent(value: float, high: float) -> str:
    return f"Did you mean {value / 100:g}?" if high == 1 and 2 <= value <= 100 else ""


def count(low: int, high: int) -> BeforeValidator:
    """A whole number between two bounds, both included; 3.0 is one too."""
    most = f"{high:,}" if high >= 10_000 else str(high)
    allowed = f"Write a whole number from {low} to {most}." if low < high else f"Write {low}."

    def check(value: Any) -> int:
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # as tables and scripts write it, 3.0
        if isinstance(value, bool) or not isinstance(value, int):
            raise wrong(f"{shown(value)} is not a whole number.", allowed, _meant(value))
        if not low <= value <= high:
            raise wrong(f"{value} is out of range.", allowed)
        return int(value)

    return BeforeValidator(check)


def length(value: Any) -> Length:
    """A length of time, as it is written."""
    if isinstance(value, Length):
        return value
    if isinstance(value, (dict, list, bool)) or value is None:
        raise wrong(f"{shown(value)} is not a length of time.", LENGTHS)
    try:
        return parse_length(str(value))
    except NotUnderstood as error:
        raise wrong(str(error), LENGTHS, error.remedy) from None


def _some_length(value: Any) -> Length:
    some = length(value)
    if some.minutes == 0:
        raise wrong(f'"{some}" is no time at all.', "Write a length of a minute or more.")
    return some


def _frequency(value: Any) -> Frequency:
    if isinstance(value, Frequency):
        return value
    try:
        return parse_frequency(str(value) if not isinstance(value, (dict, list)) else shown(value))
    except NotUnderstood as error:
        raise wrong(str(error), RATES, error.remedy) from None


LENGTH_SCHEMA = WithJsonSchema({"type": "string", "examples": ["6 weeks"]})
RATE_SCHEMA = WithJsonSchema({"type": "string", "examples": ["0.3 per year"]})
LengthValue = Annotated[Length, PlainValidator(length), LENGTH_SCHEMA]
SomeLengthValue = Annotated[Length, PlainValidator(_some_length), LENGTH_SCHEMA]
FrequencyValue = Annotated[Frequency, PlainValidator(_frequency), RATE_SCHEMA]
MOST_PEOPLE = 10_000_000
AnyNumber = Annotated[float, number()]
UnitNumber = Annotated[float, number(0, 1, "Write a number from 0 to 1.")]
AboveZero = Annotated[float, number(0, allowed="Write a number above 0.", above=True)]
ZeroOrMore = Annotated[float, number(0, allowed="Write a number of 0 or more.")]
OneOrMore = Annotated[float, number(1, allowed="Write 1 (no effect) or more.")]
WholeNumber = Annotated[int, count(0, MOST_PEOPLE)]
SomeNumber = Annotated[int, count(1, MOST_PEOPLE)]
