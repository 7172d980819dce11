"""Where each item of a service stands in a scenario, and how its number is written there."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sim.area.columns import Cell
from sim.area.composing.nodes import Fact, Inline, Node, of_plain
from sim.area.deriving.words import to_digits

CENTURY = 36_525.0
"""Days. An exponential mean beyond it is the same in all runs."""


class Amount(NamedTuple):
    """A number of a workbook, or one worked out, with where it comes from."""

    value: float | str  # in the item's unit; a share from 0 to 1; `inf` for never
    source: str
    low: float | None = None
    high: float | None = None
    note: str = ""
    cells: tuple[Cell, ...] = ()
    law: Mapping[str, Any] | None = None  # of a time, as a scenario says it; `value` is its mean


Writer = Callable[[float], str | float]


def rounded(value: float) -> float:
    """Return a number with few digits; a whole number is an int."""
    short = to_digits(value)
    return int(short) if float(short).is_integer() else short


def whole(value: float) -> int:
    """Return a number of at least 1 without decimals."""
    return max(1, round(value))


def thousandths(value: float) -> float:
    """Return a number with three decimals at most, as posts have."""
    short = round(value, 3)
    return int(short) if short.is_integer() else short


def plain(value: float) -> str:
    """Return a number with few digits, and without an exponent."""
    return f"{rounded(value):.12f}".rstrip("0").rstrip(".")


def of_time(unit: str) -> Writer:
    """Return a function that writes a length of time in a unit, such as `days`."""
    return lambda value: "never" if math.isinf(value) else f"{plain(value)} {unit}"


DAYS, MINUTES = of_time("days"), of_time("minutes")


def per_day(value: float) -> str:
    """Return a rate as the scenario writes it."""
    return f"{plain(value)} per day"


def per_cent(value: float) -> str:
    """Return a growth, a share a year, as the scenario writes it."""
    return f"{plain(100 * value)} % per year"


def fact(amount: Amount, written: Writer = rounded) -> Node:
    """Return an amount as a number of the scenario; a word stands as it is."""
    if isinstance(amount.value, str):
        return amount.value
    value = written(amount.value)
    if value == "never":
        return value
    low, high = (
        None if end is None else written(end)
        for end in _ends(amount.value, amount.low, amount.high)
    )
    if low == high:
        low = high = None
    return Fact(value, amount.source, low, high, amount.note, amount.cells)


def _ends(value: float, low: float | None, high: float | None) -> tuple[float | None, float | None]:
    """Return a range that holds its value; none if an end is missing or without bound."""
    if low is None or high is None or not math.isfinite(low + high):
        return None, None
    return min(low, value), max(high, value)


def time(amount: Amount) -> Node:
    """Return a time: as its law says, else exponential with the amount as its mean, in days.

    0 days is always 0. Few events leave a mean open upwards: its range ends at a century, which no
    run tells from more.
    """
    if amount.law is not None:
        return of_plain(amount.law, amount.source, amount.note)
    if not isinstance(amount.value, str) and amount.high is not None:
        amount = amount._replace(high=min(amount.high, max(CENTURY, amount.value)))
    mean = fact(amount, DAYS)
    if mean == "never" or amount.value == 0:
        return mean
    return Inline({"exponential": Inline({"mean": mean})})


class Place(NamedTuple):
    """Where an item stands in a service, and how it is written."""

    path: tuple[str, ...]
    node: Callable[[Amount], Node]
    changes: tuple[str, ...] = ()  # where its changes by date stand, if it may have some


def _plain(written: Writer) -> Callable[[Amount], Node]:
    return lambda amount: fact(amount, written)


PLACES: dict[str, Place] = {
    "places": Place(("capacity", "places"), _plain(round), ("capacity", "changes")),
    "WTE": Place(("workers", "posts"), _plain(thousandths), ("workers", "changes")),
    "contact hours per WTE": Place(("workers", "contact_hours"), fact),
    "caseload per WTE": Place(("workers", "caseload"), _plain(whole)),
    "tenure": Place(("workers", "tenure"), time),
    "vacancy": Place(("workers", "vacancy"), time),
    "vacant at the start": Place(("workers", "vacant_at_start"), _plain(thousandths)),
    "acceptance": Place(("accepts", "probability"), fact),
    "list limit": Place(("accepts", "list_shorter_than"), _plain(round)),
    "decision wait": Place(("decision_delay",), time),
    "queue rule": Place(("queue",), fact),
    "patience": Place(("patience",), time),
    "interval": Place(("contacts", "every"), _plain(DAYS)),
    "contact": Place(("contacts", "length"), _plain(MINUTES)),
    "attendance": Place(("contacts", "attendance"), fact),
    "cancelled share": Place(("contacts", "cancelled", "person"), fact),
    "cancelled by provider": Place(("contacts", "cancelled", "provider"), fact),
    "staff time": Place(("contacts", "staff_time"), _plain(MINUTES)),
    "overhead": Place(("contacts", "overhead"), _plain(MINUTES)),
    "stay": Place(("ends", "stay"), time, ("changes",)),
    "missed in a row": Place(("ends", "missed"), _plain(whole)),
    "per contact": Place(("costs", "contact"), fact),
    "per place-day": Place(("costs", "place_day"), fact),
    "per post a year": Place(("costs", "post_year"), fact),
}
"""Items of a service, in the order in which a service is written.

The items `outside referrals` and `growth` are of the arrivals; see `sim.area.composing.arrivals`.
"""
