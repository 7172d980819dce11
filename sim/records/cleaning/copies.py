"""Leave out copies of rows, and rows that a later submission replaced."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.laws import Flags, Ints
from sim.records.cleaning.counting import Counts
from sim.records.rows import Rows

DUPLICATE = "exact duplicate"
RESUBMITTED = "replaced by a later submission"
Columns = list[NDArray[Any]]


def without_copies(name: str, rows: Rows, counts: Counts) -> Rows:
    """Return the latest row of each key: of the last submission, then of the last load.

    Rows that differ in nothing else are ordered by what they hold, so that the order in the files
    does not matter. A row without a key of its own is left out only if it is a copy.
    """
    keys, named = _keys(name, rows)
    parts = [_latest(rows, np.flatnonzero(named), keys)]
    parts.append(_latest(rows, np.flatnonzero(~named), list(rows.values())))
    copies = sum(copies for _, copies, _ in parts)
    replaced = sum(replaced for _, _, replaced in parts)
    counts.drop(DUPLICATE, name, copies, wrong=False, of=rows.size)
    counts.drop(RESUBMITTED, name, replaced, wrong=False, of=rows.size)
    kept = np.sort(np.concatenate([last for last, _, _ in parts]))
    counts.distinct[name] = kept.size
    return rows if kept.size == rows.size else rows.chosen(kept)


def _keys(name: str, rows: Rows) -> tuple[Columns, Flags]:
    """Return the columns that name what the rows of a table are of, and which rows have names."""
    if name == "referrals":
        return [rows["referral"]], rows["referral"] >= 0
    if name == "other_teams":
        return [rows["referral"], rows["service"]], rows["referral"] >= 0
    if name == "contacts":  # of a referral, or else of a person
        keys = [rows["key"], *(rows[each] for each in ("referral", "person") if each in rows)]
        if "referral" in rows and "person" in rows:
            keys[2] = np.where(rows["referral"] >= 0, -1, rows["person"])
        return keys, rows["key"] > 0
    if name == "stays":
        return [rows["key"]], rows["key"] > 0
    if name == "people":
        return [rows["person"]], rows["person"] >= 0
    return [], np.zeros(rows.size, np.bool_)


def _latest(rows: Rows, some: Ints, keys: Columns) -> tuple[Ints, int, int]:
    """Return the last of the rows with each key, and how many were copies and replaced."""
    if not some.size:
        return some, 0, 0
    order = some[np.lexsort([key[some] for key in reversed(keys)])]
    same = _same(keys, order)
    several = same.copy()
    several[:-1] |= same[1:]
    if several.any():  # only rows that share their key are compared in full
        few = order[several]
        by = [*keys, *_version(rows), *rows.values()]
        few = few[np.lexsort([each[few] for each in reversed(by)])]
        order = np.concatenate([order[~several], few])
        same = _same(keys, order)
    copies = same & _same(list(rows.values()), order)
    before = np.append(same[1:], False)  # another row with the same key comes after
    replaced = before & ~np.append(copies[1:], False)
    return order[~before], int(copies.sum()), int(replaced.sum())


def _version(rows: Rows) -> Columns:
    """Return what grows with each submission, the month first."""
    found = [rows["submission"]] if "submission" in rows else []
    if "effective" in rows:
        found.append(rows["effective"])
    return found


def _same(columns: Columns, order: Ints) -> Flags:
    """Return whether each row, in an order, equals the one before it in some columns."""
    same = np.ones(order.size, np.bool_)
    same[:1] = False
    for values in columns:
        sorted_values = values[order]
        same[1:] &= sorted_values[1:] == sorted_values[:-1]
    return same
