"""Measures of records as they may be written."""

from __future__ import annotations

from typing import NamedTuple


class Value(NamedTuple):
    """A measure; a value that may not be told is None."""

    measure: str  # its name
    label: str
    unit: str
    service: str  # key; "" where it is of none
    group: str  # as in a measure's row; "" for everyone
    value: float | None
