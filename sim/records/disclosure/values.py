"""Shares, rates and other values as they may be written."""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.records.disclosure.counts import group, rounded

FEWEST_PEOPLE, FEWEST_WORKERS = 10, 5
"""A value of fewer is not told."""
DIGITS = 2


class Ends(NamedTuple):
    """The ends of a range."""

    low: float
    high: float


def is_enough(people: int, workers: int | None = None) -> bool:
    """Return whether a value may be told that is of so many people, and of so many workers.

    `workers` is None where the value is not about workers.
    """
    return people >= FEWEST_PEOPLE and (workers is None or workers >= FEWEST_WORKERS)


def share(part: int, whole: int) -> float | None:
    """Return a part of a whole from their rounded counts, 0 to 1.

    None where the part, or the rest, is under 5: the one would tell the other.
    """
    both = group((part, whole - part))
    if both.total is None or None in both.cells or both.cells[0] is None:
        return None
    return min(1.0, both.cells[0] / both.total)


def rate(count: int, time: float) -> float | None:
    """Return a count for each unit of a time above 0, from the rounded count; None under 5."""
    shown = rounded(count)
    return None if shown is None else shown / time


def two_digits(value: float) -> float:
    """Return a value with two significant digits; what is no finite number stays as it is."""
    return float(f"{value:.{DIGITS}g}")


def outwards(low: float, high: float) -> Ends:
    """Return the ends of a range with two significant digits, such that it holds the range."""
    return Ends(_away(low, -1), _away(high, 1))


def _away(value: float, sign: int) -> float:
    """Return a value with two digits that is not on the other side of it: below for -1."""
    near = two_digits(value)
    if not math.isfinite(value) or sign * near >= sign * value:
        return near
    last = math.floor(math.log10(abs(value))) - DIGITS + 1
    return two_digits(near + sign * 10.0**last)
