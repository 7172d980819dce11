"""Reserve memory in large pages, for tables that compiled code reads in random order."""

from __future__ import annotations

import contextlib
import mmap
from typing import Any

import numpy as np
from numpy.typing import NDArray

LINE = 64
"""Bytes of one line of the processor's cache. A row that fits into one line should lie in one."""

LARGE = 1 << 24
"""A table with at least this many bytes gets separate pages, large ones if the system has them."""


def zeros(size: int, dtype: np.dtype[Any] | type[Any]) -> NDArray[Any]:
    """Return an array of zeros that begins at a cache line. Unused pages take no memory.

    Raises
    ------
    MemoryError
        If the system does not provide this much memory.
    """
    kind = np.dtype(dtype)
    needed = size * kind.itemsize
    if needed < LARGE:
        lines = np.zeros(needed + LINE, np.uint8)
        begin = -lines.ctypes.data % LINE
        return lines[begin : begin + needed].view(kind)
    try:
        pages = mmap.mmap(-1, needed)
    except (OSError, OverflowError) as error:
        raise MemoryError(f"no room for a table of {needed:,} bytes") from error
    if hasattr(mmap, "MADV_HUGEPAGE"):  # Linux
        with contextlib.suppress(OSError):  # a kernel without large pages
            pages.madvise(mmap.MADV_HUGEPAGE)
    return np.frombuffer(pages, np.uint8, needed).view(kind)


def lengthened(table: NDArray[Any], size: int, used: int) -> NDArray[Any]:
    """Return zeros of this size whose first `used` rows are those of a table.

    They are copied as bytes, because NumPy copies the columns of a row one by one.
    """
    longer = zeros(size, table.dtype)
    kept = used * table.dtype.itemsize
    longer.view(np.uint8)[:kept] = table.view(np.uint8)[:kept]
    return longer
