"""Moments of a run, to the minute: dates with a time of day, numbered days, or lengths of time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema

from sim.scenario.dates import EXAMPLE, point
from sim.scenario.refusing import shown, wrong
from sim.scenario.values import as_written
from sim.units import DAY, HOUR, Length

DATED = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})[ T]+(?P<clock>\S+)")
NUMBERED = re.compile(r"day +(?P<day>\d{1,6})(?: +(?P<clock>.+))?", re.IGNORECASE)
CLOCK = re.compile(r"(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?::00(?:\.0+)?)?")
MOMENTS = (
    f"Write a date with a time of day ({EXAMPLE} 09:30), the number of a day, counted from 0 "
    '("day 12 09:30"), or a length of time from the start ("12 days").'
)


@dataclass(frozen=True)
class Moment(Length):
    """A minute of a run, counted from its start, with the text in which it was written."""

    text: str

    def __str__(self) -> str:
        """Return the moment as it is written in a file."""
        return self.text


def _moment(value: Any, info: ValidationInfo) -> Moment:
    if isinstance(value, Moment):
        return value
    if isinstance(value, (dict, list, bool)) or value is None:
        raise wrong(f"{shown(value)} is not a moment of the run.", MOMENTS)
    text = as_written(value).strip()
    dated, numbered = DATED.fullmatch(text), NUMBERED.fullmatch(text)
    if dated:
        days, clock = point(dated["day"], info).minutes, _clock(dated["clock"], text)
    elif numbered:
        days, clock = int(numbered["day"]) * DAY, _clock(numbered["clock"] or "00:00", text)
    else:
        days, clock = point(value, info).minutes, 0
    return Moment(days + clock, "minute", text)


def _clock(written: str, text: str) -> int:
    """Return the minutes after midnight of a time of day, such as ``09:30``."""
    found = CLOCK.fullmatch(written)
    if found is None:
        raise wrong(f'"{written}", in "{text}", is not a time of day.', MOMENTS)
    return int(found["hour"]) * HOUR + int(found["minute"])


MomentValue = Annotated[
    Moment,
    PlainValidator(_moment),
    WithJsonSchema(
        {"type": ["string", "number"], "examples": [f"{EXAMPLE} 09:30", "day 12 09:30"]}
    ),
]
"""A minute of the run."""
