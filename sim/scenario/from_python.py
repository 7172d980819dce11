"""Convert values of Python, NumPy, pandas and polars into data that a file can contain."""

from __future__ import annotations

import itertools
import math
import numbers
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sim.units import Frequency, Length

MOST_ITEMS = 1_000_000
NOTHING = {"NAType", "NaTType"}
"""The types that pandas uses for missing values."""
DAY_MINUTES = 1_440


class NotPlain(ValueError):  # noqa: N818 - said of a value, not of the program
    """A value that a scenario cannot contain, with advice on what to write instead."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy
        self.steps: tuple[str, ...] = ()  # where it is inside of what was given

    def inside(self, step: object) -> NotPlain:
        """Return this fault with the path extended by the part that contains the value."""
        self.steps = (str(step), *self.steps)
        return self


def plain_value(value: Any) -> Any:
    """Return a value as None, bool, number, text, list or dict. Values from files are unchanged.

    Scalars and arrays of NumPy, columns of pandas and polars, ranges, generators, decimals and
    fractions become numbers or lists. A length of time becomes a text such as "6 days".

    Raises
    ------
    NotPlain
        If a value has no such form, as a missing value, a set, a function, or any other object.
    """
    if isinstance(value, (Length, Frequency)) or hasattr(value, "location"):
        return value  # the latter is written in a file
    if type(value).__name__ in NOTHING:
        raise NotPlain("There is no value here.", "Leave such rows out, or fill them.")
    if value is None or isinstance(value, bool):
        return value
    single = _single(value)
    return _several(value) if single is None else single


def _single(value: Any) -> Any:
    """Return a value as a text, number or length of time; None for any other value."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, timedelta):
        return _length(value)
    if isinstance(value, date):
        return _date(value)
    if getattr(value, "ndim", None) == 0 and hasattr(value, "item"):
        if getattr(value.dtype, "kind", "") == "M":  # whatever its unit
            value = value.astype("datetime64[us]")
        return plain_value(value.item())  # a scalar of NumPy, which may be a truth value
    return _number(value)


def _several(value: Any) -> dict[str, Any] | list[Any]:
    """Return a value that contains others as a block or a list."""
    if isinstance(value, Mapping):
        return {_key(key): _part(key, each) for key, each in value.items()}
    if isinstance(value, (set, frozenset)):
        raise NotPlain("A set has no order.", "Write a list.")
    if isinstance(value, Iterable) and not isinstance(value, (bytes, bytearray, memoryview)):
        return _items(value)
    raise NotPlain(
        f"A value of the type {type(value).__name__} means nothing in a scenario.",
        "Write a number, a text such as `6 weeks`, a list or a block.",
    )


def _number(value: Any) -> int | float | None:
    """Return a value as a finite number, whole if its type is; None if it is not a number."""
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise _no_number(value)
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, numbers.Real):
        found = float(value)
        if not math.isfinite(found):
            raise _no_number(value)
        return found
    return None


def _no_number(value: Any) -> NotPlain:
    missing = math.isnan(value)
    return NotPlain(
        "There is no value here." if missing else f"{value} is not a number to count with.",
        "Leave such rows out, or fill them." if missing else "Write a finite number.",
    )


def _length(value: timedelta) -> str:
    minutes = value / timedelta(minutes=1)
    days = minutes / DAY_MINUTES
    return str(Length(days, "day") if days == int(days) else Length(minutes, "minute"))


def _date(value: date) -> str:
    if isinstance(value, datetime):
        if value != datetime(value.year, value.month, value.day, tzinfo=value.tzinfo):
            raise NotPlain(f"{value} is a time of day.", "Give a date: a day begins at 00:00.")
        value = value.date()
    return value.isoformat()


def _key(key: Any) -> str:
    if not isinstance(key, (str, numbers.Integral)) or isinstance(key, bool):
        raise NotPlain(f"{key!r} is not a name in a block.", "Names are texts.")
    return str(key)


def _items(value: Iterable[Any]) -> list[Any]:
    try:
        items = list(itertools.islice(value, MOST_ITEMS + 1))
    except TypeError:
        raise NotPlain(
            f"A value of the type {type(value).__name__} cannot be gone through.", "Write a list."
        ) from None
    if len(items) > MOST_ITEMS:
        raise NotPlain(f"There are more than {MOST_ITEMS:,} values.", "Write fewer.")
    return [_part(number, each) for number, each in enumerate(items)]


def _part(step: object, value: Any) -> Any:
    """Convert a value inside another value."""
    try:
        return plain_value(value)
    except NotPlain as fault:
        raise fault.inside(step) from None
