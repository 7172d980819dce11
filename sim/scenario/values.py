"""Values inside quantities: numbers within bounds, lengths of time and rates."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator, WithJsonSchema

from sim.events import MOST_IN_POOL
from sim.loose import (
    Answer,
    Reading,
    growth_meant,
    length_meant,
    number_meant,
    read_frequency,
    read_length,
    two_readings,
)
from sim.scenario.refusing import LENGTHS, shown, wrong
from sim.units import (
    PER_WEEK,
    Frequency,
    Growth,
    Length,
    NotUnderstood,
    WeeklyTime,
    parse_growth,
    parse_length,
    parse_weekly,
    plain_number,
)

IN_A_WEEK = re.compile(r"\s*(?:(?:per|a|each|every|/)\s*(?:weeks?|wk)|weekly)\s*$", re.IGNORECASE)
TIMES_PER_WEEK = "Write minutes or hours, and `per week`."
GROWTHS = "Write a percentage for each year, such as `4 % per year`; above -100, at most 10,000."
RATES = "Write a number and `per` minute, hour, day, week, month or year."


def number(
    low: float = float("-inf"),
    high: float = float("inf"),
    allowed: str = "Write a number.",
    above: bool = False,
    doubted: bool = False,
) -> BeforeValidator:
    """Return a validator of a finite number between two bounds.

    With ``above``, the low bound is excluded. With ``doubted``, a number written like 1.200 is
    refused, because thousands may be meant.
    """

    def inside(value: float) -> bool:
        return low <= value <= high and not (above and value == low)

    def check(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            remedy = _meant(value, lambda text: inside(float(text)))
            raise wrong(f"{shown(value)} is not a number.", allowed, remedy)
        if not inside(value):
            raise wrong(f"{plain_number(value)} is out of range.", allowed, _percent(value, high))
        doubt = two_readings(as_written(value)) if doubted else Answer()
        if doubt.readings:
            raise wrong(f"{as_written(value)} can be read in two ways.", "", doubt.sentence(""))
        return float(value)

    return BeforeValidator(check)


def as_written(value: Any) -> str:
    """Return a scalar as its author wrote it, if that is known."""
    return getattr(value, "text", "") or str(value)


def _meant(value: Any, accepted: Callable[[str], bool]) -> str:
    """Return a suggestion for a number written in another way.

    Only numbers that would be accepted are suggested.
    """
    if not isinstance(value, (str, float)):
        return ""
    answer = number_meant(as_written(value))
    offered = answer.only(accepted)
    if len(answer.readings) > 1 and len(offered.readings) == 1:  # it can mean nothing else here
        offered = offered._replace(readings=(Reading(offered.readings[0].text),))
    return offered.sentence("")


def _percent(value: float, high: float) -> str:
    return f"Did you mean {value / 100:g}?" if high == 1 and 2 <= value <= 100 else ""


def count(low: int, high: int) -> BeforeValidator:
    """Return a validator of a whole number between two bounds, both included; 3.0 is accepted."""
    most = f"{high:,}" if high >= 10_000 else str(high)
    allowed = f"Write a whole number from {low} to {most}." if low < high else f"Write {low}."

    def inside(text: str) -> bool:
        return text.lstrip("-").isdigit() and low <= int(text) <= high

    def check(value: Any) -> int:
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # as tables and scripts write it, 3.0
        if isinstance(value, bool) or not isinstance(value, int):
            written = shown(value) if isinstance(value, str) else shown_number(value)
            raise wrong(f"{written} is not a whole number.", allowed, _meant(value, inside))
        if not low <= value <= high:
            raise wrong(f"{value} is out of range.", allowed)
        return int(value)

    return BeforeValidator(check)


def shown_number(value: Any) -> str:
    """Return a value as it appears in a message; a number appears as it was written."""
    return as_written(value) if isinstance(value, float) else shown(value)


def _length(value: Any, bounds: bool, least: int = 0) -> Length:
    """Return a length of time as it is written, of at least `least` whole minutes."""
    found = value if isinstance(value, Length) else None
    if found is None:
        if isinstance(value, (dict, list, bool)) or value is None:
            raise wrong(f"{shown(value)} is not a length of time.", LENGTHS)
        try:
            found = read_length(
                as_written(value), bounds, lambda text: parse_length(text).minutes >= least
            )
        except NotUnderstood as error:
            raise wrong(str(error), LENGTHS, error.remedy) from None
    if found.minutes < least:
        raise wrong(f'"{found}" is no time at all.', "Write a length of a minute or more.")
    return found


def length(value: Any) -> Length:
    """Accept a length of time that is a fact, which may have a low and a high end."""
    return _length(value, bounds=True)


def setting_length(value: Any) -> Length:
    """Accept a length of time that is a choice of the author, which has no range."""
    return _length(value, bounds=False)


def _some_length(value: Any) -> Length:
    return _length(value, bounds=True, least=1)


def _frequency(value: Any) -> Frequency:
    if isinstance(value, Frequency):
        return value
    if isinstance(value, (dict, list, bool)) or value is None:
        raise wrong(f"{shown(value)} is not a rate.", RATES)
    try:
        return read_frequency(as_written(value))
    except NotUnderstood as error:
        raise wrong(str(error), RATES, error.remedy) from None


def _weekly(value: Any) -> WeeklyTime:
    if isinstance(value, WeeklyTime):
        return value
    if isinstance(value, (dict, list, bool)) or value is None:
        raise wrong(f"{shown(value)} is not a time per week.", TIMES_PER_WEEK)
    text = as_written(value)
    try:
        return parse_weekly(text)
    except NotUnderstood as error:
        problem = str(error)
    if IN_A_WEEK.search(text) or any(letter.isalpha() for letter in text):
        amount = IN_A_WEEK.sub("", text).strip()
        meant = [amount, *(reading.text for reading in length_meant(amount, bounds=True).readings)]
        sound = [each for each in meant if _is_weekly(f"{each}{PER_WEEK}")][:1]
        raise wrong(
            problem, TIMES_PER_WEEK, *(f'Did you mean "{each}{PER_WEEK}"?' for each in sound)
        )
    raise wrong(problem, TIMES_PER_WEEK)


def _growth(value: Any) -> Growth:
    if isinstance(value, Growth):
        return value
    if isinstance(value, (dict, list, bool)) or value is None:
        raise wrong(f"{shown(value)} is not a growth.", GROWTHS)
    text = as_written(value)
    try:
        return parse_growth(text)
    except NotUnderstood as error:
        raise wrong(str(error), GROWTHS, growth_meant(text).sentence()) from None


def _is_weekly(text: str) -> bool:
    try:
        parse_weekly(text)
    except NotUnderstood:
        return False
    return True


def in_the_unit_of(value: Any, written: Any) -> Any:
    """Return a written mean or deviation as a value in the unit of a number, whatever its bounds.

    A mean of a whole number need not be whole, and a deviation of a ratio of 1 or more may be less.
    """
    if isinstance(value, WeeklyTime):
        return _weekly(written)
    if isinstance(value, Length):
        return _length(written, bounds=False)
    if isinstance(value, Growth):
        return _growth(written)
    if isinstance(value, Frequency):
        return _frequency(written)
    return _any_number(written)


def _any_number(written: Any) -> float:
    if isinstance(written, bool) or not isinstance(written, (int, float)):
        raise wrong(
            f"{shown(written)} is not a number.",
            "Write a number.",
            _meant(written, lambda text: True),
        )
    if not math.isfinite(written):
        raise wrong(f"{plain_number(written)} is out of range.", "Write a number.")
    return float(written)


LENGTH_SCHEMA = WithJsonSchema({"type": "string", "examples": ["6 weeks"]})
RATE_SCHEMA = WithJsonSchema({"type": "string", "examples": ["0.3 per year"]})
LengthValue = Annotated[Length, PlainValidator(length), LENGTH_SCHEMA]
SomeLengthValue = Annotated[Length, PlainValidator(_some_length), LENGTH_SCHEMA]
WEEKLY_SCHEMA = WithJsonSchema({"type": "string", "examples": ["30 minutes per week"]})
WeeklyValue = Annotated[WeeklyTime, PlainValidator(_weekly), WEEKLY_SCHEMA]
GROWTH_SCHEMA = WithJsonSchema({"type": "string", "examples": ["4 % per year"]})
GrowthValue = Annotated[Growth, PlainValidator(_growth), GROWTH_SCHEMA]
FrequencyValue = Annotated[Frequency, PlainValidator(_frequency), RATE_SCHEMA]
MOST_PEOPLE = 10_000_000
MOST_WEIGHT, MOST_LOAD = 100, 10_000
"""The largest weight of a person, and the largest weight of a worker's caseload.

