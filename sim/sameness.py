"""Tell whether two nests of arrays and plain values are the same."""

from __future__ import annotations

from typing import Any

import numpy as np


def same(one: Any, other: Any) -> bool:
    """Return whether two values are the same: arrays to the bit, tuples entry by entry.

    Arrays must also have the same type and shape, so that undefined numbers (NaN) at the same place
    are the same.
    """
    if one is other:
        return True
    if isinstance(one, np.ndarray):
        return isinstance(other, np.ndarray) and _same_arrays(one, other)
    if isinstance(one, tuple):
        pairs = zip(one, other, strict=False)
        return len(one) == len(other) and all(same(*pair) for pair in pairs)
    return bool(one == other)


def _same_arrays(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any]) -> bool:
    if one.dtype != other.dtype or one.shape != other.shape:
        return False
    if one.dtype.names:  # between columns there may be unused bytes, which may differ
        return all(same(one[name], other[name]) for name in one.dtype.names)
    return one.tobytes() == other.tobytes()
