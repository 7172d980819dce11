"""Dates in a scenario file: the date of minute 0, and points in time written as dates.

A point in time is counted from `run.begins`, which is in another block. Code that reads a whole
tree passes that date to the validators, as pydantic's context (`dates_of`).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema

from sim.loose import date_meant
from sim.scenario.misspelling import perhaps_misspelt
from sim.scenario.parts import Part
from sim.scenario.refusing import follows, shown, wrong
from sim.scenario.values import as_written, length, setting_length
from sim.units import Length

FIRST_YEAR, LAST_YEAR = 1900, 2199
EXAMPLE = "2027-04-01"
DATES = f"Write a date as year, month and day: {EXAMPLE}."
WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}")
LOOKS_DATED = re.compile(r"\d{4}")
BEGINS, UNREADABLE = "begins", "unreadable"
AT_MIDNIGHT = re.compile(r"[ T]00:00(?::00(?:\.0+)?)?$")


@dataclass(frozen=True)
class OnDate(Length):
    """The time from the start of a run to a date, which is written as that date."""

    date: datetime.date

    def __str__(self) -> str:
        """Return the date as it is written in a file: ``2027-04-01``."""
        return self.date.isoformat()


def dates_of(tree: Any, kind: type[Part]) -> dict[str, Any]:
    """Return the context in which a tree is validated: the date of minute 0, under `BEGINS`.

    The date is None if the tree has none. It is `UNREADABLE` if it cannot be read, or if it may be
    written under a misspelt key.

    Parameters
    ----------
    kind
        The model of the tree.
    """
    run = tree.get("run") if isinstance(tree, dict) else None
    written = run.get(BEGINS) if isinstance(run, dict) else None
    if written is None and perhaps_misspelt(tree, kind, "run", BEGINS):
        return {BEGINS: UNREADABLE}
    if written is None or isinstance(written, datetime.date):
        return {BEGINS: written}
    try:
        return {BEGINS: _read(written)}
    except ValueError:
        return {BEGINS: UNREADABLE}


def _read(value: Any) -> datetime.date:
    """Return a date written as year, month and day; raise ValueError for any other value."""
    text = AT_MIDNIGHT.sub("", as_written(value))
    if not WRITTEN.fullmatch(text):
        raise ValueError("no date")
    found = datetime.date.fromisoformat(text)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError("too early, or too late")
    return found


def day(value: Any) -> datetime.date:
    """Accept a date, or a text that is a date, such as ``2027-04-01``."""
    if isinstance(value, datetime.date):
        return value
    try:
        return _read(value)
    except ValueError:
        raise _no_date(value) from None


def _no_date(value: Any) -> Exception:
    text = as_written(value) if isinstance(value, (str, int, float)) else ""
    if WRITTEN.fullmatch(text) and not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        allowed = f"Write a date from {FIRST_YEAR} to {LAST_YEAR}."
        return wrong(f'"{text}" is too far from today.', allowed)
    problem = f"{shown(value)} is not a date."
    if WRITTEN.fullmatch(text):
        return wrong(problem, "The calendar has no such day.")
    answer = date_meant(text).only(_is_day)
    return wrong(problem, DATES, answer.sentence(""))


def _is_day(text: str) -> bool:
    try:
        _read(text)
    except ValueError:
        return False
    return True


def _point(otherwise: Callable[[Any], Length]) -> Callable[[Any, ValidationInfo], Length]:
    """Return a validator of points in time, which accepts dates and what `otherwise` accepts."""

    def check(value: Any, info: ValidationInfo) -> Length:
        if isinstance(value, OnDate):
            return value
        text = as_written(value) if isinstance(value, str) else ""
        if not WRITTEN.fullmatch(AT_MIDNIGHT.sub("", text)) and not (
            LOOKS_DATED.search(text) and date_meant(text).only(_is_day).readings
        ):
            return otherwise(value)
        return _counted(text, (info.context or {}).get(BEGINS))

    return check


def _counted(text: str, begins: Any) -> OnDate:
    """Return the time from minute 0 to a date."""
    if begins == UNREADABLE:
        raise follows()
    if begins is None:
        raise wrong(
            f'"{text}" is a date, and this run has none.',
            f"Write the date of its first minute, such as `begins: {EXAMPLE}`, under `run`, or "
            'count the time from the start, such as "5 years".',
        )
    found = day(text)
    if found < begins:
        raise wrong(f'"{text}" is before the run begins ({begins}).', "Write a later date.")
    return OnDate((found - begins).days, "day", found)


POINT_SCHEMA = WithJsonSchema({"type": "string", "examples": ["5 years", EXAMPLE]})
point = _point(length)
"""Accept a point in time: a length of time from the start of the run, or a date."""
PointValue = Annotated[Length, PlainValidator(point), POINT_SCHEMA]
"""A point in time that is a fact: a length of time from the start of the run, or a date."""
SettingPoint = Annotated[Length, PlainValidator(_point(setting_length)), POINT_SCHEMA]
"""A point in time that the author of the scenario chooses."""
Day = Annotated[
    datetime.date,
    PlainValidator(day),
    WithJsonSchema({"type": "string", "format": "date", "examples": [EXAMPLE]}),
]