The product of two caseloads is then still an exact whole number.
"""


def thousandths(
    low: float, high: float, what: str = "Weights and limits are whole thousandths."
) -> BeforeValidator:
    """Return a validator of a number of at most three decimals between two bounds (included)."""
    allowed = f"Write a number from {low:g} to {high:,}."

    def check(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            remedy = _meant(value, lambda text: low <= float(text) <= high)
            raise wrong(f"{shown(value)} is not a number.", allowed, remedy)
        if not low <= value <= high:
            raise wrong(f"{plain_number(value)} is out of range.", allowed)
        rounded = round(value, 3)
        if rounded != value:
            raise wrong(
                f"{as_written(value)} has more than three decimals.",
                what,
                f"Did you mean {max(rounded, low):g}?",
            )
        return int(value) if float(value).is_integer() else float(value)

    return BeforeValidator(check)


AnyNumber = Annotated[float, number()]
UnitNumber = Annotated[float, number(0, 1, "Write a number from 0 to 1.")]
AboveZero = Annotated[float, number(0, allowed="Write a number above 0.", above=True)]
ZeroOrMore = Annotated[float, number(0, allowed="Write a number of 0 or more.", doubted=True)]
OneOrMore = Annotated[float, number(1, allowed="Write 1 (no effect) or more.")]
WholeNumber = Annotated[int, count(0, MOST_PEOPLE)]
WeightNumber = Annotated[int | float, thousandths(0.001, MOST_WEIGHT)]
LoadNumber = Annotated[int | float, thousandths(0.001, MOST_LOAD)]
OverNumber = Annotated[int | float, thousandths(0, MOST_PEOPLE)]
SomeNumber = Annotated[int, count(1, MOST_PEOPLE)]
PoolNumber = Annotated[int, count(1, MOST_IN_POOL)]
THOUSANDTHS_OF_POSTS = "Parts of posts are whole thousandths."
PostsNumber = Annotated[int | float, thousandths(0, MOST_PEOPLE, THOUSANDTHS_OF_POSTS)]
SomePostsNumber = Annotated[int | float, thousandths(0.001, MOST_PEOPLE, THOUSANDTHS_OF_POSTS)]
