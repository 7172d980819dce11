"""The types of the rows in which compiled code writes the states of a user's own rules."""

from __future__ import annotations

from typing import Any, get_type_hints

import numpy as np

from sim.laws import Floats, Ints
from sim.own_rules import Hook

COLUMNS = {int: np.int64, float: np.float64}
ARRAYS = {Ints: np.int64, Floats: np.float64}
COUNT = "count"
"""The column with the length of the arrays of a state. The arrays have tables of their own."""


def record_of(hook: Hook) -> np.dtype[Any]:
    """Return the type of the row with the state of a hook: its numbers, and `COUNT`."""
    hints = get_type_hints(hook.state)
    numbers = [(name, COLUMNS[kind]) for name, kind in hints.items() if kind in COLUMNS]
    return np.dtype([*numbers, (COUNT, np.int64)], align=True)


def arrays_of(hook: Hook) -> dict[str, Any]:
    """Return the names of a state's arrays, in order, with the types of their numbers."""
    hints = get_type_hints(hook.state)
    return {name: ARRAYS[kind] for name, kind in hints.items() if kind in ARRAYS}
