"""Whether two sets of tables are the same, row for row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from sim.measures.recorded.tables import Recorded
from sim.units import DAY

TABLES = ("referrals", "contacts", "stays", "staff", "people")
TIMES = (
    *("received", "decided", "rejected", "closed", "silent", "onward"),
    *("at", "start", "end", "died"),
)


def differences(one: Recorded, other: Recorded) -> list[str]:
    """What is not the same in two sets of tables; they may count time from different days."""
    later = (other.begins - one.begins).days * DAY
    return list(_differences(one, other, later))


def _differences(one: Recorded, other: Recorded, later: int) -> Iterator[str]:
    for name in ("services", "groups", "areas", "timed"):
        if getattr(one, name) != getattr(other, name):
            yield f"{name}: {getattr(one, name)} and {getattr(other, name)}"
    if one.continuous.tolist() != other.continuous.tolist():
        yield "continuous"
    moments = [(each.taken, *each.window, each.contacts_from) for each in (one, other)]
    if [each - later for each in moments[0]] != list(moments[1]):
        yield f"taken, window, contacts_from: {moments}, apart by {later}"
    for table in TABLES:
        for column in getattr(one, table)._fields:
            mine, theirs = (getattr(getattr(each, table), column) for each in (one, other))
            shift = later if column in TIMES else 0
            yield from _of_column(f"{table}.{column}", mine, theirs, shift)


def _of_column(name: str, one: Any, other: Any, later: int) -> Iterator[str]:
    if one.size != other.size:
        yield f"{name}: {one.size} and {other.size} rows"
        return
    far = np.abs(one) < 2**61 if later else np.ones(one.size, np.bool_)
    one = np.where(far, one - later, one)
    same = (one == other) | (np.isnan(one) & np.isnan(other))
    rows = np.flatnonzero(~same)
    if rows.size:
        yield f"{name}: {rows.size} rows, such as {rows[0]}: {one[rows[0]]} and {other[rows[0]]}"
